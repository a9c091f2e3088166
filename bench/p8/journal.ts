import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { RecordEntry } from '../../app/contract/record-entry.ts';
import type { RecordFilter } from '../../app/contract/record.ts';
import { Journal } from '../../app/journal/journal.ts';
import { answer } from '../shared/answering.ts';

/** The journal in a process of its own, filled with records such as a year of a busy machine leaves; and SQLite alone with the same rows. */
const folder = mkdtempSync(join(tmpdir(), 'handover-p8-'));
const start = Date.UTC(2025, 0, 1);
/** ms between two records: a million of them are half a year. */
const apart = 15_000;
const accessPoints = 30;
const batch = 1_000;

const journal = new Journal({
  folder, simulated: false, nameOf: (id) => (id.startsWith('ap-') ? `Network ${id}` : undefined), tell: (code, detail) => { throw new Error(`${code}: ${detail}`); },
  bounds: { detail: Infinity, sums: Infinity, size: Infinity }, writeBehind: 1e9,
});
let made = 0;

/** A mixture: mostly events of links, decisions with both sides of them, sessions. */
function entry(index: number): RecordEntry {
  const [a, b] = [`ap-${index % accessPoints}`, `ap-${(index * 7 + 1) % accessPoints}`];
  const client = `program ${index % 12}`;
  const standing = (accessPoint: string) => ({
    accessPoint, inReach: true, kind: 'wifi' as const, order: index % 5, connectivity: 'full' as const, connectivitySince: start, metered: false, security: 'wpa2' as const, level: -60, noise: null, frequency: 5220, score: { level: -60, band: 2 },
  });
  switch (index % 6) {
    case 0: return { kind: 'linkUp', accessPoint: a, byHandover: false };
    case 1: return { kind: 'linkDown', accessPoint: a, byHandover: false };
    case 2: return { kind: 'connectivity', accessPoint: a, interface: 'wlan0', connectivity: 'full' };
    case 3: return { kind: 'sessionOpened', session: `session-${index}`, client, configuration: a, accessPoint: a };
    case 4: return { kind: 'sessionClosed', session: `session-${index}`, client, configuration: a, accessPoint: a, error: null, received: index, sent: index };
    default: return { kind: 'decision', decision: { at: start, session: 'session-1', current: standing(a), candidate: standing(b), outcome: { outcome: 'held', reason: { code: 'holding', until: start } } } };
  }
}

/** ms to take in and write the next thousand. */
function append(): number {
  const entries = Array.from({ length: batch }, (_, index) => entry(made + index));
  const began = performance.now();
  for (const each of entries) journal.add(start + made++ * apart, each);
  journal.flush();
  return performance.now() - began;
}

/** The same rows through prepared statements, and nothing else. */
const raw = new DatabaseSync(journal.path);
raw.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
const record = raw.prepare('INSERT INTO records (at, entry) VALUES (?, ?)');
const mark = raw.prepare('INSERT INTO marks (subject, kind, at, record) VALUES (?, ?, ?, ?)');
function appendRaw(): number {
  const rows = Array.from({ length: batch }, (_, index) => {
    const made_ = entry(made + index);
    return { json: JSON.stringify(made_), subjects: made_.kind === 'decision' ? [0, 1, 2] : made_.kind === 'sessionOpened' || made_.kind === 'sessionClosed' ? [0, 1, 31] : [0, 1], kind: (index % 6) + 1 };
  });
  const began = performance.now();
  raw.exec('BEGIN IMMEDIATE');
  for (const { json, subjects, kind } of rows) {
    const at = start + made++ * apart;
    const id = Number(record.run(at, json).lastInsertRowid);
    for (const subject of subjects) mark.run(subject, kind, at, id);
  }
  raw.exec('COMMIT');
  return performance.now() - began;
}

const middle = () => ({ at: start + (made / 2) * apart, id: made / 2 });
const pages: Record<string, { filter: RecordFilter; inMiddle?: boolean }> = {
  newest: { filter: {} }, middle: { filter: {}, inMiddle: true }, accessPoint: { filter: { accessPoint: 'ap-3' }, inMiddle: true },
  client: { filter: { client: 'program 3' } }, name: { filter: { text: 'network ap-1' } }, both: { filter: { accessPoint: 'ap-3', client: 'program 3', kinds: ['sessionOpened'] } },
};

await answer((word) => {
  const [what = '', argument = ''] = word.split(' ');
  const time = (run: () => { length: number }): { time: number; rows: number } => { const began = performance.now(); const { length } = run(); return { time: performance.now() - began, rows: length }; };
  switch (what) {
    case 'make': {
      while (made < Number(argument)) append();
      // A month of minutes for every access point in use, and years of days.
      for (let minute = 0; minute < 31 * 1440; minute += 1) journal.count({ at: start + minute * 60_000, interface: 'wlan0', accessPoint: `ap-${minute % accessPoints}`, received: minute, sent: 1 });
      for (let day = 0; day < 1800; day += 1) for (let each = 0; each < accessPoints; each += 1) journal.count({ at: start - day * 86_400_000, interface: 'wlan0', accessPoint: `ap-${each}`, received: day, sent: 1 });
      journal.flush();
      return { records: made };
    }
    case 'append': return { time: append() };
    case 'raw': return { time: appendRaw() };
    case 'page': {
      const { filter, inMiddle = false } = pages[argument] ?? { filter: {} };
      return time(() => journal.page({ filter, cursor: inMiddle ? middle() : null, limit: 50, order: 'newestFirst' }).records);
    }
    case 'month': return time(() => journal.history('day', start, start + 31 * 86_400_000).rows);
    case 'end': raw.close(); journal.close(); rmSync(folder, { recursive: true, force: true }); return {};
    default: throw new Error(`What is "${word}"?`);
  }
});
