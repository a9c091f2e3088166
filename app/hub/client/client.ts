import type { EventPayload, RequestInput, RequestName, RequestOutput } from '../../contract/contract.ts';
import type { NetworkConfiguration } from '../../contract/session.ts';
import type { SocketInput } from '../../contract/socket.ts';
import type { Role } from '../../contract/wire.ts';
import { Emitter } from '../../contract/emitter.ts';
import { throwLater } from './throw-later.ts';
import { ClientManager, managerParts } from './manager.ts';
import { Subscription, type Listener } from './mirror.ts';
import { meetingHere, type Meeting } from './meeting.ts';
import { socketPath } from './place.ts';
import { HandoverError, Rpc } from './rpc.ts';
import { ClientSession } from './session.ts';

export interface ConnectOptions {
  /** What the program calls itself; the user reads it in the list of sessions. */
  name: string;
  /** Path of the socket; by default as client/place.ts says. */
  socket?: string;
  /** How the host is met; by default as on this platform. */
  meeting?: Meeting;
  /** By default a program that means its own sessions. */
  role?: Role;
  /** ms that its sessions stay after the process has ended; 0 by default. */
  linger?: number;
  /** It counts as hung when it is silent for so long, ms; null: never. 30 s by default; the client says something by itself. */
  alive?: number | null;
  /** Whether it connects again when the host has gone; true by default. */
  reconnect?: boolean;
}

export interface ClientEvents {
  /** The host is there again, and the sessions with it. */
  connected: [];
  /** The host is gone; `reason` is for people. */
  disconnected: [reason: string];
}

/** ms between tries to reconnect: from, to. */
const [firstPause, longestPause] = [100, 5_000];

/** Connects to the host of this user. @throws HandoverError (code notRunning where there is none), PlaceError */
export async function connect(options: ConnectOptions): Promise<HandoverClient> {
  const client = new HandoverClient(options);
  await client.open();
  return client;
}

/** This process as a client of Handover. */
export class HandoverClient {
  readonly manager: ClientManager;
  /** What the host calls itself, such as "Handover 0.1.0". */
  program = '';
  /** Id that the host knows this client by. */
  id = '';
  limits: Readonly<Record<string, number>> = {};
  readonly #events = new Emitter<ClientEvents>(throwLater);
  readonly #sessions = new Map<string, ClientSession>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #watches = new Map<string, number>();
  #rpc: Rpc | null = null;
  #isClosed = false;
  #pause: { timer: NodeJS.Timeout; end: () => void } | null = null;

  constructor(private readonly options: ConnectOptions) {
    this.manager = new ClientManager({
      update: () => { this.request('manager.updateConfigurations', null).catch(() => { this.manager.tellUpdateCompleted(); }); },
      setConnectTimeout: (configuration, ms) => { this.request('configuration.setConnectTimeout', { configuration, ms }).catch(() => { /* It has gone with the host. */ }); },
    }, () => {
      for (const [id, session] of this.#sessions) {
        const view = this.manager.mirror.state.sessions[id];
        if (view) session.look(view);
      }
    });
    this.#subscriptions.add(new Subscription({ to: 'state', parts: [...managerParts], sessions: 'own' }, this.manager.mirror));
  }

