import type { Bearer } from '../../contract/values.ts';
import type { DriverAccessPoint } from '../../core/ports/driver.ts';
import { allActiveLinks, byPreference, linkOfProfile, linkOnDevice, type ActiveLink } from './active-links.ts';
import { allDevices, fitsWired, reaches, type Device } from './devices.ts';
import { linkView } from './link-view.ts';
import type { Modems } from './modems.ts';
import { read, type ObjectTree } from './object-tree.ts';
import { isAccessPointKind, type Profile } from './profile.ts';
import { DeviceState, Name } from './protocol.ts';
import { radioViews, type WifiNetwork, type WifiNetworks } from './wifi-networks.ts';
import { carriesVpn, deviceOfLink } from './vpn.ts';
import { canJoin } from './wifi-security.ts';

/** What access points are made from. */
export interface Surroundings {
  tree: ObjectTree;
  profiles: ReadonlyMap<string, Profile>;
  networks: WifiNetworks;
  /** By the name in hex: one radio's change must not cost a look at every profile. */
  profilesOfSsid: (ssid: string) => readonly Profile[];
  modems: Pick<Modems, 'bearerOf'>;
  /** When the machine started, ms since the epoch: NetworkManager counts "last seen" from there. */
  startedAt: number;
  now: number;
}

const bearers: Partial<Record<Profile['kind'], Bearer>> = { wired: 'ethernet', wifi: 'wlan', bluetooth: 'bluetooth' };

/** A stored profile that is an access point by itself. */
export const isStoredAccessPoint = (profile: Profile): boolean =>
  isAccessPointKind(profile.kind) && !profile.isPort && !profile.isHotspot && !profile.passing && profile.steeringOwner === null;

/** Every access point: one for each stored profile, then what is only seen. */
export function allAccessPoints(around: Surroundings): DriverAccessPoint[] {
  const devices = [...allDevices(around.tree)];
  const stored = [...around.profiles.values()].filter(isStoredAccessPoint);
  const joined = new Set(stored.flatMap(profile => networksOf(around, profile).map(network => network.id)));
  return [
    ...stored.map(profile => storedAccessPoint(around, profile, devices)),
    ...devices.flatMap(device => seenWired(around, device, stored) ?? []),
    ...[...around.networks.all()].filter(network => !joined.has(network.id)).map(network => seenNetwork(around, network, devices)),
  ];
}

/** The access points that show a network: its stored ones, or itself; null for itself: it is no longer there. */
export function accessPointsOfNetwork(around: Surroundings, id: string): Map<string, DriverAccessPoint | null> {
  const devices = [...allDevices(around.tree)];
  const network = around.networks.get(id);
  const ssid = id.split(':')[1] ?? '';
  const result = new Map<string, DriverAccessPoint | null>();
  let isStored = false;
  for (const profile of around.profilesOfSsid(ssid)) {
    if (!isStoredAccessPoint(profile)) continue;
    result.set(profile.uuid, storedAccessPoint(around, profile, devices));
    if (network && canJoin(profile.security ?? 'open', network.security)) isStored = true;
  }
  result.set(id, network && !isStored ? seenNetwork(around, network, devices) : null);
  return result;
}

/**
 * The access points whose links may have changed, and nothing else: those that have one now, those that `had` one, and
 * those with several interfaces, the preferred of which depends on what is up. null: it is no longer there.
 */
export function linkedAccessPoints(around: Surroundings, had: Iterable<DriverAccessPoint>): Map<string, DriverAccessPoint | null> {
  const { tree, profiles, networks } = around;
  const devices = [...allDevices(tree)];
  const stored = [...profiles.values()].filter(isStoredAccessPoint);
  const result = new Map<string, DriverAccessPoint | null>();
  for (const device of devices) if (device.kind === 'wired') result.set(seenWiredId(device), seenWired(around, device, stored));
  const concerned = new Set([...had].filter(({ link, interfaces }) => link !== null || interfaces.length > 1).map(({ id }) => id));
  for (const link of allActiveLinks(tree)) concerned.add(profiles.get(link.profile)?.uuid ?? '');
  for (const profile of stored) if (concerned.has(profile.uuid)) result.set(profile.uuid, storedAccessPoint(around, profile, devices));
  // A network without a profile is up only by one that passes; then its radio is in use.
  const inUse = devices.flatMap(device => networks.idOf(read.text(tree.get(device.path, Name.wireless), 'ActiveAccessPoint')) ?? []);
  for (const id of [...concerned, ...inUse]) if (networks.get(id)) for (const [key, now] of accessPointsOfNetwork(around, id)) result.set(key, now);
  return result;
}

/** What an id of the core's means here: a stored profile, or something that is only seen, with the device it is seen on. */
export type Target = { kind: 'stored'; profile: Profile } | { kind: 'seenWired'; device: Device } | { kind: 'seenNetwork'; network: WifiNetwork };

export function targetOf(around: Surroundings, id: string): Target | null {
  for (const profile of around.profiles.values()) if (profile.uuid === id && isStoredAccessPoint(profile)) return { kind: 'stored', profile };
  for (const device of allDevices(around.tree)) if (device.kind === 'wired' && seenWiredId(device) === id) return { kind: 'seenWired', device };
  const network = around.networks.get(id);
  return network ? { kind: 'seenNetwork', network } : null;
}

