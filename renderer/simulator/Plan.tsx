import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { PlanPoint, SimulationPlan } from '../../app/contract/plan.ts';
import { useHost, useTexts } from '../store/context.tsx';
import { Segments } from '../settings/controls.tsx';
import { walk } from './playing.ts';
import { useHand, usePosition } from './position.ts';
import { project, type Projection } from './projection.ts';
import { Radios } from './Radios.tsx';
import { Whereabouts } from './Whereabouts.tsx';

/** Metres that an arrow key moves the user, and with Shift. */
const steps = { plain: 0.5, shift: 2 };
/** Pixels around the dot that take hold of it. */
const grip = 16;

/** The floor plan: walls, radios, and the user, who is walked with keys or by hand. */
export function Plan({ plan, chosen, onChoose }: { plan: SimulationPlan; chosen: string | null; onChoose: (id: string) => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const help = useId();
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const projection = useMemo(() => project(plan, width, height), [plan, width, height]);
  const told = usePosition();
  const hand = useHand();
  const user = hand.at ?? told;
  const [looksAt, setLooksAt] = useState<number | null>(null);
  const { lowest, count } = plan.floors;
  const floor = looksAt ?? Math.round(user.floor);
  const isDragged = useRef(false);

  const put = (to: PlanPoint): void => { setLooksAt(null); hand.move(to); };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? steps.shift : steps.plain;
    const by = { ArrowLeft: { x: -step }, ArrowRight: { x: step }, ArrowUp: { y: -step }, ArrowDown: { y: step }, PageUp: { floor: 1 }, PageDown: { floor: -1 } }[event.key] as Partial<PlanPoint> | undefined;
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const round = (metres: number): number => Math.round(metres * 10) / 10;
    const upTo = Math.min(lowest + count - 1, Math.max(lowest, Math.round(user.floor) + (by.floor ?? 0)));
    put({ x: round(user.x + (by.x ?? 0)), y: round(user.y + (by.y ?? 0)), floor: upTo });
  };
  const under = (event: PointerEvent): { x: number; y: number } => {
    const box = frame.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: PointerEvent): void => {
    const at = under(event);
    isDragged.current = event.button === 0 && floor === Math.round(user.floor) && Math.hypot(at.x - projection.x(user.x), at.y - projection.y(user.y)) <= grip;
    if (isDragged.current) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!isDragged.current) return;
    const at = under(event);
    put(projection.point(at.x, at.y, floor));
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (isDragged.current) { isDragged.current = false; return; }
    if (event.button !== 0 || (event.target as Element).closest('[data-access-point]')) return;
    const at = under(event);
    void walk(host, projection.point(at.x, at.y, floor));
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application is worked with keys: these walk the user */}
      <div ref={frame} className="plan" role="application" tabIndex={0} aria-roledescription={texts.t('simulator.planKind')} aria-label={texts.t('simulator.plan')} aria-describedby={help}
        onKeyDown={onKeyDown} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={() => { isDragged.current = false; }}
        onClick={({ target }) => { const id = (target as Element).closest('[data-access-point]')?.getAttribute('data-access-point'); if (id) onChoose(id); }}>
        <svg width={width} height={height} aria-hidden>
          <Walls plan={plan} projection={projection} floor={floor} />
          <Radios plan={plan} projection={projection} floor={floor} user={user} chosen={chosen} />
          <User projection={projection} user={user} floor={floor} />
        </svg>
      </div>
      {count > 1 && (
        <div className="plan-floors">
          <Segments label={texts.t('simulator.floor')} value={String(floor)} onChange={(one) => setLooksAt(Number(one))}
            choices={Array.from({ length: count }, (_, index) => ({ id: String(lowest + index), label: texts.t('simulator.floorNumber', { floor: lowest + index }) }))} />
        </div>
      )}
      <Whereabouts plan={plan} user={user} />
      <p id={help} className="hint plan-help">{texts.t('simulator.help')}</p>
    </>
  );
}

/** Size of an element, as it changes. */
function useSize(element: React.RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 640, height: 440 });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const observer = new ResizeObserver(([entry]) => { if (entry && entry.contentRect.width > 0) setSize({ width: entry.contentRect.width, height: entry.contentRect.height }); });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

const Walls = memo(function Walls({ plan, projection, floor }: { plan: SimulationPlan; projection: Projection; floor: number }): ReactNode {
  return (
    <g className="plan-walls">
      {plan.walls.filter(({ from }) => from.floor === floor).map(({ from, to, loss }, index) => (
        // The more it takes away, the thicker it is.
        <line key={index} x1={projection.x(from.x)} y1={projection.y(from.y)} x2={projection.x(to.x)} y2={projection.y(to.y)} strokeWidth={Math.min(5, 1 + loss / 4)} />
      ))}
    </g>
  );
});

function User({ projection, user, floor }: { projection: Projection; user: PlanPoint; floor: number }): ReactNode {
  const isHere = Math.round(user.floor) === floor;
  return (
    <g className={isHere ? 'plan-user' : 'plan-user plan-user-elsewhere'} transform={`translate(${projection.x(user.x)} ${projection.y(user.y)})`}>
      <circle r={grip} className="plan-grip" />
      <circle r={7} />
    </g>
  );
}
