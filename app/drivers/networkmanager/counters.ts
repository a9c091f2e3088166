import type { Clock } from '../../core/ports/clock.ts';
import type { DriverChange } from '../../core/ports/driver.ts';
import { Variant } from './bus.ts';
import { deviceOf } from './devices.ts';
import { readKernelCounters, safe, type Counts } from '../shared/kernel-counters.ts';
import type { ManagerLife, Touched } from './manager-life.ts';
import { read } from './object-tree.ts';
import { Name } from './protocol.ts';

/** How often the kernel's counters are looked at while nobody watches, ms: for packets a second, by which a call is known. One read of a file. */
export const SELDOM = 10_000;

/**
 * Counters of interfaces. While somebody watches, NetworkManager is asked to refresh its statistics, and its signals say
 * when to look; what is told is the kernel's, which has packets too. NetworkManager's own numbers, bytes alone, are
 * told where the kernel's cannot be had: of a machine that is not ours, or of a device that has no interface of its own.
 */
export class Counters {
  readonly #clock: Clock;
  /** The kernel's file; null: NetworkManager's machine is another one than ours. */
  readonly #file: string | null;
  readonly #tell: (change: DriverChange) => void;
  readonly #told = new Map<string, Counts>();
  #life: ManagerLife | null = null;
  #rate: RefreshRate | null = null;
  #interval: number | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, file: string | null, tell: (change: DriverChange) => void) {
    this.#clock = clock;
    this.#file = file;
    this.#tell = tell;
  }

  /** NetworkManager is there, with all its devices new. */
  begin(life: ManagerLife): void {
    this.#life = life;
    this.#told.clear();
    this.#rate = null;
    if (this.#file !== null) this.#look([...life.tree.paths(Name.statistics)]);
    this.#ask();
  }

  /** It went: its rates went with it. */
  gone(): void {
    this.#life = null;
    this.#rate = null;
    this.#cancelTimer?.();
  }

  /** Every so many ms; null: nobody watches. */
  watch(interval: number | null): void {
    this.#interval = interval;
    const before = this.#rate;
    this.#rate = null;
    const ready = before ? before.putBack() : Promise.resolve();
    void ready.then(() => this.#ask()).catch(() => undefined);
  }

  /** Statistics that were refreshed, and devices that came or went. */
  changed(touched: Touched): void {
    if (!this.#life) return;
    const refreshed: string[] = [];
    for (const [path, names] of touched) {
      if (!names.has(Name.statistics)) continue;
      if (this.#life.tree.has(path, Name.statistics)) {
        refreshed.push(path);
      } else {
        this.#told.delete(path);
        this.#rate?.forget(path);
      }
    }
    // Refreshed at somebody else's wish, or at ours before it was taken back.
    if (refreshed.length === 0 || this.#interval === null) return;
    this.#rate?.ask();
    this.#look(refreshed);
  }

  async stop(): Promise<void> {
    this.#cancelTimer?.();
    const rate = this.#rate;
    this.gone();
    await rate?.putBack();
  }

  #ask(): void {
    if (!this.#life) return;
    if (this.#interval !== null && !this.#rate) {
      this.#rate = new RefreshRate(this.#life, this.#interval);
      this.#rate.ask();
    }
    this.#lookLater();
  }

  #lookLater(): void {
    this.#cancelTimer?.();
    const file = this.#file;
    if (file === null) return;
    // Where the rate may not be set, nobody says when to look.
    const isTold = this.#life?.permissions.of('enable-disable-statistics') !== 'no';
    const pause = this.#interval !== null && !isTold ? this.#interval : SELDOM;
    this.#cancelTimer = this.#clock.after(pause, () => {
      if (this.#life) this.#look([...this.#life.tree.paths(Name.statistics)]);
      this.#lookLater();
    });
  }

  #look(paths: readonly string[]): void {
    const { tree } = this.#life ?? {};
    if (!tree) return;
    const kernel = this.#file === null ? null : readKernelCounters(this.#file);
    for (const path of paths) {
      const device = deviceOf(tree, path);
      if (!device) continue;
      const statistics = tree.get(path, Name.statistics);
      const now = kernel?.get(read.text(tree.get(path, Name.device), 'IpInterface') || device.name)
        ?? { received: safe(statistics['RxBytes']), sent: safe(statistics['TxBytes']), receivedPackets: 0, sentPackets: 0 };
      // The rate at which they are refreshed is among the statistics, and changes too.
      const before = this.#told.get(path);
      if (before && before.received === now.received && before.sent === now.sent && before.receivedPackets === now.receivedPackets && before.sentPackets === now.sentPackets) continue;
      this.#told.set(path, now);
      this.#tell({ change: 'counters', interface: device.name, ...now });
    }
  }
}

/**
 * NetworkManager refreshes a device's statistics only at a rate that somebody asked for. The rate is one for all its
 * clients, so the one found is put back, unless somebody else set another since.
 */
class RefreshRate {
  /** Device path → the rate found there. */
  readonly #before = new Map<string, number>();
  /** Requests under way: a rate is put back after it was set. */
  #setting: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(readonly life: ManagerLife, readonly interval: number) {}

  /** Asks on every device that was not asked yet; called again when devices come. */
  ask(): void {
    if (this.#isOver) return;
    const paths = [...this.life.tree.paths(Name.statistics)].filter(path => !this.#before.has(path));
    for (const path of paths) this.#before.set(path, this.#rate(path));
    if (paths.length > 0) this.#setting = Promise.all([this.#setting, ...paths.map(path => this.#set(path, this.interval))]);
  }

  /** Forgets a device that went. */
  forget(path: string): void { this.#before.delete(path); }

  async putBack(): Promise<void> {
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
