/** P3: how long after a link changed a session's event tells it, and the window has painted it, with 500 access points listed, against `nmcli monitor`. */
import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/setup/places.mjs';
import { SetUpError } from '../../scripts/setup/say.mjs';
import { build, setUp, withDisplay, withSessionBus } from '../../scripts/setup.mjs';
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { openWindow } from './window.mjs';
import { digits, median, result, tableOf } from '../shared/result.mjs';

const stored = 500;
const changes = Number(process.env['HANDOVER_P3_CHANGES'] ?? 100);
/** The session's event may come so much later than nmcli's line, ms. */
const allowed = 5;
/** And be painted one frame after it, ms. */
const frame = 1000 / 60;
const device = 'wired1';
const accessPoint = '00000000-0000-4000-8000-000000007701';

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const [laboratory, program] = [await bundle('bench/p2/laboratory.ts'), await bundle('bench/p3/host.ts')];
  // The laboratory's server is a program of its own, looked for beside its maker.
  await copyFile(join(root, 'e2e/labs/networkmanager/internet.mjs'), join(dirname(laboratory.file), 'internet.mjs'));
  await setUp({ for: 'test' });
  await build();
  const lab = contestant(process.execPath, [laboratory.file]);
  /** @type {import('../shared/contestant.mjs').Contestant | undefined} */
  let host;
  /** @type {Monitor | undefined} */
  let monitor;
  try {
    const { busAddress } = await lab.ask('up').catch((error) => { throw new SetUpError(`The laboratory cannot run here: ${error.message}`); });
    await lab.ask(`profiles ${stored}`);
    const env = { ...process.env, LC_ALL: 'C', DBUS_SYSTEM_BUS_ADDRESS: busAddress };
    host = contestant(process.execPath, [program.file], env);
    const { listed } = await host.ask(`watch ${accessPoint}`);
    if (listed < stored) throw new Error(`Only ${listed} of ${stored} access points are listed.`);
    monitor = new Monitor(env);
    await monitor.ready;
    const contestants = { lab, host, monitor };
    return await withDisplay((display) => withSessionBus(async (desktop) => {
      const window = await openWindow({ ...desktop, LC_ALL: 'C', DBUS_SYSTEM_BUS_ADDRESS: busAddress }, accessPoint, device);
      try { return conclude(await race({ ...contestants, window })); } finally { await window.end(); }
    }, { env: display }));
  } finally {
    monitor?.stop();
    await host?.ask('stop').catch(() => {});
    await host?.end();
    await lab.ask('down').catch(() => {});
    await lab.end();
    await Promise.all([laboratory.remove(), program.remove()]);
  }
}

/** @typedef {Record<'ours' | 'peer' | 'painted', number[]>} Taken ms from the call to NetworkManager */
/** @param {{ lab: import('../shared/contestant.mjs').Contestant, host: import('../shared/contestant.mjs').Contestant, monitor: Monitor, window: Awaited<ReturnType<typeof openWindow>> }} contestants @returns {Promise<Taken>} */
async function race({ lab, host, monitor, window }) {
  /** @type {Taken} */
  const taken = { ours: [], peer: [], painted: [] };
  for (let turn = 0; turn < changes; turn += 1) {
    const [way, state, word] = turn % 2 === 0 ? /** @type {const} */ (['down', 'disconnected', `${device}: disconnected`]) : /** @type {const} */ (['up', 'connected', `${device}: connected`]);
    const [told, printed, painted] = [host.ask(`next ${state}`), monitor.next(word), window.next(state)];
    // The activation itself takes as long as it takes, for both: what counts is who tells its end when.
    const { at } = await lab.ask(`link ${way}`);
    taken.ours.push((await told).at - at);
    taken.peer.push(await printed - at);
    taken.painted.push(await painted - at);
  }
  return taken;
}

/** `nmcli monitor`, and when it printed what. */
class Monitor {
  /** @type {{ word: string, resolve: (at: number) => void }[]} */
  #waiting = [];
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  /** @type {Promise<unknown>} it prints nothing when it is ready: it is when it has printed that the machine is connected, or after a second */
  ready;

  /** @param {NodeJS.ProcessEnv} env */
  constructor(env) {
    this.#child = spawn('nmcli', ['monitor'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.ready = new Promise((resolve) => { setTimeout(resolve, 1000); });
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        const at = performance.timeOrigin + performance.now();
        this.#waiting = this.#waiting.filter(({ word, resolve }) => {
          if (!line.startsWith(word)) return true;
          resolve(at);
          return false;
        });
      });
    }
  }

  /** @param {string} word @returns {Promise<number>} ms since the epoch, with fractions */
  next(word) { return new Promise((resolve) => { this.#waiting.push({ word, resolve }); }); }

  stop() { this.#child.kill('SIGKILL'); }
}

/** @param {Taken} taken */
function conclude({ ours, peer, painted }) {
  const later = ours.map((time, index) => time - (peer[index] ?? 0));
  // The window has a host of its own, on the same bus: what it paints is compared with the other's event.
  const frames = painted.map((time, index) => time - (ours[index] ?? 0));
  const p99 = (/** @type {readonly number[]} */ values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;
  const rowOf = (/** @type {string} */ name, /** @type {readonly number[]} */ values) => [name, digits(median(values)), digits(p99(values))];
  const table = tableOf(['ms from the call to NetworkManager', 'median', 'p99'], [
    rowOf('Handover, the session’s event', ours), rowOf('nmcli monitor, its line', peer), rowOf('Handover later than nmcli', later),
    rowOf('Handover’s window, painted', painted), rowOf('painted later than the event', frames),
  ]);
  const whole = result({ id: 'P3', unit: 'ms', ours: p99(ours), peer: p99(peer), goal: 1, table: `${table}\n\n${ours.length} changes, ${stored} access points listed.` });
  return { ...whole, met: p99(later) <= allowed && p99(frames) <= frame };
}
