import { describe, expect, it } from 'vitest';
import { createTexts } from './texts.ts';
import { bandText, barsOf, bytesText, channelOf, clockText, durationShort, durationText, levelText, millisecondsText, quantityText, rateOf, shareText, speedText } from './units.ts';

const en = createTexts('en');
const zh = createTexts('zh');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('units', () => {
  it.each([[0, '0 B'], [512, '512 B'], [999, '999 B'], [1000, '1.0 kB'], [61_000_000, '61 MB'], [999_600_000, '1.0 GB'], [2_000_000_000, '2.0 GB'], [46_230_000_000, '46.2 GB'], [Number.MAX_SAFE_INTEGER, '9.0 PB']])('writes %d bytes', (bytes, text) => {
    expect(bytesText(en, bytes)).toBe(text);
  });

  it.each([[0, '0 bit/s'], [820_000, '820 kbit/s'], [18_400_000, '18.4 Mbit/s'], [940_000_000, '940 Mbit/s'], [1_000_000_000, '1.0 Gbit/s']])('writes a rate of %d', (rate, text) => {
    expect(quantityText(rateOf(en, rate))).toBe(text);
  });

  it('writes a link’s speed without decimals that say nothing', () => {
    expect([1e9, 2.5e9, 100e6].map((speed) => speedText(en, speed))).toEqual(['1 Gbit/s', '2.5 Gbit/s', '100 Mbit/s']);
  });

  it('writes levels, shares and delays with a space and a true minus', () => {
    expect([0, 0.004, 0.5, 0.996, 0.99999, 1].map((share) => shareText(en, share))).toEqual(['0 %', '0.4 %', '50 %', '99.6 %', '99.9 %', '100 %']);
    expect([levelText(en, -58), shareText(en, 0.12), millisecondsText(en, 3)]).toEqual(['−58 dBm', '12 %', '3 ms']);
  });

  it.each([[-5, '0 s', '0 秒'], [24 * second, '24 s', '24 秒'], [119 * second, '119 s', '119 秒'], [9 * minute, '9 min', '9 分钟'], [5 * hour + 38 * minute, '5 h 38 min', '5 小时 38 分'], [2 * hour, '2 h', '2 小时'], [75 * hour, '3 d 3 h', '3 天 3 小时']])('says %d ms', (ms, english, chinese) => {
    expect(durationText(en, ms)).toBe(english);
    expect(durationText(zh, ms)).toBe(chinese);
  });

  it('writes a duration for a column', () => {
    expect([59 * second, 41 * minute, 5 * hour + 38 * minute].map((ms) => durationShort(en, ms))).toEqual(['59 s', '41 m', '5 h 38 m']);
    expect(durationShort(zh, 5 * hour + 38 * minute)).toBe('5 时 38 分');
  });

  it('says a moment as the clock does, with the date on another day', () => {
    const at = new Date(2026, 2, 12, 14, 31).getTime();
    expect(clockText(en, at, at + hour)).toBe('14:31');
    expect(clockText(en, at, at + 24 * hour)).toContain('12');
    expect(clockText(en, at, at + 24 * hour)).toContain('14:31');
  });

  it('knows bands and channels', () => {
    expect([2412, 5220, 5955].map((frequency) => bandText(en, frequency))).toEqual(['2.4 GHz', '5 GHz', '6 GHz']);
    expect([2412, 2472, 2484, 5180, 5825, 5955, 7115, 5935, 900].map(channelOf)).toEqual([1, 13, 14, 36, 165, 1, 233, 2, null]);
  });

  it('fills bars by level', () => { expect([-50, -60, -66, -74, -80, -95].map(barsOf)).toEqual([4, 4, 3, 2, 1, 0]); });
});
