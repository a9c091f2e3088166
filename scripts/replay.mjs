/**
 * Plays a trace of networks with the rules of roaming and prints what would have been asked, when and why; or judges
 * the decisions of an exported record again:
 *
 *   npm run replay -- TRACE | RECORD.jsonl [--preset NAME] [--set name=value …] [--json]
 *
 * TRACE is a file, or a folder with a trace.json in it. Exit code 1 when the file or a setting cannot be used. docs/replay.md
 */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { root } from './setup/places.mjs';
import { runAsProgram, SetUpError } from './setup/say.mjs';

const usage = 'npm run replay -- TRACE | RECORD.jsonl [--preset NAME] [--set name=value …] [--json]';
// The clock of a trace is UTC, and so are the times in its reasons.
process.env['TZ'] = 'UTC';

await runAsProgram(async () => {
  const { path, preset, set, json } = readArguments();
  const file = await traceFile(path);
  const text = await readFile(file, 'utf8').catch((/** @type {NodeJS.ErrnoException} */ error) => {
    throw new SetUpError(`${file} cannot be read (${error.code ?? error.message}). Give the path of a trace, such as e2e/roaming/sticky-walk, or of an exported record.`);
  });
  /** @type {{ module: typeof import('../app/core/roaming/replay/command.ts') }} */
  const { module } = await runnerImport(join(root, 'app/core/roaming/replay/command.ts'), { root, configFile: false, logLevel: 'error' });
  try {
    const { text: report, data } = await module.replayCommand(file, text, { preset, set });
    console.log(json ? JSON.stringify(data, null, 2) : report);
    return 'errors' in data && data.errors.length > 0 ? 1 : 0;
  } catch (error) {
    // An error of the person's own making has its message alone.
    if (error instanceof module.TraceError || error instanceof module.SettingError) throw new SetUpError(error.message);
    throw error;
  }
});

function readArguments() {
  /** @type {ReturnType<typeof parse>} */
  let parsed;
  try {
    parsed = parse();
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
  const { values, positionals: [path, ...more] } = parsed;
  if (path === undefined || more.length > 0) throw new SetUpError(`${path === undefined ? 'Which trace or record?' : `One file at a time; there is ${more.join(' ')} too.`}\n${usage}`);
  return { path: resolve(path), preset: values.preset, set: values.set, json: values.json };
}

function parse() {
  return parseArgs({ allowPositionals: true, options: { preset: { type: 'string', default: 'balanced' }, set: { type: 'string', multiple: true, default: /** @type {string[]} */ ([]) }, json: { type: 'boolean', default: false } } });
}

/** @param {string} path */
async function traceFile(path) {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  return isFolder ? join(path, 'trace.json') : path;
}
