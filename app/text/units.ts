import type { Texts } from './texts.ts';

/** A number and its unit apart, so that a view can weigh them differently. */
export interface Quantity { readonly value: string; readonly unit: string }
export const quantityText = ({ value, unit }: Quantity): string => (unit ? `${value} ${unit}` : value);

function scaled(texts: Texts, amount: number, units: readonly string[], fixedFrom: number): Quantity {
  let value = Math.max(0, amount);
  let step = 0;
  // 999.5 is written as 1.0 of the next unit, never as 1000.
  while (step < units.length - 1 && value >= 999.5) { value /= 1000; step += 1; }
  const digits = step === 0 ? 0 : value < 9.95 || (step >= fixedFrom && value < 99.95) ? 1 : 0;
  return { value: texts.number(value, digits, true), unit: units[step]! };
}

/** Bytes in decimal units, as the kernel and disk makers count: "46.2 GB", "61 MB", "0 B". */
export const bytesText = (texts: Texts, bytes: number): string => quantityText(scaled(texts, bytes, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'], 3));

/** A rate of bit/s: "18.4 Mbit/s". */
export const rateOf = (texts: Texts, bitsPerSecond: number): Quantity => scaled(texts, bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'], 2);

/** A link's speed of bit/s, without decimals that say nothing: "1 Gbit/s", "2.5 Gbit/s". */
export function speedText(texts: Texts, bitsPerSecond: number): string {
  const { value, unit } = scaled(texts, bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'], 2);
  return `${value.replace(/\.0$/, '')} ${unit}`;
}

/** A level in dBm with a true minus: "−58 dBm". */
export const levelText = (texts: Texts, dBm: number): string => texts.t('unit.dBm', { value: texts.number(dBm, 0) });

/** A share of 0 to 1: "12 %". */
export const shareText = (texts: Texts, share: number): string => texts.t('unit.percent', { value: share > 0.99 && share < 1 ? texts.number(Math.min(share * 100, 99.9), 1) : texts.number(share * 100, share > 0 && share < 0.01 ? 1 : 0) });

export const millisecondsText = (texts: Texts, ms: number): string => texts.t('unit.milliseconds', { value: texts.number(ms, ms < 1 ? 1 : 0) });

/** How long, in a sentence: "24 s", "9 min", "5 h 38 min". Whole units, rounded down; below zero is zero. */
export function durationText(texts: Texts, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return texts.t('unit.seconds', { value: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return texts.t('unit.minutes', { value: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? texts.t('unit.hoursMinutes', { hours, minutes: minutes % 60 }) : texts.t('unit.hours', { hours });
  return texts.t('unit.daysHours', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** How long, in a column: "24 s", "41 m", "5 h 38 m". */
export function durationShort(texts: Texts, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return texts.t('unit.tableSeconds', { value: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return texts.t('unit.tableMinutes', { value: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return texts.t('unit.tableHours', { hours, minutes: minutes % 60 });
  return texts.t('unit.tableDays', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** A moment as the clock says it: "14:31", or "14:31:08"; with the date where it is not the day of `now`. Both ms since the epoch. */
export function clockText(texts: Texts, at: number, now: number, { seconds = false } = {}): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const key = `${texts.tag} ${sameDay} ${seconds}`;
  let format = clockFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(texts.tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds && { second: '2-digit' }), ...(!sameDay && { day: 'numeric', month: 'short' }) });
    clockFormats.set(key, format);
  }
  return format.format(at);
}
// To make one takes a thousand times as long as to use it.
const clockFormats = new Map<string, Intl.DateTimeFormat>();

/** The band of a frequency in MHz: "2.4 GHz", "5 GHz", "6 GHz"; the frequency itself outside them. */
export function bandText(texts: Texts, megahertz: number): string {
  const band = megahertz >= 2400 && megahertz < 2500 ? 2.4 : megahertz >= 4900 && megahertz < 5925 ? 5 : megahertz >= 5925 && megahertz < 7125 ? 6 : null;
  return band === null ? `${texts.number(megahertz, 0)} MHz` : `${texts.number(band, 1)} GHz`;
}

/** The channel of a frequency in MHz (IEEE 802.11, annex E); null outside the bands. */
export function channelOf(megahertz: number): number | null {
  if (megahertz === 2484) return 14;
  if (megahertz >= 2412 && megahertz <= 2472) return (megahertz - 2407) / 5;
  if (megahertz === 5935) return 2;
  if (megahertz >= 5955 && megahertz <= 7115) return (megahertz - 5950) / 5;
  if (megahertz >= 4900 && megahertz < 5000) return (megahertz - 4000) / 5;
  if (megahertz >= 5000 && megahertz < 5935) return (megahertz - 5000) / 5;
  return null;
}

/** Full bars of four for a level in dBm. */
export const barsOf = (dBm: number): number => (dBm >= -60 ? 4 : dBm >= -70 ? 3 : dBm >= -76 ? 2 : dBm >= -88 ? 1 : 0);
