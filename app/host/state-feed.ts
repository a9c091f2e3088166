import type { Collection, StatePatch, StateSnapshot, Value } from '../contract/state-patch.ts';
import type { ConfigurationView, HostState } from '../contract/state.ts';

/** One message a frame at most (design 6), ms. */
const frame = 16;
/** Marked entries that one message carries: what a window takes in without missing a frame. The others follow in the next. */
const mostMarked = 150;

/** Reads a configuration as it is now; null: it has gone. */
export type ReadConfiguration = (id: string) => ConfigurationView | null;

/**
 * The state that views see, and what changed in it since they were last told. Changes are put in at once and go out
 * at most once a frame; what looks the same as before does not go out at all. What changes in thousands is only marked,
 * and read when its turn comes: it may have changed ten times by then.
 */
export class StateFeed {
  #state: HostState;
  #sequence = 0;
  #patch: Omit<StatePatch, 'sequence'> = {};
  #timer: NodeJS.Timeout | null = null;
  readonly #marked = new Set<string>();
  #read: ReadConfiguration = () => null;
  /** Collections that nobody has been given yet, so that they can still be written to: a scan changes thousands of entries at once. */
  readonly #own = new Set<Collection>();

  constructor(initial: HostState, private readonly send: (patch: StatePatch) => void) { this.#state = initial; }

  get state(): HostState {
    this.#take(Infinity);
    this.#own.clear();
    return this.#state;
  }

  /** The state and the number that the next patch follows. */
  snapshot(): StateSnapshot {
    this.#take(Infinity);
    this.flush();
    return { sequence: this.#sequence, state: this.state };
  }

  /** Where marked configurations are read from now on; what was marked before is forgotten. */
  readFrom(read: ReadConfiguration): void {
    this.#marked.clear();
    this.#read = read;
  }

  /** The configuration changed; it is read when its turn comes, those marked first before the others. */
  mark(id: string): void {
    this.#marked.add(id);
    this.#schedule();
  }

  setEntry<C extends Collection>(collection: C, id: string, value: HostState[C][string] | null): void {
    const before = this.#state[collection][id];
    if (collection === 'configurations') this.#marked.delete(id);
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
    this.#take(mostMarked);
    this.stop();
    if (this.#marked.size > 0) this.#schedule();
    if (Object.keys(this.#patch).length === 0) return;
    const patch: StatePatch = { sequence: ++this.#sequence, ...this.#patch };
    this.#patch = {};
    this.send(patch);
  }

  /** Reads so many marked configurations, in the order in which they were first marked. */
  #take(most: number): void {
    let left = most;
    for (const id of this.#marked) {
      if (left-- <= 0) return;
      this.setEntry('configurations', id, this.#read(id));
    }
  }

  stop(): void { if (this.#timer) clearTimeout(this.#timer); this.#timer = null; }

  #schedule(): void { this.#timer ??= setTimeout(() => { this.flush(); }, frame); }
}

/** Alike in all that JSON holds. Tens of thousands of levels a second are compared, so nothing is written out for it. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(ours);
  return keys.length === Object.keys(theirs).length && keys.every((key) => isSame(ours[key], theirs[key]));
}

