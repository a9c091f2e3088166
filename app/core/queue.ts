/**
 * "Later" (design 3): everything that happens to sessions goes through one queue, run from the microtask queue.
 * A call returns before anything it causes is delivered; what a handler causes comes after what is being delivered.
 */
export class Queue {
  /** Kept and filled again: what comes and goes a million times should leave nothing to collect. */
  readonly #items: ((() => void) | undefined)[] = [];
  #first = 0;
  #end = 0;
  #running = false;
  #scheduled = false;
  readonly #drainLater = () => { this.#scheduled = false; this.drain(); };

  /** `afterEach` runs after each item, `whenEmpty` once nothing is left; both may post more. */
  constructor(private readonly hooks: { afterEach: () => void; whenEmpty: () => void; onError: (error: unknown) => void }) {}

  post(item: () => void): void {
    this.#items[this.#end++] = item;
    if (this.#running || this.#scheduled) return;
    this.#scheduled = true;
    // Runs in the same turn as queueMicrotask() would and costs a third of it.
    void settled.then(this.#drainLater);
  }

  /** Runs what is queued now. Benchmarks and tests call it; everybody else waits for the microtask. */
  drain(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#first < this.#end) {
        const item = this.#items[this.#first];
        this.#items[this.#first++] = undefined;
        try { item?.(); } catch (error) { this.hooks.onError(error); }
        try { this.hooks.afterEach(); } catch (error) { this.hooks.onError(error); }
        if (this.#first < this.#end) continue;
        this.#first = this.#end = 0;
        try { this.hooks.whenEmpty(); } catch (error) { this.hooks.onError(error); }
      }
    } finally {
      this.#running = false;
      // After a burst the room is given back.
      if (this.#first === this.#end && this.#items.length > mostKept) this.#items.length = 0;
    }
  }
}

const settled = Promise.resolve();
const mostKept = 1_000;
