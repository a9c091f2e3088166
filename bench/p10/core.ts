import type { DriverLink } from '../../app/core/ports/driver.ts';
import { answer } from '../shared/answering.ts';
import { accessPointId, accessPointsOfPart, addAccessPoint, interfaceId, makeWorld, radio, sessionsInPart, storedOfPart, type BenchWorld } from './world.ts';

/**
 * A core in P10. Words: "make <parts>" once, then "<change> <rounds>", answered with the processor time one change took, ns.
 * Changes go round ten parts in a world of any size, so that what is changed is as much, and as warm, in each.
 */
const partsChanged = 10;
/** The first part's link carries the sessions on the built-in network, more of them in a bigger world. */
const partOfMany = 0;
const firstChanged = 1;

/** One round on one part; how many changes it was. `turn` goes up by one a round. */
type Change = (world: BenchWorld, part: number, turn: number) => number;

function setLevel(world: BenchWorld, part: number, place: number, turn: number): number {
  const level = -60 - (turn % 2);
  world.driver.change(accessPointId(part, place), { level, bss: [radio(part, place, level)] });
  world.core.drain();
  return 1;
}

function setLink(world: BenchWorld, part: number, place: number, states: (DriverLink['state'] | null)[]): number {
  for (const state of states) {
    world.driver.change(accessPointId(part, place), { link: state && { state, interface: interfaceId(part), stage: null } });
    world.core.drain();
  }
  return states.length;
}

function setConnectivity(world: BenchWorld, part: number): number {
  for (const connectivity of ['limited', 'full'] as const) {
    world.driver.setConnectivity(accessPointId(part, 0), connectivity);
    world.core.drain();
  }
  return 2;
}

/** Places of access points that are not there between two rounds. */
const passing = { seen: accessPointsOfPart, stored: -1 };

const changes: Record<string, Change> = {
  levelOfSeen: (world, part, turn) => setLevel(world, part, accessPointsOfPart - 1, turn),
  levelOfStored: (world, part, turn) => setLevel(world, part, storedOfPart - 1, turn),
  linkOfSeen: (world, part) => setLink(world, part, accessPointsOfPart - 1, ['activating', 'active', null]),
  linkOfStored: (world, part) => setLink(world, part, storedOfPart - 1, ['activating', 'active', 'deactivating', null]),
  connectivity: (world, part) => setConnectivity(world, part),
  connectivityOfMany: (world) => setConnectivity(world, partOfMany),
  counters: (world, part, turn) => {
    world.driver.count(accessPointId(part, 0), turn * 1000, turn * 1000, turn);
    world.core.drain();
    return 1;
  },
  openClose: (world, part) => openAndClose(world, part, 'onAccessPoint'),
  openCloseNetwork: (world, part) => openAndClose(world, part, 'onNetwork'),
  openCloseBuiltIn: (world, part) => openAndClose(world, part, 'onBuiltIn'),
  sessionComesAndGoes: (world, part) => {
    world.core.createSession(accessPointId(part, 0), { id: 'passing', name: 'passing', pid: 4, isDesktop: false }).dispose();
    world.core.drain();
    return 1;
  },
  seenComesAndGoes: (world, part) => comeAndGo(world, part, passing.seen),
  storedComesAndGoes: (world, part) => comeAndGo(world, part, passing.stored),
};

function openAndClose(world: BenchWorld, part: number, on: keyof BenchWorld['idle'][number]): number {
  const session = world.idle[part]?.[on];
  if (!session) throw new Error(`There is no part ${part}.`);
  session.open();
  world.core.drain();
  if (!session.isOpen) throw new Error(`A session ${on} did not open: ${session.state}, ${session.errorString}`);
  session.close();
  world.core.drain();
  return 1;
}

function comeAndGo(world: BenchWorld, part: number, place: number): number {
  addAccessPoint(world.driver, part, place);
  world.driver.change(accessPointId(part, place), {});
  world.core.drain();
  world.driver.remove(accessPointId(part, place));
  world.core.drain();
  return 2;
}

/** Waiting for it lets the microtasks run. */
const settled = Promise.resolve();
let world: BenchWorld | null = null;
let turn = 0;

async function make(parts: number): Promise<{ accessPoints: number; sessions: number }> {
  world = await makeWorld(parts);
  const open = [...world.core.sessions.values()].filter((each) => each.isOpen).length;
  if (open !== parts * sessionsInPart) throw new Error(`Only ${open} of ${parts * sessionsInPart} sessions are open.`);
  return { accessPoints: world.core.world.accessPoints.size, sessions: open };
}

async function measure(name: string, rounds: number): Promise<{ time: number }> {
  const change = changes[name];
  if (!world || !change) throw new Error(`There is no change ${name}, or no world yet.`);
  let count = 0;
  const began = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    turn += 1;
    for (let part = firstChanged; part < firstChanged + partsChanged; part += 1) count += change(world, part, turn);
    // The microtasks that drained calls leave behind.
    await settled;
  }
  const { user, system } = process.cpuUsage(began);
  if (world.errors.length > 0) throw world.errors[0];
  return { time: ((user + system) * 1000) / count };
}

await answer((word) => {
  const [name = '', number = ''] = word.split(' ');
  return name === 'make' ? make(Number(number)) : measure(name, Number(number));
});
