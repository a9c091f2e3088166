import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../contract/state.ts';
import { compare } from './compare.ts';
import { gate, type GateInput } from './gate.ts';
import { moment, type MomentInput } from './offer.ts';
import { balanced, presets, roamingSettings } from './settings.ts';

const now = 1_000_000;
const wifi = (change: Partial<Standing> = {}): Standing => {
  const level = change.level ?? -60;
  return {
    accessPoint: 'wifi', inReach: true, kind: 'wifi', order: null, connectivity: 'full', connectivitySince: 0, metered: false, security: 'wpa2',
    level, frequency: 5180, score: { level, band: 2 }, ...change,
  };
};
const cable = (change: Partial<Standing> = {}): Standing => ({
  accessPoint: 'cable', inReach: true, kind: 'wired', order: null, connectivity: 'full', connectivitySince: 0, metered: false, security: null,
  level: null, frequency: null, score: {}, ...change,
});

describe('gate: may it be a candidate at all?', () => {
  const input = (change: Partial<GateInput> = {}): GateInput => ({
    candidate: wifi(), current: cable(), now, stored: true, currentSecurity: null, trustedSecurity: 'wpa2', isUp: false, coolDownUntil: null, excluded: null,
    levels: [{ at: now - 20_000, level: -60 }, { at: now - 5_000, level: -62 }], ...change,
  });
  const reason = (change: Partial<GateInput>) => gate(input(change), balanced)?.code ?? 'let in';

  it('lets in what is stored, in reach, steady and strong enough', () => { expect(reason({})).toBe('let in'); });
  it('not what is out of reach', () => { expect(reason({ candidate: wifi({ inReach: false }) })).toBe('notInReach'); });
  it('not what was never used', () => { expect(reason({ stored: false })).toBe('notStored'); });
  it('not a twin of the same name with weaker security', () => {
    const twin = (security: 'open' | 'wpa3', current: Standing | null) => reason({ candidate: wifi({ accessPoint: 'twin', security }), current, currentSecurity: 'wpa2', trustedSecurity: security });
    expect(twin('open', wifi())).toBe('weakerSecurity');
    expect(twin('open', null)).toBe('weakerSecurity');
    expect(twin('wpa3', wifi())).toBe('let in');
  });
  it('not one whose security is not what it was', () => {
    expect(reason({ candidate: wifi({ security: 'open' }), trustedSecurity: 'wpa2' })).toBe('securityChanged');
  });
  it('not a metered one while the current one is unmetered and reaches the internet', () => {
    expect(reason({ candidate: wifi({ metered: true }) })).toBe('metered');
    expect(reason({ candidate: wifi({ metered: true }), current: cable({ connectivity: 'none' }) })).toBe('let in');
    expect(reason({ candidate: wifi({ metered: true }), current: cable({ metered: true }) })).toBe('let in');
  });
  it('not in a cool-down, nor what the user excluded', () => {
    expect(reason({ coolDownUntil: now + 1 })).toBe('coolDown');
    expect(reason({ coolDownUntil: now - 1 })).toBe('let in');
    expect(reason({ excluded: { until: null } })).toBe('excluded');
    expect(reason({ excluded: { until: now - 1 } })).toBe('let in');
  });
  it('not on one scan, except when the current link is gone', () => {
    const levels = [{ at: now, level: -60 }];
    expect(reason({ levels })).toBe('notSeenTwice');
    expect(reason({ levels: [{ at: now - 4_000, level: -60 }, { at: now, level: -60 }] })).toBe('notSeenTwice');
    expect(reason({ levels, current: null })).toBe('let in');
  });
  it('not an unsteady one', () => {
    expect(reason({ levels: [{ at: now - 9_000, level: -60 }, { at: now, level: -71 }] })).toBe('unsteady');
    expect(reason({ levels: [{ at: now - 9_000, level: -60 }, { at: now, level: -70 }] })).toBe('let in');
    // Walking towards it is no unsteadiness.
    expect(reason({ levels: [{ at: now - 9_000, level: -80 }, { at: now, level: -60 }] })).toBe('let in');
  });
  it('not below −80 dBm at 2.4 GHz, −77 dBm above', () => {
    expect(reason({ candidate: wifi({ level: -78, frequency: 2437 }) })).toBe('let in');
    expect(reason({ candidate: wifi({ level: -81, frequency: 2437 }) })).toBe('tooWeak');
    expect(reason({ candidate: wifi({ level: -78 }) })).toBe('tooWeak');
  });
});

