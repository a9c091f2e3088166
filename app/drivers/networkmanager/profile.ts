import type { InterfaceKind, Security } from '../../contract/values.ts';
import { toPlain } from './bus.ts';
import { read, type Properties } from './object-tree.ts';
import { ProfileFlag } from './protocol.ts';

/** NetworkManager's settings of one connection: setting → key → variant (wrapped, so that they can be sent back as they came). */
export type Settings = Record<string, Record<string, unknown>>;

/** A stored connection of NetworkManager (it says "connection profile"), as far as the driver needs it. Never a secret. */
export interface Profile {
  path: string;
  uuid: string;
  name: string;
  kind: InterfaceKind;
  /** NetworkManager's connection.type, such as "802-3-ethernet". */
  type: string;
  /** The device it is bound to; "" for any. */
  interfaceName: string;
  /** Upper case, as devices have it; "" for any. */
  macAddress: string;
  ssid: string | null;
  security: Security | null;
  metered: boolean;
  /** Lives only as long as its activation, or was made up for a link that somebody else set up: not stored. */
  passing: boolean;
  /** An access point that this machine offers: no way to a network. */
  isHotspot: boolean;
  /** Stored for one user alone, who may change it (permissions.ts). */
  isOwn: boolean;
  /** Part of a bond, bridge or team: no access point by itself. */
  isPort: boolean;
  /** Who made it, if it is a steering connection of Handover's (steering.ts); null for all else. */
  steeringOwner: string | null;
}

/** Key of the mark in the setting "user", which NetworkManager keeps for other programs. */
export const STEERING_MARK = 'handover.owner';

const kinds: Record<string, InterfaceKind> = {
  '802-3-ethernet': 'wired', veth: 'wired', '802-11-wireless': 'wifi', gsm: 'mobile', cdma: 'mobile', bluetooth: 'bluetooth', vpn: 'vpn', wireguard: 'vpn',
};
/** Kinds on which a session can be opened; the others are interfaces only. */
export const isAccessPointKind = (kind: InterfaceKind): boolean => kind === 'wired' || kind === 'wifi' || kind === 'mobile' || kind === 'bluetooth' || kind === 'vpn';

const securities: Record<string, Security> = {
  none: 'wep', ieee8021x: 'wep', owe: 'owe', 'wpa-psk': 'wpa2', sae: 'wpa3', 'wpa-eap': 'enterprise', 'wpa-eap-suite-b-192': 'enterprise192',
};
/** connection.metered (NMMetered): only what the user said; guesses belong to the interface. */
const METERED_YES = 1;

/** NetworkManager's rule: a connection of one user alone is that user's own. */
export function isOwn(settings: Settings): boolean {
  const users = toPlain(settings['connection']?.['permissions']);
  return Array.isArray(users) && users.length === 1;
}

export function readProfile(path: string, settings: Settings, flags: number): Profile {
  const plain = toPlain<Record<string, Properties>>(settings);
  const connection = plain['connection'] ?? {};
  const type = read.text(connection, 'type');
  const kind = kinds[type] ?? 'other';
  const hardware = plain[kind === 'wifi' ? '802-11-wireless' : '802-3-ethernet'] ?? {};
  const userData = plain['user']?.['data'];
  const owner = typeof userData === 'object' && userData !== null ? (userData as Record<string, unknown>)[STEERING_MARK] : undefined;
  return {
    path,
    uuid: read.text(connection, 'uuid'),
    name: read.text(connection, 'id'),
    kind,
    type,
    interfaceName: read.text(connection, 'interface-name'),
    macAddress: macText(read.bytes(hardware, 'mac-address')),
    ssid: kind === 'wifi' ? read.bytes(hardware, 'ssid').toString('hex') : null,
    security: securityOf(kind, plain),
    metered: read.number(connection, 'metered') === METERED_YES,
    passing: (flags & (ProfileFlag.volatile | ProfileFlag.external)) !== 0,
    isHotspot: kind === 'wifi' && read.text(hardware, 'mode') === 'ap',
    isOwn: isOwn(settings),
    isPort: read.text(connection, 'controller') !== '' || read.text(connection, 'master') !== '',
    steeringOwner: typeof owner === 'string' ? owner : null,
  };
}

/** Of a wire: whether one signs in on it (802.1X). */
function securityOf(kind: InterfaceKind, plain: Record<string, Properties>): Security | null {
  if (kind === 'wifi') return securities[read.text(plain['802-11-wireless-security'] ?? {}, 'key-mgmt')] ?? 'open';
  return kind === 'wired' && '802-1x' in plain ? 'enterprise' : null;
}

const macText = (bytes: Buffer): string => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(':').toUpperCase();
