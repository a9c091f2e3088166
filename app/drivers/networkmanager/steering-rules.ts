import { Variant } from './bus.ts';
import { MAIN_TABLE, type Address } from './devices.ts';
import { ip6Network } from './ip-text.ts';

/**
 * Policy rules that decide between two links that are both up. A flow is told by its source address: what began on a
 * link has that link's address and stays there; what has no address yet is new, and goes where the mode says.
 *
 *   897       with the mark of a tunnel's own packets → the new link's table
 *   898       from an address of a link → the main table, but for its default route: neighbours stay reachable
 *   899, 900  from an address of a link → that link's own table, then (it may have none) the main table
 *   950       everything of this machine → the main table, but for its default route
 *   1000      everything of this machine → the new link's table
 *
 * The last two only for packets that this machine makes (they come in by "lo"): forwarded ones, of containers and
 * virtual machines, follow the main table as before.
 */

/** What goes to the new link: what is new, only the packets that tunnels with these marks are made of, or nothing. */
export type Moving = 'newFlows' | { marks: readonly number[] } | 'nothing';

export type Family = 4 | 6;
export const families: readonly Family[] = [4, 6];

/** One of the two links, as far as rules need it. */
export interface Uplink {
  addresses: Record<Family, readonly Address[]>;
  /** Table with default routes of its own; null: only the main table has them. */
  table: number | null;
  /** Families that have a default route in that table now. */
  reachable: readonly Family[];
}

export interface Rule {
  family: Family;
  priority: number;
  table: number;
  from?: Address;
  /** Routes of at most this prefix length are skipped in the table: 0 skips default routes. */
  suppressPrefix?: number;
  /** Only packets made by this machine. */
  local?: boolean;
  /** Only packets with this mark. */
  mark?: number;
}

/** What leads new flows into a table. */
const towards = (family: Family, table: number): Rule[] => [
  { family, priority: 950, table: MAIN_TABLE, suppressPrefix: 0, local: true },
  { family, priority: 1000, table, local: true },
];

/** The first of the tables that trials use; uplink.ts gives them out from here. */
export const FIRST_TABLE = 1001;
/** The rules that an abandoned trial may have left, for as many links as a machine will have had in trials. Pins are not among them: they do no harm. */
export const steeringLeftovers: readonly Rule[] = families.flatMap(family => [0, 1, 2, 3].flatMap(place => towards(family, FIRST_TABLE + place)).filter((rule, index) => rule.priority === 1000 || index === 0));

/** @param from what began on it stays there; null: nothing does, or there is no old link */
export function steeringRules(moving: Moving, from: Uplink | null, to: Uplink): Rule[] {
  return families.flatMap(family => [
    ...pins(family, from),
    ...pins(family, to),
    ...(to.table !== null && to.reachable.includes(family) ? moved(family, moving, to.table) : []),
  ]);
}

function moved(family: Family, moving: Moving, table: number): Rule[] {
  if (moving === 'nothing') return [];
  return moving === 'newFlows' ? towards(family, table) : moving.marks.map(mark => ({ family, priority: 897, table, mark }));
}

/** Rules that keep a link's flows on it; also what a link is given for itself when it is no longer the first choice. */
export function pins(family: Family, link: Uplink | null): Rule[] {
  const sources = new Map<string, Address>();
  for (const { address, prefix } of link?.addresses[family] ?? []) {
    if (family === 6 && address.toLowerCase().startsWith('fe80:')) continue;
    // IPv6 addresses come and go within a network (privacy addresses), so the whole network is pinned.
    const source = family === 4 ? { address, prefix: 32 } : { address: ip6Network(address, prefix), prefix };
    sources.set(`${source.address}/${source.prefix}`, source);
  }
  return [...sources.values()].flatMap(source => [
    ...(link?.table != null ? [{ family, priority: 898, table: MAIN_TABLE, suppressPrefix: 0, from: source }, { family, priority: 899, table: link.table, from: source }] : []),
    { family, priority: 900, table: MAIN_TABLE, from: source },
  ]);
}

const AF_INET = 2;
const AF_INET6 = 10;
/** FR_ACT_TO_TBL of the kernel. */
const LOOK_UP_TABLE = 1;
/** A mark is compared whole. */
const ALL_BITS = 0xffff_ffff;

/** Priorities that are ours on a link; 897, 950 and 1000 are never set on one. */
export const ownPriorities: ReadonlySet<number> = new Set([897, 898, 899, 900, 950, 1000]);

/** Rules of one family in NetworkManager's form (routing-rules of the settings ipv4 and ipv6), after `others` in that form. */
export function rulesVariant(rules: readonly Rule[], family: Family, others: readonly Record<string, unknown>[] = []): Variant {
  return new Variant('aa{sv}', [...others, ...rules.filter(rule => rule.family === family).map(rule => ({
    family: new Variant('i', family === 4 ? AF_INET : AF_INET6),
    priority: new Variant('u', rule.priority),
    action: new Variant('y', LOOK_UP_TABLE),
    table: new Variant('u', rule.table),
    ...(rule.from ? { from: new Variant('s', rule.from.address), 'from-len': new Variant('y', rule.from.prefix) } : {}),
    ...(rule.suppressPrefix === undefined ? {} : { 'suppress-prefixlength': new Variant('i', rule.suppressPrefix) }),
    ...(rule.mark === undefined ? {} : { fwmark: new Variant('u', rule.mark), fwmask: new Variant('u', ALL_BITS) }),
    ...(rule.local ? { iifname: new Variant('s', 'lo') } : {}),
  }))]);
}
