import type { Clock } from '../../core/ports/clock.ts';

/** Kept at import, so that a test which replaces the global timers still settles here. */
const nextTurn = setImmediate;

/** More timers than this without time moving on is a loop, not a program. */
const mostAtOneMoment = 100_000;

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock for tests: time stands still until `advance()`. Timers run in order of their due time, those of one moment
 * in the order they were set, and after each one all promises that it settled have run their reactions.
 */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** @param start ms since the epoch; 2026-01-05 09:00 UTC unless told */
  constructor(start = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { due: this.#now + (ms > 0 ? ms : 0), order: this.#order++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Timers that are set and have not run; 0 shows that a program gave everything back. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `ms`, running what falls due on the way, timers set meanwhile included. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#run(end, () => false);
    this.#now = end;
  }

  /**
   * Moves time on until `holds()`, looking after each timer. Ends with whether it held within `limit` ms; time then
   * stands where it began to hold.
   */
  async advanceUntil(holds: () => boolean, limit: number): Promise<boolean> {
    const end = this.#now + limit;
    if (await this.#run(end, holds)) return true;
    this.#now = end;
    return holds();
  }

  /** Lets all promises settle without moving time. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => nextTurn(resolve));
  }

  async #run(end: number, enough: () => boolean): Promise<boolean> {
    let atThisMoment = 0;
    await this.settle();
    if (enough()) return true;
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      atThisMoment = timer.due === this.#now ? atThisMoment + 1 : 0;
      if (atThisMoment > mostAtOneMoment) throw new Error(`More than ${mostAtOneMoment} timers at one moment: a timer of 0 ms sets itself again.`);
      this.#now = timer.due;
      this.#timers.delete(timer);
      timer.run();
      await this.settle();
      if (enough()) return true;
    }
    return false;
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
