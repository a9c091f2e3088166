import type { Profile as ProfileView } from '../../../contract/management.ts';
import { hardwareAddresses } from '../../../contract/management.ts';
import { toPlain } from '../bus.ts';
import { ip6Text } from '../ip-text.ts';
import { read, type Properties } from '../object-tree.ts';
import type { Settings } from '../profile.ts';

type Addressing = ProfileView['ipv4'];

/** NetworkManager's names of the ways to an address, and ours. Its "dhcp" and "ignore" of IPv6 have none of their own here. */
export const methods: Readonly<Record<string, Addressing['method']>> = {
  auto: 'automatic', dhcp: 'automatic', manual: 'manual', 'link-local': 'linkLocal', shared: 'shared', disabled: 'disabled', ignore: 'disabled',
};
/** NMMetered of connection.metered */
const metered: Readonly<Record<number, ProfileView['metered']>> = { 0: 'automatic', 1: 'yes', 2: 'no' };
/** NMSettingProxyMethod */
const AUTOMATIC_PROXY = 1;

/** What is stored of an access point and can be changed. */
export function profileView(settings: Settings): ProfileView {
  const plain = toPlain<Record<string, Properties>>(settings);
  const connection = plain['connection'] ?? {};
  const wifi = plain['802-11-wireless'];
  const proxy = plain['proxy'] ?? {};
  return {
    name: read.text(connection, 'id'),
    autoconnect: connection['autoconnect'] !== false,
    priority: read.number(connection, 'autoconnect-priority'),
    metered: metered[read.number(connection, 'metered')] ?? 'automatic',
    hidden: wifi ? read.flag(wifi, 'hidden') : null,
    hardwareAddress: wifi ? hardwareAddress(read.text(wifi, 'assigned-mac-address')) : null,
    ipv4: addressing(plain['ipv4'] ?? {}, ip4Servers),
    ipv6: addressing(plain['ipv6'] ?? {}, ip6Servers),
    proxy: { method: read.number(proxy, 'method') === AUTOMATIC_PROXY ? 'automatic' : 'none', url: read.text(proxy, 'pac-url') || null },
  };
}

/** An address that was written out is as fixed as the permanent one. */
const hardwareAddress = (assigned: string): ProfileView['hardwareAddress'] =>
  (assigned === '' ? 'default' : hardwareAddresses.find(each => each === assigned) ?? (assigned.startsWith('stable') ? 'stable' : 'permanent'));

function addressing(setting: Properties, servers: (setting: Properties) => string[]): Addressing {
  const metric = read.number(setting, 'route-metric');
  return {
    method: methods[read.text(setting, 'method')] ?? 'automatic',
    addresses: read.list(setting, 'address-data').map(each => ({ address: read.text(each, 'address'), prefix: read.number(each, 'prefix') })),
    gateway: read.text(setting, 'gateway') || null,
    nameServers: servers(setting),
    automaticNameServers: !read.flag(setting, 'ignore-auto-dns'),
    routeMetric: 'route-metric' in setting && metric >= 0 ? metric : null,
  };
}

/** IPv4 name servers are numbers whose bytes in memory are the address's; NetworkManager runs on little-endian machines in all but museums. */
const ip4Servers = (setting: Properties): string[] => {
  const servers = setting['dns'];
  return Array.isArray(servers) ? servers.map(Number).map(value => [value, value >>> 8, value >>> 16, value >>> 24].map(byte => byte & 0xff).join('.')) : [];
};
const ip6Servers = (setting: Properties): string[] => read.bytesList(setting, 'dns').map(ip6Text);
