import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLog } from './log.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folder = () => join(temporaryFolder(), 'data');
beforeEach(() => { vi.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { vi.restoreAllMocks(); });

test('a failure is written with its time and cause, to a file of the user’s alone', () => {
  const data = folder();
  openLog(data).error('The host could not be opened', new Error('no space left'));
  const file = join(data, 'handover.log');
  expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z The host could not be opened: Error: no space left\n/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(data).mode & 0o777).toBe(0o700);
});

test('a file that grew large is set aside at the next start', () => {
  const data = folder();
  openLog(data);
  writeFileSync(join(data, 'handover.log'), 'x'.repeat(1024 * 1024 + 1));
  openLog(data).error('new');
  expect(existsSync(join(data, 'handover.log.old'))).toBe(true);
  expect(readFileSync(join(data, 'handover.log'), 'utf8')).toMatch(/ new\n$/);
});

test('a folder that cannot be written stops nothing, and the failure still goes to standard error', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  openLog(file).error('lost?');
  expect(process.stderr.write).toHaveBeenCalledWith(expect.stringContaining('lost?'));
});
