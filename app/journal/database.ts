import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { migrate, NewerFileError } from './schema.ts';

/** SQLite's codes for a file that is damaged, or none of SQLite's. */
const damaged = new Set([11, 26]);
/** … for a file that another process writes at this moment. */
const busy = 5;

export type Opened =
  | { opened: 'file' }
  /** What was there could not be read; it is kept under another name, and a new file begins. */
  | { opened: 'anew'; aside: string; reason: string }
  /** Nothing can be kept: what happens is remembered until the end of this run. */
  | { opened: 'memory'; reason: string };

/** The journal's file, with SQLite's settings; statements are prepared once. Never leaves a half-open file behind. */
export class Database {
  readonly outcome: Opened;
  #database: DatabaseSyncInstance;
  readonly #statements = new Map<string, StatementSyncInstance>();

  readonly #isWritten: boolean;

  /** `readOnly`: beside the process whose file it is; throws where it cannot be read. `memory`: why there is to be no file. */
  constructor(readonly path: string, { readOnly = false, memory = null as string | null } = {}) {
    const { database, outcome } = readOnly ? { database: new DatabaseSync(path, { readOnly: true, timeout: 1000 }), outcome: { opened: 'file' } as const } : memory !== null ? inMemory(memory) : open(path);
    this.#database = database;
    this.outcome = outcome;
    this.#isWritten = !readOnly && outcome.opened !== 'memory';
  }

  get isFile(): boolean { return this.outcome.opened !== 'memory'; }

  statement(sql: string): StatementSyncInstance {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  exec(sql: string): void { this.#database.exec(sql); }
  pragma(name: string): number { return Number(this.statement(`PRAGMA ${name}`).get()?.[name] ?? 0); }

  /** All of it or nothing. */
  transaction(act: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      act();
      this.#database.exec('COMMIT');
    } catch (error) {
      // A full disk rolls back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Bytes in use in the file. */
  size(): number { return (this.pragma('page_count') - this.pragma('freelist_count')) * this.pragma('page_size'); }

  /** With everything in the one file, and its log empty. */
  close(): void {
    if (this.#isWritten) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#statements.clear();
    this.#database.close();
  }

  /** Puts the damaged file under another name; gives that. Nothing can be asked of it any more. */
  setAside(): string {
    abandoned.push(this.#database);
    return setAside(this.path);
  }
}

/**
 * Connections to files that were set aside. The library lets go of a closed connection only when its statements are
 * collected as garbage, and SQLite then deletes the log of that name, which is the new file's by now. So they are kept.
 */
const abandoned: DatabaseSyncInstance[] = [];

const codeOf = (error: unknown): number => (error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0);
export const isDamaged = (error: unknown): boolean => damaged.has(codeOf(error)) || error instanceof NewerFileError;
export const isBusy = (error: unknown): boolean => codeOf(error) === busy;
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function open(path: string): { database: DatabaseSyncInstance; outcome: Opened } {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      return { database: openFile(path), outcome: { opened: 'file' } };
    } catch (error) {
      if (!isDamaged(error)) throw error;
      const aside = setAside(path);
      return { database: openFile(path), outcome: { opened: 'anew', aside, reason: reasonOf(error) } };
    }
  } catch (error) {
    return inMemory(reasonOf(error));
  }
}

function inMemory(reason: string): { database: DatabaseSyncInstance; outcome: Opened } {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return { database, outcome: { opened: 'memory', reason } };
}

function openFile(path: string): DatabaseSyncInstance {
  // The user's alone; SQLite gives its log the same rights.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  try {
    // WAL: a commit appends, readers are not held up, and a kill loses nothing that was committed. NORMAL: synced when the log is
    // taken over, so a power cut may lose the last commits, never the file. Another process writes for moments only.
    database.exec('PRAGMA busy_timeout = 250; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4000000; PRAGMA temp_store = MEMORY');
    migrate(database);
    // A folder that became read-only lets the file be opened and read.
    database.exec('BEGIN IMMEDIATE; INSERT INTO facts (name, value) VALUES (\'\', \'\'); ROLLBACK');
    return database;
  } catch (error) {
    if (isDamaged(error)) abandoned.push(database);
    else database.close();
    throw error;
  }
}

/** Under another name beside it, with its log. */
function setAside(path: string): string {
  const aside = `${path.replace(/\.sqlite$/, '')}.unreadable-${new Date().toISOString().replaceAll(':', '-')}.sqlite`;
  for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, aside + end);
  return aside;
}
