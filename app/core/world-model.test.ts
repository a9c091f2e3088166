import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { builtInNetwork, userChoice } from './configuration-registry.ts';
import { failed } from './ports/driver.ts';
import type { Session } from './session.ts';
import { CoreRig, desktop, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

/**
 * Whatever a platform may tell and a client may ask, in any order: access points that come, go and change, a default
 * route that moves, a manager that dies, service networks that are edited, questions that are answered or not. The rig
 * holds the core against the invariants of design 3 whenever it comes to rest. A long run: npm run test:long
 */
const runs = Number(process.env['HANDOVER_RUNS'] ?? 300);
const ids = ['a', 'b', 'c', 'd'] as const;
/** Configuration, client and properties of each session. */
const plan: [string, typeof desktop, Record<string, unknown>][] = [
  [builtInNetwork, desktop, { reopenWhenAvailable: true, holdsLink: false }],
  ['a', program, {}],
  ['b', desktop, { reopenWhenAvailable: true }],
  ['office', program, { RoamByItself: true }],
  ['office', desktop, {}],
  [userChoice, desktop, {}],
  [userChoice, program, { ConnectInBackground: true }],
  ['home', program, { SuppressRoaming: true }],
];
const editions = [['a', 'b'], ['b', 'a', 'c'], ['c'], []] as const;

const call = fc.record({
  kind: fc.constant('call' as const), session: fc.nat({ max: plan.length - 1 }),
  call: fc.constantFrom('open' as const, 'open' as const, 'open' as const, 'close' as const, 'stop' as const, 'migrate' as const, 'ignore' as const, 'accept' as const, 'reject' as const, 'wait' as const, 'listen' as const),
});
const roamTo = fc.record({ kind: fc.constant('roamTo' as const), session: fc.nat({ max: plan.length - 1 }), to: fc.constantFrom(...ids) });
const changes = {
  up: (driver: ScriptedDriver, id: string) => { driver.bringUp(id); },
  down: (driver: ScriptedDriver, id: string) => { driver.takeDown(id); },
  activating: (driver: ScriptedDriver, id: string) => { if (!driver.accessPoints.get(id)?.link) driver.activating(id); },
  deactivating: (driver: ScriptedDriver, id: string) => {
    const link = driver.accessPoints.get(id)?.link;
    if (link?.state === 'active') driver.change(id, { link: { ...link, state: 'deactivating' } });
  },
  isDefault: (driver: ScriptedDriver, id: string) => {
    for (const each of ids) {
      const link = driver.accessPoints.get(each)?.link;
      if (link) driver.change(each, { link: { ...link, isDefault: each === id } });
    }
  },
  near: (driver: ScriptedDriver, id: string) => { driver.change(id, { inReach: true }); },
  away: (driver: ScriptedDriver, id: string) => { driver.takeDown(id); driver.change(id, { inReach: false }); },
  cableOut: (driver: ScriptedDriver, id: string) => { driver.change(id, { inReach: false }); },
  forgotten: (driver: ScriptedDriver, id: string) => { driver.change(id, { stored: false }); },
  stored: (driver: ScriptedDriver, id: string) => { driver.change(id, { stored: true }); },
  metered: (driver: ScriptedDriver, id: string) => { driver.change(id, { metered: true }); },
  free: (driver: ScriptedDriver, id: string) => { driver.change(id, { metered: false }); },
  renamed: (driver: ScriptedDriver, id: string) => { driver.change(id, { name: `${id} anew` }); },
  removed: (driver: ScriptedDriver, id: string) => { driver.remove(id); },
  added: (driver: ScriptedDriver, id: string) => { if (!driver.accessPoints.has(id)) { driver.add(id); driver.change(id, {}); } },
  noInternet: (driver: ScriptedDriver, id: string) => { driver.setConnectivity(id, 'none'); },
  internet: (driver: ScriptedDriver, id: string) => { driver.setConnectivity(id, 'full'); },
  portal: (driver: ScriptedDriver, id: string) => { driver.setConnectivity(id, 'portal'); },
  fails: (driver: ScriptedDriver, id: string) => { driver.plan(id, { outcome: 'fails', failure: failed('noAddress', 'Planned.').failure }); },
  hangs: (driver: ScriptedDriver, id: string) => { driver.plan(id, { outcome: 'hangs' }); },
  works: (driver: ScriptedDriver, id: string) => { driver.plan(id, { outcome: 'up' }); },
  counts: (driver: ScriptedDriver, id: string) => { if (driver.accessPoints.has(id)) driver.count(id, 1_000, 500, 10); },
  staysUp: (driver: ScriptedDriver) => { driver.deactivateFails = failed('notAllowed', 'Planned.').failure; },
  goesDown: (driver: ScriptedDriver) => { driver.deactivateFails = null; },
};
const change = fc.record({ kind: fc.constant('change' as const), change: fc.constantFrom(...Object.keys(changes) as (keyof typeof changes)[]), id: fc.constantFrom(...ids) });
const wait = fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(0, 1, 400, 1_000, 2_500, 21_000, 65_000) });
const edit = fc.record({ kind: fc.constant('edit' as const), network: fc.constantFrom('office', 'home'), members: fc.constantFrom(...editions, null), order: fc.boolean() });
const answer = fc.record({ kind: fc.constant('answer' as const), chosen: fc.constantFrom(...ids, 'office', null) });
const scan = fc.record({ kind: fc.constantFrom('scan' as const, 'manager' as const) });
const action = fc.oneof(
  { weight: 8, arbitrary: call }, { weight: 1, arbitrary: roamTo }, { weight: 8, arbitrary: change }, { weight: 6, arbitrary: wait },
  { weight: 1, arbitrary: edit }, { weight: 2, arbitrary: answer }, { weight: 1, arbitrary: scan },
);

