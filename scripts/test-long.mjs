/**
 * The model tests of the core with many more sequences than `npm test` has time for, and as many malformed messages to the hub:
 *
 *   npm run test:long [-- RUNS [SEED]]      (100,000 runs of each unless told; the same seed plays the same sequences)
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { runAsProgram, say } from './setup/say.mjs';

const root = join(import.meta.dirname, '..');

await runAsProgram(async () => {
  const [runs = '100000', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
  for (const number of [runs, seed]) {
    if (/^\d+$/.test(number)) continue;
    say(`"${number}" is no whole number. Use: npm run test:long [-- RUNS [SEED]]`);
    return 2;
  }
  await setUp({ for: 'demo' });
  say(`${runs} sequences of each model test, seed ${seed}. Again with the same: npm run test:long -- ${runs} ${seed}`);
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'app/core/model.test.ts', 'app/core/reference.test.ts', 'app/hub/processes.test.ts'], {
    cwd: root, stdio: 'inherit', env: { ...process.env, HANDOVER_RUNS: runs, HANDOVER_SEED: seed, HANDOVER_MALFORMED: runs },
  });
  return status ?? 1;
});
