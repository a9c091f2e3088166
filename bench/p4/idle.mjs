/** P4: Handover idle with its window hidden, on a real NetworkManager, beside bare Electron with a hidden window: scans, bus calls, processor time, wake-ups. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient, messageType } from 'dbus-native';
import { runnerImport } from 'vite';
import { root } from '../../scripts/setup/places.mjs';
import { say, SetUpError } from '../../scripts/setup/say.mjs';
import { build, electronPath, setUp, withDisplay, withSessionBus } from '../../scripts/setup.mjs';
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { result, tableOf } from '../shared/result.mjs';
import { difference, usedBy } from './process-tree.mjs';

/**
 * Seconds that are measured, unless asked otherwise; and before, until a start's own work is done: for two minutes and
 * a half V8 tidies up after it, in either program the more the more it has started.
 */
const usual = { measured: 600, settling: 180 };
const goal = 1.2;
const wait = (/** @type {number} */ seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

/**
 * @param {{ seconds?: number }} [options]
 * @returns {Promise<import('../shared/result.mjs').Result>}
 */
export async function measure({ seconds = usual.measured } = {}) {
  if (process.platform !== 'linux') throw new SetUpError('P4 reads /proc and runs a NetworkManager of its own: it needs Linux.');
  await setUp({ for: 'test' });
  await build();
  const laboratory = await bundle('bench/p2/laboratory.ts');
  // The laboratory's server is a program of its own, looked for beside its maker.
  await copyFile(join(root, 'e2e/labs/networkmanager/internet.mjs'), join(dirname(laboratory.file), 'internet.mjs'));
  const lab = contestant(process.execPath, [laboratory.file]);
  const folder = await mkdtemp(join(tmpdir(), 'handover-idle-'));
  try {
    const { busAddress } = await lab.ask('up').catch((error) => { throw new SetUpError(`The laboratory cannot run here: ${error.message}`); });
    return await withDisplay((display) => withSessionBus((env) => race({ env: { ...env, DBUS_SYSTEM_BUS_ADDRESS: busAddress }, lab, folder, seconds }), { env: display }), { always: true });
  } finally {
    await lab.ask('down').catch(() => {});
    await lab.end();
    await laboratory.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both at once, so that what else the machine does falls on both. @param {{ env: NodeJS.ProcessEnv, lab: import('../shared/contestant.mjs').Contestant, folder: string, seconds: number }} around */
async function race({ env, lab, folder, seconds }) {
  // Without a tray the window would only be minimised; the tray's own asking is over before it is counted.
  /** @type {{ module: typeof import('../../e2e/support/tray-host.ts') }} */
  const { module } = await runnerImport(join(root, 'e2e/support/tray-host.ts'), { root, configFile: false, logLevel: 'error' });
  const tray = await module.startTray(env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const session = await countCalls(env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const data = join(folder, 'handover');
  const ours = start([root, '--driver=networkmanager', '--hidden', `--data-folder=${data}`], env);
  const peer = start([join(import.meta.dirname, 'bare.cjs'), `--user-data-dir=${join(folder, 'bare')}`], env);
  try {
    await tray.tooltip();
    say(`Both run. ${usual.settling} s until their start is over, then ${seconds} s are measured.`);
    await wait(usual.settling);
    const scansBefore = await scans(data);
    const before = { ours: usedBy(ours.pid), peer: usedBy(peer.pid) };
    await lab.ask('count');
    session.count();
    await wait(seconds);
    const after = { ours: usedBy(ours.pid), peer: usedBy(peer.pid) };
    const system = Number((await lab.ask('count')).messages);
    const calls = { system, session: session.count() };
    const asked = await scans(data) - scansBefore;
    for (const { child } of [ours, peer]) if (child.exitCode !== null) throw new Error('A program ended while it was measured.');
    return conclude({ ours: difference(before.ours, after.ours), peer: difference(before.peer, after.peer), calls, asked, seconds });
  } finally {
    await Promise.all([ours.end(), peer.end()]);
    await session.close();
    await tray.stop();
  }
}

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
function start(args, env) {
  const child = spawn(electronPath(), [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args], { env, stdio: 'ignore' });
  if (child.pid === undefined) throw new SetUpError('Electron could not be started. Run `npm run setup`.');
  const ended = once(child, 'close');
  return { child, pid: child.pid, end: async () => { child.kill(); await ended; } };
}

/** Calls and answers on the session bus, signals apart. @param {string} busAddress */
async function countCalls(busAddress) {
  const monitor = createClient({ busAddress });
  let calls = 0;
  monitor.connection.on('message', (message) => { if (message.type !== messageType.signal) calls += 1; });
  await new Promise((resolve, reject) => {
    monitor.invoke({ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus.Monitoring', member: 'BecomeMonitor', signature: 'asu', body: [[], 0] },
      (/** @type {unknown} */ error) => (error ? reject(new Error('The session bus cannot be watched.', { cause: error })) : resolve(undefined)));
  });
  return { count() { const since = calls; calls = 0; return since; }, close: () => monitor.close() };
}

/** Scans that Handover has asked for. @param {string} data */
async function scans(data) {
  /** @type {{ module: typeof import('../../app/journal/read-journal.ts') }} */
  const { module } = await runnerImport(join(root, 'app/journal/read-journal.ts'), { root, configFile: false, logLevel: 'error' });
  return module.readJournal(data).filter(({ kind }) => kind === 'scan').length;
}

/** @typedef {{ cpu: number, wakeUps: number, processes: number }} Idle */
/** @param {{ ours: Idle, peer: Idle, calls: { system: number, session: number }, asked: number, seconds: number }} seen */
function conclude({ ours, peer, calls, asked, seconds }) {
  const perSecond = (/** @type {number} */ value) => value / seconds;
  const table = tableOf(
    [`idle for ${seconds} s, window hidden`, 'Handover', 'bare Electron', 'ratio', 'goal'],
    [
      ['processor time, ms', ours.cpu, peer.cpu, ours.cpu / peer.cpu, `≤ ${goal}`],
      ['wake-ups a second', perSecond(ours.wakeUps), perSecond(peer.wakeUps), ours.wakeUps / peer.wakeUps, ''],
      ['processes', ours.processes, peer.processes, '', ''],
      ['scans asked for', asked, '', '', '0'],
      ['messages on the system bus', calls.system, '', '', '0'],
      ['messages on the session bus', calls.session, '', '', '0'],
    ]);
  const line = result({ id: 'P4', unit: 'ms', ours: ours.cpu, peer: peer.cpu, goal, table });
  return { ...line, met: line.met && asked === 0 && calls.system === 0 && calls.session === 0 };
}
