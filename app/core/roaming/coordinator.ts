import type { UserMode } from '../../contract/answers.ts';
import type { EndReason } from '../../contract/reason.ts';
import type { AnswerWay } from '../../contract/record-entry.ts';
import type { OfferView } from '../../contract/state.ts';
import type { IgnoreScope } from '../../contract/values.ts';
import type { ConfigurationRegistry } from '../configuration-registry.ts';
import type { Dirty } from '../dirty.ts';
import type { Links } from '../links.ts';
import type { Clock } from '../ports/clock.ts';
import { failed, type Driver } from '../ports/driver.ts';
import type { RecordSink } from '../ports/record.ts';
import type { SessionIndex } from '../session-index.ts';
import type { Session } from '../session.ts';
import type { Traffic } from '../traffic.ts';
import { Trial } from '../trial.ts';
import type { World } from '../world.ts';
import { Answers } from './answers.ts';
import { RoamingEngine, type RoamingSession } from './engine.ts';
import type { RoamingSettings } from './settings.ts';

export interface CoordinatorParts {
  driver: Driver;
  clock: Clock;
  record: RecordSink;
  settings: () => RoamingSettings;
  checkAddress: () => string | null;
  /** The user's answers that stand changed. */
  answersChanged: () => void;
  world: World;
  links: Links;
  registry: ConfigurationRegistry;
  sessions: SessionIndex;
  traffic: Traffic;
  dirty: () => Dirty;
  post: (item: () => void) => void;
  scan: () => void;
  /** A trial has ended for good, its linger included. */
  settled: () => void;
  /** An access point could not be brought up for a trial. */
  failed: (accessPoint: string, failure: ReturnType<typeof failed>['failure'] | null) => void;
}

/**
 * Carries questions and answers between the roaming engine, the sessions and the trial: who is asked, who moves with
 * the answer, and what becomes of each session when the trial ends. One trial at a time for the whole host.
 */
export class RoamingCoordinator {
  readonly engine: RoamingEngine;
  readonly answers: Answers;
  #trial: Trial | null = null;
  #trialNumber = 0;
  /** Sessions that were to migrate while another trial was running, and who said so; each has its turn. */
  readonly #turns = new Map<string, { by: string; how: AnswerWay }>();

