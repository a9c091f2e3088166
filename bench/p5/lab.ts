import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DriverUnderTest, patient, valueOf } from '../../e2e/labs/networkmanager/driver-under-test.ts';
import { Flows, type FlowResult } from '../../e2e/labs/networkmanager/flows.ts';
import { labUnavailable, NetworkManagerLab, profileId } from '../../e2e/labs/networkmanager/lab.ts';
import { answer } from '../shared/answering.ts';

/**
 * The laboratory of P5: two real links, and traffic of 100 packets a second each way, IPv4 and IPv6: datagrams of which each
 * is a new choice of way ("new"), and for each roam a socket and a connection that were begun on the link that is left.
 *
 * Words: "up"; "roam accept" and "roam reject", ours; "nmcli", the same change by nmcli; "finish", answered with what was
 * lost since "up" or the last "finish"; "down".
 */
const INTERVAL = 10;
/** How long a trial goes on after its switch, ms, so that traffic meets it. */
const TRIAL = 500;
/** Less than a carrier test takes that finds everything well, ms. */
const CARRIER_TEST = 200;
const IP6_LIMIT = 20_000;
const PENALTY = 20_000;

let lab: NetworkManagerLab;
let nm: DriverUnderTest;
let rules: RuleWatch;
let flows: Flows;
let roams = 0;
/** The uplink in use, 0 or 1. */
let here = 0;

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const device = (uplink: number): string => `wired${uplink}`;

/** When the kernel gets and loses the rule that leads new flows to the other link, in each family. */
class RuleWatch {
  readonly #monitors: ChildProcess[] = [];
  readonly #waiting = new Set<{ family: string; isGone: boolean; resolve: (at: number) => void }>();

  constructor() {
    for (const family of ['-4', '-6']) {
      const monitor = spawn('nsenter', ['-t', String(lab.host.pid), '-n', 'ip', family, 'monitor', 'rule'], { stdio: ['ignore', 'pipe', 'inherit'] });
      this.#monitors.push(monitor);
      createInterface({ input: monitor.stdout }).on('line', (line) => {
        if (!/\b1000:/.test(line)) return;
        for (const one of [...this.#waiting]) {
          if (one.family !== family || one.isGone !== /Deleted/.test(line)) continue;
          this.#waiting.delete(one);
          one.resolve(performance.now());
        }
      });
    }
  }

  /** When it was so in both families. */
  async next(isGone: boolean): Promise<number> {
    const times = ['-4', '-6'].map((family) => new Promise<number>((resolve) => { this.#waiting.add({ family, isGone, resolve }); }));
    return Math.max(...await Promise.all(times));
  }

  stop(): void { for (const monitor of this.#monitors) monitor.kill('SIGKILL'); }
}

async function up(): Promise<object> {
  const reason = labUnavailable();
  if (reason !== null) throw new Error(reason);
  lab = await NetworkManagerLab.up({ autoconnect: false });
  nm = await DriverUnderTest.start(lab.busAddress, lab.counterFile);
  rules = new RuleWatch();
  await nm.until('both are in reach', () => [0, 1].every((uplink) => nm.accessPoint(profileId(uplink)).inReach));
  valueOf(await nm.driver.activate(profileId(0), { signal: patient() }));
  await isFirst(0);
  await begin();
  return {};
}

async function begin(): Promise<void> {
  flows = new Flows(lab, INTERVAL);
  await flows.start('new', 'datagrams');
}

/** Both families reach the internet by this link, and NetworkManager holds it back no more. */
async function isFirst(uplink: number): Promise<void> {
  await nm.untilDualStack(device(uplink));
  const limit = performance.now() + IP6_LIMIT;
  for (;;) {
    const metrics = ['-4', '-6'].map((family) => new RegExp(`dev ${device(uplink)} .*metric (\\d+)`).exec(lab.run('ip', family, 'route', 'show', 'default'))?.[1]);
    if (metrics.every((metric) => metric !== undefined && Number(metric) < PENALTY)) return;
    if (performance.now() > limit) throw new Error(`${device(uplink)} did not become the first choice`);
    await pause(20);
  }
}

async function startOwn(): Promise<string[]> {
  roams += 1;
  const own = [`socket ${roams}`, `connection ${roams}`];
  await flows.start(own[0] as string, 'bound');
  await flows.start(own[1] as string, 'stream');
  return own;
}

async function roam(isAccepted: boolean): Promise<{ activated: number; switched: number; back: number | null }> {
  const [from, to] = [here, 1 - here];
  await isFirst(from);
  const own = await startOwn();
  const began = performance.now();
  const trial = valueOf(await nm.driver.beginTrial(profileId(from), profileId(to), { signal: patient() }));
  const activated = performance.now() - began;
  // The carrier test: both families reach the internet, and a few questions are asked.
  await nm.untilDualStack(device(to));
  await pause(CARRIER_TEST);
  const leads = rules.next(false);
  const passed = performance.now();
  valueOf(await trial.switch());
  const switched = await leads - passed;
  await pause(TRIAL);
  if (isAccepted) {
    // The linger is over: what was begun on the old link has ended.
    for (const name of own) await flows.stop(name);
    valueOf(await trial.commit({ releaseOld: true }));
    here = to;
    return { activated, switched, back: null };
  }
  const gone = rules.next(true);
  const rejected = performance.now();
  valueOf(await trial.rollBack({ releaseNew: true }));
  const back = await gone - rejected;
  for (const name of own) await flows.stop(name);
  return { activated, switched, back };
}

/** The peer: the other connection up, then the old one down, as one would type it. */
async function byNmcli(): Promise<{ activated: number }> {
  const [from, to] = [here, 1 - here];
  await isFirst(from);
  const own = await startOwn();
  const began = performance.now();
  lab.nmcli('connection', 'up', profileId(to));
  const activated = performance.now() - began;
  await nm.untilDualStack(device(to));
  await pause(TRIAL);
  for (const name of own) await flows.stop(name);
  lab.nmcli('connection', 'down', profileId(from));
  here = to;
  return { activated };
}

async function finish(): Promise<{ sent: number; lost: number; lostNew: number; lostBegun: number; where: Record<string, number> }> {
  const taken = Object.entries(await flows.finish());
  await begin();
  const sum = (which: (name: string) => boolean, of: (flow: FlowResult) => number): number => taken.filter(([name]) => which(name)).reduce((whole, [, flow]) => whole + of(flow), 0);
  const isNew = (name: string): boolean => name.startsWith('new');
  return {
    sent: sum(() => true, ({ sent }) => sent), lost: sum(() => true, ({ lost }) => lost), lostNew: sum(isNew, ({ lost }) => lost), lostBegun: sum((name) => !isNew(name), ({ lost }) => lost),
    where: Object.fromEntries(taken.filter(([, { lost }]) => lost !== 0).map(([name, { lost }]) => [name, lost])),
  };
}

await answer(async (word) => {
  switch (word) {
    case 'up': return up();
    case 'roam accept': return roam(true);
    case 'roam reject': return roam(false);
    case 'nmcli': return byNmcli();
    case 'finish': return finish();
    case 'down':
      flows.kill();
      rules.stop();
      await nm.stop();
      await lab.down();
      return {};
    default: throw new Error(`There is no word ${word}.`);
  }
});
