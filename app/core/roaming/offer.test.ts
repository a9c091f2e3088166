import { describe, expect, it } from 'vitest';
import type { Standing } from '../../contract/state.ts';
import { cable, wifi } from '../testing/standings.ts';
import type { Rule } from './compare.ts';
import { moment, type MomentInput } from './offer.ts';
import { balanced } from './settings.ts';

const now = 1_000_000_000;
const second = 1_000;
const day = 86_400 * second;

/** The current one has had no internet for half a minute, and the candidate has been better for as long. */
const verdict = (change: Partial<MomentInput> = {}) => moment({
  candidate: wifi(), current: cable({ connectivity: 'none', connectivitySince: now - 30 * second }), comparison: { better: true, by: 'internet' }, now,
  betterSince: now - 30 * second, currentLostAt: null, trialRunning: false, paused: null, userChoseAt: null, forbids: null, pinned: false, packetsPerSecond: null,
  lastOfferAt: null, offersTodayForPair: 0, ignored: null, unanswered: null, ...change,
}, balanced);
const code = (change: Partial<MomentInput> = {}) => { const result = verdict(change); return 'offer' in result ? `offer: ${result.offer.code}` : `hold: ${result.hold.code}`; };
const betterBy = (by: Rule) => ({ comparison: { better: true, by } });

const noInternet = { offer: { code: 'currentHasNoInternet', since: now - 30 * second } };
/** In the 5 GHz band: weak below −76 dBm, critical below −82. */
const isAt = (level: number, frequency = 5180, change: Partial<Standing> = {}) => ({ ...betterBy('score'), current: wifi({ accessPoint: 'current', level, frequency, ...change }) });
const weak = isAt(-78);
const isWeakOffer = { offer: { code: 'currentIsWeak', level: -78, threshold: -76 } };

describe('a reason to move', () => {
  it('is never there for what is not better', () => { expect(verdict({ comparison: { better: false, by: 'tie' } })).toEqual({ hold: { code: 'notBetter', by: 'tie' } }); });

  describe('no internet for 20 s', () => {
    const since = (seconds: number, betterFor = 30) => ({ current: cable({ connectivity: 'none', connectivitySince: now - seconds * second }), betterSince: now - betterFor * second });
    it('is a reason', () => { expect(verdict()).toEqual(noInternet); });
    it('from the 20th second on', () => {
      expect(code(since(20))).toBe('offer: currentHasNoInternet');
      expect(verdict(since(19.999))).toEqual({ hold: { code: 'holding', until: now + 1 } });
    });
    it('with a candidate that has been better for 10 s', () => {
      expect(code(since(60, 10))).toBe('offer: currentHasNoInternet');
      expect(verdict(since(60, 9))).toEqual({ hold: { code: 'holding', until: now + second } });
    });
    it('also where the link is weak: what makes the candidate better has to hold', () => {
      const current = isAt(-80, 5180, { connectivity: 'none', connectivitySince: now - 15 * second }).current;
      expect(verdict({ current })).toEqual({ hold: { code: 'holding', until: now + 5 * second } });
    });
    it('is not waited for on a critical link', () => {
      const current = isAt(-83, 5180, { connectivity: 'none', connectivitySince: now }).current;
      expect(verdict({ current, betterSince: now })).toEqual({ offer: { code: 'currentIsWeak', level: -83, threshold: -76 } });
    });
    it('is no reason where the candidate has none either', () => { expect(code({ ...betterBy('score'), ...since(60) })).toBe('hold: noTrigger'); });
  });

  describe('a weak link', () => {
    it.each([[2437, -70, null], [2437, -71, -70], [5180, -76, null], [5180, -77, -76]])('at %i MHz and %d dBm: below %j dBm', (frequency, level, threshold) => {
      expect(verdict(isAt(level, frequency))).toEqual(threshold === null ? { hold: { code: 'noTrigger' } } : { offer: { code: 'currentIsWeak', level, threshold } });
    });
    it('has to hold for 10 s', () => {
      expect(verdict({ ...weak, betterSince: now - 10 * second })).toEqual(isWeakOffer);
      expect(verdict({ ...weak, betterSince: now - 9.999 * second })).toEqual({ hold: { code: 'holding', until: now + 1 } });
    });
    it.each([[2437, -80, 'hold: holding'], [2437, -81, 'offer: currentIsWeak'], [5180, -82, 'hold: holding'], [5180, -83, 'offer: currentIsWeak']])(
      'at %i MHz and %d dBm that began just now: %s', (frequency, level, expected) => { expect(code({ ...isAt(level, frequency), betterSince: now })).toBe(expected); });
  });

  describe('a better class', () => {
    it.each(['order', 'cost', 'kind'] as const)('%s, once it has held for 10 s', (by) => {
      const change = { ...betterBy(by), current: wifi({ accessPoint: 'current' }) };
      expect(verdict({ ...change, betterSince: now - 10 * second })).toEqual({ offer: { code: 'betterClass', by } });
      expect(verdict({ ...change, betterSince: now - 9 * second })).toEqual({ hold: { code: 'holding', until: now + second } });
    });
    it('a better score alone is none', () => { expect(verdict({ ...betterBy('score'), current: wifi() })).toEqual({ hold: { code: 'noTrigger' } }); });
  });

  describe('a lost link', () => {
    const lost = { ...betterBy('lost'), current: null, betterSince: now };
    it('is asked about at once, since when it was lost', () => { expect(verdict({ ...lost, currentLostAt: now - 5 })).toEqual({ offer: { code: 'currentLost', since: now - 5 } }); });
    it('or since now where nobody knows', () => { expect(verdict(lost)).toEqual({ offer: { code: 'currentLost', since: now } }); });
    it('limits, a call, the user\'s choice and a "no" or not', () => {
      expect(code({ ...lost, offersTodayForPair: 9, lastOfferAt: now, packetsPerSecond: 99, userChoseAt: now, ignored: { until: now + day, noUntil: now + day, levelThen: null }, unanswered: { until: now + day, levelThen: null } }))
        .toBe('offer: currentLost');
    });
    it('but not during a trial, in a sleep, while roaming is paused, nor for a client that forbids it', () => {
      expect([code({ ...lost, trialRunning: true }), code({ ...lost, asleep: { until: null } }), code({ ...lost, paused: { until: null } }), code({ ...lost, forbids: 'clientForbids' })])
        .toEqual(['hold: trialRunning', 'hold: asleep', 'hold: roamingPaused', 'hold: clientForbids']);
    });
  });
});

