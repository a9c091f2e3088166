import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../journal/journal.ts';
import type { RecordCursor } from '../contract/record.ts';
import { exportPart } from './export.ts';

let folder: string;
let journal: Journal;
const hostile = '=HYPERLINK("http://x","a")';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handover-export-'));
  journal = new Journal({ folder, simulated: false, nameOf: (id) => (id === 'evil' ? hostile : undefined), tell: (code, detail) => { throw new Error(`${code}: ${detail}`); } });
});
afterEach(() => { journal.close(); rmSync(folder, { recursive: true, force: true }); });
const wanted = { what: 'records', format: 'csv', filter: {}, span: 'day', redact: false, language: 'en' } as const;

describe('an export', () => {
  it('has no cell that a spreadsheet takes for a formula, and keeps quotes and commas in their cells', () => {
    journal.add(0, { kind: 'linkUp', accessPoint: 'evil', byHandover: false });
    const [, line] = exportPart(journal, { ...wanted, cursor: null }).text.split('\r\n');
    expect(line).toBe(`1970-01-01T00:00:00.000Z,linkUp,"'=HYPERLINK(""http://x"",""a"") is up",,"'=HYPERLINK(""http://x"",""a"")",`);
  });

  it('of many records comes in parts that fit together', () => {
    for (let at = 0; at < 1203; at += 1) journal.add(at, { kind: 'scan', asked: 'list' });
    let text = '';
    for (let cursor: RecordCursor | null | undefined = null; cursor !== undefined;) {
      const part: { text: string; next: RecordCursor | null } = exportPart(journal, { ...wanted, cursor });
      text += part.text;
      cursor = part.next ?? undefined;
    }
    const lines = text.trim().split('\r\n');
    expect([lines.length, new Set(lines).size]).toEqual([1204, 1204]);
  });
});

describe('a redacted export', () => {
  const bssids = ['a4:6b:1f:20:9c:44', 'A4:6B:1F:20:B1:44'];
  beforeEach(() => {
    const trial = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    journal.add(0, { kind: 'radioChanged', accessPoint: 'evil', from: bssids[0]!, to: bssids[1]!, level: -60 });
    journal.add(1, { kind: 'radioChanged', accessPoint: 'evil', from: bssids[1]!.toLowerCase(), to: bssids[0]!, level: -60 });
    journal.add(2, { kind: 'trialEnded', trial, session: 's', from: 'evil', to: 'wlan:41:open', end: { code: 'activationFailed', failure: 'no lease for HomeNet' }, tests: [] });
    journal.add(3, { kind: 'sessionOpened', session: 's', client: 'sync ada@example.org', configuration: 'evil', accessPoint: 'evil' });
  });
  const lines = (): Record<string, unknown>[] => exportPart(journal, { ...wanted, format: 'jsonl', redact: true, cursor: null }).text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has made-up names for networks, radios and ids, the same throughout', () => {
    const [first, second, third] = lines();
    expect([first?.['from'], first?.['to']]).toEqual([second?.['to'], second?.['from']]);
    expect(first).toMatchObject({ from: expect.stringMatching(/^radio-[0-9a-f]{6}$/) as string, accessPoint: expect.stringMatching(/^access-point-[0-9a-f]{6}$/) as string });
    expect(third).toMatchObject({ from: first?.['accessPoint'], trial: expect.stringMatching(/^id-[0-9a-f]{6}$/) as string });
    expect(first?.['names']).toEqual({ [String(first?.['accessPoint'])]: first?.['accessPoint'] });
  });

  it('has no name, address or word of the platform left in it', () => {
    const text = JSON.stringify(lines());
    for (const secret of [...bssids, 'HYPERLINK', 'HomeNet', 'wlan:', 'example.org', '3f2504e0']) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(text).toContain('sync [mail address]');
  });
});
