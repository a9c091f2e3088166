import type { TrafficRow, TrafficSpan } from '../../app/contract/record.ts';

/** What the page shows at once: so many buckets of a span, the last one that of now. */
export const stretches = {
  hour: { span: 'minute', count: 60 }, day: { span: 'hour', count: 24 }, month: { span: 'day', count: 30 }, year: { span: 'month', count: 12 },
} as const satisfies Record<string, { span: TrafficSpan; count: number }>;
export type Stretch = keyof typeof stretches;

/** Beginnings of the buckets, oldest first, by the clock on the wall; and where the last one ends. */
export function bucketsOf(stretch: Stretch, now: number): { starts: number[]; end: number } {
  const { span, count } = stretches[stretch];
  const date = new Date(now);
  const parts: [number, number, number, number, number] = [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes()];
  const place = { month: 1, day: 2, hour: 3, minute: 4 }[span];
  const startOf = (back: number): number => {
    const moved = parts.map((part, index) => (index < place ? part : index === place ? part - back : index === 2 ? 1 : 0)) as typeof parts;
    return new Date(...moved).getTime();
  };
  return { starts: Array.from({ length: count }, (_, index) => startOf(count - 1 - index)), end: startOf(-1) };
}

export interface Bucket { readonly start: number; readonly received: number; readonly sent: number }
/** What one access point or service network had of all; null: no access point was in use. */
export interface Share<Id = string | null> { readonly id: Id; readonly received: number; readonly sent: number; readonly share: number }

/** Sums by bucket, zero where nothing was counted. */
export function bySpan(rows: readonly TrafficRow[], starts: readonly number[]): Bucket[] {
  const sums = starts.map((start) => ({ start, received: 0, sent: 0 }));
  let index = 0;
  for (const row of [...rows].sort((a, b) => a.start - b.start)) {
    while (index < starts.length - 1 && row.start >= starts[index + 1]!) index += 1;
    const sum = sums[index];
    if (!sum || row.start < sum.start) continue;
    sum.received += row.received;
    sum.sent += row.sent;
  }
  return sums;
}

/** Which bucket something happened in; -1: before the first. The last one has no end. */
export function bucketAt(starts: readonly number[], at: number): number {
  let index = -1;
  while (index < starts.length - 1 && at >= starts[index + 1]!) index += 1;
  return index;
}

/** Sums by access point, the greatest first, with each one's share of all. */
export function byAccessPoint(rows: readonly TrafficRow[]): Share[] {
  const ids = [...new Set(rows.map(({ accessPoint }) => accessPoint))];
  return ids.map((id) => shareOf(id, rows, (accessPoint) => accessPoint === id)).sort((a, b) => b.share - a.share);
}

/** Sums over the members of each network. An access point may be in several: shares need not add up to all. */
export function byNetwork(rows: readonly TrafficRow[], networks: readonly { readonly id: string; readonly members: readonly string[] }[]): Share<string>[] {
  return networks.map(({ id, members }) => shareOf(id, rows, (accessPoint) => accessPoint !== null && members.includes(accessPoint)));
}

function shareOf<Id>(id: Id, rows: readonly TrafficRow[], isPart: (accessPoint: string | null) => boolean): Share<Id> {
  let [received, sent, all] = [0, 0, 0];
  for (const row of rows) {
    all += row.received + row.sent;
    if (!isPart(row.accessPoint)) continue;
    received += row.received;
    sent += row.sent;
  }
  return { id, received, sent, share: all === 0 ? 0 : (received + sent) / all };
}
