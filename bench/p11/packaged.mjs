/** P11: the packaged program beside bare Electron: what it takes on disk, until its window can be used, and in memory then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sizeOf } from '../../scripts/package/deb.mjs';
import { makeUnpacked } from '../../scripts/package.mjs';
import { say, SetUpError } from '../../scripts/setup/say.mjs';
import { electronPath, setUp, withDisplay, withSessionBus } from '../../scripts/setup.mjs';
import { median, result, tableOf } from '../shared/result.mjs';

const rounds = 7;
/** Of memory, as P7 asks of the program that was not packaged. */
const goal = 1.25;
/** ms until a window has to be there. */
const limit = 60_000;

/** @typedef {{ ms: number, memory: number }} Start ms until usable, bytes of memory (a share of what is shared) then */

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  if (process.platform !== 'linux') throw new SetUpError('P11 reads /proc: it needs Linux.');
  await setUp({ for: 'test' });
  say('Packaging, about a minute.');
  const unpacked = await makeUnpacked();
  const folder = await mkdtemp(join(tmpdir(), 'handover-packaged-'));
  try {
    return await withDisplay((display) => withSessionBus(async (env) => {
      /** @type {Start[]} */
      const ours = [];
      /** @type {Start[]} */
      const peer = [];
      // The first of each only fills the machine's caches.
      for (let round = 0; round <= rounds; round += 1) {
        const own = await start(join(unpacked, 'handover-desktop'), ['--driver=simulated', '--scenario=quiet-office', `--data-folder=${join(folder, `data-${round}`)}`], env, '[role="row"]');
        const bare = await start(electronPath(), [join(import.meta.dirname, 'bare.cjs'), `--user-data-dir=${join(folder, `bare-${round}`)}`], env, 'p');
        if (round > 0) { ours.push(own); peer.push(bare); }
      }
      return conclude(ours, peer, { ours: await sizeOf(unpacked), peer: await sizeOf(dirname(electronPath())) });
    }, { env: display }), { always: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} usable what the page holds when it can be used
 * @returns {Promise<Start>}
 */
async function start(program, args, env, usable) {
  const { chromium } = await import('playwright');
  const began = performance.now();
  const child = spawn(program, [...args, '--remote-debugging-port=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  try {
    let said = '';
    const address = await new Promise((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text) => { said += text; const found = /DevTools listening on (ws:\S+)/.exec(said); if (found) resolve(found[1]); });
      void ended.then(() => reject(new Error(`${program} ended before it had a window:\n${said.slice(-2_000)}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? await context?.waitForEvent('page', { timeout: limit });
    await page?.locator(usable).first().waitFor({ timeout: limit });
    const ms = performance.now() - began;
    const memory = await memoryOf(child.pid ?? 0);
    await browser.close();
    return { ms, memory };
  } finally {
    child.kill();
    await ended;
  }
}

/** Of a process and its descendants: what each has alone, and its share of what it shares (PSS). @param {number} ancestor */
async function memoryOf(ancestor) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.replace(/^.*\) /s, '').split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(pid)]);
  }
  const family = [ancestor];
  for (const each of family) family.push(...(children.get(each) ?? []));
  const shares = await Promise.all(family.map(async (pid) => Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0)));
  return shares.reduce((sum, share) => sum + share, 0) * 1024;
}

/** @param {readonly Start[]} ours @param {readonly Start[]} peer @param {{ ours: number, peer: number }} size bytes */
function conclude(ours, peer, size) {
  const megabytes = (/** @type {number} */ bytes) => bytes / 1e6;
  const of = (/** @type {readonly Start[]} */ starts, /** @type {keyof Start} */ key) => median(starts.map((each) => each[key]));
  const [time, bareTime, memory, bareMemory] = [of(ours, 'ms'), of(peer, 'ms'), of(ours, 'memory'), of(peer, 'memory')];
  const table = tableOf([`packaged, median of ${rounds} starts`, 'Handover', 'bare Electron', 'ratio', 'goal'], [
    ['installed, MB', megabytes(size.ours), megabytes(size.peer), size.ours / size.peer, ''],
    ['until its window can be used, ms', time, bareTime, time / bareTime, ''],
    ['memory of all processes then, MB', megabytes(memory), megabytes(bareMemory), memory / bareMemory, `≤ ${goal}`],
  ]);
  return result({ id: 'P11', unit: 'count', ours: megabytes(memory), peer: megabytes(bareMemory), goal, table });
}
