import type { Air } from './air.ts';
import type { Link } from './links.ts';
import type { World } from './world.ts';

/** dBm: below it the supplicant looks for another radio of the same network, and takes one that is so many dB better. */
const roamBelow = -70;
const roamMargin = 8;
/** Seconds without a beacon until a link counts as lost. */
const patience = 4;

/** Follows the radios of wireless links: their level every second, another radio of the same network, the end of reach. */
export class Supplicant {
  readonly #world: World;
  readonly #air: Air;
  readonly #silent = new WeakMap<Link, number>();

  constructor(world: World, air: Air) {
    this.#world = world;
    this.#air = air;
  }

  /** To be called once a second for an active wireless link. Ends with false when the link is lost. */
  follow(link: Link): boolean {
    const { accessPoint, interface: by } = link;
    const heard = this.#world.heard(accessPoint, by);
    const current = heard.find(({ radio }) => radio === link.radio);
    const best = heard[0];
    if (best && best.radio !== link.radio && (!current || (current.level < roamBelow && best.level >= current.level + roamMargin))) {
      link.radio = best.radio;
      this.#air.note(accessPoint, best.radio, by, best.level);
      this.#silent.delete(link);
      return true;
    }
    if (current) {
      this.#air.note(accessPoint, current.radio, by, current.level);
      this.#silent.delete(link);
      return true;
    }
    const silent = (this.#silent.get(link) ?? 0) + 1;
    this.#silent.set(link, silent);
    if (silent < patience) return true;
    this.#air.lose(accessPoint, by.name);
    return false;
  }
}
