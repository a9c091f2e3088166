import { recordEntry, type RecordEntry, type RecordKind } from '../contract/record-entry.ts';
import type { JournalRecord, RecordCursor, RecordFilter } from '../contract/record.ts';
import type { Database } from './database.ts';
import { allKindNumbers, numberOfKind } from './schema.ts';
import { everything, namesIn, type Subjects } from './subjects.ts';

/** What waits to be written: the entry as it was, since what it is made of goes on changing. */
export interface PendingRecord { at: number; kind: RecordKind; json: string; names: Record<string, string>; client: string | null }

export interface PageQuery {
  filter: RecordFilter;
  cursor: RecordCursor | null;
  limit: number;
  order: 'newestFirst' | 'oldestFirst';
}

/** The records in the file: appended, read by pages, deleted by the user or by age. */
export class RecordStore {
  constructor(private readonly database: Database, private readonly subjects: Subjects) {}

  /** Inside a transaction. */
  append({ at, kind, json, names, client }: PendingRecord): void {
    const time = Math.round(at);
    const record = Number(this.database.statement('INSERT INTO records (at, entry) VALUES (?, ?)').run(time, json).lastInsertRowid);
    const mark = this.database.statement('INSERT INTO marks (subject, kind, at, record) VALUES (?, ?, ?, ?)');
    const number = numberOfKind(kind);
    mark.run(everything, number, time, record);
    for (const [id, name] of Object.entries(names)) mark.run(this.subjects.number('configuration', id, name), number, time, record);
    if (client !== null) mark.run(this.subjects.number('client', client), number, time, record);
  }

  /** A page of what the filter lets through; `next` is where the following one begins, null at the end. */
  page({ filter, cursor, limit, order }: PageQuery): { records: JournalRecord[]; next: RecordCursor | null } {
    const groups = this.#groupsOf(filter);
    if (groups === null) return { records: [], next: null };
    const [driving = [everything], ...others] = groups;
    const isNewestFirst = order === 'newestFirst';
    const found = new Map<number, number>();
    const sql = walk(isNewestFirst, others.map(({ length }) => length));
    const from = cursor ?? (isNewestFirst ? { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER } : { at: -1, id: -1 });
    const kinds = filter.kinds ? filter.kinds.map(numberOfKind) : allKindNumbers;
    for (const subject of driving)
      for (const kind of kinds)
        for (const row of this.database.statement(sql).all(subject, kind, from.at, from.id, filter.from ?? 0, filter.to ?? Number.MAX_SAFE_INTEGER, ...others.flat(), limit + 1))
          found.set(Number(row['record']), Number(row['at']));
    const sign = isNewestFirst ? -1 : 1;
    const ordered = [...found].sort(([a, atA], [b, atB]) => sign * (atA - atB || a - b));
    const chosen = ordered.slice(0, limit);
    const last = chosen.at(-1);
    return { records: chosen.flatMap(([id, at]) => this.#read(id, at)), next: ordered.length > limit && last ? { at: last[1], id: last[0] } : null };
  }

  /** Deletes what happened from `from` until before `to`. Gives how many records went. */
  delete(from: number, to: number): number {
    const pairs = this.database.statement('SELECT DISTINCT subject, kind FROM marks').all();
    let count = 0;
    for (const { subject, kind } of pairs) {
      if (subject === everything)
        count += this.database.statement('DELETE FROM records WHERE id IN (SELECT record FROM marks WHERE subject = 0 AND kind = ? AND at >= ? AND at < ?)').run(Number(kind), from, to).changes;
      this.database.statement('DELETE FROM marks WHERE subject = ? AND kind = ? AND at >= ? AND at < ?').run(Number(subject), Number(kind), from, to);
    }
    return count;
  }

  /** When the oldest so many records end: what is cut to make room lies before; null: there are no more than that. */
  endOfOldest(count: number): number | null {
    const row = this.database.statement('SELECT at FROM records ORDER BY id LIMIT 1 OFFSET ?').get(count);
    return row ? Number(row['at']) : null;
  }

  /** Time of the first record, by the order of writing; null: there is none. */
  oldest(): number | null {
    const row = this.database.statement('SELECT at FROM records ORDER BY id LIMIT 1').get();
    return row ? Number(row['at']) : null;
  }

  #read(id: number, at: number): JournalRecord[] {
    const row = this.database.statement('SELECT entry FROM records WHERE id = ?').get(id);
    // What another version wrote and this one does not understand is left out, not guessed at.
    const entry = row ? recordEntry.safeParse(JSON.parse(String(row['entry']))) : null;
    return entry?.success ? [{ id, at, entry: entry.data, names: this.namesIn(entry.data) }] : [];
  }

  namesIn(entry: RecordEntry): Record<string, string> { return namesIn(entry, (id) => this.subjects.nameOf(id)); }

  /** Subjects of which one each has to be concerned; null: nothing can fit. */
  #groupsOf({ accessPoint, client, text }: RecordFilter): number[][] | null {
    const groups: number[][] = [];
    if (text !== undefined && text.trim() !== '') {
      const wanted = text.trim().toLocaleLowerCase();
      const called = [...this.subjects.list('configuration'), ...this.subjects.list('client').map((each) => ({ ...each, name: each.key }))]
        .filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
      groups.push(called.slice(0, mostCalled).map(({ number }) => number));
    }
    for (const [type, key] of [['configuration', accessPoint], ['client', client]] as const) {
      if (key === undefined) continue;
      const number = this.subjects.find(type, key);
      groups.push(number === undefined ? [] : [number]);
    }
    return groups.some(({ length }) => length === 0) ? null : groups;
  }
}

/** Subjects that one search looks for. */
const mostCalled = 50;

/** One kind of one subject from the cursor on, where the others are concerned too. */
function walk(isNewestFirst: boolean, others: readonly number[]): string {
  const also = others.map((count) => `AND EXISTS (SELECT 1 FROM marks other WHERE other.subject IN (${Array.from({ length: count }, () => '?').join(', ')})
    AND other.kind = marks.kind AND other.at = marks.at AND other.record = marks.record)`).join(' ');
  return `SELECT at, record FROM marks WHERE subject = ? AND kind = ? AND (at, record) ${isNewestFirst ? '<' : '>'} (?, ?) AND at >= ? AND at < ? ${also}
    ORDER BY at ${isNewestFirst ? 'DESC' : 'ASC'}, record ${isNewestFirst ? 'DESC' : 'ASC'} LIMIT ?`;
}
