import type { DriverAccessPoint, DriverChange, DriverInterface, DriverListener, DriverSnapshot } from '../../core/ports/driver.ts';

type Counters = Extract<DriverChange, { change: 'counters' }>;

/**
 * For platforms that are read as a whole: holds what was told, and tells what of a new reading differs, in an order
 * that the port wants: interfaces before what is on them, and what is gone last.
 */
export class WorldTeller {
  readonly interfaces = new Map<string, DriverInterface>();
  readonly accessPoints = new Map<string, DriverAccessPoint>();
  readonly #counters = new Map<string, string>();
  #system: string;

  constructor(snapshot: DriverSnapshot, private readonly listener: DriverListener) {
    for (const each of snapshot.interfaces) this.interfaces.set(each.id, each);
    for (const each of snapshot.accessPoints) this.accessPoints.set(each.id, each);
    this.#system = JSON.stringify(snapshot.system);
  }

  tell(now: DriverSnapshot): void {
    // A link is told as gone before its interface is told without addresses; one that came up after its addresses.
    for (const each of now.accessPoints) if (this.accessPoints.get(each.id)?.link && !each.link) this.#accessPoint(each);
    for (const each of now.interfaces) this.#interface(each);
    for (const each of now.accessPoints) this.#accessPoint(each);
    const accessPoints = new Set(now.accessPoints.map(({ id }) => id));
    for (const id of this.accessPoints.keys()) {
      if (accessPoints.has(id)) continue;
      this.accessPoints.delete(id);
      this.listener({ change: 'accessPointRemoved', id });
    }
    const interfaces = new Set(now.interfaces.map(({ id }) => id));
    for (const id of this.interfaces.keys()) {
      if (interfaces.has(id)) continue;
      this.interfaces.delete(id);
      this.#counters.delete(id);
      this.listener({ change: 'interfaceRemoved', id });
    }
    const system = JSON.stringify(now.system);
    if (!now.system || system === this.#system) return;
    this.#system = system;
    this.listener({ change: 'system', system: now.system });
  }

  /** Tells counters of an interface that is known, when they changed. */
  tellCounters(counters: Counters): void {
    if (!this.interfaces.has(counters.interface)) return;
    const text = JSON.stringify(counters);
    if (this.#counters.get(counters.interface) === text) return;
    this.#counters.set(counters.interface, text);
    this.listener(counters);
  }

  #interface(now: DriverInterface): void {
    if (isSame(this.interfaces.get(now.id), now)) return;
    this.interfaces.set(now.id, now);
    this.listener({ change: 'interface', interface: now });
  }

  #accessPoint(now: DriverAccessPoint): void {
    if (isSame(this.accessPoints.get(now.id), now)) return;
    this.accessPoints.set(now.id, now);
    this.listener({ change: 'accessPoint', accessPoint: now });
  }
}

const isSame = (before: unknown, now: unknown): boolean => JSON.stringify(before) === JSON.stringify(now);
