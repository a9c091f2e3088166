/** P6: 5,000 networks that all change ten times a second, in the real window, while somebody scrolls and types, beside a bare list in the same window. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { root } from '../../scripts/setup/places.mjs';
import { SetUpError } from '../../scripts/setup/say.mjs';
import { build, electronPath, setUp, withDisplay, withSessionBus } from '../../scripts/setup.mjs';
import { bundle } from '../shared/bundle.mjs';
import { memoryOf } from '../p4/process-tree.mjs';
import { result, tableOf } from '../shared/result.mjs';

/** Seconds that are measured, unless asked otherwise; networks; and the goals. */
const usual = 30;
const networks = 5000;
const goals = { frames: 58, paint: 50, mainShare: 0.3, growth: 1.1 };

/** @param {{ seconds?: number }} [options] @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure({ seconds = usual } = {}) {
  if (process.platform !== 'linux') throw new SetUpError('P6 reads processor time and memory from /proc: it needs Linux.');
  await setUp({ for: 'test' });
  await build();
  const program = await bundle('bench/p6/main.ts');
  try {
    return await withDisplay((display) => withSessionBus(async (env) => {
      const ours = await play(program.file, env, seconds, []);
      const peer = await play(program.file, env, seconds, [`--bare=${join(import.meta.dirname, 'bare')}`]);
      return conclude(ours, peer, seconds);
    }, { env: display }));
  } finally { await program.remove(); }
}

/** @param {string} file @param {NodeJS.ProcessEnv} env @param {number} seconds @param {readonly string[]} more */
async function play(file, env, seconds, more) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-crowd-'));
  const app = await _electron.launch({ executablePath: electronPath(), args: [file, `--built=${join(root, 'out')}`, `--data=${dataFolder}`, `--networks=${networks}`, ...more], env: /** @type {Record<string, string>} */ (env), chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await app.firstWindow();
    const search = page.locator('.search input, body > input');
    await search.waitFor();
    const list = page.locator('.list, #list');
    await page.locator('.row').nth(5).waitFor();
    // A start's own work is over.
    await page.waitForTimeout(3000);
    const main = app.process().pid ?? 0;
    const box = await list.boundingBox();
    if (!box) throw new Error('There is no list to scroll.');
    await page.mouse.move(box.x + 100, box.y + box.height / 2);
    await page.evaluate(watchFrames);
    const before = { cpu: await processorTime(main), at: performance.now() };
    /** @type {number | undefined} taken when a third is over: until then heaps find their size */
    let early;
    const end = before.at + seconds * 1000;
    for (let turn = 0; performance.now() < end; turn += 1) {
      if (performance.now() > before.at + (seconds * 1000) / 3) early ??= memoryOf(main);
      // Down for two seconds, then up; a word typed and taken back in between.
      for (let step = 0; step < 40 && performance.now() < end; step += 1) { await page.mouse.wheel(0, turn % 2 === 0 ? 180 : -180); await page.waitForTimeout(50); }
      await search.focus();
      for (const key of ['n', 'e', '4', '2', 'Backspace', 'Backspace', 'Backspace', 'Backspace']) { await page.keyboard.press(key); await page.waitForTimeout(120); }
      await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); });
    }
    const passed = performance.now() - before.at;
    const { frames, paints } = await page.evaluate(() => /** @type {any} */ (globalThis).watched());
    paints.sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
    return {
      frames: frames / (passed / 1000), paint: paints[Math.floor(paints.length * 0.95)] ?? Number.NaN, inputs: paints.length,
      mainShare: (await processorTime(main) - before.cpu) / passed, memoryBefore: early ?? Number.NaN, memoryAfter: memoryOf(main),
    };
  } finally {
    await app.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** In the page: counts frames, and takes the time from every wheel and key to the frame after it has been painted. */
function watchFrames() {
  let frames = 0;
  /** @type {number[]} */
  const paints = [];
  let goesOn = true;
  const frame = () => { frames += 1; if (goesOn) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  const { port1, port2 } = new MessageChannel();
  /** @type {number[]} */
  let due = [];
  port1.addEventListener('message', () => { const now = performance.now(); for (const at of due) paints.push(now - at); due = []; });
  port1.start();
  /** @type {number[]} */
  let heard = [];
  const painted = () => { due.push(...heard); heard = []; port2.postMessage(null); };
  for (const event of ['wheel', 'keydown']) addEventListener(event, ({ timeStamp }) => { if (heard.length === 0) requestAnimationFrame(painted); heard.push(timeStamp); }, { capture: true, passive: true });
  /** @type {any} */ (globalThis).watched = () => { goesOn = false; return { frames, paints }; };
}

/** ms of processor time that the process itself has used. @param {number} pid */
async function processorTime(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
  // utime and stime, in clock ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** @typedef {Awaited<ReturnType<typeof play>>} Played */
/** @param {Played} ours @param {Played} peer @param {number} seconds */
function conclude(ours, peer, seconds) {
  const growth = ours.memoryAfter / ours.memoryBefore;
  const table = tableOf(
    [`${networks} networks, all changing 10 times a second, ${seconds} s`, 'Handover', 'bare list, nothing changes', 'goal'],
    [
      ['frames a second', ours.frames, peer.frames, `≥ ${goals.frames}`],
      ['input to paint, 95th percentile, ms', ours.paint, peer.paint, `≤ ${goals.paint}`],
      ['main process, share of a core', ours.mainShare, peer.mainShare, `≤ ${goals.mainShare}`],
      ['memory of all processes, at the end to after a third', growth, peer.memoryAfter / peer.memoryBefore, `≤ ${goals.growth}`],
      ['memory of all processes at the end, MB', ours.memoryAfter, peer.memoryAfter, ''],
      ['inputs measured', ours.inputs, peer.inputs, ''],
    ]);
  const line = result({ id: 'P6', unit: 'ms', ours: ours.paint, peer: peer.paint, goal: goals.paint / peer.paint, table });
  return { ...line, met: line.met && ours.frames >= goals.frames && ours.mainShare <= goals.mainShare && growth <= goals.growth };
}
