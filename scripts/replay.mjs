/**
 * Plays a trace of networks with the rules of roaming and prints what would have been asked, when and why; or judges
 * the decisions of an exported record again:
 *
 *   npm run replay -- TRACE | RECORD.jsonl [--preset NAME] [--set name=value …] [--json]
 *
 * TRACE is a file, or a folder with a trace.json in it. Exit code 1 when the file or a setting cannot be used. docs/replay.md
 */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './setup/places.mjs';
import { runAsProgram, SetUpError } from './setup/say.mjs';

await runAsProgram(async () => {
  /** @type {{ module: typeof import('../app/host/replay/main.ts') }} */
  const { module } = await runnerImport(join(root, 'app/host/replay/main.ts'), { root, configFile: false, logLevel: 'error' });
  try {
    return await module.replayMain(process.argv.slice(2), 'npm run replay -- TRACE | RECORD.jsonl [--preset NAME] [--set name=value …] [--json]');
  } catch (error) {
    if (error instanceof module.ReplayArgumentError) throw new SetUpError(error.message);
    throw error;
  }
});
