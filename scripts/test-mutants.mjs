/**
 * Mutates app/core and looks whether its tests notice: npm run test:mutants. Takes a while (about half an hour on two
 * cores); the report is mutants/index.html, the last score stands in app/core/testing/README.md.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { runAsProgram } from './setup/say.mjs';

const root = join(import.meta.dirname, '..');

await runAsProgram(async () => {
  await setUp({ for: 'start' });
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
});
