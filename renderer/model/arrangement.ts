import type { ConfigurationView, HostState } from '../../app/contract/state.ts';
import { currentAccessPoint, isInReach } from '../../app/contract/reading.ts';

/** The list's groups, each with the ids of its access points in order. */
export interface Group {
  readonly id: string;
  /** service: made by the user, in his order · known: the rest of what is stored · others: only seen. */
  readonly kind: 'service' | 'known' | 'others';
  /** The service network; null for the group of others. */
  readonly network: string | null;
  readonly members: readonly string[];
}
const othersId = 'others';

/**
 * How the list would stand right now: service networks of the user with their members in order, then what else is known,
 * then all others by name, strongest first. An access point stands once, in the first group it belongs to.
 */
export function arrange(state: HostState): Group[] {
  const placed = new Set<string>();
  const networks = Object.values(state.configurations).filter(({ type }) => type === 'serviceNetwork')
    .sort((a, b) => Number(b.stored) - Number(a.stored) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  const groups: Group[] = [];
  for (const network of networks) {
    const members = network.members.filter((id) => state.configurations[id]?.accessPoint && !placed.has(id));
    members.forEach((id) => placed.add(id));
    if (members.length > 0) groups.push({ id: network.id, kind: network.stored ? 'service' : 'known', network: network.id, members });
  }
  const current = currentAccessPoint(state);
  const others = Object.values(state.configurations).filter((one) => one.accessPoint && !placed.has(one.id) && (isInReach(one) || one.accessPoint.link || one.id === current));
  if (others.length > 0) groups.push({ id: othersId, kind: 'others', network: null, members: byStrength(others) });
  return groups;
}

/** Networks of one name stand together; names by their strongest, links without a level first. What the order needs is read once a network: there may be thousands. */
function byStrength(others: readonly ConfigurationView[]): string[] {
  const best = new Map<string, number>();
  const entries = others.map(({ id, name, accessPoint }) => {
    const key = accessPoint?.ssid ? `ssid ${accessPoint.ssid}` : name || id;
    const level = accessPoint?.level ?? (accessPoint?.kind === 'wifi' ? -200 : 0);
    best.set(key, Math.max(best.get(key) ?? -Infinity, level));
    return { id, key, level, best: 0 };
  });
  for (const entry of entries) entry.best = best.get(entry.key)!;
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return entries.sort((a, b) => b.best - a.best || order(a.key, b.key) || b.level - a.level || order(a.id, b.id)).map(({ id }) => id);
}

/**
 * What may be shown while somebody points at the list, is in it, or types: no row that stands moves or goes; what is new
 * comes at the end of its group, new groups at the end of all. `nowOf` tells under which id a row's network is known by now.
 */
export function holdStill(shown: readonly Group[], wanted: readonly Group[], nowOf: (id: string) => string = (id) => id): Group[] {
  const before = shown.map((group) => ({ ...group, members: group.members.map(nowOf) }));
  const standing = new Set(before.flatMap(({ members }) => members));
  const held = before.map((group) => {
    const fresh = wanted.find(({ id }) => id === group.id)?.members.filter((id) => !standing.has(id)) ?? [];
    return fresh.length === 0 ? group : { ...group, members: [...group.members, ...fresh] };
  });
  const added = wanted.filter((group) => !shown.some(({ id }) => id === group.id))
    .map((group) => ({ ...group, members: group.members.filter((id) => !standing.has(id)) })).filter(({ members }) => members.length > 0);
  return [...held, ...added];
}

/** A network that is being joined goes as one that is seen and comes as one that is stored, and back where that fails: the same name, kept alike. */
export function idByNow(configurations: HostState['configurations'], standing: ReadonlySet<string>, id: string, known: ConfigurationView | undefined): string {
  const accessPoint = known?.accessPoint;
  if (configurations[id] || !accessPoint?.ssid) return id;
  return Object.values(configurations).find((one) => !standing.has(one.id) && one.accessPoint?.ssid === accessPoint.ssid && one.accessPoint.security === accessPoint.security)?.id ?? id;
}

export const isSameArrangement = (a: readonly Group[], b: readonly Group[]): boolean =>
  a.length === b.length && a.every((group, at) => {
    const other = b[at]!;
    return group.id === other.id && group.kind === other.kind && group.members.length === other.members.length && group.members.every((id, index) => id === other.members[index]);
  });
