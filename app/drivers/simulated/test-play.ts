import type { DriverChange, Outcome } from '../../core/ports/driver.ts';
import { DriverWitness } from '../shared/driver-witness.ts';
import { FakeClock } from '../shared/fake-clock.ts';
import type { Scenario } from './scenario.ts';
import { createSimulatedDriver, type SimulatedDriver } from './simulated-driver.ts';

/** A scenario played on a fake clock, for tests. Access points go by their id in the scenario. */
export class Play {
  readonly clock = new FakeClock();
  readonly driver: SimulatedDriver;
  readonly witness = new DriverWitness();
  /** What was told, and when: seconds since the start. */
  readonly told: { at: number; change: DriverChange }[] = [];
  readonly #ids: Map<string, string>;
  readonly #startedAt = this.clock.now();

  private constructor(scenario: Scenario, seed: number) {
    // A service network of all gives the driver's ids in the scenario's order.
    const all = { name: '(all)', members: scenario.accessPoints.map((each) => each.id) };
    this.driver = createSimulatedDriver({ scenario: { ...scenario, serviceNetworks: [all, ...scenario.serviceNetworks] }, clock: this.clock, seed });
    this.#ids = new Map(all.members.map((id, index) => [id, this.driver.serviceNetworks[0]!.members[index]!]));
  }

  static async start(scenario: Scenario, seed = 1): Promise<Play> {
    const play = new Play(scenario, seed);
    const outcome = await play.driver.start((change) => {
      play.told.push({ at: play.seconds, change });
      play.witness.listen(change);
    });
    if (!outcome.ok) throw new Error(outcome.failure.detail);
    play.witness.started(outcome.value);
    return play;
  }

  get seconds(): number {
    return (this.clock.now() - this.#startedAt) / 1000;
  }

  id(accessPoint: string): string {
    const id = this.#ids.get(accessPoint);
    if (id === undefined) throw new RangeError(accessPoint);
    return id;
  }

  accessPoint(id: string) {
    return this.witness.accessPoints.get(this.id(id));
  }

  isActive(id: string): boolean {
    return this.witness.isActive(this.id(id));
  }

  interface(name: string) {
    const found = this.witness.interfaces.get(name);
    if (!found) throw new RangeError(name);
    return found;
  }

  activate(id: string, signal = new AbortController().signal): Promise<Outcome> {
    return this.ends(this.driver.activate(this.id(id), { signal }));
  }

  /** Lets time go on until the command has ended; within two minutes of the play. */
  async ends<T>(command: Promise<T>): Promise<T> {
    let ended = false;
    void command.finally(() => { ended = true; });
    if (!(await this.clock.advanceUntil(() => ended, 120_000))) throw new Error('The command hung.');
    return command;
  }

  /** Seconds into the play at which it first held; looks after every timer. */
  async when(holds: () => boolean, within: number): Promise<number> {
    if (!(await this.clock.advanceUntil(holds, within * 1000))) throw new Error(`It did not come to hold within ${within} s.`);
    return this.seconds;
  }

  async advance(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
  }
}
