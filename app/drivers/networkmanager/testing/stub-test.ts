import { expect } from 'vitest';
import type { Driver, DriverAccessPoint, Outcome } from '../../../core/ports/driver.ts';
import { DriverWitness } from '../../shared/driver-witness.ts';
import { FakeClock } from '../../shared/fake-clock.ts';
import { createNetworkManagerDriver } from '../index.ts';
import { PrivateBus } from './private-bus.ts';
import { NetworkManagerStub } from './stub/network-manager-stub.ts';

const LIMIT = 20_000;

/** The driver on the stub, with a witness as its listener. Time stands still unless a test moves it. */
export class StubTest {
  readonly clock = new FakeClock();
  readonly stub = new NetworkManagerStub();
  readonly witness = new DriverWitness();
  readonly driver: Driver;
  readonly #looks = new Set<() => void>();

  private constructor(readonly bus: PrivateBus, counterFile: string | undefined) {
    this.driver = createNetworkManagerDriver({ clock: this.clock, busAddress: bus.address, ...(counterFile === undefined ? {} : { counterFile }) });
  }

  /**
   * @param prepare makes the world that the driver will find
   * @param more.alongside what else is to be on the bus before the driver starts
   * @param more.counterFile what stands for the kernel's counters; none when not given
   */
  static async start(prepare: (stub: NetworkManagerStub) => void, more: { alongside?: (bus: PrivateBus) => Promise<void>; counterFile?: string } = {}): Promise<StubTest> {
    const test = new StubTest(await PrivateBus.start(), more.counterFile);
    try {
      prepare(test.stub);
      await test.stub.join(test.bus.address);
      await more.alongside?.(test.bus);
      const started = await test.driver.start(change => {
        test.witness.listen(change);
        for (const look of [...test.#looks]) look();
      });
      test.witness.started(valueOf(started));
      // Its call would else be counted by a test, or not.
      await test.stub.agents.untilRegistered();
      return test;
    } catch (error) {
      await test.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.driver.stop();
    await this.stub.stop();
    await this.bus.stop();
  }

  /** What was told by changes is what a driver that starts now tells at once. */
  async expectAllTold(): Promise<void> {
    const fresh = createNetworkManagerDriver({ clock: this.clock, busAddress: this.bus.address });
    const world = valueOf(await fresh.start(() => undefined));
    await fresh.stop();
    const byId = <T extends { id: string }>(all: Iterable<T>): Record<string, T> => Object.fromEntries([...all].map(each => [each.id, each]));
    // "Last seen" counts from the machine's start, which each driver reckons from the time that stands still here.
    const still = (all: Iterable<DriverAccessPoint>): DriverAccessPoint[] => [...all].map(each => ({ ...each, bss: each.bss.map(radio => ({ ...radio, lastSeen: 0 })) }));
    expect(byId(still(this.witness.accessPoints.values()))).toEqual(byId(still(world.accessPoints)));
    expect(byId(this.witness.interfaces.values())).toEqual(byId(world.interfaces));
    expect(this.witness.system).toEqual(world.system);
  }

  /** The driver's unique name on the bus: who called last. */
  driverName(): string { return this.stub.lastCaller; }

  /** Ends as soon as it is so; looks again after everything that the driver tells. */
  until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (run: () => void): void => {
        this.#looks.delete(look);
        clearTimeout(late);
        run();
      };
      const look = (): void => { if (holds()) end(resolve); };
      const late = setTimeout(() => end(() => reject(new Error(`not within ${LIMIT} ms: ${what}`))), LIMIT);
      this.#looks.add(look);
      look();
    });
  }
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.detail}`);
  return outcome.value;
}

/** A signal that is never given. */
export const patient = (): AbortSignal => new AbortController().signal;
