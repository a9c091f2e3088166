import { networkInterfaces } from 'node:os';
import { isOfLinkOnly } from '../addresses.ts';
import type { DriverInterface } from '../../../core/ports/driver.ts';

export type Family = 4 | 6;

/** The addresses of ours that a probe's sockets are bound to, by family. */
export type Source = Partial<Record<Family, string>>;

export const familyOf = (address: string): Family => (address.includes(':') ? 6 : 4);

/**
 * The first address of each of these families that leads beyond the neighbours. Only those that this process has too:
 * in a container it may see another network than the manager whose links these are.
 */
export function sourceOf(link: DriverInterface, families: readonly Family[]): Source {
  const ours = new Set(Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? []));
  const source: Source = {};
  for (const family of families) {
    const own = link.addresses.find(({ address }) => familyOf(address) === family && !isOfLinkOnly(address) && ours.has(address));
    if (own) source[family] = own.address;
  }
  return source;
}
