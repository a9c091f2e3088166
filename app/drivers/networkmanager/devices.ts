import type { DriverInterface } from '../../core/ports/driver.ts';
import { connectivities, type Connectivity, type InterfaceKind } from '../../contract/values.ts';
import { ip6Text } from './ip-text.ts';
import { read, type ObjectTree } from './object-tree.ts';
import type { Profile } from './profile.ts';
import { DeviceState, DeviceType, Name } from './protocol.ts';

/** A network device as NetworkManager has it. */
export interface Device {
  path: string;
  /** The system's name; of a modem its control port. */
  name: string;
  type: number;
  kind: InterfaceKind;
  managed: boolean;
  state: number;
  carrier: boolean | null;
  /** Upper case, the permanent address where there is one. */
  macAddresses: string[];
  /** Profile paths that NetworkManager would activate on it now. */
  available: string[];
}

const kinds: Record<number, InterfaceKind> = {
  [DeviceType.ethernet]: 'wired', [DeviceType.veth]: 'wired', [DeviceType.wifi]: 'wifi', [DeviceType.modem]: 'mobile', [DeviceType.bluetooth]: 'bluetooth',
  [DeviceType.tun]: 'vpn', [DeviceType.wireguard]: 'vpn',
};
/** Devices that are nobody's way to a network: the loopback, and the helpers of Wi-Fi. */
const hidden: readonly number[] = [DeviceType.loopback, DeviceType.wifiP2p, DeviceType.olpcMesh];
/** Bridges that Handover makes for a trial (steering.ts) begin so. */
export const STEERING_INTERFACE_PREFIX = 'handover';

/** NMDeviceInterfaceFlags: carrier; 0x1 would be "up". */
const INTERFACE_HAS_CARRIER = 0x10000;
/** NMMetered: yes and guess-yes. */
const METERED: readonly number[] = [1, 3];

export function deviceOf(tree: ObjectTree, path: string): Device | null {
  const properties = tree.get(path, Name.device);
  const type = read.number(properties, 'DeviceType');
  const name = read.text(properties, 'Interface');
  // A device that is not real is a profile's wish for one.
  if (!tree.has(path, Name.device) || !read.flag(properties, 'Real') || hidden.includes(type)) return null;
  if (type === DeviceType.bridge && name.startsWith(STEERING_INTERFACE_PREFIX)) return null;
  const wired = tree.get(path, Name.wired);
  const state = read.number(properties, 'State');
  return {
    path,
    name,
    type,
    kind: kinds[type] ?? 'other',
    managed: read.flag(properties, 'Managed') && state !== DeviceState.unmanaged,
    state,
    carrier: tree.has(path, Name.wired) ? read.flag(wired, 'Carrier') : (read.number(properties, 'InterfaceFlags') & INTERFACE_HAS_CARRIER) !== 0,
    macAddresses: [read.text(wired, 'PermHwAddress'), read.text(properties, 'HwAddress')].filter(address => address !== '').map(address => address.toUpperCase()),
    available: read.texts(properties, 'AvailableConnections'),
  };
}

export function* allDevices(tree: ObjectTree): Generator<Device> {
  for (const path of tree.paths(Name.device)) {
    const device = deviceOf(tree, path);
    if (device) yield device;
  }
}

/** Could this profile ever run on this device, whether or not it can now? Asked of wired ones, which NetworkManager drops from its list when the cable is out. */
export function fitsWired(profile: Profile, device: Device): boolean {
  return profile.kind === 'wired' && device.kind === 'wired' && device.managed
    && (profile.interfaceName === '' || profile.interfaceName === device.name)
    && (profile.macAddress === '' || device.macAddresses.includes(profile.macAddress));
}

/** The device can bring the profile up now. */
export function reaches(device: Device, profile: Profile): boolean {
  if (!device.managed || device.state <= DeviceState.unavailable) return false;
  // NetworkManager waits six seconds after a pulled cable before it says anything but Carrier.
  if (profile.kind === 'wired') return device.carrier === true && fitsWired(profile, device);
  return device.available.includes(profile.path);
}

