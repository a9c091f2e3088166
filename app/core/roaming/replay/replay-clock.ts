import type { Clock } from '../../ports/clock.ts';

interface Timer { due: number; readonly order: number; readonly run: () => void }

/** More timers than this without time moving on is a loop, not a program. */
const mostAtOneMoment = 100_000;

/**
 * The time of a replay: it stands still until it is moved on. Timers run in order of their due time, and after each
 * one everything that it promised has happened. While the machine sleeps the time of day goes on but timers do not, as
 * on a machine.
 */
export class ReplayClock implements Clock {
  #now: number;
  #order = 0;
  #sleeping = false;
  readonly #timers = new Set<Timer>();
  readonly #turns = new MessageChannel();
  #turned: (() => void) | null = null;

  /** @param start ms since the epoch */
  constructor(start: number) {
    this.#now = start;
    this.#turns.port1.addEventListener('message', () => { this.#turned?.(); });
    this.#turns.port1.start();
  }

  now(): number { return this.#now; }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { due: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return () => { this.#timers.delete(timer); };
  }

  /** Moves time on to `end`, running what falls due on the way. */
  async advanceTo(end: number): Promise<void> {
    await this.settle();
    if (this.#sleeping) {
      const passed = Math.max(0, end - this.#now);
      for (const timer of this.#timers) timer.due += passed;
    } else {
      await this.#runUntil(end);
    }
    this.#now = Math.max(this.#now, end);
  }

  sleep(sleeping: boolean): void { this.#sleeping = sleeping; }

  /** Lets everything promised happen without moving time: promises run dry before the next message is delivered. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      this.#turned = resolve;
      this.#turns.port2.postMessage(null);
    });
  }

  /** Nothing runs any more; without this the program would not end. */
  end(): void {
    this.#timers.clear();
    this.#turns.port1.close();
  }

  async #runUntil(end: number): Promise<void> {
    let atThisMoment = 0;
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      atThisMoment = timer.due === this.#now ? atThisMoment + 1 : 0;
      if (atThisMoment > mostAtOneMoment) throw new Error(`More than ${mostAtOneMoment} timers at one moment: a timer of 0 ms sets itself again.`);
      this.#now = timer.due;
      this.#timers.delete(timer);
      timer.run();
      await this.settle();
    }
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.due <= end && (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order))) next = timer;
    return next;
  }
}
