import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../contract/record-entry.ts';
import { breakLasted } from './consequences.ts';

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
