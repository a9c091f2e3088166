import { BusError, toPlain, Variant } from './bus.ts';
import type { ManagerLife } from './manager-life.ts';
import type { Properties } from './object-tree.ts';
import { read } from './object-tree.ts';
import type { Settings } from './profile.ts';
import { Name } from './protocol.ts';
import { ownPriorities, rulesVariant, type Family, type Rule } from './steering-rules.ts';

/**
 * Changes to a connection while it is up, which leave its stored profile alone: NetworkManager keeps the "applied
 * settings" of a device and takes new ones by Reapply.
 *
 * Every Reapply starts IPv6 autoconfiguration of the device anew, whatever it changed: its IPv6 addresses are away
 * for one to four seconds. So none of a link that flows are on, unless there is no other way.
 */
export async function reapply(life: ManagerLife, device: string, adjust: (settings: Settings) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const [settings, version] = await life.call(device, Name.device, 'GetAppliedConnection', 'u', [0]) as [Settings, bigint];
    withoutLegacyKeys(settings);
    adjust(settings);
    try {
      await life.call(device, Name.device, 'Reapply', 'a{sa{sv}}tu', [settings, version, 0]);
      return;
    } catch (error) {
      // Somebody else changed it between the two calls: once more, with theirs.
      const isStale = error instanceof BusError && error.dbusName.endsWith('.VersionIdMismatch');
      if (!isStale || attempt === 3) throw error;
    }
  }
}

/** The same with settings known already, for the moment when an activation has just begun and every millisecond counts. */
export async function reapplyAtOnce(life: ManagerLife, device: string, stored: Settings, adjust: (settings: Settings) => void): Promise<void> {
  const settings = Object.fromEntries(Object.entries(stored).map(([name, values]) => [name, { ...values }]));
  withoutLegacyKeys(settings);
  adjust(settings);
  await life.call(device, Name.device, 'Reapply', 'a{sa{sv}}tu', [settings, 0n, 0]);
}

/** NetworkManager gives routes and addresses in an old form beside the new one, and would believe the old. */
export function withoutLegacyKeys(settings: Settings): void {
  for (const family of ['ipv4', 'ipv6']) {
    delete settings[family]?.['routes'];
    delete settings[family]?.['addresses'];
  }
}

const ipSetting = (settings: Settings, family: Family): Record<string, unknown> | null => {
  const setting = settings[family === 4 ? 'ipv4' : 'ipv6'];
  const method = setting && toPlain(setting['method']);
  // Without addresses of its own a device takes no routes.
  return setting && method !== 'disabled' && method !== 'ignore' ? setting : null;
};

/** The metric that the settings ask for; null: NetworkManager chooses by the kind of device. */
export function metricOf(settings: Settings, family: Family): number | null {
  const setting = ipSetting(settings, family);
  const metric = setting ? read.number(toPlain<Properties>(setting), 'route-metric') : -1;
  return setting && 'route-metric' in setting && metric >= 0 ? metric : null;
}

export function setMetric(settings: Settings, family: Family, metric: number): void {
  const setting = ipSetting(settings, family);
  if (setting) setting['route-metric'] = new Variant('x', BigInt(metric));
}

/**
 * Places among name servers: lower comes first, NetworkManager's own is 100 (written 0). Odd on purpose, so that they
 * are known as ours; a place that the user gave stays.
 */
export const NameServers = { ahead: 11, usual: 0, behind: 151 } as const;

export function placeNameServers(settings: Settings, place: number): void {
  const ours: number[] = Object.values(NameServers);
  for (const family of [4, 6] as const) {
    const setting = ipSetting(settings, family);
    if (setting && ours.includes(read.number(toPlain<Properties>(setting), 'dns-priority'))) setting['dns-priority'] = new Variant('i', place);
  }
}

/** A default route in a table beside the main one; the user's own routes stay. */
export function setOwnTable(settings: Settings, family: Family, gateway: string, table: number): void {
  const setting = ipSetting(settings, family);
  if (!setting) return;
  const before = setting['route-data'] instanceof Variant ? setting['route-data'].value as Record<string, unknown>[] : [];
  const others = before.filter(route => Number(toPlain(route['table']) ?? 0) !== table);
  const own = { dest: new Variant('s', family === 4 ? '0.0.0.0' : '::'), prefix: new Variant('u', 0), 'next-hop': new Variant('s', gateway), table: new Variant('u', table) };
  setting['route-data'] = new Variant('aa{sv}', [...others, own]);
}

/** Policy rules that come and go with the connection; those of other priorities, the user's own, stay. */
export function setRules(settings: Settings, family: Family, rules: readonly Rule[]): void {
  const setting = settings[family === 4 ? 'ipv4' : 'ipv6'];
  if (!setting) return;
  const before = setting['routing-rules'] instanceof Variant ? setting['routing-rules'].value as Record<string, unknown>[] : [];
  const others = before.filter(rule => !ownPriorities.has(Number(toPlain(rule['priority']))));
  setting['routing-rules'] = rulesVariant(rules, family, others);
}
