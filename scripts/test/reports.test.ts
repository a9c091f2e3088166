import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../setup/command.mjs';
import { root } from '../setup/places.mjs';
import { believed, countPlaywright, sum, verdict } from './reports.mjs';

const none = { passed: 0, failed: 0, skipped: [] };

it('a run is a success when something passed and nothing failed', () => {
  expect(verdict({ ...none, passed: 3, skipped: [{ name: 'labs', reason: 'they need root' }] })).toEqual({ line: '3 passed, 0 failed, 1 skipped', code: 0 });
  expect(verdict({ ...none, passed: 3, failed: 1 })).toEqual({ line: '3 passed, 1 failed, 0 skipped', code: 1 });
});

it('a run that executed nothing is a failure', () => {
  expect(verdict(none).code).toBe(1);
  expect(verdict({ ...none, skipped: [{ name: 'labs', reason: 'they need root' }] }).code).toBe(1);
});

it('a tool that left no report, or failed without saying where, has failed', () => {
  expect(believed(undefined, 0).failed).toBe(1);
  expect(believed({ ...none, passed: 5 }, 1)).toEqual({ passed: 5, failed: 1, skipped: [] });
  expect(believed({ ...none, passed: 5, failed: 2 }, 1).failed).toBe(2);
});

it('steps are summed', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  expect(sum([{ passed: 1, failed: 2, skipped, failures: ['c: d'] }, { passed: 3, failed: 0, skipped }])).toEqual({ passed: 4, failed: 2, skipped: [...skipped, ...skipped], secondTry: [], failures: ['c: d'] });
});

it('Playwright\'s report is counted through all its groups', () => {
  const test = (status: string, annotations: { type: string, description?: string }[] = []) => ({ title: status, tests: [{ status, annotations }] });
  const counts = countPlaywright({
    errors: [{}],
    suites: [{
      specs: [test('expected'), test('flaky')],
      suites: [{ specs: [test('unexpected'), test('expected'), test('skipped', [{ type: 'skip', description: 'no tray here' }]), test('skipped')] }],
    }],
  });
  expect(counts).toEqual({
    passed: 3, failed: 2, secondTry: ['flaky'], failures: ['unexpected: no reason given'],
    skipped: [{ name: 'skipped', reason: 'no tray here' }, { name: 'skipped', reason: 'the test gives no reason' }],
  });
});

it('vitest\'s run is counted by our reporter: passed, failed, files that do not load, and why something was skipped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'handover-reporter-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'mixed.test.js'), `
      import { expect, it } from 'vitest';
      it('passes', () => { expect(1).toBe(1); });
      it('fails', () => { expect(1).toBe(2); });
      it('looks', ({ skip }) => { skip('nothing to look at'); });`);
    await writeFile(join(folder, 'broken.test.js'), 'import "./not-there.js";');
    const report = join(folder, 'report.json');
    const { code } = await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--reporter', join(root, 'scripts/test/vitest-reporter.mjs')],
      { cwd: folder, env: { ...process.env, HANDOVER_TEST_REPORT: report } });
    expect(code).not.toBe(0);
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ passed: 1, failed: 2, skipped: [{ name: 'looks', reason: 'nothing to look at' }], secondTry: [],
      failures: [expect.stringMatching(/^broken\.test\.js: .*not-there/) as string, expect.stringMatching(/^fails: expected 1 to be 2/) as string] });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 30_000);
