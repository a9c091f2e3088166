import type { HostState } from '../contract/state.ts';
import type { Clock } from '../core/ports/clock.ts';

/** A clock that views can count with: host time = at + (Date.now() − wall) × speed. */
export interface HostClock extends Clock {
  readonly view: HostState['clock'];
}

/** Longest time that setTimeout can wait, ms. */
export const longestWait = 2 ** 31 - 1;

/** Real time. */
export class SystemClock implements HostClock {
  readonly #wall = Date.now();

  get view(): HostState['clock'] { return { at: this.#wall, wall: this.#wall, speed: 1 }; }

  now(): number { return Date.now(); }

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), longestWait));
    timer.unref();
    return () => { clearTimeout(timer); };
  }
}
