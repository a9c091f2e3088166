/**
 * Makes the traces of e2e/roaming anew: those of walks from the simulated network, the others from what is written in
 * scripts/traces/. The expected decisions beside them are written by hand and stay as they are.
 *
 *   node scripts/make-traces.mjs [NAME …]
 */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './setup/places.mjs';
import { runAsProgram, say, SetUpError } from './setup/say.mjs';

await runAsProgram(async () => {
  /** @type {{ module: typeof import('./traces/index.ts') }} */
  const { module } = await runnerImport(join(root, 'scripts/traces/index.ts'), { root, configFile: false, logLevel: 'error' });
  const { traces, writeTrace } = module;
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in traces));
  if (unknown.length > 0) throw new SetUpError(`There is no trace ${unknown.join(', ')}. The traces are ${Object.keys(traces).join(', ')}.`);
  for (const [name, make] of Object.entries(traces)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await writeTrace(join(root, 'e2e/roaming', name), await make());
    say(`Made e2e/roaming/${name}/trace.json.`);
  }
});
