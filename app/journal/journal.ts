import { join } from 'node:path';
import type { RecordAbout, TrafficRow, TrafficSpan } from '../contract/record.ts';
import type { Passed, RecordEntry, RecordSink } from '../core/ports/record.ts';
import { Database, isBusy, isDamaged, reasonOf } from './database.ts';
import { defaultBounds, keepBounds, type Bounds } from './keep.ts';
import { RecordStore, type PageQuery, type PendingRecord } from './record-store.ts';
import { namesIn, Subjects } from './subjects.ts';
import { takeOver } from './take-over.ts';
import { startOf, TrafficStore } from './traffic-store.ts';

export interface JournalOptions {
  folder: string;
  /** What the simulated network does is kept apart: it never happened. */
  simulated: boolean;
  nameOf: (id: string) => string | undefined;
  /** Something is not as it should be: `journalFailed` it cannot be written, `journalAside` a file that cannot be read, `journalCut` old records went for want of room. */
  tell: (code: 'journalFailed' | 'journalAside' | 'journalCut', detail: string) => void;
  bounds?: Bounds;
  /** ms; how long what happened may wait to be written. */
  writeBehind?: number;
}

/** Later than anything, and still a date, ms. */
const endOfTime = 8e15;

export type Costs = RecordAbout['costs'];

/** ms. What a kill may take. */
const defaultWriteBehind = 500;
/** ms, after a failure: longer each time. */
const longestRetry = 30_000;
/** Entries that wait at most while nothing can be written; then the oldest are given up. */
const mostPending = 10_000;
/** ms between two looks at the bounds. */
const keepEvery = 600_000;

export const journalFile = (folder: string, simulated: boolean): string => join(folder, simulated ? 'journal-simulated.sqlite' : 'journal.sqlite');

/**
 * The record on disk. What happens is gathered and written in one transaction at most half a second later, so that no
 * event waits for the disk. Whatever the disk does, Handover goes on: it is told once, and tried again.
 */
export class Journal implements RecordSink {
  readonly path: string;
  #database: Database;
  #subjects: Subjects;
  #records: RecordStore;
  #traffic: TrafficStore;
  #pending: PendingRecord[] = [];
  readonly #passed = new Map<string, Passed>();
  #spent: (Costs & { at: number })[] = [];
  /** Who a session belongs to: later records name the session alone. */
  readonly #clients = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #keepTimer: NodeJS.Timeout | null = null;
  #failures = 0;
  #toldCut = false;
  #isClosed = false;

