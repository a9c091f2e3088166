import { applyPatches } from '../../contract/apply-patch.ts';
import type { StatePatch } from '../../contract/state-patch.ts';
import type { PartialState, SocketInput, SocketOutputs } from '../../contract/socket.ts';
import type { Rpc } from './rpc.ts';

type Wanted = SocketInput<'subscribe'>;

/** What a subscription tells: a whole state at its start, after a lapse and after a reconnect; patches in between; events of sessions. */
export interface Listener {
  snapshot(state: PartialState, sequence: number): void;
  patch?(patch: StatePatch): void;
  told?(method: string, params: unknown): void;
}

/** One subscription over all connections that this client makes. */
export class Subscription {
  #id: string | null = null;
  #rpc: Rpc | null = null;

  constructor(private readonly wanted: Wanted, private readonly listener: Listener) {}

  /** On a new connection. */
  async begin(rpc: Rpc): Promise<void> {
    const { subscription, state, sequence } = await rpc.request('subscribe', this.wanted) as SocketOutputs['subscribe'];
    this.#id = subscription;
    this.#rpc = rpc;
    this.listener.snapshot(state, sequence);
  }

  /** True: it was for this subscription. */
  take(method: string, params: unknown): boolean {
    const subscription = (params as { subscription?: string } | null)?.subscription;
    if (subscription === undefined || subscription !== this.#id) return false;
    if (method === 'state.patch') this.listener.patch?.((params as { patch: StatePatch }).patch);
    else if (method === 'lapsed') this.#resync().catch(() => { /* The connection went: a new one begins with a snapshot. */ });
    else this.listener.told?.(method, params);
    return true;
  }

  async end(): Promise<void> {
    const [rpc, subscription] = [this.#rpc, this.#id];
    this.#id = null;
    if (rpc && !rpc.isOver && subscription !== null) await rpc.request('unsubscribe', { subscription });
  }

  async #resync(): Promise<void> {
    if (!this.#rpc) return;
    const { state, sequence } = await this.#rpc.request('resync', { subscription: this.#id }) as SocketOutputs['resync'];
    this.listener.snapshot(state, sequence);
  }
}

/** Parts of the host's state, kept up to date. */
export class Mirror<P extends PartialState = PartialState> implements Listener {
  state: P;

  /** @param changed what of it changed; null: anything may have */
  constructor(empty: P, private readonly changed: (patch: StatePatch | null, before: P) => void) { this.state = empty; }

  snapshot(state: PartialState): void {
    const before = this.state;
    this.state = state as P;
    this.changed(null, before);
  }

  patch(patch: StatePatch): void {
    const before = this.state;
    this.state = applyPatches(before, [patch]);
    this.changed(patch, before);
  }
}
