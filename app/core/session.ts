import type { DriverFailure } from '../contract/reason.ts';
import type { CarrierProbe, NetworkSession, NetworkSessionEvents } from '../contract/session.ts';
import type { ClientView } from '../contract/state.ts';
import { UsagePolicy, type IgnoreScope, type RoamingMode, type SessionError, type SessionState } from '../contract/values.ts';
import type { UserMode } from '../contract/answers.ts';
import type { Configuration } from './configuration.ts';
import { Emitter } from '../contract/emitter.ts';
import { outcomeOfOpening } from '../contract/opening.ts';
import { SessionProperties } from '../contract/session-properties.ts';
import { errorString, invalidConfigurationString, timedOutString } from './session-errors.ts';
import { transition, type Act, type Input, type Phase, type Tell } from './session-machine.ts';

/** What a session needs of the host that counts it. All methods run inside the queue but `post`, `now` and `after`. */
export interface SessionOwner {
  post(item: () => void): void;
  now(): number;
  after(ms: number, run: () => void): () => void;
  onError(error: unknown): void;
  /** State of whoever holds no session: the link's, or the summary of a service network. */
  mirror(configuration: Configuration): SessionState;
  /** True while the link of a session's access point is on its way down. */
  isClosing(accessPoint: string): boolean;
  interfaceName(accessPoint: string): string | null;
  /** The first member of a service network that is up. */
  firstUp(network: Configuration): string | null;
  /** The interface's counters, summed over the active members of the configuration. */
  counters(configuration: Configuration): { received: number; sent: number };
  acquire(session: Session, accessPoint: string): void;
  release(session: Session, accessPoint: string): void;
  letGo(session: Session, accessPoint: string): void;
  ask(session: Session): void;
  endQuestion(session: Session): void;
  resolved(session: Session): void;
  policies(session: Session): number;
  /** The user's word on how all sessions on a service network roam. */
  modeOf(network: string): UserMode | null;
  endRoaming(session: Session, cause: 'closed' | 'stopped' | 'reasonGone'): void;
  request(session: Session, request: SessionRequest): void;
  /** The session came from `before` into its phase of now. */
  moved(session: Session, before: Phase): void;
  changed(session: Session): void;
  /** Its program holds it against roaming from now on, or no longer. */
  heldChanged(session: Session): void;
  opened(session: Session): void;
  closed(session: Session, error: SessionError | null, member: string): void;
  disposed(session: Session): void;
}

export type SessionRequest =
  | { request: 'open' | 'stop' }
  /** `by`: name of the client who answers, the session's own or the desktop. */
  | { request: 'accept' | 'reject'; by: string }
  | { request: 'migrate'; always: boolean; by: string }
  | { request: 'ignore'; scope: IgnoreScope; by: string }
  | { request: 'roamTo'; member: string; by: string };

const openRequest: SessionRequest = { request: 'open' };
const closeInput: Input = { input: 'close' };

