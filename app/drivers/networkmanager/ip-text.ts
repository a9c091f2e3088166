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
  const [head = '', tail] = address.split('::');
  const groupsOf = (part: string): number[] => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)));
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  const bytes = Uint8Array.from(groups.flatMap(group => [group >> 8, group & 0xff]), (byte, index) => {
    const kept = Math.max(0, Math.min(8, prefix - index * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
  return ip6Text(bytes);
}
