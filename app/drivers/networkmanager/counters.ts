import { Variant } from './bus.ts';
import type { ManagerLife } from './manager-life.ts';
import { read } from './object-tree.ts';
import { Name } from './protocol.ts';

/**
 * Byte counters while somebody looks: NetworkManager refreshes a device's statistics only at a rate that somebody
 * asked for. The rate is one for all its clients, so the one found is put back, unless somebody else set another
 * since.
 */
export class CounterWatch {
  /** Device path → the rate found there. */
  readonly #before = new Map<string, number>();
  /** Requests under way: a rate is put back after it was set. */
  #setting: Promise<unknown> = Promise.resolve();

  #isOver = false;

  constructor(readonly life: ManagerLife, readonly interval: number) {}

  /** Asks on every device that has no watch yet; called again when devices come. */
  look(): void {
    if (this.#isOver) return;
    const paths = [...this.life.tree.paths(Name.statistics)].filter(path => !this.#before.has(path));
    for (const path of paths) this.#before.set(path, this.#rate(path));
    if (paths.length > 0) this.#setting = Promise.all([this.#setting, ...paths.map(path => this.#set(path, this.interval))]);
  }

  /** Forgets a device that went. */
  forget(path: string): void { this.#before.delete(path); }

  async stop(): Promise<void> {
    this.#isOver = true;
    const before = [...this.#before];
    await this.#setting;
    // The news of our own rate may not have come yet; any other rate is somebody else's.
    const isOurs = (path: string, rate: number): boolean => [this.interval, rate].includes(this.#rate(path));
    await Promise.all(before.filter(([path, rate]) => this.life.tree.has(path, Name.statistics) && isOurs(path, rate)).map(([path, rate]) => this.#set(path, rate)));
  }

  #rate(path: string): number { return read.number(this.life.tree.get(path, Name.statistics), 'RefreshRateMs'); }

  async #set(path: string, rate: number): Promise<void> {
    try {
      await this.life.call(path, Name.properties, 'Set', 'ssv', [Name.statistics, 'RefreshRateMs', new Variant('u', rate)]);
    } catch {
      // Where it is not allowed, or the device just went, its counters stay as they are.
    }
  }
}