/** A session of one client on one configuration. Reference: QNetworkSession; see contract/session.ts. */
export class Session implements NetworkSession {
  phase: Phase;
  /** Kept outside the phase: totals since it became open, fed by the traffic accounting. */
  received = 0;
  sent = 0;
  openSince: number | null = null;
  /** Since when the link is gone while an offer is pending; null while it is not. */
  lostAt: number | null = null;
  /**
   * False (property holdsLink; the desktop's own session sets it): it follows links that others brought up without
   * keeping them up. What it brought up itself, by a migrate, it holds.
   */
  holdsLinks = true;
  /** Its program holds it against roaming (property SuppressRoaming). */
  isHeld = false;
  carrierProbe: CarrierProbe | null = null;
  /** How it roams by the user's word on this very session. */
  userMode: UserMode | null = null;
  #resolved: Configuration | null = null;
  readonly #emitter: Emitter<NetworkSessionEvents>;
  readonly #properties = new SessionProperties({
    ActiveConfiguration: () => this.member ?? '', UserChoiceConfiguration: () => (this.isOpen ? this.#resolved?.identifier ?? '' : ''),
  });
  #state: SessionState;
  #error: SessionError;
  #errorString: string;
  #usagePolicies: number = UsagePolicy.noPolicy;
  // Made once: programs open and close all day.
  readonly #open = () => { this.owner.request(this, openRequest); };
  readonly #close = () => { this.apply(closeInput); };

  constructor(
    readonly id: string,
    readonly configuration: Configuration,
    readonly client: ClientView,
    private readonly owner: SessionOwner,
  ) {
    this.#emitter = new Emitter((error) => { owner.onError(error); });
    this.phase = configuration.isValid ? { phase: 'closed' } : { phase: 'invalid' };
    this.#error = configuration.isValid ? 'unknownSessionError' : 'invalidConfigurationError';
    this.#errorString = configuration.isValid ? errorString(this.#error) : invalidConfigurationString;
    this.#state = this.#computeState();
    this.#usagePolicies = owner.policies(this);
  }

  get state(): SessionState { return this.#state; }
  get error(): SessionError { return this.#error; }
  get errorString(): string { return this.#errorString; }
  get usagePolicies(): number { return this.#usagePolicies; }

  /** The configuration that does the work: what a user choice was resolved to, else the session's own. */
  get used(): Configuration { return this.#resolved ?? this.configuration; }

  /** A user choice is resolved when it is opened, and the resolution is forgotten when it is closed (ROAM-21). */
  resolve(configuration: Configuration | null): void {
    if (this.#resolved === configuration) return;
    this.#resolved = configuration;
    this.owner.resolved(this);
  }

  /** False on an access point: such a session stays where it is, leads nobody and follows nobody. */
  get mayRoam(): boolean { return this.configuration.type !== 'internetAccessPoint'; }

  get isOpen(): boolean { return isOpenIn(this.phase); }

  /** The access point in use while open; the old one until accept() (NEW-09). */
  get member(): string | null { return isOpenIn(this.phase) ? this.phase.member : null; }

  /** The access point whose link it shows: the one in use, else, as a mirror, its own or the first of its network that is up. */
  get shownMember(): string | null {
    return this.member ?? (this.used.type === 'internetAccessPoint' ? this.used.identifier : this.owner.firstUp(this.used));
  }

  get interface(): string | null {
    if (this.#state !== 'connected' && this.#state !== 'roaming') return null;
    const shown = this.shownMember;
    return shown === null ? null : this.owner.interfaceName(shown);
  }

  get bytesReceived(): number { return this.#state === 'connected' || this.#state === 'roaming' ? this.owner.counters(this.used).received : 0; }
  get bytesWritten(): number { return this.#state === 'connected' || this.#state === 'roaming' ? this.owner.counters(this.used).sent : 0; }
  get activeTime(): number { return this.openSince === null ? 0 : Math.floor((this.owner.now() - this.openSince) / 1000); }

  get roamingMode(): RoamingMode {
    if (this.isHeld || this.used.type !== 'serviceNetwork') return 'stays';
    // The user's no on this very session is above all; else a program that answers for itself does.
    if (this.userMode === 'stays') return 'stays';
    if (this.#emitter.count('preferredConfigurationChanged') > 0) return 'answersItself';
    const mode = this.userMode ?? this.owner.modeOf(this.used.identifier);
    if (mode === 'stays') return 'stays';
    if (mode === 'byItself' || (mode === null && this.#properties.get('RoamByItself') === true)) return 'byItself';
    return this.client.isDesktop ? 'asksUser' : 'followsUser';
  }

  /** Wants to be open again by itself after a loss (property of ours; the desktop's own session sets it). */
  get reopens(): boolean { return this.#properties.get('reopenWhenAvailable') === true; }

  open(): void { this.owner.post(this.#open); }
  close(): void { this.owner.post(this.#close); }
  stop(): void { this.#request({ request: 'stop' }); }
  migrate(always = false, by = this.client.name): void { this.#request({ request: 'migrate', always, by }); }
  ignore(scope: IgnoreScope = 'thisTime', by = this.client.name): void { this.#request({ request: 'ignore', scope, by }); }
  accept(by = this.client.name): void { this.#request({ request: 'accept', by }); }
  reject(by = this.client.name): void { this.#request({ request: 'reject', by }); }
  roamTo(member: string, by = this.client.name): void { this.#request({ request: 'roamTo', member, by }); }

  /** Asked when a trial begins to test. */
  setCarrierProbe(probe: CarrierProbe | null): void { this.carrierProbe = probe; }

  waitForOpened(ms = 30_000): Promise<boolean> {
    return new Promise((resolve) => {
      // After what was called before: a pending open counts as connecting (WAIT-02).
      this.owner.post(() => {
        resolve(outcomeOfOpening(this, {
          ms, after: (time, run) => this.owner.after(time, run), over: () => { this.#errorString = timedOutString; this.owner.changed(this); },
        }));
      });
    });
  }

  sessionProperty(key: string): unknown { return this.#properties.get(key); }

  setSessionProperty(key: string, value: unknown): void {
    if (!this.#properties.set(key, value)) return;
    if (key === 'holdsLink') this.holdsLinks = value !== false;
    if (key === 'SuppressRoaming') this.isHeld = value === true;
    this.owner.post(() => {
      this.owner.changed(this);
      if (key === 'SuppressRoaming') this.owner.heldChanged(this);
    });
  }

  on<E extends keyof NetworkSessionEvents>(event: E, handler: (...values: NetworkSessionEvents[E]) => void): () => void {
    const off = this.#emitter.on(event, handler);
    if (event !== 'preferredConfigurationChanged') return off;
    // Who answers has changed.
    const changed = () => { this.owner.post(() => { this.owner.changed(this); }); };
    changed();
    return () => {
      off();
      // A listener that leaves during an offer has ignored it, during a trial has rejected it.
      if (this.#emitter.count('preferredConfigurationChanged') === 0) { this.ignore(); this.reject(); }
      changed();
    };
  }

  dispose(): void {
    this.owner.post(() => {
      this.#emitter.clear();
      this.apply({ input: 'close' });
      this.phase = { phase: 'invalid' };
      this.#state = 'invalid';
      this.owner.disposed(this);
    });
  }

  /** One step of the machine: acts, then tells, in the order error, opened or closed, stateChanged. */
  apply(input: Input): void {
    const before = this.phase;
    const wasOpen = isOpenIn(before);
    const { phase, acts, tells } = transition(before, input);
    this.phase = phase;
    const isOpen = isOpenIn(phase);
    if (phase !== before) this.owner.moved(this, before);
    if (!wasOpen && isOpen) { this.openSince = this.owner.now(); this.received = 0; this.sent = 0; }
    if (phase.phase !== 'lost') this.lostAt = null;
    else this.lostAt ??= this.owner.now();
    for (const act of acts) this.#act(act, input);
    if (phase.phase === 'closed' || phase.phase === 'waiting' || phase.phase === 'invalid') this.resolve(null);
    const told = this.#state;
    this.#state = this.#computeState();
    let error: SessionError | null = null;
    // On the way somewhere is told when it is entered, the state that stays after everything else.
    const onTheWay = this.#state === 'connecting' || this.#state === 'closing' || this.#state === 'roaming';
    if (this.#state !== told && onTheWay) this.#emitter.emit('stateChanged', this.#state);
    for (const tell of tells) if (tell.tell === 'error') error = this.#tellError(tell);
    if (wasOpen && !isOpen) {
      this.owner.closed(this, error, before.member);
      this.openSince = null;
    }
    for (const tell of tells) this.#tell(tell);
    if (this.#state !== told && !onTheWay) this.#emitter.emit('stateChanged', this.#state);
    // On an access point they follow the link alone, whose changes are told.
    if (this.configuration.type !== 'internetAccessPoint') this.setUsagePolicies(this.owner.policies(this));
    this.owner.changed(this);
  }

  /** The link or the service network looks different: mirror it. */
  refresh(): void {
    const state = this.#computeState();
    if (state === this.#state) return;
    this.#state = state;
    this.#emitter.emit('stateChanged', state);
    this.setUsagePolicies(this.owner.policies(this));
    this.owner.changed(this);
  }

  tellOffer(candidate: Configuration, isSeamless: boolean): void {
    this.#emitter.emit('preferredConfigurationChanged', candidate, isSeamless);
  }

  tellError(error: SessionError, failure?: DriverFailure): void {
    this.#tellError({ tell: 'error', error, ...(failure && { failure }) });
    this.owner.changed(this);
  }

  setUsagePolicies(usagePolicies: number): void {
    if (usagePolicies === this.#usagePolicies) return;
    this.#usagePolicies = usagePolicies;
    this.#emitter.emit('usagePoliciesChanged', usagePolicies);
    this.owner.changed(this);
  }

  #request(request: SessionRequest): void { this.owner.post(() => { this.owner.request(this, request); }); }

  #act(act: Act, input: Input): void {
    switch (act.act) {
      case 'acquire': this.owner.acquire(this, act.member); break;
      case 'release': this.owner.release(this, act.member); break;
      case 'letGo': this.owner.letGo(this, act.member); break;
      case 'ask': this.owner.ask(this); break;
      case 'endQuestion': this.owner.endQuestion(this); break;
      case 'endRoaming':
        this.owner.endRoaming(this, input.input === 'stopped' ? 'stopped' : input.input === 'linkBack' || input.input === 'followed' ? 'reasonGone' : 'closed');
        break;
      default: act satisfies never;
    }
  }

  #tell({ tell }: Tell): void {
    switch (tell) {
      // Told already, before what follows from it.
      case 'error': break;
      case 'opened':
        this.owner.opened(this);
        this.#emitter.emit('opened');
        break;
      case 'closed': this.#emitter.emit('closed'); break;
      case 'newConfigurationActivated':
        // Forced roaming is silent but for the states (ROAM-06).
        if (this.roamingMode !== 'followsUser' && this.roamingMode !== 'byItself') this.#emitter.emit('newConfigurationActivated');
        break;
      default: tell satisfies never;
    }
  }

  #tellError({ error, failure }: Tell & { tell: 'error' }): SessionError {
    this.#error = error;
    this.#errorString = errorString(error, failure);
    this.#emitter.emit('error', error);
    return error;
  }

  #computeState(): SessionState {
    switch (this.phase.phase) {
      case 'invalid': return 'invalid';
      case 'asking':
      case 'opening': return 'connecting';
      case 'open': return this.owner.isClosing(this.phase.member) ? 'closing' : 'connected';
      case 'lost':
      case 'roaming': return 'roaming';
      case 'closed':
      case 'waiting': return this.owner.mirror(this.used);
      default: return this.phase satisfies never;
    }
  }
}

type OpenPhase = Phase & { phase: 'open' | 'lost' | 'roaming' };
const isOpenIn = (phase: Phase): phase is OpenPhase => phase.phase === 'open' || phase.phase === 'lost' || phase.phase === 'roaming';