  get isConnected(): boolean { return this.#rpc !== null; }

  on<E extends keyof ClientEvents>(event: E, handler: (...values: ClientEvents[E]) => void): () => void { return this.#events.on(event, handler); }

  /** Asks what the contract has. @throws HandoverError */
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> { return this.#ask(name, input) as Promise<RequestOutput<N>>; }

  /** @throws HandoverError (notFound: there is no such configuration) */
  async createSession(configuration: string | NetworkConfiguration): Promise<ClientSession> {
    const id = typeof configuration === 'string' ? configuration : configuration.identifier;
    const { session } = await this.request('session.create', { configuration: id });
    const view = await this.request('session.view', { session });
    const made = new ClientSession(this.manager.configurationFromIdentifier(id), session, view, {
      manager: this.manager, request: (name, input) => this.request(name, input), ping: () => this.#ask('ping', null),
      disposed: (gone) => { this.#sessions.delete(gone.id); },
    });
    this.#sessions.set(session, made);
    return made;
  }

  /** Follows the host's state, or all sessions' events; goes on over reconnects. The result ends it. */
  async subscribe(wanted: SocketInput<'subscribe'>, listener: Listener): Promise<() => Promise<void>> {
    const subscription = new Subscription(wanted, listener);
    if (!this.#rpc) throw gone();
    await subscription.begin(this.#rpc);
    this.#subscriptions.add(subscription);
    return async () => {
      this.#subscriptions.delete(subscription);
      await subscription.end();
    };
  }

  /** Somebody looks at the list of access points (scans) or at traffic (counters); call the result when no longer. */
  watch(what: 'accessPoints' | 'traffic'): () => void {
    const change = (by: 1 | -1) => {
      const before = this.#watches.get(what) ?? 0;
      this.#watches.set(what, before + by);
      if (before === 0 || before + by === 0) this.#ask('watch', { what, on: by === 1 }).catch(() => { /* Said again with the next connection. */ });
    };
    change(1);
    let watching = true;
    return () => { if (watching) change(-1); watching = false; };
  }

  /** Ends the connection. What its sessions held is released. */
  close(): void {
    this.#isClosed = true;
    this.#pause?.end();
    this.#rpc?.end();
    this.#rpc = null;
  }

  async open(): Promise<void> {
    const { name, meeting = meetingHere, socket = socketPath(process.env, meeting), role, linger, alive = 30_000 } = this.options;
    let early: string | null = null;
    // Its end is told of even before it is there: a handshake that was refused ends it.
    let made: Rpc | null = null;
    const { rpc, hello } = await Rpc.open(socket, meeting, { name, alive, ...(role && { role }), ...(linger !== undefined && { linger }) },
      (method, params) => { this.#told(method, params); },
      (reason) => { if (made !== null && this.#rpc === made) this.#lost(reason); else early = reason; });
    made = rpc;
    ({ program: this.program, client: this.id, limits: this.limits } = hello);
    for (const subscription of this.#subscriptions) await subscription.begin(rpc);
    for (const [what, count] of this.#watches) if (count > 0) await rpc.request('watch', { what, on: true });
    if (early !== null || rpc.isOver) throw new HandoverError('gone', early ?? 'The connection to Handover ended.');
    this.#rpc = rpc;
  }

  #ask(method: string, params: unknown): Promise<unknown> { return this.#rpc ? this.#rpc.request(method, params) : Promise.reject(gone()); }

  #told(method: string, params: unknown): void {
    for (const subscription of this.#subscriptions) if (subscription.take(method, params)) return;
    switch (method) {
      case 'session.event': {
        const { session, event, view } = params as EventPayload<'session.event'>;
        this.#sessions.get(session)?.take(event, view);
        break;
      }
      case 'session.probe': {
        const { session, probe, link } = params as EventPayload<'session.probe'>;
        void this.#sessions.get(session)?.askProbe(probe, link);
        break;
      }
      case 'session.probeOver': {
        const { session, probe } = params as EventPayload<'session.probeOver'>;
        this.#sessions.get(session)?.probeOver(probe);
        break;
      }
      case 'manager.updateCompleted': this.manager.tellUpdateCompleted(); break;
      default: // A host of the same version may tell more than this client knows of.
    }
  }

  #lost(reason: string): void {
    this.#rpc = null;
    if (this.#isClosed) return;
    for (const session of this.#sessions.values()) session.lost();
    this.#events.emit('disconnected', reason);
    if (this.options.reconnect ?? true) void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let pause = firstPause; !this.#isClosed; pause = Math.min(longestPause, pause * 2)) {
      await this.#wait(pause);
      if (this.#isClosed) return;
      try {
        await this.open();
        break;
      } catch { /* Not there yet. */ }
    }
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) {
      try {
        const { session: id } = await this.request('session.create', { configuration: session.configuration.identifier });
        const view = await this.request('session.view', { session: id });
        this.#sessions.set(id, session);
        session.restored(id, view);
      } catch (error) {
        // Gone again: the next connection tries again.
        if (error instanceof HandoverError && error.code === 'gone') this.#sessions.set(session.id, session);
        else session.notRestored(error instanceof Error ? error.message : String(error));
      }
    }
    if (this.#rpc) this.#events.emit('connected');
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => { clearTimeout(timer); this.#pause = null; resolve(); };
      const timer = setTimeout(end, ms);
      this.#pause = { timer, end };
    });
  }
}

const gone = (): HandoverError => new HandoverError('gone', 'Handover is not there at this moment. It is being reconnected to.');
