/** Running a test tool in the foreground: shown, limited in time, ended with all that it started. */
import { spawn } from 'node:child_process';
import { root } from '../setup/places.mjs';
import { say } from '../setup/say.mjs';

/** @type {Set<number>} process groups that are running */
const running = new Set();

for (const [signal, number] of /** @type {const} */ ([['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]])) {
  process.once(signal, () => {
    for (const group of running) endGroup(group, signal);
    process.exit(128 + number);
  });
}

/**
 * @param {string} script a JavaScript file of a tool, relative to the repository
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, limit: number }} options limit: ms until it is ended as a failure
 * @returns {Promise<number>} its exit code; 124 when it took too long
 */
export function runTool(script, args, { env = process.env, limit }) {
  return new Promise((resolve) => {
    // A group of its own, so that its children can be ended with it. They have no terminal to read from.
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const group = child.pid;
    if (group !== undefined) running.add(group);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      say(`No end after ${limit / 60_000} minutes: stopped.`);
      if (group !== undefined) endGroup(group, 'SIGKILL');
    }, limit);
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      if (group !== undefined) {
        // What it left running in its group ends now.
        endGroup(group, 'SIGKILL');
        running.delete(group);
      }
      resolve(late ? 124 : code);
    };
    child.on('error', (error) => { say(error.message); end(127); });
    child.on('exit', (code) => end(code ?? 1));
  });
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function endGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch { /* it has ended */ }
}
