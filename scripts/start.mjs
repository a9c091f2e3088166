/**
 * Sets up what is missing, builds if something changed, and runs Handover:
 *
 *   npm start [-- arguments of the program]
 */
import { spawn } from 'node:child_process';
import { run } from './setup/command.mjs';
import { root } from './setup/places.mjs';
import { runAsProgram, say } from './setup/say.mjs';
import { build, electronPath, hasDisplay, setUp } from './setup.mjs';

await runAsProgram(async () => {
  await setUp({ for: 'start' });
  await build();
  if (!hasDisplay()) {
    say('');
    say('Everything is ready, but there is no display here for the window (neither DISPLAY nor WAYLAND_DISPLAY is set).');
    say('Run `npm start` in a terminal of a desktop session, or `npm run demo`: it needs no display, plays a walk through');
    say('an office in the real program and leaves pictures of it.');
    return 1;
  }
  return runElectron([...await sandboxSwitches(), root, ...process.argv.slice(2)]);
});

/**
 * Chromium's sandbox stays on wherever it can work; where it cannot, Chromium would not start at all.
 *
 * @returns {Promise<string[]>}
 */
async function sandboxSwitches() {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) {
    say('Running as root: Chromium has no sandbox for root, so the window runs without one.');
    return ['--no-sandbox'];
  }
  // What the sandbox asks of the kernel; some distributions allow it only to programs on a list of theirs.
  const allowed = await run('unshare', ['--user', '--map-root-user', 'true'], { limit: 5_000 });
  if (allowed.code === 0 || allowed.code === 127) return [];
  say('This system gives programs no user namespaces, which Chromium\'s sandbox needs, so the window runs without one.');
  return ['--no-sandbox'];
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
function runElectron(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(electronPath(), args, { stdio: 'inherit' });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass).on('SIGHUP', pass);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== null) say(`Handover ended by ${signal}.`);
      resolve(code ?? 1);
    });
  });
}
