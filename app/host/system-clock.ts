import type { Clock } from '../core/ports/clock.ts';

/** Longest time that setTimeout can wait, ms. */
const longest = 2 ** 31 - 1;

/** Real time, or time that runs `speed` times as fast for the simulated network. */
export class SystemClock implements Clock {
  readonly #wall = Date.now();
  readonly #at = this.#wall;

  constructor(readonly speed = 1) {}

  /** Host time = at + (Date.now() − wall) × speed; views count with it. */
  get view(): { at: number; wall: number; speed: number } { return { at: this.#at, wall: this.#wall, speed: this.speed }; }

  now(): number {
    const wall = Date.now();
    return this.speed === 1 ? wall : Math.round(this.#at + (wall - this.#wall) * this.speed);
  }

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, Math.min(Math.max(0, ms / this.speed), longest));
    timer.unref();
    return () => { clearTimeout(timer); };
  }
}
