import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordKinds, type RecordEntry } from '../contract/record-entry.ts';
import type { JournalRecord, RecordCursor, RecordFilter } from '../contract/record.ts';
import { Journal, type JournalOptions } from './journal.ts';
import { readJournal } from './read-journal.ts';
import { allKindNumbers } from './schema.ts';

let folder: string;
let told: { code: string; detail: string }[];
const open: Journal[] = [];
const names: Record<string, string> = { cable: 'Cable', office: 'Office 5G', phone: 'Phone' };

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-journal-')); told = []; });
afterEach(() => {
  vi.useRealTimers();
  for (const each of open.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});

function journal(options: Partial<JournalOptions> = {}): Journal {
  const made = new Journal({ folder, simulated: false, nameOf: (id) => names[id], tell: (code, detail) => { told.push({ code, detail }); }, ...options });
  open.push(made);
  return made;
}
const up = (accessPoint: string): RecordEntry => ({ kind: 'linkUp', accessPoint, byHandover: false });
const opened = (session: string, client: string, accessPoint: string): RecordEntry => ({ kind: 'sessionOpened', session, client, configuration: accessPoint, accessPoint });
const answer = (session: string, candidate: string): RecordEntry => ({ kind: 'answer', session, answer: 'migrate', by: 'Desktop', how: 'asked', candidate });
const newest = (from: Journal, filter: RecordFilter = {}, limit = 50, cursor: RecordCursor | null = null) => from.page({ filter, cursor, limit, order: 'newestFirst' });
const times = (records: readonly JournalRecord[]) => records.map(({ at }) => at);

describe('the journal', () => {
  it('writes what happened within half a second, without being asked', () => {
    vi.useFakeTimers();
    journal().add(1000, up('cable'));
    expect(readJournal(folder)).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(readJournal(folder)).toEqual([{ at: 1000, time: '1970-01-01T00:00:01.000Z', kind: 'linkUp', accessPoint: 'cable', byHandover: false, names: { cable: 'Cable' } }]);
  });

  it('keeps entries as they were, whatever becomes of what they were made of', () => {
    const record = journal();
    const entry = { kind: 'linkUp' as const, accessPoint: 'cable', byHandover: false };
    record.add(1, entry);
    entry.accessPoint = 'office';
    expect(newest(record).records[0]?.entry).toEqual(up('cable'));
  });

  it('gives pages, newest first, that fit together', () => {
    const record = journal();
    for (let at = 0; at < 25; at += 1) record.add(at, up(at % 2 === 0 ? 'cable' : 'office'));
    const first = newest(record, {}, 10);
    const second = newest(record, {}, 10, first.next);
    const third = newest(record, {}, 10, second.next);
    expect([...times(first.records), ...times(second.records), ...times(third.records)]).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
    expect(third.next).toBeNull();
  });

  it('finds by access point, program, kind, time and part of a name, and by several of them', () => {
    const record = journal();
    record.add(1, opened('s1', 'rsync', 'cable'));
    record.add(2, opened('s2', 'call', 'office'));
    record.add(3, answer('s1', 'office'));
    record.add(4, up('phone'));
    const found = (filter: RecordFilter) => times(newest(record, filter).records);
    expect(found({ accessPoint: 'office' })).toEqual([3, 2]);
    // An answer names its session alone; that it was rsync's is known from when it was opened.
    expect(found({ client: 'rsync' })).toEqual([3, 1]);
    expect(found({ kinds: ['linkUp', 'answer'] })).toEqual([4, 3]);
    expect(found({ from: 2, to: 4 })).toEqual([3, 2]);
    expect(found({ text: 'office' })).toEqual([3, 2]);
    expect(found({ text: 'RSY' })).toEqual([3, 1]);
    expect(found({ client: 'rsync', accessPoint: 'office' })).toEqual([3]);
    expect(found({ text: 'nowhere' })).toEqual([]);
    expect(found({ accessPoint: 'never seen' })).toEqual([]);
  });

  it('finds what a plain search through everything finds, for any filter', () => {
    const accessPoints = ['cable', 'office', 'phone'];
    const events = fc.array(fc.record({ at: fc.integer({ min: 0, max: 30 }), on: fc.constantFrom(...accessPoints), client: fc.constantFrom('rsync', 'call'), kind: fc.constantFrom('linkUp' as const, 'sessionOpened' as const) }), { maxLength: 40 });
    const filters = fc.record({ kinds: fc.subarray(['linkUp' as const, 'sessionOpened' as const], { minLength: 1 }), accessPoint: fc.constantFrom(...accessPoints), client: fc.constantFrom('rsync', 'call'), from: fc.integer({ min: 0, max: 30 }), to: fc.integer({ min: 0, max: 30 }) }, { requiredKeys: [] });
    fc.assert(fc.property(events, filters, fc.integer({ min: 1, max: 7 }), (all, filter, limit) => {
      const record = journal({ folder: mkdtempSync(join(folder, 'run-')) });
      all.forEach(({ at, on, client, kind }, index) => { record.add(at, kind === 'linkUp' ? up(on) : opened(`s${index}`, client, on)); });
      const expected = all.map((each, index) => ({ ...each, id: index + 1 })).filter(({ at, on, client, kind }) =>
        (filter.kinds?.includes(kind) ?? true) && (filter.accessPoint ?? on) === on && (filter.client === undefined || (kind === 'sessionOpened' && client === filter.client)) && at >= (filter.from ?? 0) && at < (filter.to ?? 99))
        .sort((a, b) => b.at - a.at || b.id - a.id).map(({ id }) => id);
      const found: number[] = [];
      for (let cursor: RecordCursor | null | undefined; cursor !== null;) {
        const page = newest(record, filter, limit, cursor);
        found.push(...page.records.map(({ id }) => id));
        cursor = page.next;
      }
      expect(found).toEqual(expected);
      record.close();
    }), { numRuns: Number(process.env['HANDOVER_RUNS'] ?? 30) });
  });

  it('calls an access point what it was called last, also when it has long gone', () => {
    const record = journal();
    record.add(1, up('cable'));
    record.flush();
    names['cable'] = 'Desk';
    record.add(2, up('cable'));
    record.flush();
    delete names['cable'];
    record.add(3, up('cable'));
    expect(newest(record).records.map((each) => each.names)).toEqual([{ cable: 'Desk' }, { cable: 'Desk' }, { cable: 'Desk' }]);
    names['cable'] = 'Cable';
  });

  it('has a number of its own for every kind of entry', () => {
    expect(new Set(allKindNumbers).size).toBe(recordKinds.length);
    expect(allKindNumbers.every((each) => each > 0)).toBe(true);
  });

  it('goes on where it was when it is opened again', () => {
    const first = journal();
    first.add(1, up('cable'));
    first.close();
    const second = journal();
    second.add(2, up('office'));
    expect(times(newest(second).records)).toEqual([2, 1]);
  });

  it.skipIf(process.platform === 'win32')('is the user\'s alone, its log too', () => {
    const record = journal();
    record.add(1, up('cable'));
    record.flush();
    expect([record.path, `${record.path}-wal`].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('keeps what is simulated apart', () => {
    const real = journal();
    const simulated = journal({ simulated: true });
    real.add(1, up('cable'));
    simulated.add(2, up('office'));
    expect(times(newest(real).records)).toEqual([1]);
    expect(times(newest(simulated).records)).toEqual([2]);
  });

  it('deletes a range, and everything that would find it', () => {
    const record = journal();
    for (let at = 1; at <= 5; at += 1) record.add(at, opened(`s${at}`, 'rsync', 'cable'));
    expect(record.delete(2, 4)).toBe(2);
    expect(times(newest(record, { client: 'rsync', accessPoint: 'cable' }).records)).toEqual([5, 4, 1]);
  });

  it('takes JSON lines of former versions over, once, and leaves out the half line of a kill', () => {
    const line = (at: number) => JSON.stringify({ at, time: new Date(at).toISOString(), kind: 'linkUp', accessPoint: 'old', byHandover: true, names: { old: 'Old one' } });
    writeFileSync(join(folder, 'journal.jsonl.1'), `${line(1)}\n`);
    writeFileSync(join(folder, 'journal.jsonl'), `${line(2)}\n${line(3)}\n${line(4).slice(0, 30)}`);
    const first = journal();
    expect(newest(first).records.map(({ at, names: called }) => [at, called['old']])).toEqual([[3, 'Old one'], [2, 'Old one'], [1, 'Old one']]);
    first.close();
    // Killed before they were renamed.
    writeFileSync(join(folder, 'journal.jsonl'), line(2));
    expect(times(newest(journal()).records)).toEqual([3, 2, 1]);
    expect(readdirSync(folder)).toContain('journal.jsonl.taken-over');
  });
});

describe('a journal that cannot be as it should', () => {
  const asides = () => readdirSync(folder).filter((each) => each.includes('unreadable') && each.endsWith('.sqlite'));

  it('sets a file aside that is none of SQLite\'s, says so, and begins anew', () => {
    writeFileSync(join(folder, 'journal.sqlite'), 'not a database '.repeat(1000));
    const record = journal();
    record.add(1, up('cable'));
    expect(times(newest(record).records)).toEqual([1]);
    expect(told).toEqual([{ code: 'journalAside', detail: expect.stringContaining(asides()[0] ?? '?') as string }]);
  });

  it('sets a file of a newer version aside, whole', () => {
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    journal();
    expect(told[0]?.detail).toContain('newer Handover');
    expect(asides()).toHaveLength(1);
  });

  it('sets a file aside that turns out to be damaged while it is in use, and keeps what was to be written', () => {
    const first = journal();
    for (let at = 0; at < 3000; at += 1) first.add(at, opened(`s${at}`, 'rsync', 'cable'));
    first.close();
    damage(join(folder, 'journal.sqlite'));
    const second = journal();
    second.add(5000, up('office'));
    second.page({ filter: {}, cursor: null, limit: 5000, order: 'newestFirst' });
    expect(times(newest(second).records)).toContain(5000);
    expect(told.map(({ code }) => code)).toEqual(['journalAside']);
    expect(asides()).toHaveLength(1);
  });

  it('goes on without a file where there can be none, and says so', () => {
    writeFileSync(join(folder, 'taken'), '');
    const record = journal({ folder: join(folder, 'taken', 'data') });
    record.add(1, up('cable'));
    expect(times(newest(record).records)).toEqual([1]);
    expect(told.map(({ code }) => code)).toEqual(['journalFailed']);
  });

  it('says once that it cannot write, keeps what waits, and writes it when it can', () => {
    vi.useFakeTimers();
    const record = journal();
    const other = new DatabaseSync(record.path);
    other.exec('CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(FAIL, \'disk full\'); END');
    record.add(1, up('cable'));
    vi.advanceTimersByTime(2000);
    record.add(2, up('cable'));
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([{ code: 'journalFailed', detail: expect.stringContaining('disk full') as string }]);
    other.exec('DROP TRIGGER full');
    other.close();
    vi.advanceTimersByTime(60_000);
    expect(readJournal(folder).map(({ at }) => at)).toEqual([1, 2]);
  });
});

describe('its bounds', () => {
  const day = 86_400_000;
  const settle = () => { for (let each = 0; each < 200; each += 1) vi.advanceTimersByTime(1000); };

  it('lets details go after 90 days', () => {
    vi.useFakeTimers({ now: 100 * day });
    const record = journal();
    for (const age of [95, 91, 89, 1]) record.add((100 - age) * day, up('cable'));
    record.flush();
    settle();
    expect(times(newest(record).records)).toEqual([99 * day, 11 * day]);
    expect(told).toEqual([]);
  });

  it('lets the oldest go when there is no more room, and says up to when', () => {
    vi.useFakeTimers({ now: day });
    const record = journal({ bounds: { detail: 90 * day, sums: 900 * day, size: 400_000 } });
    for (let at = 0; at < 5000; at += 1) record.add(at, opened(`s${at}`, 'rsync', 'cable'));
    record.flush();
    settle();
    const kept = times(record.page({ filter: {}, cursor: null, limit: 9999, order: 'newestFirst' }).records);
    expect(kept[0]).toBe(4999);
    expect(kept.length).toBeLessThan(4500);
    expect(kept.length).toBeGreaterThan(500);
    expect(told.map(({ code }) => code)).toEqual(['journalCut']);
  });
});

/** Overwrites pages in the middle. */
function damage(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const page = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.close();
  const file = readFileSync(path);
  file.fill(0xa5, page * 8, page * (pages - 2));
  writeFileSync(path, file);
}