export interface Address { address: string; prefix: number }

/** Addresses of one family of a device, link-local ones included. */
export function addressesOf(tree: ObjectTree, device: string, family: 4 | 6): Address[] {
  const config = tree.get(read.text(tree.get(device, Name.device), family === 4 ? 'Ip4Config' : 'Ip6Config'), family === 4 ? Name.ip4 : Name.ip6);
  return read.list(config, 'AddressData').map(entry => ({ address: read.text(entry, 'address'), prefix: read.number(entry, 'prefix') }));
}

export function gatewayOf(tree: ObjectTree, device: string, family: 4 | 6): string | null {
  const config = tree.get(read.text(tree.get(device, Name.device), family === 4 ? 'Ip4Config' : 'Ip6Config'), family === 4 ? Name.ip4 : Name.ip6);
  const gateway = read.text(config, 'Gateway');
  return gateway === '' ? null : gateway;
}

/** A route of a device, as NetworkManager set it. */
export interface Route { destination: string; prefix: number; gateway: string; metric: number; table: number }
export const MAIN_TABLE = 254;

export function routesOf(tree: ObjectTree, device: string, family: 4 | 6): Route[] {
  const config = tree.get(read.text(tree.get(device, Name.device), family === 4 ? 'Ip4Config' : 'Ip6Config'), family === 4 ? Name.ip4 : Name.ip6);
  return read.list(config, 'RouteData').map(entry => ({
    destination: read.text(entry, 'dest'), prefix: read.number(entry, 'prefix'), gateway: read.text(entry, 'next-hop'), metric: read.number(entry, 'metric'),
    table: 'table' in entry ? read.number(entry, 'table') : MAIN_TABLE,
  }));
}

export function interfaceOf(tree: ObjectTree, device: Device): DriverInterface {
  const properties = tree.get(device.path, Name.device);
  const ip4 = tree.get(read.text(properties, 'Ip4Config'), Name.ip4);
  const ip6 = tree.get(read.text(properties, 'Ip6Config'), Name.ip6);
  return {
    id: device.name,
    name: read.text(properties, 'IpInterface') || device.name,
    kind: device.kind,
    managed: device.managed,
    carrier: device.carrier,
    speed: speedOf(tree, device),
    addresses: [...addressesOf(tree, device.path, 4), ...addressesOf(tree, device.path, 6)],
    gateways: [read.text(ip4, 'Gateway'), read.text(ip6, 'Gateway')].filter(gateway => gateway !== ''),
    nameServers: [...read.list(ip4, 'NameserverData').map(entry => read.text(entry, 'address')), ...read.bytesList(ip6, 'Nameservers').map(ip6Text)],
    connectivity: better(connectivityOf(tree, device.path, 4), connectivityOf(tree, device.path, 6)),
    metered: METERED.includes(read.number(properties, 'Metered')),
  };
}

/** bit/s; NetworkManager gives Mb/s for wires and kb/s for Wi-Fi, and 0 where it does not know. */
function speedOf(tree: ObjectTree, device: Device): number | null {
  const speed = device.kind === 'wifi' ? read.number(tree.get(device.path, Name.wireless), 'Bitrate') * 1_000 : read.number(tree.get(device.path, Name.wired), 'Speed') * 1_000_000;
  return speed > 0 ? speed : null;
}

/** What a device reaches by one family; the contract has NMConnectivityState's order. */
export const connectivityOf = (tree: ObjectTree, device: string, family: 4 | 6): Connectivity =>
  connectivities[read.number(tree.get(device, Name.device), family === 4 ? 'Ip4Connectivity' : 'Ip6Connectivity')] ?? 'unknown';
const better = (a: Connectivity, b: Connectivity): Connectivity => (connectivities.indexOf(a) >= connectivities.indexOf(b) ? a : b);