class Run {
  readonly clock = new FakeClock();
  readonly driver = new ScriptedDriver(this.clock).add('a', { up: true }).add('b').add('c', { on: 'if-b' }).add('d', { inReach: false });
  readonly rig = new CoreRig(this.driver, this.clock);
  readonly waits: Promise<boolean>[] = [];
  sessions: Session[] = [];
  #leave: () => void = () => {};
  #isGone = false;

  async begin(canStop: boolean): Promise<this> {
    this.driver.capabilities.startAndStopInterfaces = canStop;
    await this.rig.start();
    this.rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b'] });
    this.rig.core.setServiceNetwork({ id: 'home', name: 'Home', members: ['c', 'd'] });
    await this.clock.settle();
    this.sessions = plan.map(([configuration, client, properties]) => {
      const made = this.rig.core.createSession(configuration, client);
      for (const [key, value] of Object.entries(properties)) made.setSessionProperty(key, value);
      return made;
    });
    await this.clock.settle();
    return this;
  }

  async perform(act: typeof action extends fc.Arbitrary<infer A> ? A : never): Promise<void> {
    const { core } = this.rig;
    switch (act.kind) {
      case 'call': this.#call(this.sessions[act.session]!, act.call); break;
      case 'roamTo': this.sessions[act.session]?.roamTo(act.to); break;
      case 'change': changes[act.change](this.driver, act.id); break;
      case 'time': await this.clock.advance(act.ms); break;
      case 'edit':
        if (act.members) core.setServiceNetwork({ id: act.network, name: act.network, members: [...act.members] });
        else core.removeServiceNetwork(act.network);
        if (act.order) core.setOrder(['c', 'a']);
        break;
      case 'answer': {
        const question = core.questions.list()[0];
        if (question && act.chosen) core.choose(question.id, act.chosen);
        else if (question) core.dismissQuestion(question.id);
        break;
      }
      case 'manager':
        this.#isGone = !this.#isGone;
        if (this.#isGone) this.driver.managerGone();
        else this.driver.managerBack();
        break;
      case 'scan': core.manager.updateConfigurations(); break;
    }
  }

  #call(session: Session, name: 'open' | 'close' | 'stop' | 'migrate' | 'ignore' | 'accept' | 'reject' | 'wait' | 'listen'): void {
    if (name === 'wait') this.waits.push(session.waitForOpened(40_000));
    else if (name === 'listen') { this.#leave(); this.#leave = session.on('preferredConfigurationChanged', () => {}); }
    else session[name]();
  }
}

describe('any calls and any news, in any order', () => {
  it('ROAM-12: every invariant holds whenever the core comes to rest, every wait ends, and nothing is kept after the end', async () => {
    await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), fc.boolean(), async (actions, canStop) => {
      const run = await new Run().begin(canStop);
      const { rig, clock, driver } = run;
      for (const act of actions) await run.perform(act);
      // What others began comes to an end, one way or another.
      for (const { id, link } of [...driver.accessPoints.values()])
        if (link && link.state !== 'active') driver.takeDown(id);
      // Longer than a question, a connect time-out, a trial with its countdown, and a linger.
      await clock.advance(300_000);
      expect([rig.errors, rig.wrong]).toEqual([[], []]);
      expect((await Promise.all(run.waits)).every((each) => typeof each === 'boolean')).toBe(true);
      for (const { id, phase } of run.sessions) expect(['opening', 'roaming', 'asking'], `${id} has settled`).not.toContain(phase.phase);
      if (canStop && !driver.deactivateFails)
        for (const id of rig.watched.ours) expect(rig.core.links.holders(id), `holders of ${id}, brought up by Handover`).toBeGreaterThan(0);
      const stopped = rig.core.stop();
      await clock.advance(60_000);
      await stopped;
      expect([clock.pending, rig.errors, rig.wrong]).toEqual([0, [], []]);
    }), { numRuns: runs, ...(process.env['HANDOVER_SEED'] ? { seed: Number(process.env['HANDOVER_SEED']) } : {}) });
  }, 3_600_000);
});
