import type { ActiveLink } from './active-links.ts';
import { addressesOf, allDevices, MAIN_TABLE, routesOf } from './devices.ts';
import type { ObjectTree } from './object-tree.ts';
import { ReadyFlag, UNREACHED_METRIC_PENALTY } from './protocol.ts';
import { families, FIRST_TABLE, type Family, type Uplink } from './steering-rules.ts';

/** Routing tables that trials use, one for each link that took part in one, from FIRST_TABLE on. */
const LAST_TABLE = 1250;
const isOwnTable = (table: number): boolean => table >= FIRST_TABLE && table <= LAST_TABLE;
const ready: Record<Family, number> = { 4: ReadyFlag.ip4, 6: ReadyFlag.ip6 };

/** The table that was given to a device's link in a trial; null: none yet. */
export function tableOf(tree: ObjectTree, device: string): number | null {
  for (const family of families) {
    const route = routesOf(tree, device, family).find(({ prefix, table }) => prefix === 0 && isOwnTable(table));
    if (route) return route.table;
  }
  return null;
}

export function freeTable(tree: ObjectTree): number {
  const used = new Set([...allDevices(tree)].map(device => tableOf(tree, device.path)));
  let table = FIRST_TABLE;
  while (used.has(table) && table < LAST_TABLE) table += 1;
  return table;
}

export function uplinkOf(tree: ObjectTree, link: ActiveLink): Uplink {
  const addresses = { 4: addressesOf(tree, link.device, 4), 6: addressesOf(tree, link.device, 6) };
  const table = tableOf(tree, link.device);
  // A route is of use only with an address to send from: while IPv6 comes up anew, the kernel would take another link's.
  const reachable = families.filter(family => table !== null && hasAddress(tree, link, family)
    && routesOf(tree, link.device, family).some(route => route.prefix === 0 && route.table === table));
  return { addresses, table, reachable };
}

/** The family is ready, with an address that leads beyond the neighbours. */
export const hasAddress = (tree: ObjectTree, link: ActiveLink, family: Family): boolean =>
  (link.stateFlags & ready[family]) !== 0 && addressesOf(tree, link.device, family).some(({ address }) => !address.startsWith('fe80:'));

/** Metrics of the default routes in the main table. */
const defaultMetrics = (tree: ObjectTree, device: string, family: Family): number[] =>
  routesOf(tree, device, family).filter(({ prefix, table }) => prefix === 0 && table === MAIN_TABLE).map(({ metric }) => metric);

/** The metric of the default route, without what NetworkManager adds while the link does not reach the internet; null: there is none. */
export function defaultMetric(tree: ObjectTree, device: string, family: Family): number | null {
  const metrics = defaultMetrics(tree, device, family).map(metric => metric % UNREACHED_METRIC_PENALTY);
  return metrics.length > 0 ? Math.min(...metrics) : null;
}

/** There is a default route, but others are preferred, as the link was not (yet) seen to reach the internet. */
export const isHeldBack = (tree: ObjectTree, device: string, family: Family): boolean => {
  const metrics = defaultMetrics(tree, device, family);
  return metrics.length > 0 && metrics.every(metric => metric >= UNREACHED_METRIC_PENALTY);
};
