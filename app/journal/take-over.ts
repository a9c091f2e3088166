import { existsSync, readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import { recordKinds } from '../contract/record-entry.ts';
import type { Database } from './database.ts';
import type { RecordStore } from './record-store.ts';

/** A line of the record as it was kept before SQLite. */
const line = z.looseObject({ at: z.number(), time: z.string().optional(), kind: z.enum(recordKinds), names: z.record(z.string(), z.string()).default({}), client: z.string().optional() });

/**
 * Takes JSON lines of former versions into the file, once and as a whole; they are then kept beside it under another
 * name. A line that cannot be read, such as one that a kill cut short, is left out.
 */
export function takeOver(path: string, database: Database, records: RecordStore): void {
  const files = [`${path}.1`, path].filter((file) => existsSync(file));
  if (files.length === 0) return;
  // Killed after the transaction and before the renaming: they are in the file already.
  if (database.statement("SELECT 1 FROM facts WHERE name = 'linesTaken'").get() === undefined)
    database.transaction(() => {
      for (const file of files) for (const each of readFileSync(file, 'utf8').split('\n')) append(each, records);
      database.statement("INSERT INTO facts (name, value) VALUES ('linesTaken', '1')").run();
    });
  for (const file of files) renameSync(file, `${file}.taken-over`);
}

function append(text: string, records: RecordStore): void {
  const read = parse(text);
  if (!read) return;
  const { at, time: _, names, ...entry } = read;
  records.append({ at, kind: entry.kind, json: JSON.stringify(entry), names, client: entry.client ?? null });
}

function parse(text: string): z.infer<typeof line> | null {
  if (text.trim() === '') return null;
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
