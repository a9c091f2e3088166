import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../contract/state.ts';
import { connectivities, interfaceKinds } from '../../contract/values.ts';
import { cable, wifi } from '../testing/standings.ts';
import { compare, estimatedRate } from './compare.ts';
import { balanced } from './settings.ts';

const by = (candidate: Standing, current: Standing | null, settings = balanced) => {
  const { better, by: rule } = compare(candidate, current, settings);
  return `${better ? 'yes' : 'no'} by ${rule}`;
};
const mobile = (change: Partial<Standing> = {}) => cable({ accessPoint: 'phone', kind: 'mobile', ...change });
/** In the 2.4 GHz band, where weak is below −70 dBm. */
const at24 = (level: number, change: Partial<Standing> = {}) => wifi({ level, frequency: 2437, ...change });

describe('is it better?', () => {
  it('anything beats a lost link', () => { expect(by(wifi({ level: -79, connectivity: 'none' }), null)).toBe('yes by lost'); });

  describe('the internet before everything', () => {
    it.each(['none', 'portal', 'limited'] as const)('%s lacks it', (connectivity) => {
      expect(by(wifi({ order: 2, metered: true }), cable({ order: 1, connectivity }))).toBe('yes by internet');
      expect(by(cable({ order: 1, connectivity }), wifi({ order: 2, metered: true }))).toBe('no by internet');
    });
    it('what nobody knows is worth a try', () => { expect(by(wifi({ connectivity: 'unknown' }), cable({ connectivity: 'limited' }))).toBe('yes by internet'); });
    it('between two that lack it the next rule decides', () => {
      expect(by(wifi({ connectivity: 'portal' }), wifi({ accessPoint: 'b', connectivity: 'none', metered: true }))).toBe('yes by cost');
    });
  });

  describe('then the user\'s order among links that work', () => {
    it('the first one is better, whatever comes after', () => {
      expect(by(wifi({ order: 1, metered: true }), cable({ order: 2 }))).toBe('yes by order');
      expect(by(cable({ order: 2 }), wifi({ order: 1, metered: true }))).toBe('no by order');
    });
    it('one that the user gave no place decides nothing', () => {
      expect(by(cable({ order: 1 }), wifi())).toBe('yes by kind');
      expect(by(cable(), wifi({ order: 1 }))).toBe('yes by kind');
    });
    it('the same place decides nothing', () => { expect(by(cable({ order: 1 }), wifi({ order: 1 }))).toBe('yes by kind'); });
    it('a weak link forfeits its place', () => {
      expect(by(at24(-55, { order: 2 }), at24(-71, { order: 1 }))).toBe('yes by score');
      expect(by(at24(-55, { order: 2 }), at24(-70, { order: 1 }))).toBe('no by order');
      expect(by(at24(-71, { order: 1 }), at24(-69, { order: 2 }))).toBe('no by tie');
      expect(by(at24(-70, { order: 1 }), at24(-55, { order: 2 }))).toBe('yes by order');
    });
  });

  it('then unmetered before metered', () => {
    expect(by(wifi(), cable({ metered: true }))).toBe('yes by cost');
    expect(by(cable({ metered: true }), wifi())).toBe('no by cost');
  });

  describe('then wired before wireless before mobile, when it is validated', () => {
    it.each<[string, Standing, Standing, string]>([
      ['a cable for a wireless one', cable(), wifi(), 'yes by kind'],
      ['a wireless one for a cable', wifi(), cable(), 'no by kind'],
      ['a wireless one for a mobile one', wifi(), mobile(), 'yes by kind'],
      ['a mobile one for a wireless one', mobile(), wifi(), 'no by kind'],
      ['a mobile one for another', mobile(), mobile({ kind: 'bluetooth' }), 'no by tie'],
      ['a cable that may lead nowhere', cable({ connectivity: 'unknown' }), wifi(), 'no by tie'],
      ['a wireless one for a cable that may lead nowhere', wifi(), cable({ connectivity: 'unknown' }), 'no by tie'],
      ['a mobile one for a wireless one that may lead nowhere', mobile(), wifi({ connectivity: 'unknown' }), 'no by tie'],
    ])('%s', (_, candidate, current, expected) => { expect(by(candidate, current)).toBe(expected); });
  });

  describe('then the score between two wireless ones', () => {
    it.each([[-71, -63, 'yes by score'], [-71, -63.5, 'no by score'], [-70, -58, 'yes by score'], [-70, -58.5, 'no by score']])(
      'from %d dBm, 8 dB more where that is weak, 12 dB where it is good: %d dBm is better: %s', (current, candidate, expected) => {
        expect(by(at24(candidate), at24(current))).toBe(expected);
      });
    it('every part of the score counts', () => { expect(by(at24(-63.5, { score: { level: -63.5, band: 1 } }), at24(-71))).toBe('yes by score'); });
    it('a tie keeps the incumbent, and so does less', () => { expect([by(wifi(), wifi()), by(wifi({ level: -61 }), wifi())]).toEqual(['no by tie', 'no by tie']); });
    it('without a level on both sides there is none', () => {
      expect([by(wifi({ level: null }), wifi({ level: -79 })), by(wifi(), wifi({ level: null }))]).toEqual(['no by tie', 'no by tie']);
    });
    it('1.5 times the rate at −67 dBm is better too, though the level is lower', () => {
      expect([by(wifi({ level: -67 }), at24(-60)), by(wifi({ level: -67.1 }), at24(-60))]).toEqual(['yes by score', 'no by tie']);
    });
    it('exactly so many times the rate is enough', () => {
      // At the noise floor the rate is the width: 80 against 20 MHz.
      const wide = wifi({ level: -95 + 10 * Math.log10(4) });
      const settings = { ...balanced, rateLevel: -100, rateFactor: 4 };
      expect([by(wide, at24(-95), settings), by(wide, at24(-95), { ...settings, rateFactor: 4.01 })]).toEqual(['yes by score', 'no by score']);
    });
    it('above 25 dB of signal over noise, where that is known, none is a reason, however weak and however much better', () => {
      const noisy = (noise: number | null) => at24(-74, { noise });
      expect([by(at24(-40), noisy(-99.5)), by(at24(-40), noisy(-99)), by(at24(-40), noisy(null))]).toEqual(['no by noise', 'yes by score', 'yes by score']);
      expect([by(cable(), noisy(-110)), by(at24(-74), at24(-74, { noise: -110, connectivity: 'none' }))]).toEqual(['yes by kind', 'yes by internet']);
    });
    it('a higher level is no reason to leave the faster one', () => {
      expect([by(at24(-50), wifi({ level: -66 })), by(at24(-50), wifi({ level: -68 }))]).toEqual(['no by score', 'yes by score']);
    });
  });

  it('never yes both ways', () => {
    const standing = fc.record({
      kind: fc.constantFrom(...interfaceKinds), order: fc.option(fc.nat({ max: 3 }), { nil: null }), metered: fc.boolean(), connectivity: fc.constantFrom(...connectivities),
      level: fc.option(fc.integer({ min: -95, max: -30 }), { nil: null }), frequency: fc.constantFrom(2437, 5180, 6115), noise: fc.option(fc.integer({ min: -110, max: -60 }), { nil: null }),
    }).map((each) => (each.kind === 'wifi' ? wifi(each) : cable({ ...each, level: null, frequency: null })));
    fc.assert(fc.property(standing, standing, (a, b) => { expect(compare(a, b, balanced).better && compare(b, a, balanced).better).toBe(false); }), { numRuns: 5_000 });
  });
});

describe('the rate that a level promises', () => {
  it('is Shannon\'s bound over −95 dBm of noise in 20 MHz: the width at the noise floor', () => {
    expect(estimatedRate({ level: -95, frequency: 2437 })).toBeCloseTo(20);
    expect(estimatedRate({ level: -95 + 10 * Math.log10(4), frequency: 5180 })).toBeCloseTo(80);
    expect(estimatedRate({ level: -75, frequency: 2437 })).toBeCloseTo(20 * Math.log2(101));
  });
  it('grows no more above 40 dB', () => {
    expect(estimatedRate({ level: -54, frequency: 2437 })).toBe(estimatedRate({ level: -55, frequency: 2437 }));
    expect(estimatedRate({ level: -55, frequency: 2437 })).toBeGreaterThan(estimatedRate({ level: -56, frequency: 2437 }));
  });
});
