import type { CarrierLink, CarrierProbe } from '../contract/session.ts';
import { usableAddress } from './carrier-test.ts';
import type { KnownInterface } from './world.ts';

/** The tests that programs make of a new link by themselves: all of those whose sessions move have to agree. */
export class OwnProbes {
  #result: 'running' | 'passed' | 'failed' | null;
  #asked = false;

  /** @param onFound another answer is there; called inside the queue */
  constructor(private readonly probes: readonly CarrierProbe[], private readonly signal: AbortSignal, private readonly post: (item: () => void) => void, private readonly onFound: () => void) {
    this.#result = probes.length > 0 ? 'running' : null;
  }

  get result(): 'running' | 'passed' | 'failed' | null { return this.#result; }

  /** The link as it is now: asked once, as soon as it has an address to bind to. */
  look(known: KnownInterface | null): void {
    if (this.#asked || this.#result === null || !known || usableAddress(known) === undefined) return;
    this.#asked = true;
    const link: CarrierLink = { interface: known.now.name, addresses: known.now.addresses.map(({ address }) => address) };
    // Programs' code: whatever it throws is a no.
    const answers = this.probes.map(async (probe) => probe(link, this.signal));
    void Promise.all(answers).then((all) => all.every((works) => works), () => false).then((passed) => {
      this.post(() => {
        if (this.signal.aborted) return;
        this.#result = passed ? 'passed' : 'failed';
        this.onFound();
      });
    });
  }
}
