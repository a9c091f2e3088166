import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Report { numPassedTests: number; numFailedTests: number; testResults: { assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[] }

/** The driver reads the namespace that its process is in: so the suite runs in a process of its own there. */
it('the plain Linux driver keeps the contract on a real kernel, in a network namespace', async () => {
  const { stdout } = await promisify(execFile)('unshare', ['--net', '--mount', '--propagation', 'private', process.execPath, join(import.meta.dirname, 'in-namespace.mjs')], { maxBuffer: 2 ** 24 });
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotal'))) as Report;
  const failures = report.testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'failed');
  expect(failures.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`)).toEqual([]);
  expect(report.numPassedTests).toBeGreaterThanOrEqual(10);
});
