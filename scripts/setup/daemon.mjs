/** Background processes of a script: they end with it, however it ends. */
import { spawn } from 'node:child_process';
import { commandPath, tail } from './command.mjs';
import { SetUpError } from './say.mjs';

/**
 * Starts a background process and waits for the line that it writes on file descriptor 3 when it is ready.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, limit?: number }} [options] limit: ms to be ready in
 * @returns {Promise<{ line: string, stop: () => Promise<void> }>}
 * @throws {SetUpError} when it does not get ready
 */
export async function startDaemon(command, args, { env = process.env, limit = 20_000 } = {}) {
  // The kernel ends it even when this process is killed without a chance to.
  const guard = commandPath('setpriv') === undefined ? [] : ['setpriv', '--pdeathsig', 'TERM'];
  const [program, ...rest] = [...guard, command, ...args];
  const child = spawn(/** @type {string} */ (program), rest, { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => { errors = (errors + text).slice(-4_000); });
  const ended = new Promise((resolve) => { child.once('close', resolve); child.once('error', resolve); });

  /** @type {string | undefined} */
  const line = await new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => resolve(undefined), limit);
    /** @type {import('node:stream').Readable} */ (child.stdio[3]).setEncoding('utf8').on('data', (piece) => {
      text += piece;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.split('\n')[0]);
    });
    void ended.then(() => { clearTimeout(timer); resolve(undefined); });
  });
  const stop = async () => {
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(hard);
  };
  if (line === undefined) {
    await stop();
    throw new SetUpError(`${command} did not start.\n${tail(errors)}`);
  }
  return { line, stop };
}
