import type { Driver, DriverSnapshot, DriverTrial, Outcome } from '../../core/ports/driver.ts';
import type { DriverStore } from '../../core/ports/management.ts';
import type { DriverRig } from './driver-rig.ts';
import { DriverWitness } from './driver-witness.ts';

/** A driver at work: started, witnessed, its commands called as the core calls them. */
export class Subject {
  readonly witness = new DriverWitness();
  readonly #aborts: AbortController[] = [];
  constructor(readonly rig: DriverRig, readonly driver: Driver = rig.create()) {}

  /** Ends with the outcome once the command has ended; a command that hangs or rejects fails the test. */
  async ends<T>(what: string, command: Promise<Outcome<T>>): Promise<Outcome<T>> {
    let ended: { outcome: Outcome<T> } | { rejected: unknown } | null = null;
    command.then((outcome) => { ended = { outcome }; }, (rejected: unknown) => { ended = { rejected }; });
    await this.rig.wait(() => ended !== null, this.rig.limit);
    const seen = ended as { outcome: Outcome<T> } | { rejected: unknown } | null;
    if (seen === null) throw new Error(`${what} hung: no outcome within ${this.rig.limit} ms`);
    if ('rejected' in seen) throw new Error(`${what} rejected`, { cause: seen.rejected });
    return seen.outcome;
  }

  async value<T>(what: string, command: Promise<Outcome<T>>): Promise<T> {
    const outcome = await this.ends(what, command);
    if (!outcome.ok) throw new Error(`${what} failed: ${outcome.failure.code}, ${outcome.failure.detail}`);
    return outcome.value;
  }

  async code(what: string, command: Promise<Outcome<unknown>>): Promise<string> {
    const outcome = await this.ends(what, command);
    return outcome.ok ? 'ok' : outcome.failure.code;
  }

  async holds(what: string, holds: () => boolean): Promise<void> {
    if (!(await this.rig.wait(holds, this.rig.limit))) throw new Error(`not within ${this.rig.limit} ms: ${what}`);
  }

  async start(): Promise<DriverSnapshot> {
    // Written down in the very turn in which start() ends: a change may follow in the next.
    const starting = this.witness.call('start', () => this.driver.start(this.witness.listen)).then((outcome) => {
      if (outcome.ok) this.witness.started(outcome.value);
      return outcome;
    });
    const snapshot = await this.value('start', starting);
    return snapshot;
  }

  async stop(): Promise<void> {
    for (const abort of this.#aborts) abort.abort();
    let ended = false;
    void this.driver.stop().then(() => { ended = true; this.witness.stopped(); });
    await this.holds('stop() ends', () => ended);
  }

  #signal(abort = new AbortController()): AbortSignal {
    this.#aborts.push(abort);
    return abort.signal;
  }

  activate(id: string, abort?: AbortController): Promise<Outcome> {
    const signal = this.#signal(abort);
    return this.witness.call('activate', () => this.driver.activate(id, { signal }));
  }
  deactivate(id: string): Promise<Outcome> { return this.witness.call('deactivate', () => this.driver.deactivate(id)); }
  scan(): Promise<Outcome> { return this.witness.call('scan', () => this.driver.scan()); }
  check(id: string): Promise<Outcome> { return this.witness.call('checkConnectivity', () => this.driver.checkConnectivity(id)); }
  /** Without the part of the driver that stores, the test is at fault. */
  get store(): DriverStore {
    if (!this.driver.store) throw new Error('the driver stores nothing');
    return this.driver.store;
  }
  connect(wanted: Parameters<DriverStore['connect']>[0], abort?: AbortController): ReturnType<DriverStore['connect']> {
    const signal = this.#signal(abort);
    return this.witness.call('connect', () => this.store.connect(wanted, { signal }));
  }
  beginTrial(from: string, to: string, abort?: AbortController): Promise<Outcome<DriverTrial>> {
    const signal = this.#signal(abort);
    return this.witness.call('beginTrial', () => this.driver.beginTrial(from, to, { signal }));
  }

  /** The first of the pair up, the second on trial beside it. */
  async trial(): Promise<DriverTrial> {
    const [from, to] = this.rig.pair;
    await this.value('activate', this.activate(from));
    return this.value('beginTrial', this.beginTrial(from, to));
  }
}
