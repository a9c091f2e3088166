import { describe, expect, it } from 'vitest';
import type { HoldReason } from '../../contract/reason.ts';
import type { RecordEntry } from '../../contract/record-entry.ts';
import type { Decision, Standing } from '../../contract/state.ts';
import { balanced, presets, type RoamingSettings } from './settings.ts';
import { whatIf } from './what-if.ts';

const start = Date.UTC(2026, 0, 5, 9);
const end = start + 100_000_000;
const radio = (accessPoint: string, level: number): Standing => ({
  accessPoint, inReach: true, kind: 'wifi', order: null, connectivity: 'full', connectivitySince: start - 3_600_000, metered: false, security: 'wpa2', level, noise: null, frequency: 5220, score: { level },
});
const offered = (at: number, current: Standing, candidate: Standing, session = 's'): { at: number; entry: RecordEntry } => decided(at, { current, candidate, session, outcome: { outcome: 'offered', reason: { code: 'currentIsWeak', level: current.level ?? 0, threshold: -76 } } });
const holding = (at: number, current: Standing, candidate: Standing, seconds = 10) => decided(at, { current, candidate, outcome: { outcome: 'held', reason: { code: 'holding', until: start + (at + seconds) * 1000 } } });
const decided = (at: number, decision: Partial<Decision> & Pick<Decision, 'candidate' | 'outcome'>): { at: number; entry: RecordEntry } =>
  ({ at: start + at * 1000, entry: { kind: 'decision', decision: { at: start + at * 1000, session: 's', current: null, ...decision } } });
const ended = (at: number, candidate: string, code: 'reasonGone' | 'lapsed' | 'accepted'): { at: number; entry: RecordEntry } =>
  ({ at: start + at * 1000, entry: { kind: 'offerEnded', offer: 'o', session: 's', current: 'far', candidate, end: { code } } });
const asks = (records: { at: number; entry: RecordEntry }[], preset: keyof typeof presets) => whatIf(records, presets[preset], end).filter(({ wouldAsk }) => wouldAsk).map(({ at }) => (at - start) / 1000);

describe('what if', () => {
  const weak = radio('far', -77);
  const near = radio('near', -55);

  it('asks what was asked, with the settings that it was asked with', () => {
    const records = [holding(0, weak, near), offered(10, weak, near), ended(15, 'near', 'accepted')];
    expect(asks(records, 'balanced')).toEqual([10]);
    expect(whatIf(records, presets.balanced, end)).toMatchObject([{ asked: true, wouldAsk: true, current: 'far', candidate: 'near', reason: { code: 'currentIsWeak' } }]);
  });

  it('does not ask about a level that is not weak with the other settings', () => {
    const records = [holding(0, weak, near), offered(10, weak, near), ended(15, 'near', 'accepted')];
    expect(whatIf(records, presets.conservative, end)).toMatchObject([{ asked: true, wouldAsk: false }]);
  });

  it('asks later where a reason has to hold for longer, and not at all where it did not last', () => {
    const faint = radio('far', -81);
    const lasted = [holding(0, faint, near), offered(10, faint, near), ended(15, 'near', 'accepted')];
    expect(asks(lasted, 'conservative')).toEqual([30]);
    expect(asks([...lasted.slice(0, 2), ended(20, 'near', 'reasonGone')], 'conservative')).toEqual([]);
  });

  it('finds a question that was not asked: with eager a reason need not hold as long', () => {
    const records = [holding(0, weak, near), { at: start + 8000, entry: { kind: 'linkDown', accessPoint: 'near', byHandover: false } as RecordEntry }];
    expect(asks(records, 'balanced')).toEqual([]);
    expect(whatIf(records, presets.eager, end)).toMatchObject([{ asked: false, wouldAsk: true }]);
  });

  it('gives a candidate up when another one is the best', () => {
    const records = [holding(0, weak, radio('other', -60)), holding(5, weak, near), offered(15, weak, near), ended(20, 'near', 'accepted')];
    expect(whatIf(records, presets.balanced, end).map(({ candidate }) => candidate)).toEqual(['near']);
  });

  it('does not ask in a call that was held back then', () => {
    const call = decided(0, { current: weak, candidate: near, outcome: { outcome: 'held', reason: { code: 'inCallOrStream', packetsPerSecond: 50 } } });
    expect(asks([call], 'eager')).toEqual([]);
  });

  it('keeps the questions about a pair within the limit of a day', () => {
    const records = Array.from({ length: 9 }, (_, index) => [offered(index * 900, weak, near), ended(index * 900 + 60, 'near', 'accepted')]).flat();
    expect(whatIf(records, presets.balanced, end).filter(({ asked }) => asked)).toHaveLength(9);
    expect(asks(records, 'balanced')).toHaveLength(presets.balanced.offersADayForPair);
  });
});

