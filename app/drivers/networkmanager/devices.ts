import { connectivities, type Connectivity, type InterfaceKind } from '../../contract/values.ts';
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
  // A VPN goes over whatever is up (vpn.ts).
  if (profile.kind === 'vpn') return false;
  // NetworkManager waits six seconds after a pulled cable before it says anything but Carrier.
  if (profile.kind === 'wired') return device.carrier === true && fitsWired(profile, device);
  return device.available.includes(profile.path);
}

export interface Address { address: string; prefix: number }

/** Addresses of one family of a device (or of an active connection, where `name` says so), link-local ones included. */
export function addressesOf(tree: ObjectTree, owner: string, family: 4 | 6, name: string = Name.device): Address[] {
  const config = tree.get(read.text(tree.get(owner, name), family === 4 ? 'Ip4Config' : 'Ip6Config'), family === 4 ? Name.ip4 : Name.ip6);
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

export function routesOf(tree: ObjectTree, owner: string, family: 4 | 6, name: string = Name.device): Route[] {
  const config = tree.get(read.text(tree.get(owner, name), family === 4 ? 'Ip4Config' : 'Ip6Config'), family === 4 ? Name.ip4 : Name.ip6);
  return read.list(config, 'RouteData').map(entry => ({
    destination: read.text(entry, 'dest'), prefix: read.number(entry, 'prefix'), gateway: read.text(entry, 'next-hop'), metric: read.number(entry, 'metric'),
    table: 'table' in entry ? read.number(entry, 'table') : MAIN_TABLE,
  }));
}

/** What a device reaches by one family; the contract has NMConnectivityState's order. */
export const connectivityOf = (tree: ObjectTree, device: string, family: 4 | 6): Connectivity =>
  connectivities[read.number(tree.get(device, Name.device), family === 4 ? 'Ip4Connectivity' : 'Ip6Connectivity')] ?? 'unknown';
