/** Child processes as the scripts need them: no shell, no stdin, an end that is always told. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 + n after signal n is not imitated: a signal gives -1
 * @property {NodeJS.Signals | null} signal
 * @property {string} output stdout and stderr in the order they came; empty when shown
 * @property {string} stdout
 * @property {boolean} timedOut
 */

/**
 * Runs a command to its end and never throws for what the command does: a missing command is code 127.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, limit?: number, show?: boolean }} [options]
 *   limit: milliseconds until it is ended; show: its output goes to the terminal instead of into the outcome
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { env = process.env, cwd, limit, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    let timedOut = false;
    const timer = limit === undefined ? undefined : setTimeout(() => { timedOut = true; child.kill('SIGKILL'); }, limit);
    child.stdout?.setEncoding('utf8').on('data', (text) => { output += text; stdout += text; });
    child.stderr?.setEncoding('utf8').on('data', (text) => { output += text; });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, signal: null, output: output + error.message, stdout, timedOut });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, signal, output, stdout, timedOut });
    });
  });
}

/**
 * Where a command is, searched as a shell would, with the system folders that a plain user's PATH may lack.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function commandPath(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  for (const folder of folders) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch { /* not here: the next folder */ }
  }
  return undefined;
}

/**
 * The end of a long output, for a message about a failure.
 *
 * @param {string} output
 * @param {number} [lines]
 */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).map((line) => `  | ${line}`).join('\n');
}
