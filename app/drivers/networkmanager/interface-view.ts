import type { DriverInterface } from '../../core/ports/driver.ts';
import type { Connectivity } from '../../contract/values.ts';
import { addressesOf, connectivityOf, MAIN_TABLE, routesOf, type Device } from './devices.ts';
import { ip6Text } from './ip-text.ts';
import { read, type ObjectTree, type Properties } from './object-tree.ts';
import { MANAGER_PATH, Name } from './protocol.ts';

/** NMMetered: yes and guess-yes. */
const METERED: readonly number[] = [1, 3];

/** A device as the port tells it. */
export function interfaceOf(tree: ObjectTree, device: Device): DriverInterface {
  const properties = tree.get(device.path, Name.device);
  const ip4 = tree.get(read.text(properties, 'Ip4Config'), Name.ip4);
  const ip6 = tree.get(read.text(properties, 'Ip6Config'), Name.ip6);
  const connectivity = better(connectivityOf(tree, device.path, 4), connectivityOf(tree, device.path, 6));
  const mtu = read.number(properties, 'Mtu');
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
    connectivity,
    metered: METERED.includes(read.number(properties, 'Metered')),
    hardwareAddress: read.text(properties, 'HwAddress').toUpperCase() || null,
    mtu: mtu > 0 ? mtu : null,
    routeMetric: routeMetricOf(tree, device.path),
    // A portal leads every request to itself, so this address opens it; where it leads to, NetworkManager does not tell.
    portal: connectivity === 'portal' ? checkAddressOf(tree) : null,
    dhcp: {
      ...dhcpOf(tree.get(read.text(properties, 'Dhcp4Config'), Name.dhcp4)),
      ...dhcpOf(tree.get(read.text(properties, 'Dhcp6Config'), Name.dhcp6)),
    },
  };
}

/** bit/s; NetworkManager gives Mb/s for wires and kb/s for Wi-Fi, and 0 where it does not know. */
function speedOf(tree: ObjectTree, device: Device): number | null {
  const speed = device.kind === 'wifi' ? read.number(tree.get(device.path, Name.wireless), 'Bitrate') * 1_000 : read.number(tree.get(device.path, Name.wired), 'Speed') * 1_000_000;
  return speed > 0 ? speed : null;
}

/** Of the default route in the main table, IPv4 before IPv6. */
function routeMetricOf(tree: ObjectTree, device: string): number | null {
  for (const family of [4, 6] as const) {
    const metrics = routesOf(tree, device, family).filter(({ prefix, table }) => prefix === 0 && table === MAIN_TABLE).map(({ metric }) => metric);
    if (metrics.length > 0) return Math.min(...metrics);
  }
  return null;
}

/** What NetworkManager checks the internet with; null where it is none that one could ask or open. */
export function checkAddressOf(tree: ObjectTree): string | null {
  const address = read.text(tree.get(MANAGER_PATH, Name.manager), 'ConnectivityCheckUri');
  return URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol) ? address : null;
}

/** A server may send whatever it likes: so much of it is kept. */
const LONGEST_OPTION = 512;

/** What the server gave, by the option's name; what was only asked for ("requested_…") is none of it. */
function dhcpOf(config: Properties): Record<string, string> {
  const options = config['Options'];
  if (typeof options !== 'object' || options === null) return {};
  return Object.fromEntries(Object.entries(options).filter(([name]) => !name.startsWith('requested_')).map(([name, value]) => [name, String(value).slice(0, LONGEST_OPTION)]));
}

/** Worst first. NetworkManager's own numbers have "limited" above "portal", and every link without IPv6 to the internet is limited by IPv6. */
const byMerit: readonly Connectivity[] = ['unknown', 'none', 'limited', 'portal', 'full'];
const better = (a: Connectivity, b: Connectivity): Connectivity => (byMerit.indexOf(a) >= byMerit.indexOf(b) ? a : b);
