import type { Device } from './devices.ts';
import { read, type ObjectTree } from './object-tree.ts';
import type { Profile } from './profile.ts';
import { ActiveState, Name } from './protocol.ts';

/** A profile at work on a device: NetworkManager calls it an active connection. */
export interface ActiveLink {
  path: string;
  profile: string;
  device: string;
  state: number;
  /** NMActivationStateFlags: which address families are ready. */
  stateFlags: number;
  /** It has the default route of IPv4, of IPv6. */
  isDefault4: boolean;
  isDefault6: boolean;
  isVpn: boolean;
  /** Its device is a tunnel of some kind, or it is a VPN of a plugin. */
  isTunnel: boolean;
}

const tunnelTypes: readonly string[] = ['vpn', 'wireguard', 'tun', 'ip-tunnel'];

export function activeLinkOf(tree: ObjectTree, path: string): ActiveLink | null {
  if (!tree.has(path, Name.activeConnection)) return null;
  const properties = tree.get(path, Name.activeConnection);
  const isVpn = read.flag(properties, 'Vpn');
  return {
    path,
    profile: read.text(properties, 'Connection'),
    device: read.texts(properties, 'Devices')[0] ?? '',
    state: read.number(properties, 'State'),
    stateFlags: read.number(properties, 'StateFlags'),
    isDefault4: read.flag(properties, 'Default'),
    isDefault6: read.flag(properties, 'Default6'),
    isVpn,
    isTunnel: isVpn || tunnelTypes.includes(read.text(properties, 'Type')),
  };
}

export function* allActiveLinks(tree: ObjectTree): Generator<ActiveLink> {
  for (const path of tree.paths(Name.activeConnection)) {
    const link = activeLinkOf(tree, path);
    if (link && link.state !== ActiveState.deactivated) yield link;
  }
}

/** The link of a profile, the most advanced one where it is up on several devices. */
export function linkOfProfile(tree: ObjectTree, profile: string): ActiveLink | null {
  let best: ActiveLink | null = null;
  for (const link of allActiveLinks(tree)) if (link.profile === profile && (!best || rank(link) > rank(best))) best = link;
  return best;
}

const rank = (link: ActiveLink): number => (link.state === ActiveState.activated ? 2 : link.state === ActiveState.activating ? 1 : 0);

export function linkOnDevice(tree: ObjectTree, device: string): ActiveLink | null {
  for (const link of allActiveLinks(tree)) if (link.device === device && !link.isVpn) return link;
  return null;
}

/** Devices on which the profile can run now: where it runs already, then those without a link, then the rest by name. */
export function byPreference(tree: ObjectTree, profile: Profile, devices: Device[]): Device[] {
  const place = (device: Device): number => {
    const link = linkOnDevice(tree, device.path);
    return link?.profile === profile.path ? 0 : link ? 2 : 1;
  };
  return devices.sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}
