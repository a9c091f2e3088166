import type { EndReason } from '../contract/reason.ts';
import type { TestLine, TrialView } from '../contract/state.ts';
import type { CarrierProbe } from '../contract/session.ts';
import { carrierTest, failedTest, hasPassed } from './carrier-test.ts';
import { LinkProbing } from './link-probing.ts';
import type { Links } from './links.ts';
import { OwnProbes } from './own-probes.ts';
import type { Clock } from './ports/clock.ts';
import { done, type Driver, type DriverTrial, type Outcome } from './ports/driver.ts';
import type { RecordSink } from './ports/record.ts';
import type { RoamingSettings } from './roaming/settings.ts';
import type { World } from './world.ts';

export interface TrialOptions {
  id: string;
  /** The session that answers, and those that move with it. */
  leader: string;
  companions: readonly string[];
  stays: readonly string[];
  from: string;
  to: string;
  /** The old link is gone already: there is nothing to go back to. */
  fromLost: boolean;
  /** The machine's default route moves with it; false for a program that answered for itself. */
  movesMachine: boolean;
  connectTimeout: number;
  /** Tests of the programs whose sessions move. */
  ownProbes: readonly CarrierProbe[];
  /** What is expected; the driver tells how it turned out. */
  overlap: boolean;
}

export interface TrialPorts {
  world: World;
  links: Links;
  driver: Driver;
  clock: Clock;
  record: RecordSink;
  settings: RoamingSettings;
  /** What the internet is asked by; null: the user switched that off. */
  checkAddress: string | null;
  post: (item: () => void) => void;
  /** The new link is up: the sessions hear newConfigurationActivated. */
  onActivated: () => void;
  onChanged: () => void;
  /** The sessions settle: `kept` on the new one, `back` on the old one, `gone` with neither. */
  onEnd: (result: 'kept' | 'back' | 'gone', end: EndReason) => void;
}

/**
 * The time between migrate() and accept() or reject() (design 5). It brings the candidate up beside the old link,
 * tests the carrier, counts down, and ends exactly once: with the new link kept, or back on the old one.
 */
