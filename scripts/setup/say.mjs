/**
 * What the scripts tell the person at the terminal: few, calm lines on stderr, so that stdout stays
 * free for what a command is asked for.
 */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what happens and how long it may take, does it, and says how long it took.
 *
 * @template T
 * @param {string} what for example "Installing the npm packages"
 * @param {string} mayTake for example "about half a minute"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, mayTake, work) {
  say(`${what} (${mayTake}) …`);
  const began = performance.now();
  const result = await work();
  say(`  done in ${seconds(performance.now() - began)}.`);
  return result;
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return milliseconds < 9_950 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 1000)} s`;
}

/** A failure that the person can mend: its message is all they need, no stack. */
export class SetUpError extends Error {}

/**
 * Runs a script's main function; a SetUpError becomes its message and exit code 1, any other error keeps its stack.
 * The script ends with the shell that npm runs it in.
 *
 * @param {() => Promise<number | void>} main its number, if any, is the exit code
 */
export async function runAsProgram(main) {
  endWithParent();
  try {
    const code = await main();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    process.exitCode = 1;
    say('');
    say(error instanceof SetUpError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/**
 * `npm start` ended by a signal to npm alone (by `timeout`, for example) would leave the program behind: npm passes the
 * signal to its shell, which dies of it without a word to its children.
 */
function endWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
