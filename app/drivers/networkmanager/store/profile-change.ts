import { isIPv4, isIPv6 } from 'node:net';
import type { Profile as ProfileView } from '../../../contract/management.ts';
import { Variant } from '../bus.ts';
import { fail } from '../failures.ts';
import { ip6Bytes } from '../ip-text.ts';
import type { Settings } from '../profile.ts';
import { hardwareAddressSetting } from './join-settings.ts';
import { methods } from './profile-view.ts';

type Addressing = ProfileView['ipv4'];
type Setting = Record<string, unknown>;

const text = (value: string): Variant => new Variant('s', value);
const flag = (value: boolean): Variant => new Variant('b', value);
const metered = { automatic: 0, yes: 1, no: 2 } as const;

/** A stored connection's settings with a change in them; all that it does not name stays. Throws, with words, where it makes no sense. */
export function changed(settings: Settings, change: Partial<ProfileView>): Settings {
  const result: Settings = Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, { ...values }]));
  const connection = result['connection'] ??= {};
  if (change.name !== undefined) connection['id'] = text(change.name);
  if (change.autoconnect !== undefined) connection['autoconnect'] = flag(change.autoconnect);
  if (change.priority !== undefined) connection['autoconnect-priority'] = new Variant('i', change.priority);
  if (change.metered !== undefined) connection['metered'] = new Variant('i', metered[change.metered]);
  changeWifi(result, change);
  if (change.ipv4) result['ipv4'] = addressing(result['ipv4'] ?? {}, change.ipv4, ipv4);
  if (change.ipv6) result['ipv6'] = addressing(result['ipv6'] ?? {}, change.ipv6, ipv6);
  if (change.proxy) result['proxy'] = { ...(change.proxy.method === 'automatic' ? { method: new Variant('i', 1) } : {}), ...(change.proxy.url ? { 'pac-url': text(change.proxy.url) } : {}) };
  return result;
}

function changeWifi(settings: Settings, { hidden, hardwareAddress }: Partial<ProfileView>): void {
  if ((hidden ?? null) === null && (hardwareAddress ?? null) === null) return;
  const wifi = settings['802-11-wireless'];
  if (!wifi) throw fail('notSupported', 'Only a Wi-Fi network hides its name, or is shown another hardware address.');
  if (hidden !== undefined && hidden !== null) wifi['hidden'] = flag(hidden);
  if (hardwareAddress === undefined || hardwareAddress === null) return;
  // The older key means the same and would be believed.
  delete wifi['cloned-mac-address'];
  delete wifi['assigned-mac-address'];
  Object.assign(wifi, hardwareAddressSetting(hardwareAddress));
}

interface Family { name: string; isAddress: (address: string) => boolean; longest: number; servers: (addresses: string[]) => Variant }
const ipv4: Family = { name: 'IPv4', isAddress: isIPv4, longest: 32, servers: list => new Variant('au', list.map(address => Buffer.from(address.split('.').map(Number)).readUInt32LE())) };
const ipv6: Family = { name: 'IPv6', isAddress: isIPv6, longest: 128, servers: list => new Variant('aay', list.map(ip6Bytes)) };

/** Our words of the ways to an address, and NetworkManager's. */
const methodNames = Object.fromEntries(Object.entries(methods).reverse().map(([theirs, ours]) => [ours, theirs])) as Record<Addressing['method'], string>;

function addressing(before: Setting, wanted: Addressing, family: Family): Setting {
  const check = (address: string): string => {
    if (!family.isAddress(address)) throw fail('failed', `“${address}” is no ${family.name} address.`);
    return address;
  };
  for (const { prefix } of wanted.addresses) if (prefix > family.longest) throw fail('failed', `The prefix of an ${family.name} address is at most ${family.longest}.`);
  if (wanted.method === 'manual' && wanted.addresses.length === 0) throw fail('failed', 'Without automatic addresses there must be one that is set by hand.');
  if (wanted.gateway !== null && wanted.addresses.length === 0) throw fail('failed', 'A gateway that is set by hand needs an address that is set by hand.');
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => !rewritten.includes(key)));
  return {
    ...kept,
    method: text(methodNames[wanted.method]),
    'address-data': new Variant('aa{sv}', wanted.addresses.map(({ address, prefix }) => ({ address: text(check(address)), prefix: new Variant('u', prefix) }))),
    ...(wanted.gateway === null ? {} : { gateway: text(check(wanted.gateway)) }),
    dns: family.servers(wanted.nameServers.map(check)),
    'ignore-auto-dns': flag(!wanted.automaticNameServers),
    ...(wanted.routeMetric === null ? {} : { 'route-metric': new Variant('x', BigInt(wanted.routeMetric)) }),
  };
}

/** Keys that a change writes anew or takes out, older and newer forms of the same among them. */
const rewritten: readonly string[] = ['method', 'addresses', 'address-data', 'gateway', 'dns', 'dns-data', 'ignore-auto-dns', 'route-metric'];
