import type { RoamingSettings } from './settings.ts';

/** When to scan while there is a reason to look elsewhere (roaming.md, Scans): twice at once, so that a candidate is seen twice, then a few times, then seldom. */
export class ScanPlan {
  #asked = 0;
  #nextAt: number | null = null;

  /** The reason is another one: from the beginning. */
  beginAnew(): void {
    this.#asked = 0;
    this.#nextAt = null;
  }

  /** There is a reason at this time (ms): scans where one is due, and gives when the next one is. */
  due(now: number, settings: RoamingSettings, scan: () => void): number {
    // A reason that comes and goes goes on where it was; after a while without one it begins anew.
    if (this.#nextAt !== null && now - this.#nextAt > settings.scanSeldom) this.beginAnew();
    if (this.#nextAt !== null && now < this.#nextAt) return this.#nextAt;
    scan();
    this.#asked += 1;
    return this.#nextAt = now + (this.#asked === 1 ? settings.scanAgain : this.#asked <= settings.scanTimes + 1 ? settings.scanEvery : settings.scanSeldom);
  }
}
