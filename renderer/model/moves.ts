import type { RecordEntry, RecordKind } from '../../app/contract/record-entry.ts';
import type { JournalRecord } from '../../app/contract/record.ts';

/** Kinds of records that a move can be in. */
export const moveKinds = ['trialEnded', 'followed'] as const satisfies readonly RecordKind[];

/** The move that came about with an entry; null: none did. */
export function moveOf(entry: RecordEntry): { from: string; to: string } | null {
  if (entry.kind === 'followed') return entry;
  return entry.kind === 'trialEnded' && (entry.end.code === 'accepted' || entry.end.code === 'keptOnSilence') ? entry : null;
}

/** When one moved, and where to; `names` has what it was called then. */
export interface Move { readonly at: number; readonly to: string; readonly names: JournalRecord['names'] }

/** Oldest first. */
export function movesIn(records: readonly JournalRecord[]): Move[] {
  return records.flatMap(({ at, entry, names }) => { const move = moveOf(entry); return move ? [{ at, to: move.to, names }] : []; }).sort((a, b) => a.at - b.at);
}
