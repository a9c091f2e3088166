/** Time as tray and notifications know it; handed in, so that a test can run it. */
export interface Timing {
  /** ms */
  now(): number;
  /** Calls once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
}

export const realTime: Timing = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** So many at once at most, and one more every `refill` ms. */
export class Allowance {
  #left: number;
  #countedAt: number;

  constructor(private readonly timing: Timing, private readonly most: number, private readonly refill: number) {
    this.#left = most;
    this.#countedAt = timing.now();
  }

  /** ms until one more is allowed; 0: now. */
  get wait(): number {
    this.#count();
    return this.#left >= 1 ? 0 : Math.ceil((1 - this.#left) * this.refill);
  }

  take(): void {
    this.#count();
    this.#left -= 1;
  }

  #count(): void {
    const now = this.timing.now();
    this.#left = Math.min(this.most, this.#left + (now - this.#countedAt) / this.refill);
    this.#countedAt = now;
  }
}
