import type { NetworkInterfaceInfo } from 'node:os';

/** Addresses by interface, as `os.networkInterfaces()` gives them on every system. */
export type Addresses = NodeJS.Dict<NetworkInterfaceInfo[]>;

export const ownAddresses = (addresses: Addresses, interfaceName: string): { address: string; prefix: number }[] =>
  (addresses[interfaceName] ?? []).map(({ address, cidr }) => ({ address, prefix: Number(cidr?.split('/')[1] ?? 0) }));

/** It reaches neighbours at most: no sign that a link is up. */
export const isOfLinkOnly = (address: string): boolean => address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
