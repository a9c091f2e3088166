import type { Costs } from '../journal/journal.ts';

/** ms between two looks at what Handover itself takes. */
const every = 600_000;

/** What Handover itself takes, told as what was added since it was last told: processor time of this process, scans, calls. */
export class OwnCost {
  #last: Costs;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly counted: () => { scans: number; calls: number }, private readonly tell: (costs: Costs) => void) {
    this.#last = this.#now();
    this.#timer = setInterval(() => { this.look(); }, every);
    this.#timer.unref();
  }

  look(): void {
    const now = this.#now();
    const added = { processor: now.processor - this.#last.processor, scans: now.scans - this.#last.scans, calls: now.calls - this.#last.calls };
    this.#last = now;
    if (added.processor > 0 || added.scans > 0 || added.calls > 0) this.tell(added);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.look();
  }

  #now(): Costs {
    const { user, system } = process.cpuUsage();
    return { processor: (user + system) / 1000, ...this.counted() };
  }
}
