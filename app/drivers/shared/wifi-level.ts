/**
 * NetworkManager gives a Wi-Fi signal as "Strength" from 0 to 100, on two scales: one for what a scan found, another
 * for the access point in use. Both were measured on NetworkManager 1.42 against radios of known power; between the
 * points the level is interpolated, beyond them the last slope goes on.
 */
type Point = readonly [strength: number, level: number];

const scanned: readonly Point[] = [[20, -88], [34, -80], [42, -75], [59, -65], [67, -60], [75, -55], [84, -50], [92, -45], [100, -40]];
const inUse: readonly Point[] = [[32, -88], [45, -75], [55, -65], [60, -60], [65, -55], [70, -50], [75, -45], [80, -40]];

/** dBm, whole. @param connected the access point is the one that its interface is connected to */
export function levelOf(strength: number, connected: boolean): number {
  const table = connected ? inUse : scanned;
  let upper = table.findIndex(([at]) => at >= strength);
  if (upper <= 0) upper = upper === 0 ? 1 : table.length - 1;
  const [lowStrength, lowLevel] = table[upper - 1] as Point;
  const [highStrength, highLevel] = table[upper] as Point;
  const level = lowLevel + ((strength - lowStrength) / (highStrength - lowStrength)) * (highLevel - lowLevel);
  return Math.round(Math.max(-100, Math.min(-20, level)));
}
