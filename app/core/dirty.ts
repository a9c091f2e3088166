/** What changed since views were last told, by id; everything asks to be read anew, nothing is a diff. */
export class Dirty {
  readonly interfaces = new Marks();
  readonly configurations = new Marks();
  readonly sessions = new Marks();
  readonly traffic = new Marks();
  /** Decisions of the engine, each perhaps several times. */
  readonly decisions: { session: string; candidate: string }[] = [];
  offers = false;
  answers = false;
  questions = false;
  secretRequests = false;
  system = false;
  trial = false;
  driver = false;
  scans = false;

  get any(): boolean {
    return this.offers || this.answers || this.decisions.length > 0 || this.questions || this.secretRequests || this.system || this.trial || this.driver || this.scans
      || this.interfaces.size > 0 || this.configurations.size > 0 || this.sessions.size > 0 || this.traffic.size > 0;
  }
}

/** Ids of what changed, each once. One is mostly marked several times in a row. */
class Marks implements Iterable<string> {
  readonly #ids = new Set<string>();
  #last: string | null = null;

  get size(): number { return this.#ids.size; }

  add(id: string): this {
    if (id === this.#last) return this;
    this.#last = id;
    this.#ids.add(id);
    return this;
  }

  has(id: string): boolean { return this.#ids.has(id); }
  [Symbol.iterator](): Iterator<string> { return this.#ids.values(); }
}
