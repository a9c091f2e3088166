import { join } from 'node:path';
import type { RecordEntry, RecordSink } from '../core/ports/record.ts';
import { Database, isBusy, isDamaged, reasonOf } from './database.ts';
import { defaultBounds, keepBounds, type Bounds } from './keep.ts';
import { RecordStore, type PageQuery, type PendingRecord } from './record-store.ts';
import { namesIn, Subjects } from './subjects.ts';
import { takeOver } from './take-over.ts';

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
  #pending: PendingRecord[] = [];
  /** Who a session belongs to: later records name the session alone. */
  readonly #clients = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #keepTimer: NodeJS.Timeout | null = null;
  #failures = 0;
  #toldCut = false;
  #isClosed = false;

  constructor(private readonly options: JournalOptions) {
    this.path = journalFile(options.folder, options.simulated);
    ({ database: this.#database, subjects: this.#subjects, records: this.#records } = this.#open());
    this.#keepLater(options.writeBehind ?? defaultWriteBehind);
  }

  add(at: number, entry: RecordEntry): void {
    if (this.#isClosed) return;
    this.#pending.push({ at, kind: entry.kind, json: JSON.stringify(entry), names: namesIn(entry, this.options.nameOf), client: this.#clientOf(entry) });
    this.#writeLater();
  }

  /** A page of what there is, what was added a moment ago included. */
  page(query: PageQuery): ReturnType<RecordStore['page']> {
    this.flush();
    return this.#guarded(() => this.#records.page(query)) ?? { records: [], next: null };
  }

  /** Deletes what happened from `from` until before `to`; gives how many records went. */
  delete(from: number, to: number): number {
    this.flush();
    let count = 0;
    this.#guarded(() => { this.#database.transaction(() => { count = this.#records.delete(from, to); }); });
    return count;
  }

  /** Writes what waits, now. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    try {
      this.#database.transaction(() => { for (const each of this.#pending) this.#records.append(each); });
      this.#pending = [];
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

  #open(memory: string | null = null): { database: Database; subjects: Subjects; records: RecordStore } {
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
    return { database, subjects, records };
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
    ({ database: this.#database, subjects: this.#subjects, records: this.#records } = this.#open(cannot));
    this.#failures = 0;
    if (this.#pending.length > 0) this.#writeLater();
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
