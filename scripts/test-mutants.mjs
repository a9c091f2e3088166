/**
 * Mutates app/core and looks whether its tests notice: npm run test:mutants. Takes about an hour on two cores; the report
 * is mutants/index.html, the last score stands in app/core/testing/README.md.
 * `-- --sample=10` tries one of ten, always the same ones: a look at where it stands in a few minutes; `--part=3` (0 to 9) other ones.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { runAsProgram } from './setup/say.mjs';

const root = join(import.meta.dirname, '..');

await runAsProgram(async () => {
  await setUp({ for: 'start' });
  const given = process.argv.slice(2);
  const number = (/** @type {string} */ name) => given.map((word) => new RegExp(`^--${name}=(\\d+)$`).exec(word)?.[1]).find(Boolean);
  const [sample, part] = [number('sample'), number('part')];
  const options = sample ? ['--checkers', 'sample'] : [];
  const rest = given.filter((word) => !/^--(sample|part)=/.test(word));
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', ...options, ...rest],
    { cwd: root, stdio: 'inherit', env: { ...process.env, HANDOVER_SAMPLE: sample ?? '1', HANDOVER_PART: part ?? '0' } });
  return status ?? 1;
});