/** The access point that a link belongs to; null for what is none (a VPN, a bridge). */
export function accessPointIdOfLink(around: Surroundings, link: ActiveLink): string | null {
  const profile = around.profiles.get(link.profile);
  if (profile && isStoredAccessPoint(profile)) return profile.uuid;
  for (const device of allDevices(around.tree)) if (device.path === link.device && device.kind === 'wired') return seenWiredId(device);
  return profile ? passingNetworks(around, profile)[0]?.id ?? null : null;
}

/** Networks that a profile joins which is not stored, as it lives only as long as its link. */
const passingNetworks = (around: Surroundings, profile: Profile): WifiNetwork[] => (profile.passing && !profile.isHotspot ? networksOf(around, profile) : []);

/** The link of a network that is only seen. */
export function linkOfNetwork(around: Surroundings, network: WifiNetwork): ActiveLink | null {
  for (const link of allActiveLinks(around.tree)) {
    const profile = around.profiles.get(link.profile);
    if (profile && passingNetworks(around, profile).includes(network)) return link;
  }
  return null;
}

function networksOf(around: Surroundings, profile: Profile): WifiNetwork[] {
  if (profile.ssid === null) return [];
  return around.networks.withSsid(profile.ssid).filter(network => canJoin(profile.security ?? 'open', network.security));
}

function storedAccessPoint(around: Surroundings, profile: Profile, devices: Device[]): DriverAccessPoint {
  const { tree, networks: { homes }, startedAt, now } = around;
  const link = linkOfProfile(tree, profile.path);
  const networks = networksOf(around, profile);
  const bss = networks.flatMap(network => radioViews(tree, network, homes, startedAt, now)).sort((a, b) => b.level - a.level);
  // A network in the air tells its security better than a profile, which says "wpa-psk" for several.
  const seen = networks.find(network => [...network.radios].some(path => homes.get(path)?.inUse)) ?? networks[0];
  const carrier = link && deviceOfLink(tree, link);
  const usable = devices.filter(device => device.path === carrier?.path || reaches(device, profile));
  const ordered = byPreference(tree, profile, usable);
  const fitting = devices.filter(device => !usable.includes(device) && fitsWired(profile, device));
  return {
    id: profile.uuid,
    name: profile.name,
    kind: profile.kind,
    bearer: profile.kind === 'mobile' ? modemBearer(around, ordered) : bearers[profile.kind] ?? 'unknown',
    purpose: 'unknown',
    ssid: profile.ssid,
    security: seen?.security ?? profile.security,
    stored: true,
    inReach: profile.kind === 'vpn' ? carriesVpn(tree) : devices.some(device => reaches(device, profile)) || (profile.kind !== 'wired' && link !== null),
    metered: profile.metered,
    interfaces: [...ordered, ...fitting].map(device => device.name),
    bss,
    level: (bss.find(radio => radio.inUse) ?? bss[0])?.level ?? null,
    link: link && linkView(tree, link),
  };
}

/** By what the modem goes over now; NetworkManager has ModemManager's path of it. */
const modemBearer = ({ tree, modems }: Surroundings, devices: readonly Device[]): Bearer => {
  for (const device of devices) {
    const bearer = modems.bearerOf(read.text(tree.get(device.path, Name.device), 'Udi'));
    if (bearer !== 'unknown') return bearer;
  }
  return 'unknown';
};

/** A wire that leads somewhere, for which nothing is stored: its id is the card's address, which outlives restarts. */
const seenWiredId = (device: Device): string => `wired:${device.macAddresses[0] ?? device.name}`;

function seenWired(around: Surroundings, device: Device, stored: Profile[]): DriverAccessPoint | null {
  const { tree, profiles } = around;
  if (device.kind !== 'wired' || !device.managed) return null;
  const link = linkOnDevice(tree, device.path);
  const runsPassing = link !== null && profiles.get(link.profile)?.passing === true;
  if (!runsPassing && (device.carrier !== true || stored.some(profile => fitsWired(profile, device)))) return null;
  return {
    id: seenWiredId(device),
    name: device.name,
    kind: 'wired',
    bearer: 'ethernet',
    purpose: 'unknown',
    ssid: null,
    security: null,
    stored: false,
    inReach: device.carrier === true && device.state > DeviceState.unavailable,
    metered: false,
    interfaces: [device.name],
    bss: [],
    level: null,
    link: runsPassing ? linkView(tree, link) : null,
  };
}

function seenNetwork(around: Surroundings, network: WifiNetwork, devices: Device[]): DriverAccessPoint {
  const { tree, networks: { homes }, startedAt, now } = around;
  const bss = radioViews(tree, network, homes, startedAt, now);
  const hearing = new Set(bss.map(radio => radio.interface));
  const hearers = devices.filter(device => hearing.has(device.name));
  const link = linkOfNetwork(around, network);
  return {
    id: network.id,
    name: Buffer.from(network.ssid, 'hex').toString('utf8'),
    kind: 'wifi',
    bearer: 'wlan',
    purpose: 'unknown',
    ssid: network.ssid,
    security: network.security,
    stored: false,
    inReach: hearers.some(device => device.managed && device.state > DeviceState.unavailable),
    metered: false,
    interfaces: hearers.map(device => device.name),
    bss,
    level: (bss.find(radio => radio.inUse) ?? bss[0])?.level ?? null,
    link: link && linkView(tree, link),
  };
}
