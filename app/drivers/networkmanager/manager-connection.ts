import type { Clock } from '../../core/ports/clock.ts';
import { Bus } from './bus.ts';
import { managerGone } from './failures.ts';
import { ManagerLife } from './manager-life.ts';
import { SERVICE } from './protocol.ts';

export interface ConnectionEvents {
  /** The bus is there, whether or not NetworkManager is. */
  reachedBus: (bus: Bus) => Promise<void>;
  lostBus: () => void;
  /** NetworkManager is there again, and its world has been read. */
  cameUp: (life: ManagerLife) => Promise<void>;
  /** It was there and is not any more. */
  wentDown: (reason: string) => void;
}

const CONNECT_LIMIT = 5_000;
/** ms until NetworkManager is read again when it had its name but did not answer. */
const RELOAD_DELAY = 1_000;
/** ms until the next try to reach a bus that went: quick at first, as a bus that restarts is back at once. */
const retryDelays = [100, 250, 500, 1_000, 2_000, 5_000] as const;

/**
 * Keeps in touch with NetworkManager for as long as the driver runs. While the bus lives, its going and coming is
 * told by the bus; when the bus itself goes, the connection is made anew, with growing pauses.
 */
export class ManagerConnection {
  readonly #clock: Clock;
  readonly #address: string;
  readonly #events: ConnectionEvents;
  #bus: Bus | null = null;
  #life: ManagerLife | null = null;
  /** What the core has heard: told once each way. */
  #isUp = false;
  #stopped = false;
  #attempt = 0;
  #cancelRetry: (() => void) | null = null;
  /** On every connection to the bus that there was. */
  #callsMade = 0;

  constructor(options: { clock: Clock; busAddress: string }, events: ConnectionEvents) {
    this.#clock = options.clock;
    this.#address = options.busAddress;
    this.#events = events;
  }

  get callsMade(): number { return this.#callsMade; }

  /** Connects and reads the world; rejects when NetworkManager does not answer. From then on the events tell. */
  async start(): Promise<ManagerLife> {
    const bus = await this.#connect();
    this.#bus = bus;
    bus.onLost(reason => this.#busLost(bus, reason));
    await this.#events.reachedBus(bus);
    const owner = await bus.ownerOf(SERVICE);
    if (owner === null) throw managerGone('it does not run');
    this.#isUp = true;
    const life = new ManagerLife(bus, owner, this.#clock);
    this.#life = life;
    await life.load();
    await bus.watchOwner(SERVICE, now => this.#ownerChanged(bus, now));
    if (life.ended) throw managerGone('it went while it was being read');
    return life;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#life?.end('Handover lets go of it');
    await this.#bus?.close();
  }

  #connect(): Promise<Bus> { return Bus.connect(this.#address, { timeout: CONNECT_LIMIT, onCall: () => { this.#callsMade += 1; } }); }

  #ownerChanged(bus: Bus, owner: string | null): void {
    if (this.#stopped || this.#bus !== bus) return;
    if (this.#life && !this.#life.ended && this.#life.owner === owner) return;
    this.#end('it was stopped');
    if (owner !== null) void this.#live(bus, owner);
  }

  async #live(bus: Bus, owner: string): Promise<void> {
    const life = new ManagerLife(bus, owner, this.#clock);
    this.#life = life;
    try {
      await life.load();
      if (life.ended || this.#stopped) return;
      await this.#events.cameUp(life);
      this.#isUp = true;
    } catch {
      // It went again before it was read; then the bus tells when it is back. Else it was not ready yet, or too busy.
      if (life.ended || this.#stopped || this.#life !== life) return;
      life.end('it did not answer');
      this.#cancelRetry = this.#clock.after(RELOAD_DELAY, () => {
        if (!this.#stopped && this.#life === life) void this.#live(bus, owner);
      });
    }
  }

  #busLost(bus: Bus, reason: string): void {
    if (this.#stopped || this.#bus !== bus) return;
    this.#bus = null;
    this.#events.lostBus();
    this.#end(`the connection to the system bus is lost (${reason})`);
    this.#retryLater();
  }

  #end(reason: string): void {
    this.#life?.end(reason);
    this.#life = null;
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#events.wentDown(reason);
  }

  #retryLater(): void {
    const delay = retryDelays[Math.min(this.#attempt, retryDelays.length - 1)] ?? 5_000;
    this.#attempt += 1;
    this.#cancelRetry = this.#clock.after(delay, () => void this.#retry());
  }

  async #retry(): Promise<void> {
    let bus: Bus | null = null;
    try {
      const made = bus = await this.#connect();
      if (this.#stopped) return await made.close();
      this.#bus = made;
      made.onLost(reason => this.#busLost(made, reason));
      await this.#events.reachedBus(made);
      await made.watchOwner(SERVICE, owner => this.#ownerChanged(made, owner));
      this.#attempt = 0;
    } catch {
      // Lost while it was being set up: then the next try is on its way already.
      if (this.#stopped || (bus && this.#bus !== bus)) return;
      this.#bus = null;
      await bus?.close();
      this.#retryLater();
    }
  }
}

/** Is NetworkManager on this bus? Answers within a second, whatever the bus does. */
export async function isThere(busAddress: string): Promise<boolean> {
  let bus: Bus | null = null;
  try {
    bus = await Bus.connect(busAddress, { timeout: 500 });
    return await bus.ownerOf(SERVICE, { timeout: 400 }) !== null;
  } catch {
    return false;
  } finally {
    await bus?.close();
  }
}
