import type { exportFormats, JournalRecord, RecordCursor, RecordFilter, TrafficSpan } from '../../app/contract/record.ts';
import type { RecordKind } from '../../app/contract/record-entry.ts';
import type { HandoverClient } from '../../app/hub/client/index.ts';
import { bytesText, recordText, showName } from '../../app/text/index.ts';
import { stateOf, withHost, type Context } from '../context.ts';
import { find } from '../find.ts';
import { print, table } from '../output.ts';

export interface JournalOptions {
  kind?: RecordKind[];
  about?: string;
  client?: string;
  search?: string;
  /** ms since the epoch */
  since?: number;
  count: number;
  export?: (typeof exportFormats)[number];
  redact?: boolean;
}

/** Most entries that the host gives at once. */
const pageSize = 500;

/** What Handover did and decided: the last entries, latest last; or all of them as a file. */
export async function journal(context: Context, options: JournalOptions): Promise<void> {
  await withHost(context, async (client) => {
    const filter: RecordFilter = {
      ...(options.kind && { kinds: options.kind }), ...(options.client !== undefined && { client: options.client }), ...(options.search !== undefined && { text: options.search }),
      ...(options.since !== undefined && { from: options.since }), ...(options.about !== undefined && { accessPoint: find(context, await stateOf(client), options.about).id }),
    };
    if (options.export !== undefined) return exportAll(context, client, filter, options.export, options.redact === true);
    const records = (await lastOf(client, filter, options.count)).reverse();
    print(context, 'journal', records, records.length === 0 ? context.say('none.journal')
      : table(context, [{ title: context.say('column.time') }, { title: context.say('column.event') }, { title: context.say('column.why') }], records.map((each) => line(context, each))));
  });
}

async function lastOf(client: HandoverClient, filter: RecordFilter, count: number): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for (let cursor: RecordCursor | null = null; records.length < count;) {
    const page: { records: JournalRecord[]; next: RecordCursor | null } = await client.request('record.page', { filter, cursor, limit: Math.min(pageSize, count - records.length) });
    records.push(...page.records);
    if (page.next === null) break;
    cursor = page.next;
  }
  return records;
}

function line({ texts }: Context, { at, entry, names }: JournalRecord): string[] {
  const { what, why } = recordText(texts, entry, (id) => showName(names[id] ?? id).plain, at);
  return [timeText(texts.tag, at, { dateStyle: 'short', timeStyle: 'medium' }), what, why].map((cell) => cell.replaceAll(/[\u2066-\u2069]/gu, ''));
}

async function exportAll(context: Context, client: HandoverClient, filter: RecordFilter, format: NonNullable<JournalOptions['export']>, redact: boolean): Promise<void> {
  let cursor: RecordCursor | null = null;
  do {
    const part: { text: string; next: RecordCursor | null } = await client.request('record.export', { what: 'records', format, filter, span: 'day', redact, language: context.texts.language, cursor });
    context.write(part.text);
    cursor = part.next;
  } while (cursor !== null);
}

const formats: Record<TrafficSpan, Intl.DateTimeFormatOptions> = {
  minute: { dateStyle: 'short', timeStyle: 'short' }, hour: { dateStyle: 'short', timeStyle: 'short' }, day: { dateStyle: 'short' }, month: { year: 'numeric', month: 'long' },
};
/** How far back is shown unless it is said, in days. */
const shown: Record<TrafficSpan, number> = { minute: 1 / 24, hour: 1, day: 31, month: 366 };
const day = 86_400_000;

/** What was kept of traffic, by span and access point. @param since ms since the epoch */
export async function trafficHistory(context: Context, span: TrafficSpan, since: number | undefined): Promise<void> {
  await withHost(context, async (client) => {
    const to = Date.now() + day;
    const { rows, names } = await client.request('traffic.history', { span, from: since ?? Date.now() - shown[span] * day, to });
    const { say, texts } = context;
    print(context, 'traffic history', rows.map((row) => ({ ...row, name: row.accessPoint === null ? null : names[row.accessPoint] ?? null })), rows.length === 0 ? say('none.journal') : table(context, [
      { title: say('column.time') }, { title: say('column.interface') }, { title: say('column.accessPoint') }, { title: say('column.received'), right: true }, { title: say('column.sent'), right: true },
    ], rows.map((row) => [timeText(texts.tag, row.start, formats[span]), row.interface, row.accessPoint === null ? '' : showName(names[row.accessPoint] ?? row.accessPoint).plain, bytesText(texts, row.received), bytesText(texts, row.sent)])));
  });
}

const timeText = (tag: string, at: number, format: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(tag, format).format(at);
