import { networkInterfaces } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';
import { done, failed, type Driver, type DriverAccessPoint, type DriverCapabilities, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { Addresses } from '../shared/addresses.ts';
import { readKernelCounters } from '../shared/kernel-counters.ts';
import { WorldTeller } from '../shared/world-teller.ts';
import { watchKernel, type ChangeWatch } from './change-watch.ts';
import { readMachine } from './machine.ts';
import { ownRoots, type Roots } from './tree.ts';
import { viewOf } from './view.ts';

/** How often counters and levels are looked at while nobody watches, ms: for packets a second, by which a call is known. */
const seldom = 10_000;

export interface LinuxDriverOptions {
  clock: Clock;
  roots?: Roots;
  addresses?: () => Addresses;
  watch?: ChangeWatch;
}

/**
 * Linux as it is, to look at: interfaces, addresses, routes, counters, levels, from the kernel's own files. For machines
 * where nothing manages the network, or where the manager lets this user do nothing. It changes nothing.
 */
export class LinuxDriver implements Driver {
  readonly name = 'linux';
  readonly capabilities: DriverCapabilities = {
    startAndStopInterfaces: false, systemSessions: false, forcedRoaming: false, dataStatistics: true, scan: false, overlap: false, keepsOldFlows: false,
  };

  readonly #clock: Clock;
  readonly #roots: Roots;
  readonly #addresses: () => Addresses;
  readonly #watch: ChangeWatch;
  #told: WorldTeller | null = null;
  #endWatch: () => void = () => {};
  #cancelTimer: () => void = () => {};
  #interval: number | null = null;

  constructor({ clock, roots = ownRoots, addresses = networkInterfaces, watch = watchKernel }: LinuxDriverOptions) {
    this.#clock = clock;
    this.#roots = roots;
    this.#addresses = addresses;
    this.#watch = watch;
  }

  async start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    const snapshot = this.#read();
    if (snapshot.interfaces.length === 0) return failed('failed', 'The kernel tells of no network interface. Is /sys mounted?');
    const told = new WorldTeller(snapshot, listener);
    this.#told = told;
    // In a later turn of the event loop: what changed since it was read is then told as a change.
    setImmediate(() => {
      if (this.#told !== told) return;
      this.#endWatch = this.#watch(this.#clock, () => this.#look());
      this.#look();
      this.#countLater();
    });
    return { ok: true, value: snapshot };
  }

  async stop(): Promise<void> {
    this.#told = null;
    this.#endWatch();
    this.#cancelTimer();
  }

  async scan(): Promise<Outcome> { return failed('notSupported', 'Without a network manager nothing can be scanned for.'); }

  /** What is up is up already; nothing else can be brought up. */
  async activate(accessPoint: string, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    if (signal.aborted) return failed('cancelled', 'It was called off.');
    const known = this.#find(accessPoint);
    if (!known.ok) return known;
    return known.value.link ? done : failed('notSupported', `${onlyLooks} Bring the link up by the means of this system.`);
  }

  async deactivate(accessPoint: string): Promise<Outcome> {
    const known = this.#find(accessPoint);
    if (!known.ok) return known;
    return known.value.link ? failed('notSupported', `${onlyLooks} Take the link down by the means of this system.`) : done;
  }

  async checkConnectivity(interfaceId: string): Promise<Outcome> {
    if (!this.#told) return notStarted;
    if (!this.#told.interfaces.has(interfaceId)) return failed('notFound', 'This interface is no longer there.');
    return failed('notSupported', 'Nothing on this computer checks what an interface reaches.');
  }

  watchCounters(intervalMs: number | null): void {
    this.#interval = intervalMs;
    if (this.#told) this.#countLater();
  }

  async beginTrial(from: string, to: string): Promise<Outcome<DriverTrial>> {
    const unknown = [this.#find(from), this.#find(to)].find((each) => !each.ok);
    return unknown && !unknown.ok ? unknown : failed('notSupported', onlyLooks);
  }

  #find(accessPoint: string): Outcome<DriverAccessPoint> {
    if (!this.#told) return notStarted;
    const value = this.#told.accessPoints.get(accessPoint);
    return value ? { ok: true, value } : failed('notFound', 'This access point is not there any more.');
  }

  #read(): DriverSnapshot { return viewOf(readMachine(this.#roots), this.#addresses()); }

  #look(): void { this.#told?.tell(this.#read()); }

  #countLater(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(this.#interval ?? seldom, () => {
      const counted = readKernelCounters(`${this.#roots.proc}/net/dev`);
      for (const [name, counts] of counted) this.#told?.tellCounters({ change: 'counters', interface: name, ...counts });
      // Levels of radios change without any news.
      this.#look();
      this.#countLater();
    });
  }
}

const onlyLooks = 'No network manager answers on this computer, so Handover can only look.';
const notStarted = failed('failed', 'Handover does not look at this machine now.');