describe('now is not the moment', () => {
  it('during a trial', () => { expect(verdict({ trialRunning: true })).toEqual({ hold: { code: 'trialRunning' } }); });
  it.each(['clientForbids', 'userForbids'] as const)('while it is held: %s', (forbids) => { expect(verdict({ forbids })).toEqual({ hold: { code: forbids } }); });
  it('in a sleep and while links come back after it', () => {
    expect(verdict({ asleep: { until: null } })).toEqual({ hold: { code: 'asleep', until: null } });
    expect(verdict({ asleep: { until: now + 1 } })).toEqual({ hold: { code: 'asleep', until: now + 1 } });
  });
  it('while roaming is paused', () => { expect(verdict({ paused: { until: now + 1 } })).toEqual({ hold: { code: 'roamingPaused', until: now + 1 } }); });
  it('for 60 s after the user\'s own choice', () => {
    expect(verdict({ userChoseAt: now - 59 * second })).toEqual({ hold: { code: 'userChoseRecently', until: now + second } });
    expect(verdict({ userChoseAt: now - 60 * second })).toEqual(noInternet);
  });

  describe('in a call or a stream', () => {
    it('from 16 packets a second on', () => {
      expect(verdict({ ...weak, packetsPerSecond: 16 })).toEqual({ hold: { code: 'inCallOrStream', packetsPerSecond: 16 } });
      expect(verdict({ ...weak, packetsPerSecond: 15.9 })).toEqual(isWeakOffer);
    });
    it('unless the link is critical', () => { expect(code({ ...isAt(-83), packetsPerSecond: 50 })).toBe('offer: currentIsWeak'); });
    it('unless the link leads nowhere: that is no call any more', () => { expect(verdict({ packetsPerSecond: 50 })).toEqual(noInternet); });
    it('but a reason that is not there yet comes first', () => { expect(code({ ...weak, packetsPerSecond: 50, betterSince: now })).toBe('hold: holding'); });
  });

  describe('after a "no"', () => {
    const after = (change: Partial<NonNullable<MomentInput['ignored']>>) => ({ ignored: { until: now, noUntil: now + day, levelThen: -78, ...change } });

    it('until its back-off is over, whatever the reason', () => {
      expect(verdict(after({ until: now + 1 }))).toEqual({ hold: { code: 'ignoredBefore', until: now + 1 } });
      expect(verdict({ ...isAt(-83), ...after({ until: now + 1 }) })).toEqual({ hold: { code: 'ignoredBefore', until: now + 1 } });
      expect(verdict(after({}))).toEqual(noInternet);
    });
    it('about a weak level longer: until the current one has fallen by 5 dB more', () => {
      expect(verdict({ ...weak, ...after({}) })).toEqual({ hold: { code: 'ignoredBefore', until: now + day } });
      expect(code({ ...isAt(-82.9), ...after({}) })).toBe('hold: ignoredBefore');
      expect(code({ ...isAt(-83), ...after({}) })).toBe('offer: currentIsWeak');
    });
    it('or until that is over too', () => { expect(verdict({ ...weak, ...after({ noUntil: now }) })).toEqual(isWeakOffer); });
    it('one that was about no level stands, however weak the link is now', () => { expect(code({ ...isAt(-90), ...after({ levelThen: null }) })).toBe('hold: ignoredBefore'); });
  });

  describe('after a question that nobody answered', () => {
    const after = (until: number, levelThen: number | null = -79) => ({ unanswered: { until, levelThen } });
    const held = { hold: { code: 'unansweredBefore', until: now + 1 } };

    it('about a weak link or a better class, until that is over', () => {
      expect(verdict({ ...weak, ...after(now + 1) })).toEqual(held);
      expect(verdict({ ...betterBy('kind'), current: wifi({ accessPoint: 'current' }), ...after(now + 1) })).toEqual(held);
      expect(verdict({ ...weak, ...after(now) })).toEqual(isWeakOffer);
    });
    it('but not where the link leads nowhere by now', () => { expect(verdict(after(now + day))).toEqual(noInternet); });
    it('nor where it is critical, and 5 dB lower than it was then', () => {
      expect(code({ ...isAt(-84), ...after(now + 1) })).toBe('offer: currentIsWeak');
      expect(code({ ...isAt(-83.9), ...after(now + 1) })).toBe('hold: unansweredBefore');
      expect(code({ ...isAt(-82, 5180), ...after(now + 1, -77) })).toBe('hold: unansweredBefore');
    });
  });

  it('when the pair was offered three times a day', () => {
    expect(verdict({ offersTodayForPair: 3 })).toEqual({ hold: { code: 'pairLimit', count: 3 } });
    expect(verdict({ offersTodayForPair: 2 })).toEqual(noInternet);
  });
  it('for a minute after an offer', () => {
    expect(verdict({ lastOfferAt: now - 59 * second })).toEqual({ hold: { code: 'offeredRecently', until: now + second } });
    expect(verdict({ lastOfferAt: now - 60 * second })).toEqual(noInternet);
  });
});
