import type { HostState } from '../../app/contract/state.ts';

/** The last minute of an interface's rates, bit/s, oldest first; one value a second. */
export interface RateSeries { readonly received: readonly number[]; readonly sent: readonly number[] }
const seconds = 60;

/**
 * Remembers the last minute of live rates, for the little charts. The record keeps the long history; this is gone with
 * the window.
 */
export class TrafficHistory {
  readonly #series = new Map<string, RateSeries>();
  readonly #listeners = new Set<() => void>();

  /** Takes one value an interface; called once a second. */
  sample(traffic: HostState['traffic']): void {
    for (const [id, { receivedRate, sentRate }] of Object.entries(traffic)) {
      const old = this.#series.get(id) ?? { received: [], sent: [] };
      this.#series.set(id, { received: [...old.received, receivedRate].slice(-seconds), sent: [...old.sent, sentRate].slice(-seconds) });
    }
    for (const id of this.#series.keys()) if (!(id in traffic)) this.#series.delete(id);
    this.#listeners.forEach((tell) => tell());
  }

  of(id: string): RateSeries | null { return this.#series.get(id) ?? null; }

  subscribe = (tell: () => void): (() => void) => { this.#listeners.add(tell); return () => this.#listeners.delete(tell); };
}
