/**
 * A contestant is a process that measures itself: it is told one word a line on stdin and answers each with one line of
 * JSON on stdout. So that two of them can take turns on one machine, and neither's heap or warm-up is the other's.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Contestant
 * @property {(word: string) => Promise<any>} ask rejects when the process ends, or answers `{"error": …}`
 * @property {() => Promise<void>} end
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Contestant}
 */
export function contestant(command, args, env = process.env) {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  // What is written to a process that has just ended is told by its end.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => {
    child.on('error', (error) => { said += error.message; resolve(undefined); });
    child.on('close', resolve);
  });
  return {
    async ask(word) {
      child.stdin.write(`${word}\n`);
      const { value, done } = await lines.next();
      if (done) {
        await ended;
        throw new Error(`${command} ended without an answer to "${word}".\n${said.trim()}`);
      }
      const answer = JSON.parse(value);
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
