/**
 * Who holds a link, by id. Whoever came last stands beside the set: a program that opens and closes all day then
 * leaves no table to be built and thrown away each time.
 */
export class Holders {
  #latest: string | null = null;
  readonly #others = new Set<string>();

  get size(): number { return this.#others.size + (this.#latest === null ? 0 : 1); }

  add(holder: string): void {
    if (holder === this.#latest || this.#others.has(holder)) return;
    if (this.#latest !== null) this.#others.add(this.#latest);
    this.#latest = holder;
  }

  /** False: it was none of them. */
  delete(holder: string): boolean {
    if (holder !== this.#latest) return this.#others.delete(holder);
    this.#latest = null;
    return true;
  }

  clear(): void {
    this.#latest = null;
    this.#others.clear();
  }
}
