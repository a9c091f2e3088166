import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cap } from '../contract/cap.ts';
import { Caps, periodOf } from './caps.ts';

const local = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour).getTime();
const monthly = (change: Partial<Cap> = {}): Cap => ({ period: 'month', startDay: 1, bytes: 1000, warnAt: 0.8, ...change });

function make(used: Record<string, number> = {}, now = local(2026, 3, 14, 12)) {
  const told: string[] = [];
  const at = { now };
  const members: Record<string, string[]> = { office: ['cable', 'radio'] };
  const caps = new Caps({
    now: () => at.now, members: (about) => members[about] ?? [], usedSince: (accessPoints) => accessPoints.reduce((sum, each) => sum + (used[each] ?? 0), 0),
    levelChanged: (about, level) => { told.push(`${about} ${level}`); },
  });
  const pass = (accessPoint: string | null, bytes: number) => { caps.passed({ at: at.now, interface: 'i', accessPoint, received: bytes, sent: 0 }); };
  return { caps, told, at, pass, used };
}

describe('a period', () => {
  it('is a day, a week from its first day, a month from its first', () => {
    const at = local(2026, 3, 14, 12); // a Saturday
    expect(periodOf({ period: 'day', startDay: 1 }, at)).toEqual({ from: local(2026, 3, 14), until: local(2026, 3, 15) });
    expect(periodOf({ period: 'week', startDay: 1 }, at)).toEqual({ from: local(2026, 3, 9), until: local(2026, 3, 16) });
    expect(periodOf({ period: 'week', startDay: 7 }, at)).toEqual({ from: local(2026, 3, 8), until: local(2026, 3, 15) });
    expect(periodOf({ period: 'month', startDay: 15 }, at)).toEqual({ from: local(2026, 2, 15), until: local(2026, 3, 15) });
    expect(periodOf({ period: 'month', startDay: 31 }, local(2026, 2, 28, 3))).toEqual({ from: local(2026, 2, 28), until: local(2026, 3, 31) });
  });

  it('follows on the one before without a gap, whatever the first day', () => {
    fc.assert(fc.property(fc.constantFrom('day' as const, 'week' as const, 'month' as const), fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 4_000_000_000_000 }), (period, day, at) => {
      const startDay = period === 'week' ? (day % 7) + 1 : day;
      const now = periodOf({ period, startDay }, at);
      expect(now.from).toBeLessThanOrEqual(at);
      expect(now.until).toBeGreaterThan(at);
      expect(periodOf({ period, startDay }, now.until).from).toBe(now.until);
      expect(periodOf({ period, startDay }, now.from - 1).until).toBe(now.from);
    }));
  });
});

describe('caps', () => {
  it('POL-02: warns at the share, is reached at the whole, and is told once each', () => {
    const { caps, told, pass } = make();
    caps.load({ cable: monthly() });
    pass('cable', 799);
    expect([told, caps.isReached('cable')]).toEqual([[], false]);
    pass('cable', 1);
    pass('cable', 199);
    expect([told, caps.isReached('cable')]).toEqual([['cable warned'], false]);
    pass('cable', 1);
    pass('cable', 1);
    expect([told, caps.isReached('cable')]).toEqual([['cable warned', 'cable reached'], true]);
  });

  it('counts on from what the record knows', () => {
    const { caps, told, pass } = make({ cable: 990 });
    caps.load({ cable: monthly() });
    pass('cable', 10);
    expect(told).toEqual(['cable warned', 'cable reached']);
  });

  it('of a service network is used by all its members, and holds for each', () => {
    const { caps, pass } = make({ radio: 400 });
    caps.load({ office: monthly() });
    pass('cable', 600);
    pass('phone', 5000);
    expect(caps.view()['office']?.used).toBe(1000);
    expect(['cable', 'radio', 'phone'].map((each) => caps.isReached(each))).toEqual([true, true, false]);
  });

  it('begins anew with the next period', () => {
    const { caps, told, at, pass, used } = make({ cable: 1000 });
    caps.load({ cable: monthly() });
    expect(caps.isReached('cable')).toBe(true);
    used['cable'] = 0;
    at.now = local(2026, 4, 1);
    pass('cable', 5);
    expect([caps.isReached('cable'), told.at(-1), caps.view()['cable']?.used]).toEqual([false, 'cable within', 5]);
  });

  it('that is taken away holds no more', () => {
    const { caps, told } = make({ cable: 1000 });
    caps.load({ cable: monthly() });
    caps.load({});
    expect([caps.isReached('cable'), told]).toEqual([false, ['cable reached', 'cable within']]);
  });
});
