/** P2: the NetworkManager driver's start to the complete list, with 10, 100 and 500 stored profiles, against nmcli and Qt's plugin. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/setup/places.mjs';
import { say, SetUpError } from '../../scripts/setup/say.mjs';
import { ensureQt } from '../p1/qt.mjs';
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { digits, least, median, result, tableOf } from '../shared/result.mjs';

const sizes = [10, 100, 500];
const rounds = 9;
/** Qt takes seconds a round. */
const qtRounds = 5;
const goals = { qt: 0.1, nmcli: 1 };
/** Growth is compared between these: below, what a start costs anyway hides it. */
const growth = { from: 100, to: 500 };

/** @typedef {{ time: number, best: number, messages: number }} Sample elapsed, ms: median and best, as other programs keep the machine busy */
/** @typedef {(stored: number) => Promise<number>} Run ends with the ms it took; rejects where not everything was listed */
/** @typedef {{ name: string, rounds: number, run: Run }} Entry */

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const hasQt = await ensureQt().then(() => true, (/** @type {unknown} */ error) => {
    say(`Qt is not measured: ${error instanceof SetUpError ? error.message : String(error)}`);
    return false;
  });
  const laboratory = await bundle('bench/p2/laboratory.ts');
  const driver = await bundle('bench/p2/driver.ts');
  // The laboratory's server is a program of its own, looked for beside its maker.
  await copyFile(join(root, 'e2e/labs/networkmanager/internet.mjs'), join(dirname(laboratory.file), 'internet.mjs'));
  const lab = contestant(process.execPath, [laboratory.file]);
  /** @type {import('../shared/contestant.mjs').Contestant | undefined} */
  let warm;
  try {
    const { busAddress } = await lab.ask('up').catch((error) => { throw new SetUpError(`The laboratory cannot run here: ${error.message}`); });
    const env = { ...process.env, LC_ALL: 'C', DBUS_SYSTEM_BUS_ADDRESS: busAddress };
    warm = contestant(process.execPath, [driver.file, busAddress]);
    const entries = contestants({ env, warm, hasQt, driverFile: driver.file, busAddress });
    /** @type {Map<string, Map<number, Sample>>} */
    const taken = new Map(entries.map(({ name }) => [name, new Map()]));
    for (const stored of sizes) {
      await lab.ask(`profiles ${stored}`);
      for (const [name, sample] of await measureSize(entries, stored, lab)) taken.get(name)?.set(stored, sample);
    }
    return conclude(taken, hasQt);
  } finally {
    await warm?.end();
    await lab.ask('down').catch(() => {});
    await lab.end();
    await Promise.all([laboratory.remove(), driver.remove()]);
  }
}

const names = /** @type {const} */ ({
  fresh: 'Handover, first start in a process', warm: 'Handover, later starts', both: 'nmcli connection show, then nmcli device', show: 'nmcli connection show alone', nothing: 'nmcli --version (what the process itself takes)',
  qt: 'Qt 5.15 NetworkManager plugin',
});

/**
 * @param {{ env: NodeJS.ProcessEnv, warm: import('../shared/contestant.mjs').Contestant, hasQt: boolean, driverFile: string, busAddress: string }} around
 * @returns {Entry[]}
 */
function contestants({ env, warm, hasQt, driverFile, busAddress }) {
  /** @param {import('../shared/contestant.mjs').Contestant} who @param {number} stored */
  const list = async (who, stored) => {
    const { time, stored: listed } = await who.ask('list');
    if (listed < stored) throw new Error(`Only ${listed} of ${stored} stored profiles were listed.`);
    return Number(time);
  };
  /** @param {string} command @param {string[]} args @returns {Run} */
  const inFreshProcess = (command, args) => async (stored) => {
    const who = contestant(command, args.map((each) => each.replace('STORED', String(stored))), env);
    try {
      return await list(who, stored);
    } finally {
      await who.end();
    }
  };
  const nmcli = async (/** @type {string[]} */ args, atLeast = 0) => {
    const { time, lines } = await timed('nmcli', args, env);
    if (lines < atLeast) throw new Error(`nmcli ${args.join(' ')} listed ${lines} of ${atLeast}.`);
    return time;
  };
  return [
    { name: names.fresh, rounds, run: inFreshProcess(process.execPath, [driverFile, busAddress]) },
    { name: names.warm, rounds, run: (stored) => list(warm, stored) },
    { name: names.both, rounds, run: async (stored) => await nmcli(['-t', 'connection', 'show'], stored) + await nmcli(['-t', 'device'], 2) },
    { name: names.show, rounds, run: (stored) => nmcli(['-t', 'connection', 'show'], stored) },
    { name: names.nothing, rounds, run: () => nmcli(['--version'], 1) },
    ...(hasQt ? [{ name: names.qt, rounds: qtRounds, run: inFreshProcess('/usr/bin/python3', [join(import.meta.dirname, 'qt_list.py'), 'STORED']) }] : []),
  ];
}

