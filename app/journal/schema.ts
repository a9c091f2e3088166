import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { recordKinds, type RecordKind } from '../contract/record-entry.ts';

/** "HAND": a file of ours, in SQLite's header. */
export const applicationId = 0x48414e44;

/**
 * One step a version, never changed once it was released; the file's `user_version` says which are done.
 *
 * records   what happened: the entry as JSON
 * marks     what it concerns, in the order of time: subject 0 is everything. Every filter of the timeline is a walk along it
 * subjects  configurations, clients and interfaces by their ids, with the last name
 * traffic   bytes by span (minute, hour, day, month), each span whole in itself: what is rolled up is counted as it comes
 * costs     what Handover itself took, by the hour
 * facts     what the journal knows of itself
 */
const migrations: readonly string[] = [
  `CREATE TABLE records (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, entry TEXT NOT NULL);
   CREATE TABLE marks (subject INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, record INTEGER NOT NULL,
     PRIMARY KEY (subject, kind, at, record)) WITHOUT ROWID;
   CREATE TABLE subjects (id INTEGER PRIMARY KEY, type TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (type, key));
   CREATE TABLE traffic (span INTEGER NOT NULL, start INTEGER NOT NULL, interface INTEGER NOT NULL, access_point INTEGER NOT NULL,
     received INTEGER NOT NULL, sent INTEGER NOT NULL, PRIMARY KEY (span, start, interface, access_point)) WITHOUT ROWID;
   CREATE TABLE costs (start INTEGER PRIMARY KEY, processor INTEGER NOT NULL, scans INTEGER NOT NULL, calls INTEGER NOT NULL);
   CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
];

/** Numbers of kinds in `marks`, for good: a new kind takes the next one, a kind that is given up keeps its own. */
const kindNumbers: Readonly<Record<RecordKind, number>> = {
  sessionOpened: 1, sessionClosed: 2, openFailed: 3, decision: 4, offer: 5, offerEnded: 6, answer: 7, ignored: 8, trialStarted: 9, trialTested: 10,
  trialEnded: 11, followed: 12, radioChanged: 13, linkUp: 14, linkDown: 15, activationFailed: 16, connectivity: 17, manager: 18, scan: 19, cap: 20,
};
export const numberOfKind = (kind: RecordKind): number => kindNumbers[kind];
export const allKindNumbers: readonly number[] = recordKinds.map(numberOfKind);

export class NewerFileError extends Error { override name = 'NewerFileError'; }

/** Brings the file to this version's schema, each step whole or not at all. */
export function migrate(database: DatabaseSyncInstance): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) throw new NewerFileError(`It was written by a newer Handover (version ${version}, this one knows ${migrations.length}).`);
  for (let next = version; next < migrations.length; next += 1)
    database.exec(`BEGIN IMMEDIATE; ${migrations[next] ?? ''} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${next + 1}; COMMIT;`);
}
