import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { electronPath } from '../scripts/setup.mjs';
import { expect, root, test, type Handover } from './support/launch.ts';

/** The rules of docs/security.md about the window: each test tries to break one. */

declare global {
  // What a test hangs up in the main process to read later.
  var seen: unknown[];
}

/** Collects what the main process decides about attempts of the page to go elsewhere. */
const watchNavigation = ({ app }: Handover) => app.evaluate(({ BrowserWindow }) => {
  globalThis.seen = [];
  BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => { globalThis.seen.push({ to: event.url, refused: event.defaultPrevented }); });
});
const decisions = ({ app }: Handover) => app.evaluate(() => globalThis.seen);

test.describe('the page', () => {
  test('cannot leave its place', async ({ launch }) => {
    const handover = await launch();
    await watchNavigation(handover);
    await handover.page.evaluate(() => { location.href = 'https://example.org/'; });
    await expect.poll(() => decisions(handover)).toEqual([{ to: 'https://example.org/', refused: true }]);
    await handover.page.evaluate(() => { const link = document.createElement('a'); link.href = 'handover://app/elsewhere'; document.body.append(link); link.click(); });
    await expect.poll(() => decisions(handover)).toHaveLength(2);
    expect(handover.page.url()).toBe('handover://app/');
  });

  test('cannot open another window', async ({ launch }) => {
    const { app, page } = await launch();
    expect(await page.evaluate(() => window.open('handover://app/'))).toBeNull();
    expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('has no Node, and the few functions of Handover', async ({ launch }) => {
    const { page } = await launch();
    expect(await page.evaluate(() => ({
      node: [typeof (globalThis as Record<string, unknown>)['process'], typeof (globalThis as Record<string, unknown>)['require']],
      handover: Object.keys((globalThis as unknown as { handover: object }).handover).sort(),
    }))).toEqual({ node: ['undefined', 'undefined'], handover: ['onGo', 'onPatch', 'platform', 'request', 'watch'] });
  });

  test('is sandboxed and isolated by its preferences', async ({ launch }) => {
    const { app } = await launch();
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
  });

  test('is granted no permission', async ({ launch }) => {
    const { page } = await launch();
    const states = await page.evaluate(() => Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'].map(async (name) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state)));
    expect(states).toEqual(Array.from({ length: 6 }, () => 'denied'));
  });

  test('asks in vain where it asks all the same', async ({ launch }) => {
    const { page } = await launch();
    const place = await page.evaluate(() => new Promise((resolve) => { navigator.geolocation.getCurrentPosition(() => resolve('granted'), ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : code)); }));
    const clipboard = await page.evaluate(() => navigator.clipboard.readText().then(() => 'granted', (error: Error) => error.name));
    expect({ place, clipboard }).toEqual({ place: 'denied', clipboard: 'NotAllowedError' });
  });
});

test.describe('the content policy', () => {
  test.use({ expectedComplaints: /Content Security Policy/ });

  test('goes out with the page, without any unsafe-*', async ({ launch }) => {
    const { app } = await launch();
    const policy = await app.evaluate(async ({ net }) => (await net.fetch('handover://app/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('stops scripts in the page, text made to code, frames, and requests', async ({ launch }) => {
    const { page } = await launch();
    const outcomes = await page.evaluate(async () => {
      const violated = (attempt: () => void) => new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
        attempt();
      });
      return {
        script: await violated(() => { const script = document.createElement('script'); script.textContent = 'globalThis.ran = true'; document.head.append(script); }),
        // Not straight from here: what a test evaluates is exempt from the policy.
        // oxlint-disable-next-line no-eval -- it is the point of the test that this fails
        text: await violated(() => { setTimeout(() => { try { (0, eval)('1'); } catch { /* as it should */ } }); }),
        frame: await violated(() => { const frame = document.createElement('iframe'); frame.src = 'handover://app/'; document.body.append(frame); }),
        request: await violated(() => { fetch('https://example.org/').catch(() => undefined); }),
        picture: await violated(() => { new Image().src = 'https://example.org/a.png'; }),
        style: await violated(() => { const style = document.createElement('style'); style.textContent = 'body{color:red}'; document.head.append(style); }),
      };
    });
    expect(outcomes).toEqual({ script: 'script-src-elem', text: 'script-src', frame: 'frame-src', request: 'connect-src', picture: 'img-src', style: 'style-src-elem' });
    expect(await page.evaluate(() => (globalThis as Record<string, unknown>)['ran'])).toBeUndefined();
  });
});

test('the scheme serves no file outside the page', async ({ launch }) => {
  const { app } = await launch();
  const statuses = await app.evaluate(({ net }) => Promise.all(
    ['handover://app/..%2fmain%2findex.js', 'handover://app/%2e%2e/%2e%2e/package.json', 'handover://app/..%5c..%5cpackage.json', 'handover://other/'].map(async (url) => (await net.fetch(url)).status)));
  expect(statuses).toEqual([404, 404, 404, 404]);
});

test('no request leaves the program’s web session, whatever the page’s policy', async ({ launch }) => {
  let hits = 0;
  const server = createServer((_request, response) => { hits += 1; response.end(); }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { app } = await launch();
  const outcome = await app.evaluate(({ session }, url) => session.defaultSession.fetch(url).then(({ status }) => `answered ${status}`, (error: Error) => error.message), address);
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(hits).toBe(0);
  server.close();
});

test.describe('the bridge', () => {
  test.use({ expectedComplaints: /This page may not speak to Handover/ });
  interface Bridged { handover: { request(name: unknown, input: unknown): Promise<string> } }

  test('refuses what is not in the contract', async ({ launch }) => {
    const { page } = await launch();
    const answers = await page.evaluate(async () => {
      const { handover } = globalThis as unknown as Bridged;
      const asked = [['shell.open', 'null'], ['constructor', 'null'], ['session.open', '{"session":7}'], ['session.open', '{'], ['session.open', { session: 'a' }]] as const;
      return Promise.all(asked.map(async ([name, input]) => JSON.parse(await handover.request(name, input)) as unknown));
    });
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ failure: { code: 'invalidInput', message: expect.any(String) } })));
  });

  test('answers no other window, even with the same page and the same preload script', async ({ launch }) => {
    const { app } = await launch();
    const outcome = await app.evaluate(async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await other.loadURL('handover://app/');
      const answer: unknown = await other.webContents.executeJavaScript("handover.request('state.get', 'null').then((answer) => answer, (error) => error.message)");
      other.destroy();
      return answer;
    }, join(root, 'out/preload/index.cjs'));
    expect(outcome).toContain('This page may not speak to Handover.');
  });
});

