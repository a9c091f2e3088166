import type { Driver, DriverChange, DriverListener, DriverSnapshot, DriverTrial, Outcome } from '../ports/driver.ts';

/**
 * A driver as the core sees it, with an eye on the rules of the port: no command given twice, no link taken down that
 * is not there, each rope ended once. `wrong` says what was not kept, `ours` which links the core's commands brought up.
 */
export class WatchedDriver implements Driver {
  readonly wrong: string[] = [];
  readonly ours = new Set<string>();
  readonly #underWay = new Map<string, string>();
  readonly #up = new Set<string>();
  #rope: string | null = null;
  #runs = false;

  constructor(private readonly driver: Driver) {}

  get name() { return this.driver.name; }
  get capabilities() { return this.driver.capabilities; }
  get probes() { return this.driver.probes; }
  get store() { return this.driver.store; }
  get radios() { return this.driver.radios; }
  get hotspot() { return this.driver.hotspot; }
  get secrets() { return this.driver.secrets; }

  async start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    this.#runs = true;
    const outcome = await this.driver.start((change) => { this.#note(change); listener(change); });
    if (outcome.ok) for (const each of outcome.value.accessPoints) if (each.link) this.#up.add(each.id);
    return outcome;
  }

  async stop(): Promise<void> {
    this.#command('stop');
    if (this.#rope) this.wrong.push(`stopped with a rope between ${this.#rope}`);
    this.#runs = false;
    await this.driver.stop();
  }

  scan(): Promise<Outcome> { this.#command('scan'); return this.driver.scan(); }
  checkConnectivity(id: string): Promise<Outcome> { this.#command('checkConnectivity'); return this.driver.checkConnectivity(id); }
  watchCounters(interval: number | null): void { this.driver.watchCounters(interval); }

  async activate(id: string, options: { signal: AbortSignal }): Promise<Outcome> {
    const wasUp = this.#up.has(id);
    const outcome = await this.#oneAtATime('activate', id, this.driver.activate(id, options));
    if (outcome.ok && !wasUp && this.#up.has(id)) this.ours.add(id);
    return outcome;
  }

  deactivate(id: string): Promise<Outcome> {
    if (!this.#up.has(id)) this.wrong.push(`deactivate ${id}, which is not up`);
    return this.#oneAtATime('deactivate', id, this.driver.deactivate(id));
  }

  async beginTrial(from: string, to: string, options: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    this.#command('beginTrial');
    if (this.#rope) this.wrong.push(`a trial of ${to} beside one between ${this.#rope}`);
    if (from === to) this.wrong.push(`a trial from ${from} to itself`);
    const rope = `${from} and ${to}`;
    this.#rope = rope;
    const wasUp = this.#up.has(to);
    const oldIsOurs = this.ours.has(from);
    const outcome = await this.driver.beginTrial(from, to, options);
    if (!outcome.ok) { this.#end(rope, oldIsOurs ? from : null); return outcome; }
    if (!wasUp) this.ours.add(to);
    const { value } = outcome;
    let switched = 0;
    const end = async (how: Promise<Outcome>) => {
      this.#command('the end of a trial');
      if (this.#rope !== rope) this.wrong.push(`the rope between ${rope} was ended already`);
      const ended = await how;
      this.#end(rope, oldIsOurs ? from : null);
      return ended;
    };
    return {
      ok: true,
      value: {
        overlap: value.overlap,
        switch: () => {
          switched += 1;
          if (switched > 1 || this.#rope !== rope) this.wrong.push(`switched ${switched} times between ${rope}`);
          return value.switch();
        },
        commit: (how) => end(value.commit(how)),
        rollBack: (how) => end(value.rollBack(how)),
      },
    };
  }

  #end(rope: string, old: string | null): void {
    if (this.#rope === rope) this.#rope = null;
    if (old !== null && this.#up.has(old)) this.ours.add(old);
  }

  async #oneAtATime(command: string, id: string, outcome: Promise<Outcome>): Promise<Outcome> {
    this.#command(command);
    const other = this.#underWay.get(id) ?? 'activate';
    // A trial may ask for what a session is bringing up.
    if (other !== 'activate' || (command !== 'activate' && this.#underWay.has(id))) this.wrong.push(`${command} ${id} while the command to ${other} it is under way`);
    this.#underWay.set(id, command);
    const ended = await outcome;
    this.#underWay.delete(id);
    return ended;
  }

  #command(command: string): void { if (!this.#runs) this.wrong.push(`${command} after the end`); }

  #note(change: DriverChange): void {
    if (change.change === 'managerBack') {
      this.#up.clear();
      for (const each of change.snapshot.accessPoints) if (each.link) this.#up.add(each.id);
      for (const id of this.ours) if (!this.#up.has(id)) this.ours.delete(id);
      return;
    }
    const id = change.change === 'accessPoint' ? change.accessPoint.id : change.change === 'accessPointRemoved' ? change.id : null;
    if (id === null) return;
    if (change.change === 'accessPoint' && change.accessPoint.link) { this.#up.add(id); return; }
    this.#up.delete(id);
    this.ours.delete(id);
  }
}
