import type { RecordEntry } from '../../contract/record-entry.ts';

/** What the core tells the journal: one record a decision or event, with its inputs and its reason. */
export type { RecordEntry } from '../../contract/record-entry.ts';

export interface RecordSink {
  /** Never throws and never blocks. `at` is ms since the epoch. */
  add(at: number, entry: RecordEntry): void;
}
