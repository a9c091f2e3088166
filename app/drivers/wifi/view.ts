import type { SystemView } from '../../contract/management.ts';
import type { Connectivity, Security } from '../../contract/values.ts';
import type { DriverAccessPoint, DriverInterface, DriverSnapshot } from '../../core/ports/driver.ts';
import { isOfLinkOnly, ownAddresses, type Addresses } from '../shared/addresses.ts';
import type { Abilities, Look, SeenRadio, StoredNetwork, WifiDevice } from './answers.ts';

/** What is under way by a command of ours: access point → the interface it comes up on. */
export type Activating = ReadonlyMap<string, string>;

export interface ToView { look: Look; abilities: Abilities; addresses: Addresses; activating: Activating; now: number }

export const storedId = ({ key }: StoredNetwork): string => `profile:${key}`;
const seenId = (ssid: string, security: Security): string => `wlan:${ssid}:${security}`;
const cableId = (interfaceName: string): string => `interface:${interfaceName}`;

/** The system's Wi-Fi, and its other interfaces to look at, in the port's words. */
export function viewOf(to: ToView): DriverSnapshot {
  const { look, addresses } = to;
  const wifi = new Set(look.devices.map(({ name }) => name));
  const others = Object.keys(addresses).filter((name) => !wifi.has(name) && addresses[name]?.some(({ internal }) => !internal) === true);
  const isDefault = defaultInterface(look, addresses);
  const interfaces = [
    ...look.devices.map((device) => interfaceOf(to, device.name, device, isDefault)),
    ...others.map((name) => interfaceOf(to, name, null, isDefault)),
  ];
  return { interfaces, accessPoints: [...networks(to, isDefault), ...others.map((name) => cable(name, interfaces, isDefault))], system: system(to) };
}

function interfaceOf({ look, addresses }: ToView, name: string, device: WifiDevice | null, isDefault: string | null): DriverInterface {
  const own = device && device.connection?.state !== 'connected' ? [] : ownAddresses(addresses, name);
  const ways = look.routes.filter(({ by }) => isBy(by, name, addresses));
  return {
    id: name, name, kind: device ? 'wifi' : 'wired', managed: device !== null, carrier: device ? device.connection?.state === 'connected' : own.length > 0,
    speed: device?.connection?.speed || null, addresses: own, gateways: own.length > 0 ? [...new Set(ways.flatMap(({ gateway }) => gateway ?? []))] : [], nameServers: [],
    connectivity: connectivityOf(own, name === isDefault || ways.length > 0), metered: false,
    hardwareAddress: device?.hardwareAddress ?? null, routeMetric: ways.length > 0 ? Math.min(...ways.map(({ metric }) => metric)) : null,
  };
}

