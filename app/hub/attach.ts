import { Emitter } from '../contract/emitter.ts';
import { applyPatch } from '../contract/apply-patch.ts';
import { RequestError, type EventName, type EventPayload, type RequestInput, type RequestName, type RequestOutput } from '../contract/contract.ts';
import { failureCodes } from '../contract/request-error.ts';
import { collectionNames, type StatePatch, type StateSnapshot } from '../contract/state-patch.ts';
import type { HostState } from '../contract/state.ts';
import type { ClientHandle, HostAccess } from '../host/host.ts';
import { connect, HandoverError, type HandoverClient } from './client/index.ts';

type HostEvents = { [E in EventName]: [payload: EventPayload<E>] };

/**
 * A host in another process, for a window that found one running. While that process is away the state is what was last
 * known, marked as such; when one is there again it goes on with that one's.
 *
 * @throws HandoverError (notRunning: nobody answers; version: it is of another version), PlaceError
 */
export async function attachHost(path: string, name: string): Promise<HostAccess> {
  const client = await connect({ name, socket: path, role: 'window' });
  const host = new AttachedHost(client);
  await host.follow();
  return host;
}

class AttachedHost implements HostAccess {
  readonly desktop: ClientHandle;
  readonly #emitter = new Emitter<HostEvents>((error) => { console.error('handover:', error); });
  #state: HostState | null = null;
  #sequence = 0;

  constructor(private readonly client: HandoverClient) {
    const { id } = client;
    // Whoever it is over there: what this window asks for is the user's.
    this.desktop = { view: { id, name: 'Desktop', pid: process.pid, isDesktop: true }, dispose: () => { /* Its sessions are the host's to keep. */ } };
  }

  async follow(): Promise<void> {
    this.client.on('disconnected', (reason) => {
      if (this.#state) this.#tell({ values: { driver: { ...this.#state.driver, available: false, unavailableReason: reason } } });
    });
    await this.client.subscribe({ to: 'state' }, {
      snapshot: (state) => {
        const before = this.#state;
        this.#state ??= state as HostState;
        // Views go on with patches: whatever became different while nothing was told is one.
        if (before) this.#tell(difference(before, state as HostState));
      },
      patch: ({ sequence: _theirs, ...patch }) => { this.#tell(patch); },
    });
    await this.client.subscribe({ to: 'sessions' }, {
      snapshot: () => { /* The state has them. */ },
      told: (_method, params) => { this.#emitter.emit('session.event', params as EventPayload<'session.event'>); },
    });
  }

  snapshot(): StateSnapshot {
    if (!this.#state) throw new RequestError('failed', 'The host has told nothing yet.');
    return { sequence: this.#sequence, state: this.#state };
  }

  async request<N extends RequestName>(_client: ClientHandle, name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    if (name === 'state.get') return this.snapshot() as RequestOutput<N>;
    try {
      return await this.client.request(name, input);
    } catch (error) {
      if (!(error instanceof HandoverError)) throw error;
      throw new RequestError(failureCodes.find((code) => code === error.code) ?? 'failed', error.message);
    }
  }

  on<E extends EventName>(event: E, handler: (payload: EventPayload<E>) => void): () => void { return this.#emitter.on(event, handler); }

  watch(what: 'accessPoints' | 'traffic'): () => void { return this.client.watch(what); }

  /** The host itself goes on. */
  async stop(): Promise<void> { this.client.close(); }

  #tell(change: Omit<StatePatch, 'sequence'>): void {
    if (!this.#state) return;
    const patch: StatePatch = { sequence: ++this.#sequence, ...change };
    this.#state = applyPatch(this.#state, patch);
    this.#emitter.emit('state.patch', patch);
  }
}

/** The patch that makes one state of another; entries are not compared, they are all there. */
export function difference(before: HostState, after: HostState): Omit<StatePatch, 'sequence'> {
  const { ...values } = after as Partial<HostState>;
  const patch: Record<string, unknown> = {};
  for (const name of collectionNames) {
    delete values[name];
    patch[name] = { set: after[name], removed: Object.keys(before[name]).filter((id) => !(id in after[name])) };
  }
  return { ...patch, values };
}
