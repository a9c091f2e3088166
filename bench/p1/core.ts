import { SystemClock } from '../../app/host/system-clock.ts';
import { ScriptedDriver } from '../../app/core/testing/scripted-driver.ts';
import { balanced } from '../../app/core/roaming/settings.ts';
import { SessionHost } from '../../app/core/session-host.ts';
import type { Session } from '../../app/core/session.ts';
import { answer } from '../shared/answering.ts';

/**
 * Ours in P1: the session core on an access point that is up by somebody else's doing, with one session that nobody
 * listens to and one with listeners that count and check the order. Both are recorded. Words: "<mode> <cycles>",
 * answered with the time a cycle took, ns.
 */
const clock = new SystemClock();
const driver = new ScriptedDriver(clock);
driver.add('cable', { on: 'eth0', up: true });

let records = 0;
let failure: unknown = null;
const core = new SessionHost({
  driver, clock, settings: () => balanced,
  record: { add: () => { records += 1; } },
  onError: (error) => { failure ??= error; },
  onDirty: () => {},
});
const started = await core.start();
if (!started.ok) throw new Error(started.failure.detail);

const client = { id: 'bench', name: 'bench', pid: 1, isDesktop: false };
const silent = core.createSession('cable', client);
const heard = core.createSession('cable', client);
let opened = 0;
let closed = 0;
let outOfOrder = 0;
heard.on('opened', () => { if (opened !== closed) outOfOrder += 1; opened += 1; });
heard.on('closed', () => { closed += 1; if (opened !== closed) outOfOrder += 1; });

/** Waiting for it lets the microtasks run. */
const settled = Promise.resolve();

/** The microtasks that drained calls leave behind run between portions; their time counts. */
const portion = 500;

/** Each call's event is delivered before the next call, as in Qt. */
function eachDelivered(session: Session, cycles: number): void {
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    session.open();
    core.drain();
    session.close();
    core.drain();
  }
}

/** Both calls, then both events. */
function bothDelivered(session: Session, cycles: number): void {
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    session.open();
    session.close();
    core.drain();
  }
}

/** As a program sees it: the event comes by itself, later. */
async function eachAwaited(session: Session, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    session.open();
    await settled;
    session.close();
    await settled;
  }
}

interface Mode { session: Session; run: (session: Session, cycles: number) => void | Promise<void> }
const modes: Record<string, Mode> = {
  silent: { session: silent, run: eachDelivered },
  heard: { session: heard, run: eachDelivered },
  both: { session: heard, run: bothDelivered },
  awaited: { session: heard, run: eachAwaited },
};

async function measure(name: string, cycles: number): Promise<{ time: number; cpu: number }> {
  const mode = modes[name];
  if (!mode) throw new Error(`There is no mode ${name}.`);
  const { session, run } = mode;
  const before = { opened, closed, records };
  const cpuBefore = process.cpuUsage();
  const began = process.hrtime.bigint();
  for (let left = cycles; left > 0; left -= portion) {
    const portionRun = run(session, Math.min(portion, left));
    if (portionRun) await portionRun;
    else await settled;
  }
  const time = Number(process.hrtime.bigint() - began) / cycles;
  const cpu = process.cpuUsage(cpuBefore);
  const told = session === heard ? cycles : 0;
  const asMany = opened - before.opened === told && closed - before.closed === told && records - before.records === 2 * cycles;
  if (!asMany || outOfOrder > 0 || failure !== null || session.isOpen)
    throw new Error(`Not every open() and close() was recorded, and told once and in order to who listens: ${JSON.stringify({ opened, closed, outOfOrder, failure: String(failure) })}`);
  return { time, cpu: ((cpu.user + cpu.system) * 1000) / cycles };
}

await answer((word) => {
  const [name = '', cycles = ''] = word.split(' ');
  return measure(name, Number(cycles));
});
