import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { replayCommand, SettingError, TraceError } from '../../core/roaming/replay/command.ts';

/** Something that the person gave and that cannot be used; the message says what would do. */
export class ReplayArgumentError extends Error { override name = 'ReplayArgumentError'; }

/**
 * Plays a trace with the rules of roaming and prints what would have been asked, when and why; or judges the decisions of
 * an exported record again (docs/replay.md).
 *
 * @param usage how the command is written, for its errors
 * @returns the exit code: 1 when the trace's own errors were told
 * @throws ReplayArgumentError
 */
export async function replayMain(args: readonly string[], usage: string): Promise<number> {
  // The clock of a trace is UTC, and so are the times in its reasons.
  process.env['TZ'] = 'UTC';
  const { path, preset, set, json } = readArguments(args, usage);
  const file = await traceFile(path);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ReplayArgumentError(`${file} cannot be read (${error.code ?? error.message}). Give the path of a trace, such as e2e/roaming/sticky-walk, or of an exported record.`);
  });
  try {
    const { text: report, data } = await replayCommand(file, text, { preset, set });
    process.stdout.write(`${json ? JSON.stringify(data, null, 2) : report}\n`);
    return 'errors' in data && data.errors.length > 0 ? 1 : 0;
  } catch (error) {
    // An error of the person's own making has its message alone.
    if (error instanceof TraceError || error instanceof SettingError) throw new ReplayArgumentError(error.message);
    throw error;
  }
}

function readArguments(args: readonly string[], usage: string): { path: string; preset: string; set: string[]; json: boolean } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { preset: { type: 'string', default: 'balanced' }, set: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } } });
  } catch (error) {
    throw new ReplayArgumentError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
  const { values, positionals: [path, ...more] } = parsed;
  if (path === undefined || more.length > 0) throw new ReplayArgumentError(`${path === undefined ? 'Which trace or record?' : `One file at a time; there is ${more.join(' ')} too.`}\n${usage}`);
  return { path: resolve(path), preset: values.preset, set: values.set, json: values.json };
}

async function traceFile(path: string): Promise<string> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  return isFolder ? join(path, 'trace.json') : path;
}
