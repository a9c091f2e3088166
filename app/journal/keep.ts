import type { Database } from './database.ts';
import type { RecordStore } from './record-store.ts';

/** How much is kept. */
export interface Bounds {
  /** Records, minutes and hours of traffic, ms. */
  detail: number;
  /** Days and months of traffic, and costs, ms. */
  sums: number;
  /** The file, bytes. */
  size: number;
}

const day = 86_400_000;
export const defaultBounds: Bounds = { detail: 90 * day, sums: 5 * 366 * day, size: 200_000_000 };

/** Records that one step deletes: what an event loop does not notice. */
const aStep = 500;

/**
 * Deletes what is above the bounds, one short step at a time. Gives whether there is more to do, and until when records
 * were cut for want of room.
 */
export function keepBounds(database: Database, records: RecordStore, bounds: Bounds, now: number): { more: boolean; cutUntil: number | null } {
  const expired = now - bounds.detail;
  const end = records.endOfOldest(aStep);
  const oldest = records.oldest();
  if (oldest !== null && oldest < expired) {
    database.transaction(() => { records.delete(0, end === null ? expired : Math.min(end + 1, expired)); });
    return { more: true, cutUntil: null };
  }
  database.transaction(() => {
    database.statement('DELETE FROM traffic WHERE span <= 1 AND start < ?').run(expired);
    database.statement('DELETE FROM traffic WHERE span > 1 AND start < ?').run(now - bounds.sums);
    database.statement('DELETE FROM costs WHERE start < ?').run(now - bounds.sums);
  });
  if (database.size() <= bounds.size) {
    // Pages that nobody needs go back to the disk.
    database.exec('PRAGMA incremental_vacuum(200)');
    return { more: database.isFile && database.pragma('freelist_count') > 1000, cutUntil: null };
  }
  if (end === null) return { more: false, cutUntil: null };
  database.transaction(() => { records.delete(0, end + 1); });
  return { more: true, cutUntil: end };
}
