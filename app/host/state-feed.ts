import type { Collection, StatePatch, StateSnapshot, Value } from '../contract/state-patch.ts';
import type { HostState } from '../contract/state.ts';

/** One message a frame at most (design 6), ms. */
const frame = 16;

/**
 * The state that views see, and what changed in it since they were last told. Changes are put in at once and go out
 * at most once a frame; what looks the same as before does not go out at all.
 */
export class StateFeed {
  #state: HostState;
  #sequence = 0;
  #patch: Omit<StatePatch, 'sequence'> = {};
  #timer: NodeJS.Timeout | null = null;
  /** Collections that nobody has been given yet, so that they can still be written to: a scan changes thousands of entries at once. */
  readonly #own = new Set<Collection>();

  constructor(initial: HostState, private readonly send: (patch: StatePatch) => void) { this.#state = initial; }

  get state(): HostState {
    this.#own.clear();
    return this.#state;
  }

  /** The state and the number that the next patch follows. */
  snapshot(): StateSnapshot {
    this.flush();
    return { sequence: this.#sequence, state: this.state };
  }

  setEntry<C extends Collection>(collection: C, id: string, value: HostState[C][string] | null): void {
    const before = this.#state[collection][id];
    if (value === null ? before === undefined : isSame(before, value)) return;
    const change = (this.#patch[collection] ??= {}) as { set?: Record<string, unknown>; removed?: string[] };
    if (value === null) {
      if (change.set) delete change.set[id];
      (change.removed ??= []).push(id);
    } else {
      (change.set ??= {})[id] = value;
      if (change.removed) change.removed = change.removed.filter((each) => each !== id);
    }
    if (!this.#own.has(collection)) {
      this.#state = { ...this.#state, [collection]: { ...this.#state[collection] } };
      this.#own.add(collection);
    }
    const entries: Record<string, unknown> = this.#state[collection];
    if (value === null) delete entries[id]; else entries[id] = value;
    this.#schedule();
  }

  /** Replaces a whole collection: what is not named is removed. */
  setCollection<C extends Collection>(collection: C, entries: HostState[C]): void {
    for (const id of Object.keys(this.#state[collection])) if (!(id in entries)) this.setEntry(collection, id, null);
    for (const [id, entry] of Object.entries(entries)) this.setEntry(collection, id, entry as HostState[C][string]);
  }

  setValue<V extends Value>(name: V, value: HostState[V]): void {
    if (isSame(this.#state[name], value)) return;
    this.#patch.values = { ...this.#patch.values, [name]: value };
    this.#state = { ...this.#state, [name]: value };
    this.#schedule();
  }

  /** Sends what has gathered. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (Object.keys(this.#patch).length === 0) return;
    const patch: StatePatch = { sequence: ++this.#sequence, ...this.#patch };
    this.#patch = {};
    this.send(patch);
  }

  stop(): void { if (this.#timer) clearTimeout(this.#timer); this.#timer = null; }

  #schedule(): void { this.#timer ??= setTimeout(() => { this.flush(); }, frame); }
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