test('a second start brings the first one’s window back and ends', async ({ launch, desktop }) => {
  const { app, dataFolder } = await launch();
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.hide(); });
  const second = spawn(electronPath(), [...asRoot, root, `--data-folder=${dataFolder}`], { env: desktop, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
});

for (const { argument, sentence } of [
  { argument: '--speed=fast', sentence: '--speed=fast is not a number from 0.1 to 100.' },
  { argument: '--scenario=no-such-walk', sentence: 'no-such-walk' },
  { argument: '--data-folder=/dev/null/handover', sentence: 'The data folder /dev/null/handover cannot be used' },
]) {
  test(`${argument} ends the start with code 2 and a sentence`, async ({ desktop }) => {
    const data = await mkdtemp(join(tmpdir(), 'handover-data-'));
    const started = spawn(electronPath(), [...asRoot, root, `--data-folder=${data}`, '--driver=simulated', argument], { env: desktop, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    expect(await once(started, 'close')).toEqual([2, null]);
    expect(said).toContain(sentence);
    await rm(data, { recursive: true, force: true });
  });
}

test('as an ordinary user the page’s process is under seccomp, with no flag given', async ({ desktop }) => {
  test.skip(process.platform !== 'linux', 'the process table is read from /proc');
  const isRoot = process.getuid?.() === 0;
  // A place where an ordinary user can read the program, its Electron, and write its data.
  const place = await mkdtemp(join(tmpdir(), 'handover-user-'));
  await chmod(place, 0o755);
  const packages = ['@photostructure/sqlite', 'node-gyp-build'].map((name) => `node_modules/${name}`);
  for (const part of ['out', 'assets', 'package.json', ...packages]) cpSync(join(root, part), join(place, 'program', part), { recursive: true });
  const electron = isRoot ? join(place, 'electron') : dirname(electronPath());
  if (isRoot) cpSync(dirname(electronPath()), electron, { recursive: true, dereference: true });
  const data = await mkdtemp(join(place, 'data-'));
  await chmod(data, 0o777);

  const { DBUS_SESSION_BUS_ADDRESS: _rootsOwn, XDG_RUNTIME_DIR: _rootsToo, ...env } = desktop;
  const command = [join(electron, 'electron'), join(place, 'program'), `--data-folder=${join(data, 'own')}`, '--driver=simulated'];
  const [program = '', ...rest] = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...command] : command;
  const started = spawn(program, rest, { env: { ...env, HOME: data, XDG_CONFIG_HOME: data, XDG_CACHE_HOME: data }, stdio: 'ignore' });
  try {
    await expect.poll(() => pagesBelow(started.pid ?? 0), { timeout: 20_000 }).toEqual(['2']);
  } finally {
    const isOver = started.exitCode !== null || started.signalCode !== null || once(started, 'exit');
    started.kill();
    await isOver;
    await rm(place, { recursive: true, force: true });
  }
});

/** As root Chromium has no sandbox; nobody else gets this switch. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Seccomp modes (2: filtered) of the processes below one that run a page. */
function pagesBelow(pid: number): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      return [{ pid: Number(name), parent: Number(/^PPid:\t(\d+)/m.exec(status)?.[1]), seccomp: /^Seccomp:\t(\d)/m.exec(status)?.[1] ?? '', command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch { return []; /* it ended meanwhile */ }
  });
  const below = (parent: number): typeof all => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid).filter(({ command }) => command.includes('--type=renderer')).map(({ seccomp }) => seccomp);
}
