/**
 * "Later" (design 3): everything that happens to sessions goes through one queue, run from the microtask queue.
 * A call returns before anything it causes is delivered; what a handler causes comes after what is being delivered.
 */
export class Queue {
  #items: (() => void)[] = [];
  #running = false;
  #scheduled = false;
  readonly #drain = () => { this.drain(); };

  /** `afterEach` runs after each item, `whenEmpty` once nothing is left; both may post more. */
  constructor(private readonly hooks: { afterEach: () => void; whenEmpty: () => void; onError: (error: unknown) => void }) {}

  post(item: () => void): void {
    this.#items.push(item);
    if (this.#running || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(this.#drain);
  }

  /** Runs what is queued now. Benchmarks and tests call it; everybody else waits for the microtask. */
  drain(): void {
    if (this.#running) return;
    this.#running = true;
    this.#scheduled = false;
    try {
      while (this.#items.length > 0) {
        const items = this.#items;
        this.#items = [];
        for (const item of items) {
          this.#guard(item);
          this.#guard(this.hooks.afterEach);
        }
        if (this.#items.length === 0) this.#guard(this.hooks.whenEmpty);
      }
    } finally {
      this.#running = false;
    }
  }

  #guard(run: () => void): void {
    try { run(); } catch (error) { this.hooks.onError(error); }
  }
}
