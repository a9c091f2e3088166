import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../../contract/record-entry.ts';
import type { Decision, Standing } from '../../contract/state.ts';
import { presets } from './settings.ts';
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
const ended = (at: number, candidate: string, code: 'reasonGone' | 'accepted'): { at: number; entry: RecordEntry } =>
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
