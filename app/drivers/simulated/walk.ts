import { positionOn, type PlanWay } from '../../contract/plan.ts';
import { distanceOf, type Point } from './radio.ts';

/** The user on the floor plan: stands, or walks along way points. Times are ms of the clock. */
export class Walker {
  #way: PlanWay;

  /** @param height metres from floor to floor */
  constructor(at: Point, private readonly height: number) {
    this.#way = [{ ...at, at: 0 }];
  }

  get way(): PlanWay {
    return this.#way;
  }

  /** From where the user is now along `points`, at `speed` metres a second. Replaces a walk under way. */
  walk(points: readonly Point[], speed: number, now: number): void {
    const way: PlanWay = [{ ...this.at(now), at: now }];
    for (const point of points) {
      const before = way.at(-1)!;
      way.push({ ...point, at: before.at + (distanceOf(before, point, this.height) / speed) * 1000 });
    }
    this.#way = way;
  }

  at(now: number): Point {
    return positionOn(this.#way, now);
  }
}
