import type { DriverLink } from '../../core/ports/driver.ts';
import { allActiveLinks, type ActiveLink } from './active-links.ts';
import { deviceOf, MAIN_TABLE, routesOf } from './devices.ts';
import { stageOf } from './device-reasons.ts';
import { read, type ObjectTree } from './object-tree.ts';
import { ActiveState, MANAGER_PATH, Name } from './protocol.ts';
import { deviceOfLink, vpnStageOf } from './vpn.ts';

/** A link as the port tells it; null while its device is not known. */
export function linkView(tree: ObjectTree, link: ActiveLink): DriverLink | null {
  const device = deviceOfLink(tree, link);
  if (!device) return null;
  const stage = link.isVpn ? vpnStageOf(tree, link) : stageOf(device.state);
  switch (link.state) {
    case ActiveState.activated: return { state: 'active', interface: device.name, stage: null, isDefault: link.path === defaultLink(tree)?.path };
    case ActiveState.deactivating: return { state: 'deactivating', interface: device.name, stage };
    default: return { state: 'activating', interface: device.name, stage };
  }
}

/** The link that leads out. Where a VPN has the default route, it is the one beneath it. */
function defaultLink(tree: ObjectTree): ActiveLink | null {
  const links = [...allActiveLinks(tree)];
  const found = links.find(link => link.isDefault4);
  if (!found?.isTunnel) return found ?? null;
  const primary = read.text(tree.get(MANAGER_PATH, Name.manager), 'PrimaryConnection');
  const ways = links.filter(link => !link.isTunnel && link.state === ActiveState.activated);
  return ways.find(link => link.path === primary) ?? ways.filter(link => metric(tree, link) < Infinity).sort((a, b) => metric(tree, a) - metric(tree, b))[0] ?? null;
}

const metric = (tree: ObjectTree, link: ActiveLink): number =>
  Math.min(...routesOf(tree, link.device, 4).filter(({ prefix, table }) => prefix === 0 && table === MAIN_TABLE).map(route => route.metric));

/** Everything that goes out is sent through a tunnel: what a trial does beneath it must not lead around it. WireGuard keeps its default route in a table of its own. */
export const tunnelHasDefault = (tree: ObjectTree): boolean => [...allActiveLinks(tree)].some(link => link.isTunnel && link.state === ActiveState.activated
  && (link.isDefault4 || link.isDefault6 || leadsAll(tree, link)));

const leadsAll = (tree: ObjectTree, link: ActiveLink): boolean => ([4, 6] as const).some(family =>
  [...routesOf(tree, link.path, family, Name.activeConnection), ...(link.isVpn || deviceOf(tree, link.device) === null ? [] : routesOf(tree, link.device, family))].some(({ prefix }) => prefix === 0));

/**
 * Marks of the packets that tunnels are made of, where the system marks them: WireGuard does so when everything goes
 * through it, so that its own packets do not.
 */
export const tunnelMarks = (tree: ObjectTree): number[] =>
  [...tree.paths(Name.wireGuard)].map(path => read.number(tree.get(path, Name.wireGuard), 'FwMark')).filter(mark => mark !== 0).sort((a, b) => a - b);
