import type { RequestInput, RequestOutput } from '../contract/contract.ts';
import type { JournalRecord, TrafficRow } from '../contract/record.ts';
import type { Journal } from '../journal/journal.ts';
import { lineOf } from '../journal/read-journal.ts';
import { createTexts, recordText, showName, type Texts } from '../text/index.ts';
import { madeUpName, Redactor } from './redact.ts';

/** Records in one part of a file. */
const aPart = 500;

/** The next part of an export. */
export function exportPart(journal: Journal, input: RequestInput<'record.export'>): RequestOutput<'record.export'> {
  return input.what === 'traffic' ? { text: trafficFile(journal, input), next: null } : recordsPart(journal, input);
}

type Wanted = RequestInput<'record.export'>;

function recordsPart(journal: Journal, { filter, cursor, format, redact: isRedacted, language }: Wanted): RequestOutput<'record.export'> {
  const { records, next } = journal.page({ filter, cursor, limit: aPart, order: 'oldestFirst' });
  const shown = isRedacted ? records.map((each) => redactRecord(journal, each)) : records;
  const texts = createTexts(language ?? 'en');
  const lines = shown.map((each) => (format === 'jsonl' ? JSON.stringify(lineOf(each)) : csvLine(recordCells(texts, each))));
  const head = format === 'csv' && cursor === null ? [csvLine(['time', 'kind', 'what', 'why', 'access points', 'program'])] : [];
  return { text: [...head, ...lines].map((line) => `${line}${format === 'csv' ? '\r\n' : '\n'}`).join(''), next };
}

const redactor = new Redactor();

function redactRecord(journal: Journal, record: JournalRecord): JournalRecord {
  const names = Object.fromEntries(Object.keys(record.names).map((id) => [madeUpName(id), madeUpName(id)]));
  return { ...record, entry: redactor.record(record.entry, (text) => journal.knows(text)), names };
}

function recordCells(texts: Texts, { at, entry, names }: JournalRecord): string[] {
  const nameOf = (id: string): string => showName(names[id] ?? '').plain || id;
  const { what, why } = recordText(texts, entry, nameOf, at);
  return [new Date(at).toISOString(), entry.kind, what, why, Object.values(names).map((name) => showName(name).plain).join(', '), 'client' in entry ? showName(entry.client).plain : 'by' in entry ? showName(entry.by).plain : ''];
}

function trafficFile(journal: Journal, { filter, span, format, redact: isRedacted }: Wanted): string {
  const { rows, names } = journal.history(span ?? 'day', filter.from ?? 0, filter.to ?? 8e15);
  const name = ({ accessPoint }: TrafficRow): string => (accessPoint === null ? '' : isRedacted ? madeUpName(accessPoint) : names[accessPoint] ?? '');
  const wanted = rows.filter(({ accessPoint }) => filter.accessPoint === undefined || accessPoint === filter.accessPoint);
  if (format === 'jsonl') return wanted.map((row) => `${JSON.stringify({ time: new Date(row.start).toISOString(), span, ...row, ...(isRedacted && row.accessPoint !== null && { accessPoint: madeUpName(row.accessPoint) }), name: name(row) })}\n`).join('');
  const cells = wanted.map((row) => [new Date(row.start).toISOString(), span ?? 'day', row.interface, showName(name(row)).plain, String(row.received), String(row.sent)]);
  return [['time', 'span', 'interface', 'access point', 'received', 'sent'], ...cells].map((each) => `${csvLine(each)}\r\n`).join('');
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe: networks name themselves. */
const csvLine = (cells: readonly string[]): string => cells.map((cell) => {
  // Marks that keep names from bending the text around them are for screens.
  const plain = cell.replaceAll(/[\u2068\u2069]/g, '');
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}).join(',');
