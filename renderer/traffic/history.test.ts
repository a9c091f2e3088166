import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketAt, bucketsOf, byAccessPoint, byNetwork, bySpan, stretches, type Stretch } from './history.ts';

const now = new Date(2026, 2, 14, 9, 26, 30).getTime();
const row = (start: number, received: number, accessPoint: string | null = 'cable') => ({ start, interface: 'i', accessPoint, received, sent: 1 });

describe('traffic by span', () => {
  it('has as many buckets as a stretch has, the last one that of now', () => {
    for (const stretch of Object.keys(stretches) as Stretch[]) {
      const { starts, end } = bucketsOf(stretch, now);
      expect(starts).toHaveLength(stretches[stretch].count);
      expect([starts.at(-1)! <= now, end > now, [...starts].sort((a, b) => a - b)]).toEqual([true, true, starts]);
    }
    expect(bucketsOf('year', now).starts[0]).toBe(new Date(2025, 3, 1).getTime());
    expect(bucketsOf('month', now).starts[0]).toBe(new Date(2026, 1, 13).getTime());
  });

  it('loses nothing that lies in the stretch', () => {
    fc.assert(fc.property(fc.constantFrom(...(Object.keys(stretches) as Stretch[])), fc.array(fc.record({ back: fc.integer({ min: 0, max: 59 }), bytes: fc.integer({ min: 0, max: 1e9 }) })), (stretch, all) => {
      const { starts } = bucketsOf(stretch, now);
      const rows = all.map(({ back, bytes }) => row(starts[Math.max(0, starts.length - 1 - back)]!, bytes));
      expect(bySpan(rows, starts).reduce((sum, { received }) => sum + received, 0)).toBe(all.reduce((sum, { bytes }) => sum + bytes, 0));
    }));
  });

  it('is shared out among access points, the greatest first', () => {
    expect(byAccessPoint([row(1, 9), row(2, 29), row(3, 9, 'office'), row(3, 49, null)])).toEqual([
      { id: null, received: 49, sent: 1, share: 0.5 }, { id: 'cable', received: 38, sent: 2, share: 0.4 }, { id: 'office', received: 9, sent: 1, share: 0.1 },
    ]);
    expect(byAccessPoint([])).toEqual([]);
  });

  it('is summed up over the members of a service network, which may share some', () => {
    const networks = [{ id: 'Office', members: ['cable', 'office'] }, { id: 'Desk', members: ['cable'] }, { id: 'Empty', members: [] }];
    expect(byNetwork([row(1, 38), row(2, 9, 'office'), row(3, 50, null)], networks)).toEqual([
      { id: 'Office', received: 47, sent: 2, share: 0.49 }, { id: 'Desk', received: 38, sent: 1, share: 0.39 }, { id: 'Empty', received: 0, sent: 0, share: 0 },
    ]);
  });

  it('what happened has its place in a bucket', () => {
    expect([9, 10, 19, 20, 99].map((at) => bucketAt([10, 20, 30], at))).toEqual([-1, 0, 0, 1, 2]);
  });
});
