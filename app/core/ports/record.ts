import type { RecordEntry } from '../../contract/record-entry.ts';

/** What the core tells the journal: one record a decision or event, with its inputs and its reason. */
export type { RecordEntry } from '../../contract/record-entry.ts';

/** Bytes that passed on an interface since it was last looked at, and the access point in use there; null: none was. */
export interface Passed { at: number; interface: string; accessPoint: string | null; received: number; sent: number }

export interface RecordSink {
  /** Never throws and never blocks. `at` is ms since the epoch. */
  add(at: number, entry: RecordEntry): void;
}