describe('compare: is it better?', () => {
  const by = (candidate: Standing, current: Standing | null) => { const { better, by: rule } = compare(candidate, current, balanced); return `${better ? 'yes' : 'no'} by ${rule}`; };

  it('internet before everything', () => {
    expect(by(wifi({ order: 2 }), cable({ order: 1, connectivity: 'none' }))).toBe('yes by internet');
    expect(by(cable({ order: 1, connectivity: 'portal' }), wifi({ order: 2 }))).toBe('no by internet');
    expect(by(wifi({ connectivity: 'unknown' }), cable({ connectivity: 'limited' }))).toBe('yes by internet');
  });
  it('the user\'s order among links that work', () => {
    expect(by(cable({ order: 1 }), wifi({ order: 2 }))).toBe('yes by order');
    expect(by(wifi({ order: 2 }), cable({ order: 1 }))).toBe('no by order');
  });
  it('a weak link forfeits its place in the order', () => {
    expect(by(wifi({ accessPoint: 'b', order: 2, level: -55 }), wifi({ order: 1, level: -80 }))).toBe('yes by score');
  });
  it('unmetered before metered', () => {
    expect(by(wifi(), wifi({ metered: true, accessPoint: 'phone' }))).toBe('yes by cost');
    expect(by(wifi({ metered: true }), wifi())).toBe('no by cost');
  });
  it('wired before wireless before mobile, when it is validated', () => {
    expect(by(cable(), wifi())).toBe('yes by kind');
    expect(by(cable({ connectivity: 'unknown' }), wifi())).not.toBe('yes by kind');
    expect(by(wifi(), cable())).toBe('no by kind');
  });
  it('score: 8 dB when the current one is weak, 12 dB while it is good', () => {
    expect(by(wifi({ level: -75, frequency: 2437, score: { level: -75 }, accessPoint: 'b' }), wifi({ level: -83, frequency: 2437, score: { level: -83 } }))).toBe('yes by score');
    expect(by(wifi({ level: -68, frequency: 2437, score: { level: -68 }, accessPoint: 'b' }), wifi({ level: -69, frequency: 2437, score: { level: -69 } }))).toBe('no by score');
  });
  it('a tie keeps the incumbent', () => { expect(by(wifi({ accessPoint: 'b' }), wifi())).toBe('no by tie'); });
  it('anything beats a lost link', () => { expect(by(wifi({ level: -79 }), null)).toBe('yes by lost'); });

  it('never says yes both ways', () => {
    const standing = fc.record({
      kind: fc.constantFrom('wired' as const, 'wifi' as const, 'mobile' as const), order: fc.option(fc.nat({ max: 3 }), { nil: null }), metered: fc.boolean(),
      connectivity: fc.constantFrom('unknown' as const, 'none' as const, 'portal' as const, 'limited' as const, 'full' as const),
      level: fc.option(fc.integer({ min: -95, max: -30 }), { nil: null }), frequency: fc.constantFrom(2437, 5180, 6115),
    }).map((each) => wifi({ ...each, ...(each.kind === 'wired' && { level: null, frequency: null }), score: each.level === null || each.kind === 'wired' ? {} : { level: each.level } }));
    fc.assert(fc.property(standing, standing, (a, b) => { expect(compare(a, b, balanced).better && compare(b, a, balanced).better).toBe(false); }), { numRuns: 5_000 });
  });
});

