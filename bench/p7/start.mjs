/** P7: from the start of the program to a list of 300 access points that can be used, and the memory of all its processes then, beside bare Electron with one line of text. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup/places.mjs';
import { SetUpError } from '../../scripts/setup/say.mjs';
import { build, setUp, withDisplay, withSessionBus } from '../../scripts/setup.mjs';
import { memoryOf } from '../p4/process-tree.mjs';
import { startElectron } from '../shared/electron-page.mjs';
import { median, result, tableOf } from '../shared/result.mjs';

const rounds = Number(process.env['HANDOVER_P7_ROUNDS'] ?? 9);
const accessPoints = 300;
const goals = { time: 1.3, memory: 1.25 };
/** ms after the picture is there: what a start leaves to be done is done. */
const settling = 2_000;

/** A hall in which everything is heard from where the user stands. */
const scenario = {
  id: 'three-hundred', title: { en: 'Three hundred', zh: '三百' }, description: { en: 'A cable, and networks all around.', zh: '一条网线，四周都是网络。' },
  places: { desk: [10, 10] }, user: { at: 'desk' }, interfaces: [{ name: 'enp0s31f6', kind: 'wired' }, { name: 'wlp3s0', kind: 'wifi' }],
  accessPoints: [{ kind: 'wired', id: 'cable', name: 'Cable', interface: 'enp0s31f6', place: 'desk' }],
  crowd: [{ id: 'stand', ssid: 'Stand #', security: 'wpa2', networks: accessPoints - 1, area: { from: [0, 0], to: [20, 20] }, bands: ['2.4', '5'] }],
  connected: ['cable'],
};

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  if (process.platform !== 'linux') throw new SetUpError('P7 reads memory from /proc: it needs Linux.');
  await setUp({ for: 'test' });
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'handover-start-'));
  try {
    const file = join(folder, 'three-hundred.json');
    await writeFile(file, JSON.stringify(scenario));
    const programs = {
      ours: { args: [root, '--driver=simulated', `--scenario=${file}`, `--data-folder=${join(folder, 'ours')}`], shown: listShown },
      peer: { args: [join(import.meta.dirname, 'bare.cjs'), `--user-data-dir=${join(folder, 'peer')}`], shown: textShown },
    };
    return await withDisplay((display) => withSessionBus(async (env) => {
      /** @type {Record<'ours' | 'peer', Started[]>} */
      const seen = { ours: [], peer: [] };
      // The first start of each fills caches that every later one has.
      for (let round = -1; round < rounds; round += 1)
        for (const who of /** @type {const} */ (['ours', 'peer'])) {
          const started = await start(programs[who], env);
          if (round >= 0) seen[who].push(started);
        }
      return conclude(seen);
    }, { env: display }));
  } finally { await rm(folder, { recursive: true, force: true }); }
}

/** @typedef {{ time: number, memory: number }} Started ms, MB */
/** @param {{ args: readonly string[], shown: () => Promise<{ at: number }> }} program @param {NodeJS.ProcessEnv} env @returns {Promise<Started>} */
async function start({ args, shown }, env) {
  const began = Date.now();
  const started = startElectron(args, env);
  try {
    const page = await started.page();
    const { at } = await page.evaluate(shown);
    await page.waitForTimeout(settling);
    return { time: at - began, memory: memoryOf(started.pid) };
  } finally { await started.end(); }
}

/** In our page: when the list had its rows, ms since the epoch. It is told once they are painted and can be used. */
async function listShown() {
  const entry = await new Promise((resolve) => { new PerformanceObserver((list) => { const [found] = list.getEntriesByName('handover.list'); if (found) resolve(found); }).observe({ type: 'mark', buffered: true }); });
  const rows = document.querySelectorAll('.row').length;
  if (rows < 5) throw new Error(`Only ${rows} rows are shown.`);
  return { at: performance.timeOrigin + /** @type {PerformanceEntry} */ (entry).startTime };
}

/** In the peer's page: when its line was painted. */
async function textShown() {
  const entry = await new Promise((resolve) => { new PerformanceObserver((list) => { const [found] = list.getEntriesByName('first-contentful-paint'); if (found) resolve(found); }).observe({ type: 'paint', buffered: true }); });
  return { at: performance.timeOrigin + /** @type {PerformanceEntry} */ (entry).startTime };
}

/** @param {Record<'ours' | 'peer', Started[]>} seen */
function conclude(seen) {
  const of = (/** @type {Started[]} */ all) => ({ time: median(all.map(({ time }) => time)), best: Math.min(...all.map(({ time }) => time)), memory: median(all.map(({ memory }) => memory)) });
  const [ours, peer] = [of(seen.ours), of(seen.peer)];
  const table = tableOf(
    [`${rounds} starts each`, `Handover, ${accessPoints} access points`, 'bare Electron, one line', 'ratio', 'goal'],
    [
      ['start to picture, median, ms', ours.time, peer.time, ours.time / peer.time, `≤ ${goals.time}`],
      ['start to picture, best, ms', ours.best, peer.best, ours.best / peer.best, ''],
      ['memory of all processes, MB', ours.memory, peer.memory, ours.memory / peer.memory, `≤ ${goals.memory}`],
    ]);
  const line = result({ id: 'P7', unit: 'ms', ours: ours.time, peer: peer.time, goal: goals.time, table });
  return { ...line, met: line.met && ours.memory / peer.memory <= goals.memory };
}