/**
 * @param {readonly Entry[]} entries
 * @param {number} stored
 * @param {import('../shared/contestant.mjs').Contestant} lab
 * @returns {Promise<Map<string, Sample>>} medians; they take turns
 */
async function measureSize(entries, stored, lab) {
  const samples = new Map(entries.map(({ name }) => [name, /** @type {{ time: number, messages: number }[]} */ ([])]));
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, rounds: mine, run } of entries) {
      if (round >= mine || (round < 0 && mine < rounds)) continue;
      await lab.ask('count');
      const time = await run(stored);
      const { messages } = await lab.ask('count');
      if (round >= 0) samples.get(name)?.push({ time, messages });
    }
  }
  return new Map([...samples].map(([name, taken]) => {
    const times = taken.map((each) => each.time);
    return [name, { time: median(times), best: least(times), messages: median(taken.map((each) => each.messages)) }];
  }));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function timed(command, args, env) {
  const began = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
  const [code] = await once(child, 'close');
  const time = performance.now() - began;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}.`);
  return { time, lines: output.trim().split('\n').length };
}

/**
 * @param {Map<string, Map<number, Sample>>} taken
 * @param {boolean} hasQt
 */
function conclude(taken, hasQt) {
  const of = (/** @type {string} */ name, /** @type {number} */ stored) => taken.get(name)?.get(stored) ?? { time: Number.NaN, best: Number.NaN, messages: Number.NaN };
  const most = sizes.at(-1) ?? 0;
  const table = tableOf(
    ['ms elapsed (best), and D-Bus messages', ...sizes.flatMap((size) => [`${size} profiles`, 'messages'])],
    [...taken.keys()].map((name) => [name, ...sizes.flatMap((size) => [`${digits(of(name, size).time)} (${digits(of(name, size).best)})`, String(of(name, size).messages)])]));
  const ours = of(names.fresh, most).time;
  const against = { qt: hasQt ? ours / of(names.qt, most).time : null, nmcli: ours / of(names.both, most).time, nmcliShow: ours / of(names.show, most).time };
  const grew = { profiles: growth.to / growth.from, time: of(names.fresh, growth.to).time / of(names.fresh, growth.from).time, messages: of(names.fresh, growth.to).messages / of(names.fresh, growth.from).messages };
  const held = [against.qt === null || against.qt <= goals.qt, against.nmcli <= goals.nmcli, grew.time <= grew.profiles && grew.messages <= grew.profiles];
  const number = (/** @type {number} */ value) => value.toPrecision(3);
  const lines = [
    `With ${most} profiles, of Qt's time: ${against.qt === null ? 'not measured, no Qt here' : `${number(against.qt)} (goal ${goals.qt})`}.`,
    `Of nmcli's time for both lists: ${number(against.nmcli)} (goal ${goals.nmcli}); for the profiles alone, which read the same: ${number(against.nmcliShow)}.`,
    `From ${growth.from} to ${growth.to} profiles, ${grew.profiles} times as many: ${number(grew.time)} times the time, ${number(grew.messages)} times the messages.`,
  ];
  const peer = hasQt ? of(names.qt, most).time : of(names.both, most).time;
  const whole = result({ id: 'P2', unit: 'ms', ours, peer, goal: hasQt ? goals.qt : goals.nmcli, table: `${table}\n\n${lines.join('\n')}` });
  return { ...whole, met: held.every(Boolean) };
}