describe('offer: is now the moment?', () => {
  const input = (change: Partial<MomentInput> = {}): MomentInput => ({
    candidate: wifi(), current: cable({ connectivity: 'none', connectivitySince: now - 30_000 }), comparison: { better: true, by: 'internet' }, now,
    betterSince: now - 30_000, currentLostAt: null, trialRunning: false, paused: null, userChoseAt: null, clientForbids: false, packetsPerSecond: null,
    lastOfferAt: null, offersTodayForPair: 0, ignored: null, ...change,
  });
  const verdict = (change: Partial<MomentInput>) => { const result = moment(input(change), balanced); return 'offer' in result ? `offer: ${result.offer.code}` : `hold: ${result.hold.code}`; };
  const weak = wifi({ accessPoint: 'current', level: -78 });

  it('after 20 s without internet', () => {
    expect(verdict({})).toBe('offer: currentHasNoInternet');
    expect(verdict({ current: cable({ connectivity: 'none', connectivitySince: now - 19_000 }) })).toBe('hold: holding');
  });
  it('a weak current link, held for 10 s; a critical one at once', () => {
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' } })).toBe('offer: currentIsWeak');
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' }, betterSince: now - 9_000 })).toBe('hold: holding');
    expect(verdict({ current: wifi({ level: -83 }), comparison: { better: true, by: 'score' }, betterSince: now })).toBe('offer: currentIsWeak');
  });
  it('a better class that has held for 10 s', () => {
    expect(verdict({ current: wifi(), comparison: { better: true, by: 'kind' } })).toBe('offer: betterClass');
    expect(verdict({ current: wifi(), comparison: { better: true, by: 'kind' }, betterSince: now - 9_999 })).toBe('hold: holding');
  });
  it('a better score alone is no reason while the current one is good', () => {
    expect(verdict({ current: wifi(), comparison: { better: true, by: 'score' } })).toBe('hold: noTrigger');
  });
  it('a lost link is asked about at once, pause and limits or not', () => {
    expect(verdict({ current: null, comparison: { better: true, by: 'lost' }, paused: { until: null }, offersTodayForPair: 9, lastOfferAt: now })).toBe('offer: currentLost');
  });
  it('held back by a trial, a pause, the user\'s own choice, a client, a call, the limits', () => {
    expect(verdict({ trialRunning: true })).toBe('hold: trialRunning');
    expect(verdict({ paused: { until: null } })).toBe('hold: roamingPaused');
    expect(verdict({ userChoseAt: now - 59_000 })).toBe('hold: userChoseRecently');
    expect(verdict({ clientForbids: true })).toBe('hold: clientForbids');
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' }, packetsPerSecond: 16 })).toBe('hold: inCallOrStream');
    expect(verdict({ current: wifi({ level: -83 }), comparison: { better: true, by: 'score' }, packetsPerSecond: 50 })).toBe('offer: currentIsWeak');
    expect(verdict({ offersTodayForPair: 3 })).toBe('hold: pairLimit');
    expect(verdict({ lastOfferAt: now - 59_000 })).toBe('hold: offeredRecently');
  });
  it('"no" stands until its time is over, or the current one has fallen by 5 dB more', () => {
    const ignored = { until: now + 1_000, noUntil: now + 1_000, levelThen: -78 };
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' }, ignored })).toBe('hold: ignoredBefore');
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' }, ignored: { ...ignored, until: now, noUntil: now } })).toBe('offer: currentIsWeak');
    expect(verdict({ current: wifi({ level: -83 }), comparison: { better: true, by: 'score' }, ignored: { ...ignored, until: now } })).toBe('offer: currentIsWeak');
    // About a level the no outlives its back-off; about the internet it does not.
    expect(verdict({ current: weak, comparison: { better: true, by: 'score' }, ignored: { ...ignored, until: now } })).toBe('hold: ignoredBefore');
    expect(verdict({ ignored: { until: now, noUntil: now + 1_000, levelThen: null } })).toBe('offer: currentHasNoInternet');
  });
  it('never offers what is not better', () => { expect(verdict({ comparison: { better: false, by: 'tie' } })).toBe('hold: notBetter'); });
});

describe('settings', () => {
  it('presets move the numbers together, single ones can be changed, nonsense is left out', () => {
    expect(presets.conservative.betterBy).toBeGreaterThan(balanced.betterBy);
    expect(presets.eager.noInternetFor).toBeLessThan(balanced.noInternetFor);
    expect(roamingSettings('balanced', { betterBy: 9, nonsense: 1, holdFor: Number.NaN })).toEqual({ ...balanced, betterBy: 9 });
  });
});