  constructor(private readonly parts: CoordinatorParts) {
    const { world, clock, record, settings, registry, traffic, post, scan } = parts;
    this.engine = new RoamingEngine({
      world, clock, record, settings, post, scan,
      orderIn: (network, member) => registry.orderIn(network, member),
      networksOf: (accessPoint) => registry.networksOf(accessPoint),
      isMember: (accessPoint, network) => registry.isMember(accessPoint, network),
      isPinned: (accessPoint) => this.answers.isPinned(accessPoint),
      isVetoed: (session, current, candidate) => this.#isVetoed(session, current, candidate),
      onDecision: (session, candidate) => { parts.dirty().decisions.push({ session, candidate }); },
      packetsPerSecond: (accessPoint) => {
        const used = world.interfaceOf(accessPoint);
        return used ? traffic.packetsPerSecond(used.now.id) : null;
      },
      canOverlap: (current, candidate) => this.#canOverlap(current, candidate),
      isTrialRunning: () => this.trial !== null,
      companions: (session, current, candidate) => this.#companions(session, current, candidate),
      onOffer: (offer) => { this.#tellOffer(offer); },
      onOfferEnded: (offer, end) => { this.#offerEnded(offer, end); },
    });
    this.answers = new Answers({
      memory: this.engine.memory, now: () => clock.now(),
      onChanged: (pinned) => {
        parts.dirty().answers = true;
        if (pinned !== undefined) parts.dirty().configurations.add(pinned);
        this.engine.lookAgain();
        parts.answersChanged();
      },
    });
  }

  /** The running trial, until the sessions have settled; the old link may linger after it. */
  get trial(): Trial | null { return this.#trial && !this.#trial.wasAccepted ? this.#trial : null; }

  /** A trial runs, or the old link of one lingers. */
  get isBusy(): boolean { return this.#trial !== null; }

  /** Something changed on a link. */
  worldChanged(): void {
    if (!this.#trial) return;
    this.#trial.worldChanged();
    this.parts.dirty().trial = true;
  }

  /** `by`, `how`: who answered, for the record. By a rule the user answered beforehand; then the tests decide, and nobody is asked again. */
  migrate(session: Session, { by = session.client.name, how = 'asked' }: { by?: string; how?: AnswerWay } = {}): void {
    const offer = this.engine.offerOf(session.id);
    if (!offer) return;
    if (this.trial) { this.#turns.set(session.id, { by, how }); return; }
    this.#recordAnswer(session, 'migrate', offer.candidate, by, how);
    this.#beginTrial(session, offer.candidate, how === 'rule');
  }

  /** Migrates, and from now on whenever the same happens on this access point. */
  migrateAlways(session: Session, by: string): void {
    const offer = this.engine.offerOf(session.id);
    if (!offer) return;
    this.answers.addRule(offer.current, offer.reason.code);
    this.migrate(session, { by });
  }

  ignore(session: Session, scope: IgnoreScope, by: string): void {
    const offer = this.engine.ignore(session.id, scope, by);
    if (offer && scope !== 'thisTime') this.answers.ignored();
    if (offer && session.phase.phase === 'lost') this.#abandon(session);
  }

  /** The user looks back at a move and wants no more questions about that pair. */
  stopOffering(current: string, candidate: string): void {
    this.engine.memory.exclude(current, candidate, null);
    this.answers.ignored();
  }

  /** The user's word on how one session roams; null takes it back. */
  setSessionMode(session: Session, mode: UserMode | null): void {
    session.userMode = mode;
    this.#modeChanged([session]);
  }

  /** … or all sessions on a service network. */
  setNetworkMode(network: string, mode: UserMode | null): void {
    this.answers.setMode(network, mode);
    this.#modeChanged([...this.parts.sessions.values()].filter((each) => each.used.identifier === network));
  }

  #modeChanged(sessions: readonly Session[]): void {
    for (const session of sessions) {
      this.parts.dirty().sessions.add(session.id);
      this.watch(session);
      if (session.member !== null) this.leadAnew(session.member);
    }
  }

  accept(session: Session, by: string): void { this.#answer(session, 'accept', by); }
  reject(session: Session, by: string): void { this.#answer(session, 'reject', by); }

  /** The user moves by hand to another member, with the same trial. */
  roamTo(session: Session, member: string, by: string): void {
    if (!session.used.members.includes(member) || this.trial || session.member === null || session.member === member) return;
    this.#recordAnswer(session, 'roamTo', member, by);
    this.engine.userChose();
    this.#beginTrial(session, member);
  }

  /** The session closes, is stopped, or has moved: its offer is over, and its part in a trial. */
  endRoaming(session: Session, cause: 'closed' | 'stopped' | 'reasonGone'): void {
    this.engine.unwatch(session.id, { code: cause });
    const { trial } = this;
    if (!trial?.sessions.includes(session.id)) return;
    if (trial.options.leader === session.id) trial.cancel({ code: cause });
    else trial.leave(session.id);
    // Its hold on the old link ends with it; the trial settles the new one.
    this.parts.links.release(trial.options.from, session.id);
  }

  /** Keeps the engine's list in step: open sessions on service networks that lead the answer for their link. */
  watch(session: Session): void {
    const member = session.member;
    if (member === null || session.used.type !== 'serviceNetwork' || !this.#leads(session, member)) {
      this.engine.unwatch(session.id, { code: 'closed' });
      return;
    }
    this.engine.watch(roamingSession(session, member));
  }

  /** Who came or went may change who leads the answer for this link. */
  leadAnew(accessPoint: string): void {
    this.parts.post(() => { for (const session of this.parts.sessions.near(accessPoint)) this.watch(session); });
  }

  /** Another member could take over from a link that is being lost. */
  hasFallback(session: Session, lost: string): boolean {
    if (session.roamingMode === 'stays' || this.engine.paused) return false;
    return this.engine.fallbackFor({ ...roamingSession(session, lost), lostAt: this.parts.clock.now() }) !== null;
  }

  /** Ends offers, and a trial as a reject; settles a linger. */
  async stop(drain: () => void): Promise<void> {
    const trial = this.#trial;
    this.parts.post(() => {
      this.engine.dispose();
      trial?.cancel({ code: 'handoverEnded' });
    });
    drain();
    await trial?.finishLinger();
  }

  #answer(session: Session, answer: 'accept' | 'reject', by: string): void {
    const { trial } = this;
    if (trial?.options.leader !== session.id) return;
    this.#recordAnswer(session, answer, trial.options.to, by);
    this.engine.userChose();
    if (answer === 'accept') trial.accept();
    else trial.reject();
  }

  #recordAnswer(session: Session, answer: 'migrate' | 'accept' | 'reject' | 'roamTo', candidate: string, by: string, how: AnswerWay = 'asked'): void {
    this.parts.record.add(this.parts.clock.now(), { kind: 'answer', session: session.id, answer, by, how, candidate });
  }

  #beginTrial(session: Session, candidate: string, byRule = false): void {
    const { world, links, driver, clock, record, registry, sessions, post } = this.parts;
    const from = session.member;
    if (from === null) return;
    const before = this.#trial;
    if (before) {
      // The old link of a trial before is settled first: one rope at a time.
      void before.finishLinger().then(() => { post(() => { if (!this.#trial && session.member === from) this.#beginTrial(session, candidate, byRule); }); });
      return;
    }
    const fromLost = session.phase.phase === 'lost';
    const { moves, stays } = this.#companions(session.id, from, candidate);
    this.parts.failed(candidate, null);
    const trial = new Trial({
      id: `trial-${++this.#trialNumber}`, leader: session.id, companions: moves.filter((each) => each !== session.id), stays, from, to: candidate,
      // A program's own session gets a link and its address to bind to; the machine's default route stays (design 5).
      movesMachine: speaksForMachine(session),
      ownProbes: moves.flatMap((each) => sessions.get(each)?.carrierProbe ?? []),
      fromLost, connectTimeout: registry.get(candidate)?.connectTimeout ?? 0, overlap: !fromLost && this.#canOverlap(from, candidate),
    }, {
      world, links, driver, clock, record, post, settings: this.parts.settings(), checkAddress: this.parts.checkAddress(),
      onActivated: () => { for (const id of trial.sessions) sessions.get(id)?.apply({ input: 'candidateUp' }); },
      onChanged: () => {
        this.parts.dirty().trial = true;
        // Forced roaming, or a rule of the user's: nobody is asked, the tests decide (ROAM-06).
        if ((byRule || session.roamingMode === 'byItself') && trial.view().phase === 'passed') trial.accept();
      },
      onEnd: (result, end) => { this.#trialEnded(trial, result, end); },
    });
    this.#trial = trial;
    void trial.settled.then(() => { post(() => { this.#forgetTrial(trial); }); });
    this.parts.dirty().trial = true;
    this.engine.answered(session.id, { code: 'accepted' });
    for (const id of trial.sessions) sessions.get(id)?.apply({ input: 'trialStarted', candidate });
    trial.start();
  }

  #trialEnded(trial: Trial, result: 'kept' | 'back' | 'gone', end: EndReason): void {
    const { clock, settings, links, sessions } = this.parts;
    const { from, to } = trial.options;
    const dirty = this.parts.dirty();
    dirty.trial = true;
    dirty.configurations.add(from).add(to);
    const leftByItself = end.code === 'closed' || end.code === 'stopped' || end.code === 'handoverEnded';
    if (result === 'kept') this.engine.memory.succeeded(to);
    else if (!leftByItself) this.engine.memory.failed(to, clock.now(), settings());
    if (end.code === 'activationFailed') this.parts.failed(to, failed('failed', end.failure).failure);
    if (result !== 'kept') this.#trial = null;
    for (const id of trial.sessions) {
      const session = sessions.get(id);
      if (session?.phase.phase !== 'roaming') continue;
      if (result === 'kept') session.apply({ input: 'accepted' });
      else if (result === 'back') session.apply({ input: 'returned', failed: end.code !== 'rejected' });
      else {
        links.yield(from, id);
        session.apply({ input: 'abandoned', error: end.code === 'rejected' ? 'sessionAbortedError' : 'roamingError', reopen: session.reopens });
      }
    }
    // The leader may have closed meanwhile: nobody is left to hold the link that was gone back to.
    if (result === 'back') links.settle(from);
    this.engine.lookAgain();
    this.#nextTurn();
  }

  #nextTurn(): void {
    const [first] = this.#turns;
    if (!first) return;
    const [next, answered] = first;
    this.#turns.delete(next);
    this.parts.post(() => {
      const session = this.parts.sessions.get(next);
      if (session) this.migrate(session, answered);
      if (!this.trial) this.#nextTurn();
    });
  }

  #forgetTrial(trial: Trial): void {
    if (this.#trial === trial) this.#trial = null;
    this.parts.dirty().trial = true;
    this.engine.lookAgain();
    if (!this.#trial) this.parts.settled();
  }

  #tellOffer(offer: OfferView): void {
    this.parts.dirty().offers = true;
    const candidate = this.parts.registry.get(offer.candidate);
    if (!candidate) return;
    const asked = this.parts.sessions.get(offer.session);
    if (asked?.roamingMode === 'byItself') {
      if (this.parts.driver.capabilities.forcedRoaming) this.parts.post(() => { this.migrate(asked, { how: 'itself' }); });
      return;
    }
    const takesUsersWord = asked?.roamingMode === 'asksUser' || asked?.roamingMode === 'followsUser';
    if (asked && takesUsersWord && this.answers.ruleFor(offer.current, offer.reason.code)) {
      this.parts.post(() => { this.migrate(asked, { how: 'rule' }); });
      return;
    }
    this.parts.post(() => {
      if (this.engine.offerOf(offer.session)?.id === offer.id) this.parts.sessions.get(offer.session)?.tellOffer(candidate, offer.isSeamless);
    });
  }

  #offerEnded(offer: OfferView, end: EndReason): void {
    this.parts.dirty().offers = true;
    const session = this.parts.sessions.get(offer.session);
    if (session?.phase.phase !== 'lost' || (end.code !== 'lapsed' && end.code !== 'reasonGone')) return;
    // With its link gone, a lapsed question leaves nothing to stand on.
    this.parts.post(() => { if (session.phase.phase === 'lost' && !this.engine.offerOf(session.id)) this.#abandon(session); });
  }

  #abandon(session: Session): void {
    session.apply({ input: 'abandoned', error: 'sessionAbortedError', reopen: session.reopens });
  }

  /** One question for one link: a program that answers itself, else the desktop's first session, else whoever is first (design 5). */
  #leads(session: Session, member: string): boolean {
    // Who stays leads nobody, and is judged for itself.
    if (session.roamingMode !== 'asksUser' && session.roamingMode !== 'followsUser') return true;
    const rank = (each: Session) => (each.roamingMode === 'asksUser' ? 0 : 1);
    for (const other of this.parts.sessions.near(member)) {
      // In the order of their making: whoever comes before this one among equals leads.
      if (other === session) return !this.#hasAsker(member, rank(session));
      const takesPart = other.member === member && (other.roamingMode === 'asksUser' || other.roamingMode === 'followsUser');
      if (takesPart && rank(other) <= rank(session)) return false;
    }
    return true;
  }

  #hasAsker(member: string, rank: number): boolean {
    return rank > 0 && this.parts.sessions.near(member).some((each) => each.member === member && each.roamingMode === 'asksUser');
  }

  /** Who moves with the answer of a session and who stays on the old link. */
  #companions(leader: string, from: string, candidate: string): { moves: string[]; stays: string[] } {
    const moves = [leader];
    const stays: string[] = [];
    const answersForOthers = speaksForMachine(this.parts.sessions.get(leader));
    for (const session of this.parts.sessions.near(from)) {
      if (session.member !== from || session.id === leader) continue;
      const follows = session.roamingMode === 'asksUser' || session.roamingMode === 'followsUser';
      if (answersForOthers && follows && session.used.members.includes(candidate)) moves.push(session.id);
      else stays.push(session.id);
    }
    return { moves, stays };
  }

  /** A program holds its session on the same link against roaming, and a move would take that link down. */
  #isVetoed(session: string, current: string, candidate: string): boolean {
    return this.parts.sessions.near(current).some((each) => each.id !== session && each.member === current && each.isHeld) && !this.#canOverlap(current, candidate);
  }

  #canOverlap(current: string, candidate: string): boolean {
    const { driver, world } = this.parts;
    if (!driver.capabilities.overlap) return false;
    const used = world.accessPoints.get(current)?.now.link?.interface;
    const to = world.accessPoints.get(candidate)?.now;
    return to?.link?.state === 'active' || (to?.interfaces.some((each) => each !== used) ?? false);
  }
}

/** The user answered, or decided beforehand for the desktop; not a program for itself. */
const speaksForMachine = (session: Session | undefined): boolean =>
  session !== undefined && (session.client.isDesktop || session.roamingMode === 'followsUser');

const roamingSession = (session: Session, current: string): RoamingSession => ({
  id: session.id, network: session.used.identifier, current,
  get members() { return session.used.members; },
  lostAt: session.lostAt, forbids: session.isHeld ? 'clientForbids' : session.roamingMode === 'stays' ? 'userForbids' : null, obeysPins: session.roamingMode !== 'answersItself',
});
