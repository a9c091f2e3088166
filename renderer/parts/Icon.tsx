import type { ReactNode } from 'react';
import {
  ArrowRight, ArrowUpDown, Bluetooth, Check, ChevronDown, Clock, ChevronRight, CircleHelp, Copy, Ellipsis, GripVertical, FlaskConical, Info, LoaderCircle, Lock, LockOpen, Pin, Plane, Plug, Plus, Radio,
  createLucideIcon, RefreshCw, Search, Settings2, ShieldCheck, Smartphone, TextAlignStart, TriangleAlert, Undo2, Unplug, Wifi, WifiOff, X, type LucideIcon,
} from 'lucide-react';
import type { InterfaceView } from '../../app/contract/state.ts';

// Two plain strokes: nothing to press, it only stays.
const Stays = createLucideIcon('stays', [['path', { d: 'M8 5v14M16 5v14', key: 'strokes' }]]);

const icons = {
  accessPoints: Radio, sessions: TextAlignStart, traffic: ArrowUpDown, activity: Clock, simulator: FlaskConical, settings: Settings2, help: CircleHelp,
  wired: Plug, wifi: Wifi, mobile: Smartphone, bluetooth: Bluetooth, vpn: ShieldCheck, other: CircleHelp, none: Unplug,
  lock: Lock, open: LockOpen, search: Search, clear: X, copy: Copy, down: ChevronDown, right: ChevronRight, plus: Plus,
  passed: Check, failed: X, warned: TriangleAlert, info: Info, simulated: FlaskConical, moves: ArrowRight, stays: Stays, changes: RefreshCw, back: Undo2,
  busy: LoaderCircle, pin: Pin, more: Ellipsis, drag: GripVertical, airplane: Plane, wifiOff: WifiOff,
} as const satisfies Record<string, LucideIcon>;
export type IconName = keyof typeof icons;

/** A drawn icon, 20 px or 16 px, its lines 1.5 px in both; always beside words, so hidden from a screen reader. */
export function Icon({ name, small = false, className = '' }: { name: IconName; small?: boolean; className?: string }): ReactNode {
  const Drawn = icons[name];
  return <Drawn className={`icon ${small ? 'icon-small' : ''} ${name === 'busy' ? 'spin' : ''} ${className}`} size={small ? 16 : 20} strokeWidth={1.5} absoluteStrokeWidth aria-hidden focusable={false} />;
}

/** The icon of a kind of link; a spinner stands in its place while something is under way. */
export const KindIcon = ({ kind, isBusy = false }: { kind: InterfaceView['kind']; isBusy?: boolean }): ReactNode => <Icon name={isBusy ? 'busy' : kind} />;
