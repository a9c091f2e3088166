import type { JournalRecord } from '../contract/record.ts';
import type { Journal } from '../journal/journal.ts';

/** Breaks that are gone by, the latest. */
const goneBy = 5;
/** Records that are read for them. */
const mostRead = 100;

/** How long the link was away in former moves to this access point, as the record has it. */
export function breaksIn(journal: Journal, accessPoint: string): number | null {
  const { records } = journal.page({ filter: { kinds: ['trialStarted', 'linkUp'], accessPoint }, cursor: null, limit: mostRead, order: 'newestFirst' });
  return breakLasted(records.reverse(), accessPoint);
}

/**
 * How long the link was away when one moved to this access point before, with the old link given up for it: from the
 * start of a trial until the new link was up, the middle of the last few, ms. null: that has not happened yet.
 *
 * @param records trials that began and links that came up, oldest first
 */
export function breakLasted(records: readonly JournalRecord[], accessPoint: string): number | null {
  const lasted: number[] = [];
  let since: number | null = null;
  for (const { at, entry } of records) {
    if (entry.kind === 'trialStarted') since = entry.trial.to === accessPoint && !entry.trial.overlap ? at : null;
    if (entry.kind !== 'linkUp' || entry.accessPoint !== accessPoint || since === null) continue;
    lasted.push(at - since);
    since = null;
  }
  const few = lasted.slice(-goneBy).sort((a, b) => a - b);
  return few[Math.floor(few.length / 2)] ?? null;
}
