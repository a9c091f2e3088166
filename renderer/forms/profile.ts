import type { Profile } from '../../app/contract/management.ts';
import type { TextKey } from '../../app/text/index.ts';
import { addressWithPrefix, isIpv4, isIpv6, listOf } from './addresses.ts';

/** What is stored of an access point, as the form shows it: lists and numbers as text. */
export interface FilledProfile {
  readonly name: string;
  readonly autoconnect: boolean;
  readonly priority: string;
  readonly metered: Profile['metered'];
  readonly hardwareAddress: Profile['hardwareAddress'];
  readonly ipv4: FilledAddressing;
  readonly ipv6: FilledAddressing;
  readonly proxy: Profile['proxy']['method'];
  readonly proxyUrl: string;
}
export interface FilledAddressing {
  readonly method: Profile['ipv4']['method'];
  readonly addresses: string;
  readonly gateway: string;
  readonly nameServers: string;
  readonly automaticNameServers: boolean;
}

const fillAddressing = ({ method, addresses, gateway, nameServers, automaticNameServers }: Profile['ipv4']): FilledAddressing =>
  ({ method, addresses: addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(', '), gateway: gateway ?? '', nameServers: nameServers.join(', '), automaticNameServers });

export const fillProfile = ({ name, autoconnect, priority, metered, hardwareAddress, ipv4, ipv6, proxy }: Profile): FilledProfile =>
  ({ name, autoconnect, priority: String(priority), metered, hardwareAddress, ipv4: fillAddressing(ipv4), ipv6: fillAddressing(ipv6), proxy: proxy.method, proxyUrl: proxy.url ?? '' });

/** What is wrong, by field, as keys of texts. */
export type ProfileFaults = Partial<Record<'name' | 'priority' | 'proxyUrl' | `${'ipv4' | 'ipv6'}.${'addresses' | 'gateway' | 'nameServers'}`, TextKey>>;

export function profileFaults(filled: FilledProfile): ProfileFaults {
  const faults: ProfileFaults = {};
  if (filled.name.trim() === '') faults.name = 'form.required';
  if (!/^[-−]?\d{1,3}$/.test(filled.priority.trim())) faults.priority = 'profile.priorityRange';
  if (filled.proxyUrl.trim() !== '' && !URL.canParse(filled.proxyUrl.trim())) faults.proxyUrl = 'profile.proxyUrlWrong';
  for (const family of ['ipv4', 'ipv6'] as const) {
    const number = family === 'ipv4' ? 4 : 6;
    const isOne = number === 4 ? isIpv4 : isIpv6;
    const { method, addresses, gateway, nameServers } = filled[family];
    const given = listOf(addresses);
    if (method === 'manual' && (given.length === 0 || !given.every((each) => addressWithPrefix(each, number)))) faults[`${family}.addresses`] = number === 4 ? 'profile.addressWrong4' : 'profile.addressWrong6';
    if (method === 'manual' && gateway.trim() !== '' && !isOne(gateway.trim())) faults[`${family}.gateway`] = number === 4 ? 'profile.gatewayWrong4' : 'profile.gatewayWrong6';
    if (!listOf(nameServers).every(isOne)) faults[`${family}.nameServers`] = number === 4 ? 'profile.gatewayWrong4' : 'profile.gatewayWrong6';
  }
  return faults;
}

function addressingOf(before: Profile['ipv4'], filled: FilledAddressing, family: 4 | 6): Profile['ipv4'] {
  const isManual = filled.method === 'manual';
  return {
    ...before, method: filled.method, automaticNameServers: filled.automaticNameServers, nameServers: listOf(filled.nameServers),
    addresses: isManual ? listOf(filled.addresses).flatMap((each) => addressWithPrefix(each, family) ?? []) : [], gateway: isManual && filled.gateway.trim() !== '' ? filled.gateway.trim() : null,
  };
}

/** What was changed, and nothing else: what another program changed meanwhile stays. Only to be called where nothing is wrong. */
export function profileChange(before: Profile, filled: FilledProfile): Partial<Profile> {
  const after: Partial<Profile> = {
    name: filled.name.trim(), autoconnect: filled.autoconnect, priority: Number(filled.priority.trim().replace('−', '-')), metered: filled.metered, hardwareAddress: filled.hardwareAddress,
    ipv4: addressingOf(before.ipv4, filled.ipv4, 4), ipv6: addressingOf(before.ipv6, filled.ipv6, 6),
    proxy: { method: filled.proxy, url: filled.proxy === 'automatic' && filled.proxyUrl.trim() !== '' ? filled.proxyUrl.trim() : null },
  };
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof Profile])));
}
