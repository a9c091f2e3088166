/** A program on Electron and its page, reached over Chromium's debugging port: that delays no start, unlike a debugger that is waited for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from 'playwright';
import { electronPath } from '../../scripts/setup.mjs';

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
export function startElectron(args, env) {
  const child = spawn(electronPath(), [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--remote-debugging-port=0', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  /** @type {import('playwright').Browser | undefined} */
  let browser;
  return {
    pid: child.pid ?? 0,
    async page() {
      browser = await chromium.connectOverCDP(await addressOf(child));
      return firstPage(browser);
    },
    async end() {
      await browser?.close();
      child.kill();
      await ended;
    },
  };
}

/** Where Chromium's tools can be reached; it says so on its error stream. @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
async function addressOf(child) {
  let said = '';
  for await (const text of child.stderr ?? []) {
    said += text;
    const [, port] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said) ?? [];
    if (port) { child.stderr?.resume(); return `http://127.0.0.1:${port}`; }
  }
  throw new Error(`The program ended before its page was there.\n${said}`);
}

/** @param {import('playwright').Browser} browser */
async function firstPage(browser) {
  const [context] = browser.contexts();
  if (!context) throw new Error('The program has no page.');
  return context.pages()[0] ?? context.waitForEvent('page');
}
