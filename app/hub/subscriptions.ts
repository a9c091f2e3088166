import { collectionNames, type Collection, type StatePatch } from '../contract/state-patch.ts';
import type { StateSnapshot } from '../contract/state-patch.ts';
import type { EventPayload } from '../contract/contract.ts';
import { statePart, type PartialState, type SocketInput, type StatePart } from '../contract/socket.ts';
import type { HostState } from '../contract/state.ts';
import { HubError } from './rpc-error.ts';

/** Lapsed: it missed something, for want of reading; `told` once its client knows. */
type Health = 'well' | 'lapsed' | 'told';
type Subscription = { to: 'state'; parts: ReadonlySet<StatePart> | null; ownSessions: boolean; health: Health } | { to: 'sessions'; health: Health };

const isCollection = (part: StatePart): part is Collection => (collectionNames as string[]).includes(part);

/** What one client wants to be told of. While it does not read, a subscription lapses: nothing is kept for it, and it has to ask anew. */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();
  #number = 0;

  constructor(
    private readonly most: number,
    private readonly snapshot: () => StateSnapshot,
    private readonly client: () => string | null,
    private readonly tell: (method: string, params: unknown) => void,
    private readonly hasRoom: () => boolean,
  ) {}

  add(wanted: SocketInput<'subscribe'>): { subscription: string; sequence: number; state: PartialState } {
    if (this.#all.size >= this.most) throw new HubError('limit', `A client has ${this.most} subscriptions at most. End one of them first (unsubscribe).`);
    const subscription = `subscription-${++this.#number}`;
    const made: Subscription = wanted.to === 'state' ? { to: 'state', parts: wanted.parts ? new Set(wanted.parts) : null, ownSessions: wanted.sessions === 'own', health: 'well' } : { to: 'sessions', health: 'well' };
    const whole = this.#whole(made);
    this.#all.set(subscription, made);
    return { subscription, ...whole };
  }

  remove(id: string): void {
    if (!this.#all.delete(id)) throw unknownSubscription(id);
  }

  resync(id: string): { sequence: number; state: PartialState } {
    const subscription = this.#all.get(id);
    if (!subscription) throw unknownSubscription(id);
    subscription.health = 'well';
    return this.#whole(subscription);
  }

  patch(patch: StatePatch): void {
    for (const [id, each] of this.#all) {
      if (each.to !== 'state' || !this.#takes(each)) continue;
      const part = each.parts || each.ownSessions ? this.#partOf(patch, each) : patch;
      if (part) this.tell('state.patch', { subscription: id, patch: part });
    }
  }

  sessionEvent(payload: EventPayload<'session.event'>): void {
    for (const [id, each] of this.#all) if (each.to === 'sessions' && this.#takes(each)) this.tell('session.event', { subscription: id, ...payload });
  }

  /** What waited has been read: those that lapsed are told so, once; they go on with `resync`. */
  drained(): void {
    for (const [id, each] of this.#all) {
      if (each.health !== 'lapsed') continue;
      each.health = 'told';
      this.tell('lapsed', { subscription: id });
    }
  }

  #takes(subscription: Subscription): boolean {
    if (subscription.health === 'well' && !this.hasRoom()) subscription.health = 'lapsed';
    return subscription.health === 'well';
  }

  #own(sessions: HostState['sessions']): HostState['sessions'] {
    const client = this.client();
    return Object.fromEntries(Object.entries(sessions).filter(([, session]) => session.client.id === client));
  }

  /** The patch with what is wanted alone; null: none of it changed. */
  #partOf(patch: StatePatch, { parts, ownSessions }: { parts: ReadonlySet<StatePart> | null; ownSessions: boolean }): StatePatch | null {
    const part: Record<string, unknown> = {};
    const values: Record<string, unknown> = {};
    for (const name of parts ?? allParts) {
      const from: Record<string, unknown> = isCollection(name) ? patch : patch.values ?? {};
      const to = isCollection(name) ? part : values;
      if (from[name] !== undefined) to[name] = from[name];
    }
    if (ownSessions && patch.sessions && 'sessions' in part) {
      const set = this.#own(patch.sessions.set ?? {});
      if (Object.keys(set).length > 0 || patch.sessions.removed) part['sessions'] = { set, removed: patch.sessions.removed };
      else delete part['sessions'];
    }
    if (Object.keys(values).length > 0) part['values'] = values;
    return Object.keys(part).length > 0 ? { sequence: patch.sequence, ...part } : null;
  }

  /** For events of sessions the state is the sessions as they are now. */
  #whole(subscription: Subscription): { sequence: number; state: PartialState } {
    const { sequence, state } = this.snapshot();
    const parts = subscription.to === 'state' ? subscription.parts : onlySessions;
    const part: PartialState = parts ? (Object.fromEntries([...parts].map((name) => [name, state[name]])) as PartialState) : { ...state };
    if (subscription.to === 'state' && subscription.ownSessions && part.sessions) part.sessions = this.#own(part.sessions);
    return { sequence, state: part };
  }
}

const allParts = statePart.options;
const onlySessions: ReadonlySet<StatePart> = new Set(['sessions']);
const unknownSubscription = (id: string): HubError => new HubError('notFound', `There is no subscription "${id}" of this connection.`);
