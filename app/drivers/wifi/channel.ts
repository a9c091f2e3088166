/** Centre frequency in MHz of a channel's number in its band (IEEE 802.11 annex E); null where there is none of that number. */
export function frequencyOf(channel: number, band: '2.4' | '5' | '6'): number | null {
  if (!Number.isInteger(channel) || channel < 1) return null;
  switch (band) {
    case '2.4': return channel > 14 ? null : channel === 14 ? 2484 : 2407 + 5 * channel;
    case '5': return channel > 196 ? null : 5000 + 5 * channel;
    case '6': return channel > 233 ? null : 5950 + 5 * channel;
  }
}
