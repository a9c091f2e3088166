/** In a root of its own (in-overlay.sh): installs the package, uses it as an ordinary user, removes it, and reports what it saw. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { withDisplay } from '../../../scripts/setup.mjs';

const [deb = '', report = '', changes = ''] = process.argv.slice(2);
const nobody = 65_534;
const asNobody = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups'];

/** Files that came, went or changed in this root, but for dpkg's own books and caches. */
function changed() {
  return readdirSync(changes, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(changes.length))
    .filter((path) => !/^\/(?:var\/(?:lib\/dpkg|log|cache)|\.before|etc\/ld\.so\.cache)/.test(path) && !/(?:\.cache|mimeinfo\.cache|icon-theme\.cache|mandb|index\.db)/.test(path)).sort();
}

const home = mkdtempSync(join(tmpdir(), 'handover-nobody-'));
chownSync(home, nobody, nobody);
const run = mkdtempSync(join(tmpdir(), 'handover-run-'));
chownSync(run, nobody, nobody);
/** No Node.js of the machine is on its path. */
const env = { HOME: home, XDG_RUNTIME_DIR: run, PATH: '/usr/bin:/bin', LANG: 'en_US.UTF-8', LANGUAGE: 'en', DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/handover-test-bus' };

/** @param {string} program @param {string[]} args */
function asUser(program, ...args) {
  const { status, stdout, stderr } = spawnSync('setpriv', [...asNobody, program, ...args], { env, encoding: 'utf8', timeout: 60_000, cwd: '/' });
  return { status, stdout, stderr };
}

execFileSync('dpkg', ['--install', deb], { stdio: ['ignore', 'ignore', 'inherit'] });
const installed = changed();
for (const program of ['/usr/bin/node', '/usr/local/bin/node']) if (existsSync(program)) execFileSync('mount', ['--bind', '/dev/null', program]);
const nodeIsHidden = asUser('sh', '-c', 'node --version').status !== 0;

const window = await withDisplay(async (display) => {
  const program = spawn('setpriv', [...asNobody, '/usr/bin/handover-desktop', '--driver=simulated', '--remote-debugging-port=0'], { env: { ...env, DISPLAY: display['DISPLAY'] ?? '', ...(display['XAUTHORITY'] ? { XAUTHORITY: display['XAUTHORITY'] } : {}) }, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
  const ended = new Promise((resolve) => { program.once('exit', (code, signal) => resolve({ code, signal })); });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    program.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    void ended.then((how) => reject(new Error(`It ended: ${JSON.stringify(how)}\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? await context?.waitForEvent('page');
  if (!page) throw new Error('There is no window.');
  await page.getByText('Simulated network', { exact: true }).first().waitFor();
  const seen = { url: page.url(), title: await page.title(), text: (await page.locator('body').innerText()).slice(0, 2_000), hasNode: await page.evaluate(() => 'process' in globalThis || 'require' in globalThis) };
  const processes = processesOf(program.pid ?? 0);
  await browser.close();
  program.kill('SIGTERM');
  return { ...seen, processes, ended: await ended };
}, { env: process.env, always: true });

/** The renderers among the descendants, with what confines them. @param {number} ancestor */
function processesOf(ancestor) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const of = (/** @type {string} */ name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
      return [{ pid: Number(pid), parent: Number(of('PPid')), user: of('Uid'), seccomp: of('Seccomp'), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch { return []; }
  });
  const family = new Set([ancestor]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const each of all) if (family.has(each.parent)) family.add(each.pid);
  }
  return all.filter(({ pid }) => family.has(pid)).map(({ user, seccomp, command }) => ({ user, seccomp, type: /--type=(\S+)/.exec(command)?.[1] ?? 'main', noSandbox: command.includes('--no-sandbox') }));
}

const fuse = (/** @type {NodeJS.ProcessEnv} */ more, /** @type {string[]} */ ...args) => spawnSync('setpriv', [...asNobody, '/opt/handover/handover-desktop', ...args], { env: { ...env, ...more }, encoding: 'utf8', timeout: 20_000, cwd: '/' });
const asNode = fuse({ ELECTRON_RUN_AS_NODE: '1' }, '-e', 'console.log("ran as Node")').stdout;

const lib = '/opt/handover/resources/lib';
const host = asUser(`${lib}/node`, `${lib}/host/headless.js`, '--help');
const command = existsSync(`${lib}/cli/handover.js`) ? asUser('/usr/bin/handover', '--version') : null;
const sandbox = statSync('/opt/handover/chrome-sandbox').mode & 0o7777;
const writable = installed.filter((path) => existsSync(path) && !lstatSync(path).isSymbolicLink() && (statSync(path).mode & 0o022) !== 0);
const bytes = installed.reduce((sum, path) => sum + (existsSync(path) ? lstatSync(path).size : 0), 0);

execFileSync('dpkg', ['--purge', 'handover'], { stdio: ['ignore', 'ignore', 'inherit'] });
/** Written anew with the same words, as Debian's triggers do, is nothing that was left. @param {string} path */
const isAsBefore = (path) => existsSync(`/.before${path}`) && readFileSync(`/.before${path}`).equals(readFileSync(path));
const left = changed().filter((path) => existsSync(path) && !isAsBefore(path));
const data = readdirSync(home, { recursive: true, encoding: 'utf8' });
mkdirSync(join(report, '..'), { recursive: true });
writeFileSync(report, JSON.stringify({ installed, nodeIsHidden, window, asNode, host, command, sandbox, writable, bytes, left, data }));
