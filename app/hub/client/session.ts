import type { RequestInput, RequestName, SessionEvent } from '../../contract/contract.ts';
import type { CarrierLink, CarrierProbe, NetworkSession, NetworkSessionEvents } from '../../contract/session.ts';
import type { SessionView } from '../../contract/state.ts';
import type { IgnoreScope, SessionError, SessionState } from '../../contract/values.ts';
import type { ClientConfiguration } from './configuration.ts';
import { Emitter } from '../../contract/emitter.ts';
import { outcomeOfOpening } from '../../contract/opening.ts';
import { SessionProperties } from '../../contract/session-properties.ts';
import { throwLater } from './throw-later.ts';
import type { ClientManager } from './manager.ts';
import { HandoverError } from './rpc.ts';

/** What a session needs of its client. */
export interface SessionHome {
  readonly manager: ClientManager;
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<unknown>;
  ping(): Promise<unknown>;
  disposed(session: ClientSession): void;
}

type Property = string | number | boolean | null;

/**
 * A session held by the host for this process. Reference: QNetworkSession; see contract/session.ts. What it wants
 * outlives the connection: when the host is gone it is not open, and it is made and opened anew when a host is back.
 */
export class ClientSession implements NetworkSession {
  readonly #events = new Emitter<NetworkSessionEvents>(throwLater);
  readonly #properties = new SessionProperties({
    ActiveConfiguration: () => this.#view.activeConfiguration, UserChoiceConfiguration: () => this.#view.userChoiceConfiguration,
  });
  readonly #probes = new Map<string, AbortController>();
  #id: string;
  #view: SessionView;
  #wantsOpen = false;
  #told: SessionState;
  #probe: CarrierProbe | null = null;
  /** The last call, answered or not. */
  #last: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(readonly configuration: ClientConfiguration, id: string, view: SessionView, private readonly home: SessionHome) {
    this.#id = id;
    this.#view = view;
    this.#told = view.state;
  }

  /** The host's id for it; another one after a reconnect. */
  get id(): string { return this.#id; }
  get state(): SessionState { return this.#view.state; }
  get isOpen(): boolean { return this.#view.isOpen; }
  get error(): SessionError { return this.#view.error; }
  get errorString(): string { return this.#view.errorString; }
  get interface(): string | null { return this.#view.interface; }
  get usagePolicies(): number { return this.#view.usagePolicies; }
  get bytesReceived(): number { return this.#isUp ? this.home.manager.counters(this.#used).received : 0; }
  get bytesWritten(): number { return this.#isUp ? this.home.manager.counters(this.#used).sent : 0; }
  get activeTime(): number {
    const { openSince } = this.#view;
    return openSince === null ? 0 : Math.max(0, Math.floor((this.home.manager.now - openSince) / 1000));
  }

  open(): void { this.#wantsOpen = true; this.#send('session.open', { session: this.#id }); }
  close(): void { this.#wantsOpen = false; this.#send('session.close', { session: this.#id }); }
  stop(): void { this.#wantsOpen = false; this.#send('session.stop', { session: this.#id }); }
  migrate(always = false): void { this.#send('session.migrate', { session: this.#id, always }); }
  ignore(scope: IgnoreScope = 'thisTime'): void { this.#send('session.ignore', { session: this.#id, scope }); }
  accept(): void { this.#send('session.accept', { session: this.#id }); }
  reject(): void { this.#send('session.reject', { session: this.#id }); }
  roamTo(configuration: string): void { this.#send('session.roamTo', { session: this.#id, configuration }); }

  /** The link to bind new connections to: in a trial the new one as soon as it is up. null: none is up. */
  async link(): Promise<CarrierLink | null> { return await this.home.request('session.link', { session: this.#id }) as CarrierLink | null; }

  setCarrierProbe(probe: CarrierProbe | null): void {
    this.#probe = probe;
    this.#send('session.offerProbe', { session: this.#id, on: probe !== null });
  }

  async waitForOpened(ms = 30_000): Promise<boolean> {
    await this.#last;
    // What the last call caused has been told before this is answered.
    await this.home.ping().catch(() => { /* It is being reconnected. */ });
    return outcomeOfOpening(this, { ms, after: (time, run) => { const timer = setTimeout(run, time); return () => { clearTimeout(timer); }; } });
  }

  sessionProperty(key: string): unknown { return this.#properties.get(key); }

  setSessionProperty(key: string, value: unknown): void {
    // What the host cannot know of stays here.
    if (this.#properties.set(key, value) && (value === undefined || isProperty(value))) this.#send('session.setProperty', { session: this.#id, key, value: value ?? null });
  }

  on<E extends keyof NetworkSessionEvents>(event: E, handler: (...values: NetworkSessionEvents[E]) => void): () => void {
    const off = this.#events.on(event, handler);
    if (event !== 'preferredConfigurationChanged') return off;
    if (this.#events.count(event) === 1) this.#send('session.answerOffers', { session: this.#id, on: true });
    let listens = true;
    return () => {
      if (!listens) return;
      listens = false;
      off();
      if (this.#events.count(event) === 0) this.#send('session.answerOffers', { session: this.#id, on: false });
    };
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#events.clear();
    this.home.request('session.dispose', { session: this.#id }).catch(() => { /* It went with the connection. */ });
    this.#view = { ...this.#view, state: 'invalid', isOpen: false, interface: null, openSince: null };
    this.home.disposed(this);
  }

  // ── What the client carries here ──────────────────────────────────────────

  take(event: SessionEvent, view: SessionView): void {
    this.#view = view;
    switch (event.event) {
      case 'stateChanged': this.#tellState(event.state); break;
      case 'opened': this.#events.emit('opened'); break;
      case 'closed': this.#wantsOpen = false; this.#events.emit('closed'); break;
      case 'error':
        if (!view.isOpen && view.state !== 'connecting') this.#wantsOpen = false;
        this.#events.emit('error', event.error);
        break;
      case 'preferredConfigurationChanged': this.#events.emit('preferredConfigurationChanged', this.home.manager.configurationFromIdentifier(event.configuration), event.isSeamless); break;
      case 'newConfigurationActivated': this.#events.emit('newConfigurationActivated'); break;
      case 'usagePoliciesChanged': this.#events.emit('usagePoliciesChanged', event.usagePolicies); break;
      default: event satisfies never;
    }
  }

  look(view: SessionView): void { this.#view = view; }

  async askProbe(probe: string, link: CarrierLink): Promise<void> {
    const controller = new AbortController();
    this.#probes.set(probe, controller);
    // The program's own code: whatever it throws is a no.
    const works = await Promise.resolve(this.#probe?.(link, controller.signal) ?? false).catch(() => false);
    if (!this.#probes.delete(probe) || controller.signal.aborted) return;
    await this.home.request('session.probed', { session: this.#id, probe, works }).catch(() => { /* The trial went on without it. */ });
  }

  probeOver(probe: string): void {
    this.#probes.get(probe)?.abort();
    this.#probes.delete(probe);
  }

  /** The host is gone, and with it everything that this session held. */
  lost(): void {
    for (const probe of this.#probes.keys()) this.probeOver(probe);
    const now: SessionState = this.#wantsOpen ? 'connecting' : 'notAvailable';
    this.#view = { ...this.#view, state: now, isOpen: false, interface: null, openSince: null, activeConfiguration: '' };
    this.#tellState(now);
  }

  /** A host is there again, and has made the session anew. */
  restored(id: string, view: SessionView): void {
    this.#id = id;
    this.#view = view;
    for (const [key, value] of this.#properties.entries()) if (isProperty(value)) this.#send('session.setProperty', { session: id, key, value });
    if (this.#probe) this.#send('session.offerProbe', { session: id, on: true });
    if (this.#events.count('preferredConfigurationChanged') > 0) this.#send('session.answerOffers', { session: id, on: true });
    if (this.#wantsOpen) this.#send('session.open', { session: id });
    else this.#tellState(view.state);
  }

  /** … and does not know its configuration any more. */
  notRestored(message: string): void {
    this.#wantsOpen = false;
    this.#fail('invalidConfigurationError', message);
    this.#events.emit('closed');
  }

  /** Over a reconnect the host may tell what was told before. */
  #tellState(state: SessionState): void {
    if (state === this.#told) return;
    this.#told = state;
    this.#events.emit('stateChanged', state);
  }

  get #isUp(): boolean { return this.state === 'connected' || this.state === 'roaming'; }
  get #used(): string { return this.#view.userChoiceConfiguration || this.configuration.identifier; }

  #send<N extends RequestName>(name: N, input: RequestInput<N>): void {
    if (this.#isDisposed) return;
    this.#last = this.home.request(name, input).then(() => undefined, (error: unknown) => {
      // While the host is gone, what is wanted is remembered; a refusal is told as the session's error.
      if (error instanceof HandoverError && error.code !== 'gone') this.#fail('unknownSessionError', error.message);
    });
  }

  #fail(error: SessionError, errorString: string): void {
    this.#view = { ...this.#view, error, errorString };
    this.#events.emit('error', error);
  }
}

const isProperty = (value: unknown): value is Property => value === null || ['string', 'number', 'boolean'].includes(typeof value);
