import type { Clock } from '../../core/ports/clock.ts';
import type { ScenarioInterface } from './scenario.ts';
import type { AccessPoint, Radio, World } from './world.ts';

/** A radio as an interface last heard it. */
export interface Sighting {
  readonly radio: Radio;
  readonly interface: string;
  /** dBm */
  level: number;
  /** ms since the epoch */
  lastSeen: number;
  missed: number;
}

/** A radio is forgotten when so many scans in a row did not hear it. */
const scansToForget = 2;

/** What is known of the radios around: only as new as the last scan, the radio of a link aside. */
export class Air {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #seen = new Map<AccessPoint, Map<string, Sighting>>();

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
  }

  /** Strongest first */
  of(accessPoint: AccessPoint): Sighting[] {
    return [...(this.#seen.get(accessPoint)?.values() ?? [])].sort((a, b) => b.level - a.level || a.radio.bssid.localeCompare(b.radio.bssid));
  }

  /** All radios at all wireless interfaces. */
  scan(): void {
    for (const accessPoint of this.#world.accessPoints) {
      for (const sighting of this.#seen.get(accessPoint)?.values() ?? []) sighting.missed += 1;
      for (const by of this.#world.interfacesOf(accessPoint)) {
        for (const { radio, level } of this.#world.heard(accessPoint, by)) this.note(accessPoint, radio, by, level);
      }
      this.#forget(accessPoint, (sighting) => sighting.missed >= scansToForget);
    }
  }

  /** The radios are off: nothing is known any more. */
  forgetAll(): void {
    this.#seen.clear();
  }

  /** One radio was heard. */
  note(accessPoint: AccessPoint, radio: Radio, by: ScenarioInterface, level: number): void {
    const sightings = this.#seen.get(accessPoint) ?? new Map<string, Sighting>();
    this.#seen.set(accessPoint, sightings);
    sightings.set(`${radio.bssid} ${by.name}`, { radio, interface: by.name, level, lastSeen: this.#clock.now(), missed: 0 });
  }

  /** An interface lost the radio it was on, and all others of that access point with it. */
  lose(accessPoint: AccessPoint, by: string): void {
    this.#forget(accessPoint, (sighting) => sighting.interface === by);
  }

  #forget(accessPoint: AccessPoint, which: (sighting: Sighting) => boolean): void {
    const sightings = this.#seen.get(accessPoint);
    for (const [key, sighting] of sightings ?? []) if (which(sighting)) sightings!.delete(key);
  }
}
