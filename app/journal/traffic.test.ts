import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trafficSpans } from '../contract/record.ts';
import type { Passed } from '../core/ports/record.ts';
import { Journal } from './journal.ts';

let folder: string;
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handover-traffic-'));
  journal = new Journal({ folder, simulated: false, nameOf: (id) => `Name of ${id}`, tell: (code, detail) => { throw new Error(`${code}: ${detail}`); } });
});
afterEach(() => { journal.close(); rmSync(folder, { recursive: true, force: true }); });

const local = (year: number, month: number, day: number, hour = 0, minute = 0) => new Date(year, month - 1, day, hour, minute).getTime();
const pass = (at: number, received: number, change: Partial<Passed> = {}) => { journal.count({ at, interface: 'wired0', accessPoint: 'cable', received, sent: 1, ...change }); };
const ever = [0, local(2030, 1, 1)] as const;
const sumOf = (span: (typeof trafficSpans)[number], [from, to]: readonly [number, number] = ever) => journal.history(span, from, to).rows.reduce((sum, { received }) => sum + received, 0);

describe('traffic in the journal', () => {
  it('stands by minute, hour, day and month, an interface and an access point', () => {
    pass(local(2026, 3, 14, 9, 26), 100);
    pass(local(2026, 3, 14, 9, 26) + 30_000, 50);
    pass(local(2026, 3, 14, 9, 40), 7);
    pass(local(2026, 4, 1), 3, { accessPoint: null });
    expect(journal.history('minute', ...ever).rows).toEqual([
      { start: local(2026, 3, 14, 9, 26), interface: 'wired0', accessPoint: 'cable', received: 150, sent: 2 },
      { start: local(2026, 3, 14, 9, 40), interface: 'wired0', accessPoint: 'cable', received: 7, sent: 1 },
      { start: local(2026, 4, 1), interface: 'wired0', accessPoint: null, received: 3, sent: 1 },
    ]);
    expect(journal.history('hour', ...ever).rows.map(({ start, received }) => [start, received])).toEqual([[local(2026, 3, 14, 9), 157], [local(2026, 4, 1), 3]]);
    expect(journal.history('day', ...ever).rows.map(({ start }) => start)).toEqual([local(2026, 3, 14), local(2026, 4, 1)]);
    expect(journal.history('month', ...ever).rows.map(({ start }) => start)).toEqual([local(2026, 3, 1), local(2026, 4, 1)]);
    expect(journal.history('month', ...ever).names).toEqual({ cable: 'Name of cable' });
  });

  it('sums to the same in every span, whenever it was written and whatever days were deleted', () => {
    const begin = local(2026, 1, 1);
    const day = 86_400_000;
    const what = fc.array(fc.oneof(
      fc.record({ does: fc.constant('pass' as const), at: fc.integer({ min: 0, max: 100 * day }), bytes: fc.integer({ min: 0, max: 2 ** 40 }), on: fc.constantFrom('a', 'b', null) }),
      fc.record({ does: fc.constant('write' as const) }),
      fc.record({ does: fc.constant('delete' as const), from: fc.integer({ min: 0, max: 100 }), days: fc.integer({ min: 1, max: 20 }) }),
    ), { maxLength: 40 });
    fc.assert(fc.property(what, (steps) => {
      journal.delete(0, local(2030, 1, 1));
      let kept: { at: number; bytes: number }[] = [];
      for (const each of steps) {
        if (each.does === 'pass') { pass(begin + each.at, each.bytes, { accessPoint: each.on }); kept.push({ at: begin + each.at, bytes: each.bytes }); }
        if (each.does === 'write') journal.flush();
        if (each.does === 'delete') {
          const from = new Date(2026, 0, 1 + each.from).getTime();
          const to = new Date(2026, 0, 1 + each.from + each.days).getTime();
          journal.delete(from, to);
          kept = kept.filter(({ at }) => at < from || at >= to);
        }
      }
      const sum = kept.reduce((all, { bytes }) => all + bytes, 0);
      for (const span of trafficSpans) expect(sumOf(span)).toBe(sum);
      expect(journal.used(['a', 'b'], 0)).toBeLessThanOrEqual(sum + kept.length);
    }), { numRuns: Number(process.env['HANDOVER_RUNS'] ?? 40) });
  });

  it('gives what access points used since the beginning of a day', () => {
    pass(local(2026, 3, 13, 23), 1000);
    pass(local(2026, 3, 14, 1), 20);
    pass(local(2026, 3, 15), 300, { accessPoint: 'office' });
    pass(local(2026, 3, 15), 4000, { accessPoint: 'other' });
    expect(journal.used(['cable', 'office'], local(2026, 3, 14, 12))).toBe(20 + 1 + 300 + 1);
  });

  it('keeps what Handover itself took', () => {
    journal.spend(local(2026, 3, 14, 9), { processor: 120.4, scans: 1, calls: 30 });
    journal.spend(local(2026, 3, 14, 9, 30), { processor: 10, scans: 0, calls: 5 });
    expect(journal.about(local(2026, 3, 14, 9)).costs).toEqual({ processor: 130, scans: 1, calls: 35 });
    expect(journal.about(local(2026, 3, 14, 10)).costs).toEqual({ processor: 0, scans: 0, calls: 0 });
  });
});