describe('how long a reason went on', () => {
  const weak = radio('far', -77);
  const near = radio('near', -55);
  const event = (at: number, entry: RecordEntry) => ({ at: start + at * 1000, entry });
  const session = { client: 'Desktop', configuration: 'office', accessPoint: 'far' };

  it.each<[string, RecordEntry, RecordEntry]>([
    ['its session followed the machine', { kind: 'followed', session: 's', from: 'far', to: 'other' }, { kind: 'followed', session: 'x', from: 'far', to: 'other' }],
    ['its session closed', { kind: 'sessionClosed', session: 's', ...session, error: null, received: 0, sent: 0 }, { kind: 'sessionClosed', session: 'x', ...session, error: null, received: 0, sent: 0 }],
    ['a session of that number opened, in the next run', { kind: 'sessionOpened', session: 's', ...session }, { kind: 'sessionOpened', session: 'x', ...session }],
    ['the link of its candidate went down', { kind: 'linkDown', accessPoint: 'near', byHandover: false }, { kind: 'linkDown', accessPoint: 'other', byHandover: false }],
  ])('until %s, and not until another one’s', (_, its, others) => {
    expect([asks([holding(0, weak, near), event(8, its)], 'balanced'), asks([holding(0, weak, near), event(8, others)], 'balanced')]).toEqual([[], [10]]);
    // It was there for eight seconds.
    expect(asks([holding(0, weak, near), event(8, its)], 'eager')).toEqual([4]);
  });

  it('until the candidate was not let in any more', () => {
    const gated = decided(8, { current: weak, candidate: near, outcome: { outcome: 'gated', reason: { code: 'metered' } } });
    expect([asks([holding(0, weak, near), gated], 'balanced'), asks([holding(0, weak, near), gated], 'eager')]).toEqual([[], [4]]);
  });

  it('until now, where nothing ended it', () => {
    const at = (now: number) => whatIf([holding(0, weak, near)], balanced, start + now * 1000).length;
    expect([at(9), at(10)]).toEqual([0, 1]);
  });

  it('for as long as it takes, where it was answered', () => {
    const faint = radio('far', -81);
    expect(whatIf([holding(0, faint, near), offered(10, faint, near), ended(11, 'near', 'accepted')], presets.conservative, start + 12_000)).toMatchObject([{ at: start + 30_000, asked: true, wouldAsk: true }]);
  });

  it('anew where it was away for a moment', () => {
    const even = decided(5, { current: weak, candidate: radio('near', -75), outcome: { outcome: 'held', reason: { code: 'notBetter', by: 'score' } } });
    expect(asks([holding(0, weak, near), even, holding(8, weak, near)], 'balanced')).toEqual([18]);
  });

  it('anew on another access point', () => {
    expect(asks([holding(0, weak, near), holding(6, radio('far 2', -77), near)], 'balanced')).toEqual([16]);
  });
});

describe('what was not asked then', () => {
  const weak = radio('far', -77);
  const near = radio('near', -55);
  const held = (reason: HoldReason) => asks([decided(0, { current: weak, candidate: near, outcome: { outcome: 'held', reason } })], 'eager');

  it('of one that was not let in is not asked now', () => {
    expect(asks([decided(0, { current: weak, candidate: near, outcome: { outcome: 'gated', reason: { code: 'metered' } } })], 'eager')).toEqual([]);
  });

  it.each<HoldReason>([
    { code: 'clientForbids' }, { code: 'userForbids' }, { code: 'pinned' }, { code: 'trialRunning' }, { code: 'inCallOrStream', packetsPerSecond: 50 },
    { code: 'asleep', until: start + 9_000 }, { code: 'roamingPaused', until: start + 9_000 }, { code: 'userChoseRecently', until: start + 9_000 },
  ])('as $code is not asked with other settings either', (reason) => { expect(held(reason)).toEqual([]); });

  it.each<HoldReason>([{ code: 'noTrigger' }, { code: 'holding', until: start + 20_000 }, { code: 'offeredRecently', until: start + 20_000 }, { code: 'pairLimit', count: 3 }])('as $code is judged by the other settings', (reason) => { expect(held(reason)).toEqual([4]); });

  it('goes by what was recorded of the moment, where it was', () => {
    const moment = { betterSince: start - 60_000, currentLostAt: null, trialRunning: false, paused: null, userChoseAt: null, forbids: null, pinned: false, packetsPerSecond: null, lastOfferAt: null, offersTodayForPair: 0, ignored: null, unanswered: null };
    const gate = { stored: true, currentSecurity: null, trustedSecurity: null, isUp: false, levels: [], coolDownUntil: null, excluded: null };
    const recorded = (change: object) => asks([decided(0, { current: weak, candidate: near, outcome: { outcome: 'held', reason: { code: 'noTrigger' } }, inputs: { gate, moment: { ...moment, ...change } } })], 'balanced');
    expect([recorded({}), recorded({ betterSince: start - 3_000 }), recorded({ forbids: 'userForbids' })]).toEqual([[0], [7], []]);
  });
});

