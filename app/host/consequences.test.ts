import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../contract/record-entry.ts';
import { Journal } from '../journal/journal.ts';
import { breakLasted, breaksIn } from './consequences.ts';

let id = 0;
const at = (seconds: number, entry: RecordEntry) => ({ id: id++, at: seconds * 1000, names: {}, entry });
const trial = (to: string, overlap = false): RecordEntry => ({
  kind: 'trialStarted',
  trial: { id: 't', session: 's', from: 'home', to, phase: 'activating', tests: [], overlap, startedAt: 0, deadline: null, pause: null, canPause: false, countdown: 20_000, silence: 'goesBack', moves: [], stays: [], end: null },
});
const up = (accessPoint: string): RecordEntry => ({ kind: 'linkUp', accessPoint, byHandover: true });

describe('how long a break lasted', () => {
  it('is from the start of the trial until the new link was up', () => {
    expect(breakLasted([at(10, trial('office')), at(14, up('office'))], 'office')).toBe(4_000);
  });

  it('is the middle of the last five', () => {
    const records = [60, 9, 2, 3, 2, 30].flatMap((lasts, index) => [at(index * 100, trial('office')), at(index * 100 + lasts, up('office'))]);
    expect(breakLasted(records, 'office')).toBe(3_000);
  });

  it('is not known where both links were up, where the new one did not come up, or of another one', () => {
    expect(breakLasted([], 'office')).toBeNull();
    expect(breakLasted([at(1, trial('office', true)), at(3, up('office'))], 'office')).toBeNull();
    expect(breakLasted([at(1, up('office'))], 'office')).toBeNull();
    expect(breakLasted([at(1, trial('office')), at(50, trial('cafe')), at(53, up('cafe')), at(90, up('office'))], 'office')).toBeNull();
    expect(breakLasted([at(1, trial('office')), at(3, up('office')), at(90, up('office'))], 'cafe')).toBeNull();
  });
});

it('how long breaks lasted is found in the record, whatever else it holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handover-breaks-'));
  const journal = new Journal({ folder, simulated: false, nameOf: (each) => each, tell: (code, detail) => { throw new Error(`${code}: ${detail}`); } });
  try {
    for (const [lasts, to] of [[4, 'office'], [9, 'cafe'], [6, 'office'], [5, 'office']] as const) {
      const { at: began } = at(++id * 100, trial(to));
      journal.add(began, trial(to));
      journal.add(began + 500, { kind: 'scan', asked: 'list' });
      journal.add(began + lasts * 1000, up(to));
    }
    expect([breaksIn(journal, 'office'), breaksIn(journal, 'cafe'), breaksIn(journal, 'home')]).toEqual([5_000, 9_000, null]);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
