import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('every statement has a test or a reason, and docs/conformance.md says which', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'conformance.mjs'), '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
