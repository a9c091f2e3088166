import type { SystemView } from '../../../app/contract/management.ts';
import type { Clock } from '../../../app/core/ports/clock.ts';
import type { Driver, DriverAccessPoint, DriverChange, DriverInterface, DriverSnapshot, Outcome } from '../../../app/core/ports/driver.ts';
import { createNetworkManagerDriver } from '../../../app/drivers/networkmanager/index.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

interface Waiter { look: () => boolean; resolve: () => void }

/** The driver with the core's part played: it keeps what it was told, with the time of each change. */
export class DriverUnderTest {
  readonly driver: Driver;
  readonly interfaces = new Map<string, DriverInterface>();
  readonly accessPoints = new Map<string, DriverAccessPoint>();
  system: SystemView | null = null;
  readonly changes: { at: number; change: DriverChange }[] = [];
  readonly #waiters = new Set<Waiter>();

  private constructor(busAddress: string, counterFile: string | undefined) {
    this.driver = createNetworkManagerDriver({ clock: realClock, busAddress, ...(counterFile === undefined ? {} : { counterFile }) });
  }

  /** @param counterFile the kernel's counters of the lab's machine; NetworkManager's own numbers when not given */
  static async start(busAddress: string, counterFile?: string): Promise<DriverUnderTest> {
    const test = new DriverUnderTest(busAddress, counterFile);
    test.#take(valueOf(await test.driver.start(change => test.#hear(change))));
    return test;
  }

  stop(): Promise<void> { return this.driver.stop(); }

  accessPoint(id: string): DriverAccessPoint {
    const accessPoint = this.accessPoints.get(id);
    if (!accessPoint) throw new Error(`${id} was not told; there are ${[...this.accessPoints.keys()].join(', ')}`);
    return accessPoint;
  }

  interface(id: string): DriverInterface {
    const found = this.interfaces.get(id);
    if (!found) throw new Error(`${id} was not told; there are ${[...this.interfaces.keys()].join(', ')}`);
    return found;
  }

  isActive(id: string): boolean { return this.accessPoints.get(id)?.link?.state === 'active'; }

  /** Ends as soon as it is so; gives the ms that took. Looks after every change, never by the clock. */
  until(what: string, look: () => boolean, limit = 15_000): Promise<number> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      if (look()) return resolve(0);
      const late = setTimeout(() => {
        this.#waiters.delete(waiter);
        const told = this.changes.slice(-8).map(({ change }) => JSON.stringify(change)).join('\n');
        reject(new Error(`waited ${limit} ms in vain until ${what}; last told:\n${told}`));
      }, limit);
      const waiter: Waiter = {
        look,
        resolve: () => {
          clearTimeout(late);
          resolve(performance.now() - begun);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** Both address families of every one of these interfaces reach the internet. */
  async untilDualStack(...interfaces: string[]): Promise<void> {
    const isReady = (id: string): boolean => {
      const found = this.interfaces.get(id);
      return found?.connectivity === 'full' && found.gateways.length === 2 && found.addresses.some(({ address }) => address.startsWith('fd77:'));
    };
    await this.until(`${interfaces.join(' and ')} have IPv4 and IPv6`, () => interfaces.every(isReady));
  }

  #hear(change: DriverChange): void {
    this.changes.push({ at: performance.now(), change });
    switch (change.change) {
      case 'interface': this.interfaces.set(change.interface.id, change.interface); break;
      case 'interfaceRemoved': this.interfaces.delete(change.id); break;
      case 'accessPoint': this.accessPoints.set(change.accessPoint.id, change.accessPoint); break;
      case 'accessPointRemoved': this.accessPoints.delete(change.id); break;
      case 'system': this.system = change.system; break;
      case 'managerBack': this.#take(change.snapshot); break;
      default: break;
    }
    for (const waiter of [...this.#waiters]) {
      if (!waiter.look()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  #take(snapshot: DriverSnapshot): void {
    this.interfaces.clear();
    this.accessPoints.clear();
    this.system = snapshot.system ?? null;
    for (const each of snapshot.interfaces) this.interfaces.set(each.id, each);
    for (const each of snapshot.accessPoints) this.accessPoints.set(each.id, each);
  }
}

/** The value of an outcome that must be good. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.detail}${outcome.failure.stage ? ` (${outcome.failure.stage})` : ''}`);
  return outcome.value;
}

/** A signal that is never given. */
export const patient = (): AbortSignal => new AbortController().signal;
