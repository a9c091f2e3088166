import { trafficSpans, type TrafficRow, type TrafficSpan } from '../contract/record.ts';
import type { Passed } from '../core/ports/record.ts';
import type { Database } from './database.ts';
import { nobody, type Subjects } from './subjects.ts';


/** When the span begins that a time lies in; hours, days and months are those of the clock on the wall. */
export function startOf(span: TrafficSpan, at: number): number {
  const date = new Date(at);
  switch (span) {
    case 'minute': return date.setSeconds(0, 0);
    case 'hour': return date.setMinutes(0, 0, 0);
    case 'day': return date.setHours(0, 0, 0, 0);
    case 'month': return new Date(date.getFullYear(), date.getMonth()).getTime();
    default: return span satisfies never;
  }
}

/**
 * Bytes by minute, hour, day and month, an interface and an access point. Each of the four is counted as bytes come, in
 * one transaction, so that they agree at every moment and nothing is ever rolled up twice.
 */
export class TrafficStore {
  constructor(private readonly database: Database, private readonly subjects: Subjects) {}

  /** Inside a transaction. */
  add({ at, interface: device, accessPoint, received, sent }: Passed, name: string): void {
    const on = this.subjects.number('interface', device);
    const by = accessPoint === null ? nobody : this.subjects.number('configuration', accessPoint, name);
    const insert = this.database.statement(`INSERT INTO traffic (span, start, interface, access_point, received, sent) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET received = received + excluded.received, sent = sent + excluded.sent`);
    for (const [number, span] of trafficSpans.entries()) insert.run(number, startOf(span, at), on, by, received, sent);
  }

  /** What begins from `from` until before `to`, in order of time. */
  history(span: TrafficSpan, from: number, to: number): TrafficRow[] {
    const interfaces = this.subjects.keys('interface');
    const accessPoints = this.subjects.keys('configuration');
    return this.database.statement('SELECT start, interface, access_point, received, sent FROM traffic WHERE span = ? AND start >= ? AND start < ? ORDER BY start').all(trafficSpans.indexOf(span), from, to)
      .map((row) => ({
        start: Number(row['start']), interface: interfaces.get(Number(row['interface'])) ?? '',
        accessPoint: accessPoints.get(Number(row['access_point'])) ?? null, received: Number(row['received']), sent: Number(row['sent']),
      }));
  }

  /** Both directions together, since the beginning of the day that `from` lies in. */
  used(accessPoints: Iterable<string>, from: number): number {
    const sum = this.database.statement('SELECT total(received + sent) AS bytes FROM traffic WHERE span = 2 AND start >= ? AND access_point = ?');
    let bytes = 0;
    for (const each of accessPoints) {
      const number = this.subjects.find('configuration', each);
      if (number !== undefined) bytes += Number(sum.get(startOf('day', from), number)?.['bytes'] ?? 0);
    }
    return bytes;
  }

  /** Whole days: what is kept of a day is what it was, and a month is the sum of its days. Inside a transaction. */
  delete(from: number, to: number): void {
    const begin = startOf('day', from);
    const end = new Date(startOf('day', to - 1)).setHours(24);
    for (const row of this.database.statement('SELECT start, interface, access_point, received, sent FROM traffic WHERE span = 2 AND start >= ? AND start < ?').all(begin, end))
      this.database.statement('UPDATE traffic SET received = received - ?, sent = sent - ? WHERE span = 3 AND start = ? AND interface = ? AND access_point = ?')
        .run(Number(row['received']), Number(row['sent']), startOf('month', Number(row['start'])), Number(row['interface']), Number(row['access_point']));
    this.database.statement('DELETE FROM traffic WHERE span < 3 AND start >= ? AND start < ?').run(begin, end);
    this.database.statement('DELETE FROM traffic WHERE span = 3 AND received <= 0 AND sent <= 0').run();
  }
}