function networks({ look, addresses, activating, now }: ToView, isDefault: string | null): DriverAccessPoint[] {
  const bySeen = new Map<string, SeenRadio[]>();
  for (const radio of look.seen) {
    const id = seenId(radio.ssid, radio.security);
    bySeen.set(id, [...(bySeen.get(id) ?? []), radio]);
  }
  const taken = new Set<string>();
  const stored = look.stored.map((each) => {
    const [id, radios] = [...bySeen].find(([, [radio]]) => radio !== undefined && fits(each, radio)) ?? [null, []];
    if (id !== null) taken.add(id);
    return accessPoint({ id: storedId(each), name: each.name, ssid: each.ssid, security: radios[0]?.security ?? each.security, stored: true, radios });
  });
  const seen = [...bySeen].filter(([id]) => !taken.has(id)).map(([id, radios]) => {
    const [{ ssid, security }] = radios as [SeenRadio];
    return accessPoint({ id, name: Buffer.from(ssid, 'hex').toString('utf8'), ssid, security, stored: false, radios });
  });
  return [...stored, ...seen];

  function accessPoint({ id, name, ssid, security, stored: isStored, radios }: { id: string; name: string; ssid: string; security: Security | null; stored: boolean; radios: readonly SeenRadio[] }): DriverAccessPoint {
    const on = look.devices.find(({ connection }) => connection !== null && (connection.key === null ? connection.ssid === ssid : isStored && id === `profile:${connection.key}`));
    const link = linkOf(id, on);
    const bss = radios.flatMap((radio) => (radio.bssid === null || radio.level === null ? [] : [{
      bssid: radio.bssid, frequency: radio.frequency ?? 0, level: radio.level, lastSeen: now, interface: radio.interface, inUse: on?.name === radio.interface && on.connection?.bssid === radio.bssid,
    }])).sort((a, b) => b.level - a.level || (a.bssid < b.bssid ? -1 : 1));
    const levels = radios.flatMap(({ level }) => level ?? []);
    const level = on?.connection?.level ?? bss.find(({ inUse }) => inUse)?.level ?? (levels.length > 0 ? Math.max(...levels) : null);
    const interfaces = [...new Set([...(on ? [on.name] : []), ...radios.map((radio) => radio.interface)])];
    return {
      id, name, kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid, security, stored: isStored, inReach: radios.length > 0 || link !== null, metered: false,
      interfaces: interfaces.length > 0 ? interfaces : look.devices.map((device) => device.name), bss, level, link,
    };
  }

  function linkOf(id: string, on: WifiDevice | undefined): DriverAccessPoint['link'] {
    const wanted = activating.get(id);
    const isUp = on?.connection?.state === 'connected' && ownAddresses(addresses, on.name).some(({ address }) => !isOfLinkOnly(address));
    if (on && isUp) return { state: wanted === undefined ? 'active' : 'activating', interface: on.name, stage: null, isDefault: on.name === isDefault };
    const by = wanted ?? on?.name;
    return by === undefined ? null : { state: 'activating', interface: by, stage: null };
  }
}

/** An entry that does not say its security fits any of its name. */
const fits = (entry: StoredNetwork, { ssid, security }: SeenRadio): boolean =>
  entry.ssid === ssid && (entry.security === null || entry.security === security || (security === 'wpa2wpa3' && ['wpa2', 'wpa3'].includes(entry.security)));

function cable(name: string, interfaces: readonly DriverInterface[], isDefault: string | null): DriverAccessPoint {
  const isUp = interfaces.some((each) => each.id === name && each.addresses.some(({ address }) => !isOfLinkOnly(address)));
  return {
    id: cableId(name), name, kind: 'wired', bearer: 'ethernet', purpose: 'unknown', ssid: null, security: null, stored: true, inReach: isUp, metered: false,
    interfaces: [name], bss: [], level: null, link: isUp ? { state: 'active', interface: name, stage: null, isDefault: name === isDefault } : null,
  };
}

/** The system names an interface, or one of its addresses. */
const isBy = (by: string, name: string, addresses: Addresses): boolean => by === name || (addresses[name] ?? []).some(({ address }) => address === by);

function defaultInterface({ routes }: Look, addresses: Addresses): string | null {
  const [best] = routes.toSorted((a, b) => a.metric - b.metric);
  return best === undefined ? null : Object.keys(addresses).find((name) => isBy(best.by, name, addresses)) ?? null;
}

/** Whether a way out leads anywhere is not asked in the background. */
const connectivityOf = (addresses: readonly unknown[], hasWayOut: boolean): Connectivity => (addresses.length === 0 ? 'none' : hasWayOut ? 'unknown' : 'limited');

function system({ look, abilities }: ToView): SystemView {
  return {
    permissions: {
      connect: abilities.connect ? 'yes' : 'notSupported', scan: 'yes', changeStored: abilities.forget ? 'yes' : 'notSupported',
      switchWifi: 'notSupported', switchMobile: 'notSupported', hotspot: 'notSupported',
    },
    radios: { wifi: { present: look.devices.length > 0, on: look.devices.some(({ on }) => on), hardwareOn: true }, mobile: { present: false, on: false, hardwareOn: false } },
    hotspot: null,
  };
}
