/** So many at once at most, and `most` more a second. */
export class Allowance {
  #left: number;
  #countedAt: number;

  /** @param now ms */
  constructor(private readonly most: number, private readonly now: () => number = () => performance.now()) {
    this.#left = most;
    this.#countedAt = now();
  }

  /** False: none is left. */
  take(): boolean {
    const now = this.now();
    this.#left = Math.min(this.most, this.#left + ((now - this.#countedAt) * this.most) / 1000);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
