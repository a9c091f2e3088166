import type { DriverFailure } from '../contract/reason.ts';
import type { UserMode } from '../contract/answers.ts';
import { defaultCheckAddress, type ClientView } from '../contract/state.ts';
import { UsagePolicy, type SessionError, type SessionState } from '../contract/values.ts';
import { capabilityBits } from './capabilities.ts';
import { invalidConfiguration, type Configuration } from './configuration.ts';
import { Manager } from './configuration-manager.ts';
import { builtInNetwork, ConfigurationRegistry, type ServiceNetworkDefinition } from './configuration-registry.ts';
import { Dirty } from './dirty.ts';
import { Following } from './following.ts';
import { Links, type LinksListener } from './links.ts';
import { MachineState } from './machine-state.ts';
import { Mirrors } from './mirrors.ts';
import { Openings } from './openings.ts';
import type { Clock } from './ports/clock.ts';
import { failed, type Driver, type Outcome } from './ports/driver.ts';
import type { Passed, RecordSink } from './ports/record.ts';
import { Questions } from './questions.ts';
import { Queue } from './queue.ts';
import { RoamingCoordinator } from './roaming/coordinator.ts';
import type { RoamingEngine } from './roaming/engine.ts';
import type { RoamingSettings } from './roaming/settings.ts';
import { SessionIndex } from './session-index.ts';
import { isRoaming, type Phase } from './session-machine.ts';
import { Scanning } from './scanning.ts';
import { Session, type SessionOwner, type SessionRequest } from './session.ts';
import { Traffic } from './traffic.ts';
import type { Trial } from './trial.ts';
import { World } from './world.ts';
import { WorldIntake } from './world-intake.ts';

export interface SessionHostOptions {
  driver: Driver;
  clock: Clock;
  record: RecordSink;
  settings: () => RoamingSettings;
  /** Address that a trial asks the internet by; null: the user wants none asked. By default the system's own, or a well-known one. */
  checkAddress?: () => string | null;
  /** A handler or the core itself threw: told, never passed on. */
  onError: (error: unknown) => void;
  /** The user's answers that stand changed: they want to be stored. */
  onAnswers?: () => void;
  /** Views may want to look again; called when the queue is empty. */
  onDirty: () => void;
  /** Somebody is there who can ask the user; by default yes. */
  canAsk?: () => boolean;
  /** Ids of new sessions; by default they are counted. */
  sessionId?: () => string;
  onPassed?: (passed: Passed) => void;
  /** Usage policy of an access point that is up, as flags of UsagePolicy; by default what its link's cost says. */
  policyOf?: (accessPoint: string) => number;
}

/**
 * The session host: the one place that counts the sessions of all clients. It carries driver changes to
 * configurations, links and sessions, and answers to trials. It decides nothing by itself: when sessions move on is
 * in session-machine.ts, what they open on in openings.ts, how they go along with their links in following.ts, who holds a link in
 * links.ts, when to offer a roam in roaming/engine.ts, how a trial goes in trial.ts.
 */
export class SessionHost implements SessionOwner, LinksListener {
  readonly registry = new ConfigurationRegistry();
  readonly manager: Manager;
  readonly world: World;
  readonly links: Links;
  readonly roaming: RoamingCoordinator;
  readonly questions: Questions;
  readonly traffic: Traffic;
  readonly machine: MachineState;
  readonly sessions = new SessionIndex(this.registry);
  /** The last failure to bring an access point up, until the next try. */
  readonly failures = new Map<string, { at: number; failure: DriverFailure }>();
  readonly driverState: { available: boolean; reason: string | null } = { available: false, reason: null };
  dirty = new Dirty();
  readonly #queue: Queue;
  readonly #intake: WorldIntake;
  readonly #mirrors: Mirrors;
  readonly #openings: Openings;
  readonly #following: Following;
  readonly #scanning: Scanning;
  #sessionNumber = 0;

