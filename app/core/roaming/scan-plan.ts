/**
 * When to scan while there is a reason to look elsewhere (roaming.md, Scans): twice 6 s apart, so that a candidate is
 * seen twice, then 30 s ten times, then 300 s.
 */
export class ScanPlan {
  #asked = 0;
  #nextAt: number | null = null;

  /** The reason is another one: from the beginning. */
  beginAnew(): void {
    this.#asked = 0;
    this.#nextAt = null;
  }

  /** There is a reason at this time (ms): scans where one is due, and gives when the next one is. */
  due(now: number, scan: () => void): number {
    // A reason that comes and goes goes on where it was; after a while without one it begins anew.
    if (this.#nextAt !== null && now - this.#nextAt > forgottenAfter) this.beginAnew();
    if (this.#nextAt !== null && now < this.#nextAt) return this.#nextAt;
    scan();
    this.#asked += 1;
    return this.#nextAt = now + (this.#asked === 1 ? 6_000 : this.#asked <= 11 ? 30_000 : 300_000);
  }
}

/** Without a reason to scan for so long (ms), the next reason begins with quick scans again. */
const forgottenAfter = 300_000;
