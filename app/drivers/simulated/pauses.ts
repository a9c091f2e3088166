import type { Clock } from '../../core/ports/clock.ts';

/** All waiting of the simulated network in one place, so that whoever waits can be woken, and stop() leaves no timer. */
export class Pauses {
  readonly #clock: Clock;
  readonly #wakes = new Map<object, () => void>();
  #over = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends with true after `ms`, or with false when woken before. One pause an owner at a time. */
  pause(ms: number, owner: object = {}): Promise<boolean> {
    if (this.#over) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (elapsed: boolean): void => {
        cancel();
        this.#wakes.delete(owner);
        resolve(elapsed);
      };
      const cancel = this.#clock.after(ms, () => end(true));
      this.#wakes.set(owner, () => end(false));
    });
  }

  wake(owner: object): void {
    this.#wakes.get(owner)?.();
  }

  /** Wakes all, for good: from now on a pause ends at once. */
  end(): void {
    this.#over = true;
    for (const wake of [...this.#wakes.values()]) wake();
  }
}