describe('a question of these settings', () => {
  const near = radio('near', -55);
  const other = radio('other', -55);
  const nowhere: Standing = { ...radio('far', -60), connectivity: 'none' };
  const noInternet = (at: number, candidate = near, session = 's') =>
    decided(at, { current: nowhere, candidate, session, outcome: { outcome: 'offered', reason: { code: 'currentHasNoInternet', since: nowhere.connectivitySince } } });
  const no = (at: number, session = 's'): { at: number; entry: RecordEntry } => ({ at: start + at * 1000, entry: { kind: 'ignored', session, candidate: 'near', scope: 'thisTime', by: 'Desktop' } });
  const given = (records: { at: number; entry: RecordEntry }[], change: Partial<RoamingSettings> = {}) =>
    whatIf(records, { ...balanced, ...change }, end).filter(({ wouldAsk }) => wouldAsk).map(({ at }) => (at - start) / 1000);

  it('about a lost link is asked at once', () => {
    const lost = decided(0, { candidate: near, outcome: { outcome: 'offered', reason: { code: 'currentLost', since: start } } });
    expect(whatIf([lost], balanced, end)).toMatchObject([{ at: start, current: '', candidate: 'near', reason: { code: 'currentLost', since: start }, asked: true, wouldAsk: true }]);
  });

  it('that is ignored comes again when their back-off is over', () => {
    const records = [noInternet(0), no(5), ended(5, 'near', 'accepted'), noInternet(70), ended(300, 'near', 'reasonGone')];
    expect([given(records), given(records, { ignoreBackOff: 200_000 }), given(records, { ignoreBackOff: 400_000 })]).toEqual([[0, 70], [0, 200], [0]]);
  });

  it('is ignored where the user of its own session did so, and nobody else’s', () => {
    const records = [noInternet(0), no(5, 'x'), ended(5, 'near', 'accepted'), noInternet(70), ended(300, 'near', 'reasonGone')];
    expect(given(records, { ignoreBackOff: 200_000 })).toEqual([0, 70]);
  });

  it('that they would not have asked was not ignored', () => {
    const weak = radio('far', -77);
    const records = [offered(0, weak, near), no(5), ended(5, 'near', 'accepted'), noInternet(70), ended(300, 'near', 'reasonGone')];
    expect(asks(records, 'conservative')).toEqual([70]);
  });

  it('that nobody answered comes again after their time', () => {
    const weak = radio('far', -77);
    const records = [holding(0, weak, near), offered(10, weak, near), ended(20, 'near', 'lapsed'), holding(90, weak, near), ended(9_000, 'near', 'reasonGone')];
    expect([given(records), given(records, { unansweredBackOff: 300_000 }), given(records, { unansweredBackOff: 20_000_000 })]).toEqual([[10, 3_620], [10, 320], [10]]);
  });

  it('comes again before that where the level has fallen further than that of the unanswered one, or of the "no"', () => {
    const at = (level: number) => radio('far', level);
    const lapsed = [holding(0, at(-77), near), offered(10, at(-77), near), ended(20, 'near', 'lapsed')];
    const again = (level: number) => given([...lapsed, holding(90, at(level), near), ended(200, 'near', 'reasonGone')]);
    expect([again(-83), again(-81)]).toEqual([[10, 90], [10]]);
    const refused = [holding(0, at(-78), near), offered(10, at(-78), near), no(20), ended(20, 'near', 'accepted')];
    const asked = (level: number) => given([...refused, holding(90, at(level), near), ended(200, 'near', 'reasonGone')]);
    expect([asked(-83), asked(-82)]).toEqual([[10, 90], [10]]);
  });

  it('that was not asked then was not left unanswered', () => {
    const weak = radio('far', -77);
    expect(asks([holding(0, weak, near), ended(8, 'near', 'reasonGone'), holding(90, weak, near)], 'eager')).toEqual([4, 94]);
  });

  it('is not made of the end of one whose beginning is not in the record', () => {
    expect(given([ended(5, 'near', 'lapsed'), no(5), ended(6, 'near', 'accepted')])).toEqual([]);
  });

  it('keeps its distance from the one before in its session, and not from another session’s', () => {
    expect(given([noInternet(0), ended(5, 'near', 'accepted'), noInternet(10, other), ended(200, 'other', 'reasonGone')])).toEqual([0, 60]);
    expect(given([noInternet(0), noInternet(10, other, 'x')])).toEqual([0, 10]);
  });

  it('stands in the order of time', () => {
    const weak = radio('far', -77);
    expect(given([holding(0, weak, other), noInternet(5, near, 'x')])).toEqual([5, 10]);
  });

  it('of a session ends with the next best candidate, and not with another session’s', () => {
    const weak = radio('far', -77);
    const elsewhere = decided(5, { current: weak, candidate: other, session: 'x', outcome: { outcome: 'held', reason: { code: 'noTrigger' } } });
    expect([given([holding(0, weak, near), elsewhere]), given([holding(0, weak, near), holding(5, weak, other)])]).toEqual([[10, 15], [15]]);
  });
});
