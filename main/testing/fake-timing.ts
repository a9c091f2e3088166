import type { Timing } from '../timing.ts';

/** Time that passes when a test says so. */
export class FakeTiming implements Timing {
  #now = 0;
  #alarms: { due: number; run: () => void }[] = [];

  now(): number { return this.#now; }

  after(ms: number, run: () => void): () => void {
    const alarm = { due: this.#now + ms, run };
    this.#alarms.push(alarm);
    return () => { this.#alarms = this.#alarms.filter((one) => one !== alarm); };
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#alarms.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#alarms = this.#alarms.filter((one) => one !== next);
      this.#now = next.due;
      next.run();
    }
    this.#now = end;
  }
}
