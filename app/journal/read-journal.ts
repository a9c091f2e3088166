import { existsSync } from 'node:fs';
import type { JournalRecord } from '../contract/record.ts';
import { Database } from './database.ts';
import { journalFile } from './journal.ts';
import { RecordStore } from './record-store.ts';
import { Subjects } from './subjects.ts';

/** A record as one line of JSON has it: when, the same for people, what happened, and what the configurations in it are called. */
export type JournalLine = { at: number; time: string; kind: string; names: Record<string, string> } & Record<string, unknown>;

export const lineOf = ({ at, entry, names }: JournalRecord): JournalLine => ({ at, time: new Date(at).toISOString(), ...entry, names });

/**
 * All that is recorded in a data folder, real and simulated, in order. For tools and tests: it reads the files beside
 * a Handover that may be running, and has what it has written so far.
 */
export function readJournal(folder: string): JournalLine[] {
  const lines = [false, true].flatMap((simulated) => readFile(journalFile(folder, simulated)));
  return lines.sort((a, b) => a.at - b.at);
}

function readFile(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  const database = new Database(path, { readOnly: true });
  try {
    const records = new RecordStore(database, new Subjects(database));
    return records.page({ filter: {}, cursor: null, limit: Number.MAX_SAFE_INTEGER - 1, order: 'oldestFirst' }).records.map(lineOf);
  } finally {
    database.close();
  }
}