  constructor(private readonly options: JournalOptions) {
    this.path = journalFile(options.folder, options.simulated);
    ({ database: this.#database, subjects: this.#subjects, records: this.#records, traffic: this.#traffic } = this.#open());
    this.#keepLater(options.writeBehind ?? defaultWriteBehind);
  }

  add(at: number, entry: RecordEntry): void {
    if (this.#isClosed) return;
    this.#pending.push({ at, kind: entry.kind, json: JSON.stringify(entry), names: namesIn(entry, this.options.nameOf), client: this.#clientOf(entry) });
    this.#writeLater();
  }

  /** Bytes that passed; gathered by the minute until they are written. */
  count(passed: Passed): void {
    if (this.#isClosed) return;
    const at = startOf('minute', passed.at);
    const key = `${at} ${passed.interface} ${passed.accessPoint ?? ''}`;
    const before = this.#passed.get(key);
    this.#passed.set(key, { ...passed, at, received: (before?.received ?? 0) + passed.received, sent: (before?.sent ?? 0) + passed.sent });
    this.#writeLater();
  }

  /** What Handover itself took: processor time in ms, scans asked for, calls on the bus; by the hour. */
  spend(at: number, { processor, scans, calls }: Costs): void {
    this.#spent.push({ at: startOf('hour', at), processor: Math.round(processor), scans, calls });
    this.#writeLater();
  }

  /** Traffic by span, and what the access points in it are called. */
  history(span: TrafficSpan, from: number, to: number): { rows: TrafficRow[]; names: Record<string, string> } {
    this.flush();
    const rows = this.#guarded(() => this.#traffic.history(span, from, to)) ?? [];
    return { rows, names: namesIn(rows.map(({ accessPoint }) => accessPoint), (id) => this.#subjects.nameOf(id)) };
  }

  /** Both directions together, since the beginning of the day that `from` lies in. */
  used(accessPoints: Iterable<string>, from: number): number {
    this.flush();
    return this.#guarded(() => this.#traffic.used(accessPoints, from)) ?? 0;
  }

  /** It is the id of something that the record has a name for. */
  knows(configuration: string): boolean { return this.#subjects.find('configuration', configuration) !== undefined; }

  /** Whom and what the record knows, for filters; what it takes; since when it goes. */
  about(from: number): RecordAbout {
    this.flush();
    const empty: RecordAbout = { clients: [], accessPoints: [], path: this.path, isKept: false, bytes: 0, oldest: null, costs: { processor: 0, scans: 0, calls: 0 } };
    return this.#guarded(() => {
      const costs = this.#database.statement('SELECT total(processor) AS processor, total(scans) AS scans, total(calls) AS calls FROM costs WHERE start >= ?').get(startOf('hour', from));
      return {
        ...empty, isKept: this.#database.isFile, bytes: this.#database.size(), oldest: this.#records.oldest(),
        clients: this.#subjects.list('client').map(({ key }) => key),
        accessPoints: this.#subjects.list('configuration').map(({ key, name }) => ({ id: key, name })),
        costs: { processor: Number(costs?.['processor'] ?? 0), scans: Number(costs?.['scans'] ?? 0), calls: Number(costs?.['calls'] ?? 0) },
      };
    }) ?? empty;
  }

  /** A page of what there is, what was added a moment ago included. */
  page(query: PageQuery): ReturnType<RecordStore['page']> {
    this.flush();
    return this.#guarded(() => this.#records.page(query)) ?? { records: [], next: null };
  }

  /** Deletes what happened from `from` until before `to`, and the traffic of the days it touches; gives how many records went. */
  delete(from: number, to: number): number {
    this.flush();
    let count = 0;
    this.#guarded(() => {
      this.#database.transaction(() => {
        count = this.#records.delete(from, to);
        this.#traffic.delete(from, to);
      });
    });
    return count;
  }

  /** Of a played time that is still to come: what was recorded of it by a run that played faster. */
  deleteAfter(now: number): void {
    this.#guarded(() => {
      this.#database.transaction(() => {
        this.#records.delete(now, endOfTime);
        this.#traffic.delete(new Date(now).setHours(24, 0, 0, 0), endOfTime);
      });
    });
  }

  /** Writes what waits, now. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0 && this.#passed.size === 0 && this.#spent.length === 0) return;
    try {
      this.#database.transaction(() => { this.#write(); });
      this.#pending = [];
      this.#passed.clear();
      this.#spent = [];
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#isClosed = true;
    for (const timer of [this.#timer, this.#keepTimer]) if (timer) clearTimeout(timer);
    try {
      this.#database.close();
    } catch (error) {
      this.options.tell('journalFailed', reasonOf(error));
    }
  }

  #open(memory: string | null = null): { database: Database; subjects: Subjects; records: RecordStore; traffic: TrafficStore } {
    const database = new Database(this.path, { memory });
    const { outcome } = database;
    if (outcome.opened === 'anew') this.options.tell('journalAside', `${outcome.aside}: ${outcome.reason}`);
    if (outcome.opened === 'memory') this.options.tell('journalFailed', `${this.path}: ${outcome.reason}`);
    const subjects = new Subjects(database);
    const records = new RecordStore(database, subjects);
    try {
      if (database.isFile) takeOver(join(this.options.folder, 'journal.jsonl'), database, records);
    } catch (error) {
      subjects.read();
      this.options.tell('journalFailed', reasonOf(error));
    }
    return { database, subjects, records, traffic: new TrafficStore(database, subjects) };
  }

  #write(): void {
    for (const each of this.#pending) this.#records.append(each);
    for (const each of this.#passed.values()) this.#traffic.add(each, this.options.nameOf(each.accessPoint ?? '') ?? '');
    const spend = this.#database.statement(`INSERT INTO costs (start, processor, scans, calls) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET processor = processor + excluded.processor, scans = scans + excluded.scans, calls = calls + excluded.calls`);
    for (const { at, processor, scans, calls } of this.#spent) spend.run(at, processor, scans, calls);
  }

  #clientOf(entry: RecordEntry): string | null {
    if ('client' in entry) {
      if (entry.kind === 'sessionOpened') this.#clients.set(entry.session, entry.client);
      if (entry.kind === 'sessionClosed') this.#clients.delete(entry.session);
      return entry.client;
    }
    return this.#clients.get(sessionOf(entry) ?? '') ?? null;
  }

  #writeLater(): void {
    if (this.#timer || this.#isClosed) return;
    const writeBehind = this.options.writeBehind ?? defaultWriteBehind;
    this.#timer = setTimeout(() => { this.#timer = null; this.flush(); }, this.#failures === 0 ? writeBehind : Math.min(writeBehind * 2 ** this.#failures, longestRetry));
    this.#timer.unref();
  }

  /** What could not be written waits for the next try; a damaged file is set aside for a new one. */
  #failed(error: unknown): void {
    this.#subjects.read();
    if (isDamaged(error)) { this.#beginAnew(error); return; }
    // Somebody else writes just now: that passes.
    if (this.#failures === 0 && !isBusy(error)) this.options.tell('journalFailed', `${this.path}: ${reasonOf(error)}`);
    this.#failures += 1;
    if (this.#pending.length > mostPending) this.#pending.splice(0, this.#pending.length - mostPending);
    this.#writeLater();
  }

  #beginAnew(error: unknown): void {
    let cannot: string | null = null;
    try {
      this.options.tell('journalAside', `${this.#database.setAside()}: ${reasonOf(error)}`);
    } catch (failure) {
      cannot = reasonOf(failure);
    }
    ({ database: this.#database, subjects: this.#subjects, records: this.#records, traffic: this.#traffic } = this.#open(cannot));
    this.#failures = 0;
    this.#writeLater();
  }

  /** What cannot be read or deleted is told as what cannot be written is; there is nothing to show then. */
  #guarded<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (isDamaged(error)) this.#beginAnew(error); else this.options.tell('journalFailed', `${this.path}: ${reasonOf(error)}`);
      return null;
    }
  }

  #keepLater(wait: number): void {
    this.#keepTimer = setTimeout(() => {
      let more = false;
      try {
        const kept = keepBounds(this.#database, this.#records, this.options.bounds ?? defaultBounds, Date.now());
        ({ more } = kept);
        if (kept.cutUntil !== null) this.#tellCut(kept.cutUntil);
      } catch (error) {
        this.#failed(error);
      }
      if (!this.#isClosed) this.#keepLater(more ? this.options.writeBehind ?? defaultWriteBehind : keepEvery);
    }, wait);
    this.#keepTimer.unref();
  }

  #tellCut(until: number): void {
    if (this.#toldCut) return;
    this.#toldCut = true;
    this.options.tell('journalCut', new Date(until).toISOString());
  }
}

function sessionOf(entry: RecordEntry): string | null {
  switch (entry.kind) {
    case 'decision': return entry.decision.session;
    case 'offer': return entry.offer.session;
    case 'trialStarted': return entry.trial.session;
    default: return 'session' in entry ? entry.session : null;
  }
}