export class Trial {
  #phase: TrialView['phase'] = 'activating';
  #tests: TestLine[];
  #overlap: boolean;
  #deadline: number | null = null;
  /** The new link has come up. */
  #isUp = false;
  #pause: { left: number; until: number } | null = null;
  #canPause = true;
  #stopCountdown: () => void = () => {};
  #end: EndReason | null = null;
  #fromLost: boolean;
  #rope: DriverTrial | null = null;
  #accepted = false;
  #lingerEnds: (() => void) | null = null;
  readonly #fromByHandover: boolean;
  readonly #companions: Set<string>;
  readonly #startedAt: number;
  readonly #abort = new AbortController();
  /** Ends the probes: nothing more is asked once the trial is over. */
  readonly #asking = new AbortController();
  readonly #probing: Record<'to' | 'from', LinkProbing>;
  readonly #own: OwnProbes;
  readonly #timers: (() => void)[] = [];
  #finished: () => void = () => {};
  /** Settled: the driver has nothing of this trial left to do. */
  readonly settled = new Promise<void>((resolve) => { this.#finished = resolve; });

  constructor(readonly options: TrialOptions, private readonly ports: TrialPorts) {
    this.#overlap = options.overlap;
    this.#fromLost = options.fromLost;
    this.#companions = new Set(options.companions);
    this.#fromByHandover = ports.links.isByHandover(options.from);
    this.#startedAt = ports.clock.now();
    this.#probing = { to: this.#probe(options.to), from: this.#probe(options.from) };
    this.#own = new OwnProbes(options.ownProbes, this.#asking.signal, ports.post, () => { this.#found(); });
    this.#tests = this.#test(false);
  }

  get sessions(): string[] { return [this.options.leader, ...this.#companions]; }

  view(): TrialView {
    const { id, leader, from, to, stays } = this.options;
    return {
      id, session: leader, from, to, phase: this.#phase, tests: this.#tests, overlap: this.#overlap, startedAt: this.#startedAt,
      deadline: this.#deadline, pause: this.#pause, canPause: this.#canPause && this.#deadline !== null && this.#end === null, countdown: this.ports.settings.countdown, silence: this.#silenceKeeps() ? 'keepsNew' : 'goesBack',
      moves: this.sessions, stays: [...stays], end: this.#end,
    };
  }

  start(): void {
    const { links, driver, clock, record, post } = this.ports;
    const { from, to, connectTimeout } = this.options;
    for (const session of this.sessions) links.beginTrial(to, session, this.#abort);
    record.add(this.#startedAt, { kind: 'trialStarted', trial: this.view() });
    if (connectTimeout > 0) this.#timers.push(clock.after(connectTimeout, () => { this.#abort.abort(); }));
    const signal = this.#abort.signal;
    // With nothing to go back to, or nothing to move but one program, there is no rope to hold: the candidate is simply brought up.
    const ropeless = this.#fromLost || (!this.options.movesMachine && this.options.overlap);
    const begun: Promise<Outcome<DriverTrial | null>> = ropeless
      ? driver.activate(to, { signal }).then((outcome) => (outcome.ok ? { ok: true, value: null } : outcome))
      : driver.beginTrial(from, to, { signal });
    void begun.then((outcome) => { post(() => { this.#begun(outcome); }); });
  }

  /** May be given before the last test ends. */
  accept(): void {
    if (this.#isUp) this.#keep({ code: 'accepted' });
  }

  /** Stops the countdown, once a trial. False: there is none to stop, or it was stopped before. */
  pause(): boolean {
    if (this.#end || !this.#canPause || this.#deadline === null) return false;
    const { clock, settings } = this.ports;
    this.#canPause = false;
    this.#pause = { left: Math.max(0, this.#deadline - clock.now()), until: clock.now() + settings.pauseLasts };
    this.#deadline = null;
    this.#stopCountdown();
    this.#stopCountdown = clock.after(settings.pauseLasts, () => { this.ports.post(() => { this.resume(); }); });
    this.ports.onChanged();
    return true;
  }

  /** The countdown goes on with what was left. */
  resume(): void {
    if (!this.#pause) return;
    const { left } = this.#pause;
    this.#pause = null;
    this.#countDown(left);
    this.ports.onChanged();
  }

  /** May be given while the new link still comes up. */
  reject(): void { this.#goBack({ code: 'rejected' }); }

  /** Ends it for another reason: the leader closed or stopped, or Handover ends. */
  cancel(end: EndReason): void { this.#goBack(end); }

  /** A companion left by its own will; the trial goes on for the others. */
  leave(session: string): void {
    if (!this.#companions.delete(session)) return;
    this.ports.links.yield(this.options.to, session);
    this.ports.onChanged();
  }

  /** Something changed on either link. */
  worldChanged(): void {
    if (this.#end) return;
    const { from, to } = this.options;
    const fromUp = this.ports.world.accessPoints.get(from)?.now.link?.state === 'active';
    // Break-before-make takes the old one down on purpose; then its absence is no loss.
    if (this.#overlap || this.#fromLost) this.#fromLost = !fromUp;
    if (this.#isUp && !this.#serves(to)) {
      this.#goBack({ code: 'candidateLost' });
      return;
    }
    this.#runTests(false);
    this.ports.onChanged();
  }

  /** Ends the linger now: the old link is settled before another trial begins, or before Handover ends. */
  finishLinger(): Promise<void> {
    this.#lingerEnds?.();
    return this.settled;
  }

  #begun(outcome: Outcome<DriverTrial | null>): void {
    const { clock, world, settings, driver } = this.ports;
    if (outcome.ok) this.#rope = outcome.value;
    if (this.#end) { this.#undo(); return; }
    if (!outcome.ok) {
      const timedOut = this.#abort.signal.aborted;
      this.#goBack({ code: 'activationFailed', failure: timedOut ? `No connection after ${Math.round(this.options.connectTimeout / 1000)} s.` : outcome.failure.detail });
      return;
    }
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#overlap = this.#rope ? this.#rope.overlap : !this.#fromLost;
    this.#phase = 'testing';
    this.#isUp = true;
    this.#countDown(settings.countdown);
    this.#timers.push(
      clock.after(settings.carrierTest, () => { this.ports.post(() => { this.#runTests(true); this.ports.onChanged(); }); }),
    );
    this.ports.onActivated();
    const used = world.interfaceOf(this.options.to);
    if (used) void driver.checkConnectivity(used.now.id);
    this.#runTests(false);
    this.ports.onChanged();
  }

  #countDown(ms: number): void {
    const { clock, post } = this.ports;
    this.#deadline = clock.now() + ms;
    this.#stopCountdown();
    this.#stopCountdown = clock.after(ms, () => { post(() => { this.#silence(); }); });
  }

  #runTests(timeIsUp: boolean): void {
    if (this.#end || this.#phase === 'activating') return;
    const { world } = this.ports;
    this.#probing.to.look(world.interfaceOf(this.options.to));
    this.#own.look(world.interfaceOf(this.options.to));
    this.#probing.from.look(world.interfaceOf(this.options.from));
    if (this.#phase === 'testing') {
      this.#tests = this.#test(timeIsUp);
      const failed = failedTest(this.#tests);
      if (failed || hasPassed(this.#tests)) {
        this.ports.record.add(this.ports.clock.now(), { kind: 'trialTested', trial: this.options.id, tests: this.#tests, passed: !failed });
        if (failed) { this.#goBack({ code: 'testFailed', test: failed.test }); return; }
        this.#phase = 'passed';
        // From here new flows take the new link; begun ones stay where they are.
        void this.#rope?.switch().then((outcome) => {
          if (!outcome.ok) this.ports.post(() => { this.#goBack({ code: 'activationFailed', failure: outcome.failure.detail }); });
        });
      }
      return;
    }
    // Passed once. A manager may doubt a link for a moment while routes move, and a line for which there was no time is not begun anew; a sign-in page is no such doubt.
    const before = new Map(this.#tests.map((each) => [each.test, each]));
    this.#tests = this.#test(false).map((each) => (each.status === 'running' || each.status === 'waiting' ? before.get(each.test) ?? each : each));
    const failed = failedTest(this.#tests);
    if (failed) this.#goBack({ code: 'testFailed', test: failed.test });
  }

  #test(timeIsUp: boolean): TestLine[] {
    const { world, settings } = this.ports;
    return carrierTest({
      fresh: world.interfaceOf(this.options.to), old: world.interfaceOf(this.options.from),
      found: this.#probing.to.found, oldFound: this.#probing.from.found, own: this.#own.result, timeIsUp, settings,
    });
  }

  #probe(accessPoint: string): LinkProbing {
    const { driver, checkAddress, post } = this.ports;
    return new LinkProbing({
      accessPoint, probes: driver.probes ?? null, checkAddress, post, signal: this.#asking.signal,
      onFound: () => { this.#found(); },
    });
  }

  #found(): void {
    this.#runTests(false);
    this.ports.onChanged();
  }

  /** The old one is no longer usable (gone, or without internet) while the new one passed every test. */
  #silenceKeeps(): boolean {
    if (this.#phase !== 'passed') return false;
    const old = this.ports.world.interfaceOf(this.options.from);
    return this.#fromLost || this.ports.world.goneSince(this.options.from) !== null || old?.now.connectivity === 'none' || old?.now.connectivity === 'limited' || old?.now.connectivity === 'portal';
  }

  /** Its link is up; a pulled cable passes nothing, though a manager holds on to the link for seconds. */
  #serves(accessPoint: string): boolean {
    const { world } = this.ports;
    return world.accessPoints.get(accessPoint)?.now.link?.state === 'active' && world.goneSince(accessPoint) === null;
  }

  #silence(): void {
    if (this.#silenceKeeps()) this.#keep({ code: 'keptOnSilence' });
    else this.#goBack({ code: 'silence' });
  }

  #keep(end: EndReason): void {
    if (this.#end) return;
    const { links, clock, settings, post } = this.ports;
    const { from, to } = this.options;
    this.#finish(end, 'keeping');
    this.#accepted = true;
    let releaseOld = false;
    for (const session of this.sessions) {
      links.hold(to, session);
      releaseOld = links.yield(from, session) || releaseOld;
    }
    links.endTrial(to);
    this.#recordEnd();
    this.ports.onEnd('kept', end);
    const commit = () => {
      this.#lingerEnds = null;
      // Somebody may have opened on the old one meanwhile.
      const release = releaseOld && links.holders(from) === 0;
      const rope = this.#rope;
      const ended = rope ? rope.commit({ releaseOld: release }) : release ? this.ports.driver.deactivate(from) : Promise.resolve(done);
      void ended.then(() => { post(() => { this.#finished(); this.ports.onChanged(); }); });
    };
    if (!releaseOld || settings.linger === 0) { commit(); return; }
    const cancel = clock.after(settings.linger, () => { post(() => { this.#lingerEnds?.(); }); });
    this.#lingerEnds = () => { cancel(); commit(); };
  }

  #goBack(end: EndReason): void {
    if (this.#end) return;
    this.#finish(end, 'returning');
    if (!this.#isUp && !this.#rope) {
      // Still coming up: the driver undoes it, and `begun` finds the trial over.
      if (end.code === 'activationFailed') { this.#undo(); return; }
      this.#abort.abort();
      this.ports.onChanged();
      return;
    }
    this.#undo();
  }

  #undo(): void {
    const { links, driver, post, world } = this.ports;
    const { from, to } = this.options;
    let releaseNew = false;
    for (const session of this.sessions) releaseNew = links.yield(to, session) || releaseNew;
    this.ports.onChanged();
    const isUp = world.accessPoints.get(to)?.now.link != null;
    const ended = this.#rope ? this.#rope.rollBack({ releaseNew }) : releaseNew && isUp ? driver.deactivate(to) : Promise.resolve(done);
    void ended.then(() => {
      post(() => {
        const oldIsUp = world.accessPoints.get(from)?.now.link?.state === 'active';
        // Known only now: with one radio the old link was down on purpose, and should have come back.
        if (this.#end?.code === 'candidateLost' && !this.#serves(from)) this.#end = { code: 'bothLost' };
        links.endTrial(to);
        this.#recordEnd();
        if (this.#fromByHandover) links.restore(from);
        this.ports.onEnd(oldIsUp ? 'back' : 'gone', this.#end ?? { code: 'rejected' });
        this.#finished();
      });
    });
  }

  #finish(end: EndReason, phase: TrialView['phase']): void {
    this.#end = end;
    this.#phase = phase;
    this.#asking.abort();
    this.#stopCountdown();
    this.#pause = null;
    for (const cancel of this.#timers.splice(0)) cancel();
  }

  #recordEnd(): void {
    const { id, leader, from, to } = this.options;
    if (this.#end) this.ports.record.add(this.ports.clock.now(), { kind: 'trialEnded', trial: id, session: leader, from, to, end: this.#end, tests: this.#tests });
  }

  /** True after accept or a silence that keeps, while the old link may linger. */
  get wasAccepted(): boolean { return this.#accepted; }
}
