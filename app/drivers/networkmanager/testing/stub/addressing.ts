import { toPlain, Variant } from '../../bus.ts';
import type { Settings } from '../../profile.ts';
import { DeviceType, Name, UNREACHED_METRIC_PENALTY } from '../../protocol.ts';
import type { StubNetwork } from './devices.ts';
import type { ObjectStore } from './object-store.ts';

/** Addresses, routes and name servers of a device, as its settings and its network make them. */
const FULL = 4;
/** NetworkManager's default metrics. */
const defaultMetrics: Readonly<Record<number, number>> = { [DeviceType.ethernet]: 100, [DeviceType.wifi]: 600, [DeviceType.modem]: 700 };
const families = ['ipv4', 'ipv6'] as const;
type Setting = (typeof families)[number];

export interface Addressed { objects: ObjectStore; device: string; settings: Settings; network: StubNetwork }

/** Does the family come up with these settings on this network? */
export const hasFamily = ({ settings, network }: Addressed, setting: Setting): boolean =>
  !['disabled', 'ignore'].includes(String(toPlain(settings[setting]?.['method']))) && network[setting === 'ipv4' ? 'ip4' : 'ip6'] !== null;

export function metricOf({ objects, device, settings, network }: Addressed, setting: Setting): number {
  const own = Number(toPlain(settings[setting]?.['route-metric'] ?? -1));
  const metric = own >= 0 ? own : defaultMetrics[objects.number(device, Name.device, 'DeviceType')] ?? 1000;
  return network.connectivity === FULL ? metric : metric + UNREACHED_METRIC_PENALTY;
}

export function giveAddresses(to: Addressed): void { for (const setting of families) give(to, setting); }

/** What a Reapply does: IPv6 goes, and is given again. */
export function takeIp6({ objects, device }: Pick<Addressed, 'objects' | 'device'>): void { clear(objects, device, 'ipv6'); }
export const giveIp6 = (to: Addressed): void => give(to, 'ipv6');
export const giveIp4 = (to: Addressed): void => give(to, 'ipv4');

export function takeAddresses(objects: ObjectStore, device: string): void { for (const setting of families) clear(objects, device, setting); }

function give(to: Addressed, setting: Setting): void {
  const { objects, network } = to;
  const [config, name] = configOf(objects, to.device, setting);
  const ip = setting === 'ipv4' ? network.ip4 : network.ip6;
  if (!hasFamily(to, setting) || ip === null) return;
  const { nameServer } = ip;
  objects.set(config, name, typeof nameServer === 'string' ? { NameserverData: [{ address: new Variant('s', nameServer) }] } : { Nameservers: [nameServer] });
  objects.set(config, name, { AddressData: [{ address: new Variant('s', ip.address), prefix: new Variant('u', ip.prefix) }] });
  objects.set(config, name, { Gateway: ip.gateway });
  objects.set(config, name, { RouteData: routes(to, setting) });
}

function routes(to: Addressed, setting: Setting): Record<string, Variant>[] {
  const { settings, network } = to;
  const ip = setting === 'ipv4' ? network.ip4 : network.ip6;
  if (ip === null) return [];
  const metric = new Variant('u', metricOf(to, setting));
  const any = setting === 'ipv4' ? '0.0.0.0' : '::';
  // The old form of routes, where it is given, is believed instead of the new one.
  const own = 'routes' in (settings[setting] ?? {}) ? [] : toPlain<Record<string, unknown>[] | undefined>(settings[setting]?.['route-data']) ?? [];
  return [
    { dest: new Variant('s', any), prefix: new Variant('u', 0), 'next-hop': new Variant('s', ip.gateway), metric },
    ...own.map(route => ({
      dest: new Variant('s', route['dest']), prefix: new Variant('u', route['prefix']), 'next-hop': new Variant('s', route['next-hop']), metric,
      ...(route['table'] === undefined ? {} : { table: new Variant('u', route['table']) }),
    })),
  ];
}

function clear(objects: ObjectStore, device: string, setting: Setting): void {
  const [config, name] = configOf(objects, device, setting);
  objects.set(config, name, setting === 'ipv4' ? { NameserverData: [] } : { Nameservers: [] });
  objects.set(config, name, { AddressData: [], Gateway: '', RouteData: [] });
}

function configOf(objects: ObjectStore, device: string, setting: Setting): [path: string, name: string] {
  const isIp4 = setting === 'ipv4';
  return [objects.text(device, Name.device, isIp4 ? 'Ip4Config' : 'Ip6Config'), isIp4 ? Name.ip4 : Name.ip6];
}
