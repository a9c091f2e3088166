import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../app/contract/contract.ts';
import type { HostAccess } from '../app/host/host.ts';
import { saveExport } from './save-export.ts';

const wanted = { what: 'records', format: 'csv', filter: {}, span: 'day', redact: false, language: 'en' } as const;
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-export-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

/** A host whose record is these parts; a part that is null is refused. */
const host = (parts: readonly (string | null)[]): HostAccess => ({
  desktop: { view: { id: 'desktop' } },
  request: (_client: unknown, _name: string, { cursor }: { cursor: { id: number } | null }) => {
    const at = cursor?.id ?? 0;
    const text = parts[at];
    return text === null ? Promise.reject(new RequestError('failed', 'The record cannot be read.')) : Promise.resolve({ text, next: at + 1 < parts.length ? { id: at + 1 } : null });
  },
}) as unknown as HostAccess;

describe('an export', () => {
  it('that comes in parts is one file, the user’s alone', async () => {
    const path = join(folder, 'record.csv');
    await saveExport(host(['a\n', 'b\n', 'c\n']), wanted, path);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\n');
    expect(readdirSync(folder)).toEqual(['record.csv']);
  });

  it('that breaks off leaves no half file, and the host’s own words', async () => {
    await expect(saveExport(host(['a\n', null]), wanted, join(folder, 'record.csv'))).rejects.toMatchObject({ code: 'failed', message: 'The record cannot be read.' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that cannot be written says so', async () => {
    await expect(saveExport(host(['a\n']), wanted, join(folder, 'nowhere', 'x.csv'))).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('Choose another place') as string });
  });
});