  constructor(private readonly options: SessionHostOptions) {
    const { driver, clock } = options;
    this.#queue = new Queue({
      afterEach: () => { this.manager.tellChanges(); },
      whenEmpty: () => {
        this.engine.evaluate();
        if (this.dirty.any) options.onDirty();
      },
      onError: options.onError,
    });
    this.world = new World(clock, options.settings);
    this.machine = new MachineState(driver, clock, () => this.questions.canAsk);
    this.traffic = new Traffic(clock, options.settings);
    this.links = new Links(driver, clock, (item) => { this.post(item); }, this);
    this.#mirrors = new Mirrors(this.registry, this.links, this.sessions);
    this.#scanning = new Scanning({
      driver, record: options.record, settings: options.settings, world: this.world, traffic: this.traffic, sessions: this.sessions,
      now: () => clock.now(), post: (item) => { this.post(item); }, dirty: () => this.dirty, isAvailable: () => this.driverState.available,
      isTrialRunning: () => this.trial !== null, completed: () => { this.manager.tellUpdateCompleted(); },
    });
    this.manager = new Manager(this.registry, {
      capabilities: () => capabilityBits(driver.capabilities), update: () => { this.scan('user'); }, onError: options.onError,
    });
    this.questions = new Questions(clock, {
      post: (item) => { this.post(item); }, changed: () => { this.dirty.questions = true; }, canAsk: () => options.canAsk?.() ?? true,
    });
    this.#openings = new Openings(this, options.record);
    this.#following = new Following(this, options.record);
    this.#intake = new WorldIntake(this, options.record, {
      memberUp: (accessPoint) => { this.#following.memberUp(accessPoint); },
      machineMoved: () => { this.#following.machineMoved(); },
      linkLost: (accessPoint) => { this.#following.linkLost(accessPoint); },
      linkGone: (accessPoint) => { this.#following.linkGone(accessPoint); },
      openFailed: (session, accessPoint, failure) => { this.#openings.failed(session, accessPoint, failure); }, passed: (passed) => { options.onPassed?.(passed); },
    });
    this.roaming = new RoamingCoordinator({
      driver, clock, record: options.record, settings: options.settings, answersChanged: () => { options.onAnswers?.(); },
      checkAddress: options.checkAddress ?? (() => driver.probes?.systemCheckAddress() ?? defaultCheckAddress), world: this.world, links: this.links, registry: this.registry,
      sessions: this.sessions, traffic: this.traffic, dirty: () => this.dirty, post: (item) => { this.post(item); },
      scan: () => { this.scan('engine'); }, settled: () => { this.#following.machineMoved(); },
      failed: (accessPoint, failure) => {
        if (failure) this.failures.set(accessPoint, { at: this.now(), failure });
        else this.failures.delete(accessPoint);
      },
    });
  }

  get engine(): RoamingEngine { return this.roaming.engine; }
  get trial(): Trial | null { return this.roaming.trial; }
  /** How many were asked for, and when the last results came. */
  get scans(): { count: number; lastAt: number | null } { return this.#scanning.state; }

  async start(): Promise<Outcome> {
    const outcome = await this.options.driver.start((change) => { this.post(() => { this.#intake.change(change); }); });
    if (!outcome.ok) {
      this.driverState.reason = outcome.failure.detail;
      this.dirty.driver = true;
      return outcome;
    }
    this.driverState.available = true;
    this.#intake.load(outcome.value);
    this.manager.settle();
    this.dirty.driver = true;
    return { ok: true, value: undefined };
  }

  /** Ends a trial as a reject, settles a linger, and lets the driver go. Links that are up stay up. */
  async stop(): Promise<void> {
    await this.roaming.stop(() => { this.drain(); });
    this.links.dispose();
    await this.options.driver.stop();
  }

  createSession(configuration: string, client: ClientView): Session {
    const known = this.registry.get(configuration) ?? invalidConfiguration();
    const session = new Session(this.options.sessionId?.() ?? `session-${++this.#sessionNumber}`, known, client, this);
    this.sessions.add(session);
    this.dirty.sessions.add(session.id);
    this.options.onDirty();
    return session;
  }

  /** A client that died releases what it held. */
  disposeClient(client: string): void {
    for (const session of this.sessions.values()) if (session.client.id === client) session.dispose();
  }

  /** Made by the user, so it can be changed; the built-in one cannot. */
  isUserNetwork(id: string): boolean { return id !== builtInNetwork && this.registry.get(id)?.type === 'serviceNetwork'; }

  setServiceNetwork(definition: ServiceNetworkDefinition): void {
    this.post(() => {
      this.registry.setServiceNetwork(definition);
      this.#networkChanged(definition.id);
    });
  }

  removeServiceNetwork(id: string): void {
    this.post(() => {
      const removed = this.registry.removeServiceNetwork(id);
      if (!removed) return;
      this.dirty.configurations.add(id);
      for (const session of this.sessions.on(id)) session.apply({ input: 'configurationRemoved' });
      this.#mirrors.forget(id);
    });
  }

  setOrder(order: readonly string[]): void {
    this.post(() => {
      this.registry.setOrder(order);
      this.#networkChanged(builtInNetwork);
      this.engine.lookAgain();
    });
  }

  /** The user connected an access point by hand: no offer away from it for a while (roaming.md 3). */
  userConnected(): void { this.post(() => { this.engine.userChose(); }); }

  /** The user gave what an access point wanted, and it did not come up. */
  connectFailed(accessPoint: string, failure: DriverFailure): void {
    this.post(() => { this.#intake.change({ change: 'activationFailed', accessPoint, failure }); });
  }

  /** Asks for fresh scan results, unless it is for the list alone and the air is wanted for something else. */
  scan(asked: 'user' | 'list' | 'engine'): void { this.#scanning.ask(asked); }

  /** A session that waits opens at once where a member is up already. */
  memberUpFor(session: Session): void { this.#openings.openWaiting(session); }

  /** Runs what is queued now; for tests and benchmarks. */
  drain(): void { this.#queue.drain(); }

  // ── SessionOwner ──────────────────────────────────────────────────────────

  post(item: () => void): void { this.#queue.post(item); }
  now(): number { return this.options.clock.now(); }
  after(ms: number, run: () => void): () => void { return this.options.clock.after(ms, () => { this.post(run); }); }
  onError(error: unknown): void { this.options.onError(error); }

  mirror(configuration: Configuration): SessionState { return this.#mirrors.of(configuration); }
  moved(session: Session, before: Phase): void {
    this.sessions.moved(session, before);
    // A network with a session that roams looks roaming to its other sessions.
    if (isRoaming(before) === isRoaming(session.phase)) return;
    const network = session.used.identifier;
    this.post(() => { for (const each of this.sessions.on(network)) this.#lookAgain(each); });
  }

  modeOf(network: string): UserMode | null { return this.roaming.answers.modeOf(network); }
  isClosing(accessPoint: string): boolean { return this.links.state(accessPoint) === 'closing'; }
  interfaceName(accessPoint: string): string | null { return this.world.interfaceOf(accessPoint)?.now.name ?? null; }

  firstUp(network: Configuration): string | null { return this.#mirrors.firstUp(network); }

  counters(configuration: Configuration): { received: number; sent: number } {
    const members = configuration.type === 'serviceNetwork' ? configuration.children() : [configuration];
    const used = members.map((each) => this.world.interfaceOf(each.identifier)?.now.id).filter((each) => each !== undefined);
    return this.traffic.sum(new Set(used));
  }

  acquire(session: Session, accessPoint: string): void {
    if (this.failures.delete(accessPoint)) this.dirty.configurations.add(accessPoint);
    if (!session.holdsLinks && this.links.state(accessPoint) === 'connected') return;
    this.links.acquire(accessPoint, session.id);
  }

  release(session: Session, accessPoint: string): void {
    this.links.release(accessPoint, session.id);
  }

  endRoaming(session: Session, cause: 'closed' | 'stopped' | 'reasonGone'): void {
    if (session.mayRoam) this.roaming.endRoaming(session, cause);
  }

  request(session: Session, request: SessionRequest): void {
    switch (request.request) {
      case 'open': this.#openings.open(session); break;
      case 'stop': this.#stop(session); break;
      case 'migrate': if (request.always) this.roaming.migrateAlways(session, request.by); else this.roaming.migrate(session, request); break;
      case 'ignore': this.roaming.ignore(session, request.scope, request.by); break;
      case 'accept': this.roaming.accept(session, request.by); break;
      case 'reject': this.roaming.reject(session, request.by); break;
      case 'roamTo': this.roaming.roamTo(session, request.member, request.by); break;
      default: request satisfies never;
    }
  }

  letGo(session: Session, accessPoint: string): void {
    this.links.yield(accessPoint, session.id);
    this.dirty.configurations.add(accessPoint);
  }

  ask(session: Session): void { this.#openings.ask(session); }
  endQuestion(session: Session): void { this.questions.end(session); }
  resolved(session: Session): void { this.sessions.resolved(session); }

  policies(session: Session): number {
    const accessPoint = session.shownMember;
    if (accessPoint === null || !this.world.interfaceOf(accessPoint)) return UsagePolicy.noPolicy;
    return this.options.policyOf?.(accessPoint) ?? (this.world.isMetered(accessPoint) ? UsagePolicy.noBackgroundTrafficPolicy : UsagePolicy.noPolicy);
  }

  /** The user's answer to a question. */
  choose(question: string, configuration: string): void { this.post(() => { this.#openings.chosen(question, configuration); }); }
  dismissQuestion(question: string): void { this.post(() => { this.questions.dismiss(question); }); }

  changed(session: Session): void {
    this.dirty.sessions.add(session.id);
    if (session.member) this.dirty.configurations.add(session.member);
    if (session.mayRoam) this.roaming.watch(session);
  }

  /** Who else is on its link may be asked now, or not any more. */
  heldChanged(session: Session): void {
    if (session.member !== null) this.roaming.leadAnew(session.member);
  }

  opened(session: Session): void {
    if (session.mayRoam || session.isHeld) this.heldChanged(session);
    this.options.record.add(session.openSince ?? this.now(), {
      kind: 'sessionOpened', session: session.id, client: session.client.name, configuration: session.configuration.identifier, accessPoint: session.member ?? '',
    });
  }

  closed(session: Session, error: SessionError | null, member: string): void {
    this.dirty.configurations.add(member);
    if (session.mayRoam || session.isHeld) this.roaming.leadAnew(member);
    this.options.record.add(this.now(), {
      kind: 'sessionClosed', session: session.id, client: session.client.name, configuration: session.configuration.identifier,
      accessPoint: member, error, received: session.received, sent: session.sent,
    });
  }

  disposed(session: Session): void {
    this.sessions.remove(session);
    this.dirty.sessions.add(session.id);
    this.dirty.configurations.add(session.configuration.identifier);
  }

  /** Tells the sessions that show it: those near it, and those of service networks that look different for it. */
  looksDifferent(accessPoint: string, networks: Iterable<string> = this.registry.networksOf(accessPoint)): void {
    for (const session of this.sessions.near(accessPoint)) this.#lookAgain(session);
    for (const network of this.#mirrors.changedAmong(networks))
      for (const session of this.sessions.on(network)) {
        this.#lookAgain(session);
        // In the same state it may show another member's interface.
        this.dirty.sessions.add(session.id);
      }
  }

  /** Other members, or another order of them: all of its sessions look again. */
  #networkChanged(network: string): void {
    this.#mirrors.forget(network);
    this.dirty.configurations.add(network);
    for (const session of this.sessions.on(network)) {
      this.#lookAgain(session);
      this.dirty.sessions.add(session.id);
      this.roaming.watch(session);
    }
  }

  #lookAgain(session: Session): void {
    session.refresh();
    session.setUsagePolicies(this.policies(session));
  }

  // ── LinksListener ─────────────────────────────────────────────────────────

  linkChanged(accessPoint: string): void {
    this.dirty.configurations.add(accessPoint);
    this.looksDifferent(accessPoint);
    this.#following.memberUp(accessPoint);
  }

  connectTimeout(accessPoint: string): number { return this.registry.get(accessPoint)?.connectTimeout ?? 0; }

  activationFailed(accessPoint: string, failure: DriverFailure): void {
    this.failures.set(accessPoint, { at: this.now(), failure });
    this.options.record.add(this.now(), { kind: 'activationFailed', accessPoint, failure });
    for (const session of this.sessions.restlessOn(accessPoint)) this.#openings.failed(session, accessPoint, failure);
  }

  stopFailed(accessPoint: string, failure: DriverFailure): void {
    this.failures.set(accessPoint, { at: this.now(), failure });
    for (const session of this.sessions.on(accessPoint)) {
      session.refresh();
      session.tellError('operationNotSupportedError', failure);
    }
  }

  // ── Sessions ──────────────────────────────────────────────────────────────

  /** Cost or cap changed: tell every session it concerns (POL-02). */
  policiesChanged(accessPoint: string): void {
    for (const session of this.sessions.on(accessPoint)) session.setUsagePolicies(this.policies(session));
  }

  /** Reaches every open session that uses the same interface, whoever holds it (behaviour, stop()). */
  #stop(caller: Session): void {
    const accessPoint = caller.phase.phase === 'opening' ? caller.phase.member : caller.member ?? this.#stoppable(caller.used);
    if (accessPoint === null) { caller.apply({ input: 'stopped' }); return; }
    const device = this.world.interfaceOf(accessPoint)?.now.id;
    const reached = [...this.sessions.values()].filter((each) => {
      const uses = each.phase.phase === 'opening' ? each.phase.member : each.member;
      if (uses === null) return false;
      const candidate = each.phase.phase === 'roaming' ? each.phase.candidate : null;
      return uses === accessPoint || candidate === accessPoint || (device !== undefined && this.world.interfaceOf(uses)?.now.id === device);
    });
    const canStop = this.links.stop(accessPoint);
    for (const session of reached) session.apply({ input: 'stopped' });
    if (canStop) return;
    const failure = failed('notSupported', 'This platform does not let programs stop connections.').failure;
    for (const session of this.sessions.on(accessPoint)) session.tellError('operationNotSupportedError', failure);
  }

  #stoppable(configuration: Configuration): string | null {
    const candidates = configuration.type === 'internetAccessPoint' ? [configuration] : configuration.children();
    return candidates.find((each) => this.links.state(each.identifier) !== 'down')?.identifier ?? null;
  }
}
