/** Addresses as people write them. */
export const isIpv4 = (text: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);

export function isIpv6(text: string): boolean {
  if (!text.includes(':') || text.includes('%')) return false;
  try { return new URL(`http://[${text}]/`).hostname !== ''; } catch { return false; }
}

/** "10.0.0.2/24" in parts; null where it is none of the family. */
export function addressWithPrefix(text: string, family: 4 | 6): { address: string; prefix: number } | null {
  const [address = '', prefix = '', ...rest] = text.trim().split('/');
  const isAddress = family === 4 ? isIpv4(address) : isIpv6(address);
  return isAddress && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128) ? { address, prefix: Number(prefix) } : null;
}

/** What stands between commas and spaces. */
export const listOf = (text: string): string[] => text.split(/[\s,;，、；]+/).filter(Boolean);
