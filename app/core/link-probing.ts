import { usableAddress, type Findings, type ProbeName } from './carrier-test.ts';
import type { CarrierProbes, ProbeResult, ProbeOptions } from './ports/probes.ts';
import type { KnownInterface } from './world.ts';

export interface LinkProbingOptions {
  accessPoint: string;
  /** null: this platform has none. */
  probes: CarrierProbes | null;
  /** What the internet is asked by; null: the user switched that off. */
  checkAddress: string | null;
  signal: AbortSignal;
  post: (item: () => void) => void;
  /** Another answer is there. */
  onFound: () => void;
}

/** Asks the probes of one link, each once, as soon as the link has what it needs; keeps what they found. */
export class LinkProbing {
  readonly #found: Partial<Record<ProbeName, ProbeResult>> = {};
  readonly #asked = new Set<ProbeName>();

  constructor(private readonly options: LinkProbingOptions) {}

  get found(): Findings { return this.#found; }

  /** The link as it is now: asks what can be asked of it. */
  look(known: KnownInterface | null): void {
    const { probes, checkAddress, accessPoint } = this.options;
    if (!known || usableAddress(known) === undefined) return;
    const link = { accessPoint, interface: known.now };
    if (!probes) {
      for (const name of ['gateway', 'names', 'internet'] as const) this.#found[name] = { result: 'impossible', why: 'notPossible' };
      return;
    }
    if (known.now.gateways.length > 0) this.#ask('gateway', (ask) => probes.gateway(link, ask));
    this.#ask('names', (ask) => probes.names(link, checkAddress === null ? null : new URL(checkAddress).hostname, ask));
    if (checkAddress === null) {
      this.#found.internet = { result: 'impossible', why: 'switchedOff' };
      return;
    }
    this.#ask('internet', (ask) => probes.internet(link, checkAddress, ask));
    if (this.#found.internet?.result === 'answered') this.#ask('quality', (ask) => probes.quality(link, checkAddress, ask));
  }

  #ask(name: ProbeName, ask: (options: ProbeOptions) => Promise<ProbeResult>): void {
    const { signal, post, onFound } = this.options;
    if (this.#asked.has(name) || signal.aborted) return;
    this.#asked.add(name);
    void ask({ signal }).then((result) => {
      post(() => {
        if (signal.aborted) return;
        this.#found[name] = result;
        onFound();
      });
    });
  }
}
