/** The usual text of an IPv6 address (RFC 5952): lower case, the longest run of two zeros or more as "::". "" for anything but 16 bytes. */
export function ip6Text(bytes: Uint8Array): string {
  if (bytes.length !== 16) return '';
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map(group => group.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** The network of an IPv6 address: its first `prefix` bits, the rest zero. The address is one that the system gave. */
export function ip6Network(address: string, prefix: number): string {
  const groups = ip6Groups(address);
  const bytes = Uint8Array.from(groups.flatMap(group => [group >> 8, group & 0xff]), (byte, index) => {
    const kept = Math.max(0, Math.min(8, prefix - index * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
  return ip6Text(bytes);
}

/** The 16 bytes of an IPv6 address that is known to be one; a dotted tail counts as two groups. */
export function ip6Bytes(address: string): Buffer {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted ? `${dotted[1] ?? ''}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}` : address;
  const bytes = Buffer.alloc(16);
  ip6Groups(text.split('%')[0] ?? '').forEach((group, index) => bytes.writeUInt16BE(group, index * 2));
  return bytes;
}

/** The eight groups of an IPv6 address, "::" filled up. */
function ip6Groups(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const groupsOf = (part: string): number[] => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)));
  const [left, right] = [groupsOf(head), tail === undefined ? [] : groupsOf(tail)];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}
