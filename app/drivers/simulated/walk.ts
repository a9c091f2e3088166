import type { Point } from './radio.ts';

interface Way { readonly points: readonly Point[]; readonly lengths: readonly number[]; readonly speed: number; readonly startedAt: number }

/** The user on the floor plan: stands, or walks along way points. Times are ms of the clock. */
export class Walker {
  #standing: Point;
  #way: Way | null = null;

  constructor(at: Point) {
    this.#standing = at;
  }

  /** From where the user is now along `points`, at `speed` metres a second. Replaces a walk under way. */
  walk(points: readonly Point[], speed: number, now: number): void {
    const all = [this.at(now), ...points];
    const lengths = points.map((point, index) => Math.hypot(point.x - all[index]!.x, point.y - all[index]!.y));
    this.#standing = all.at(-1)!;
    this.#way = { points: all, lengths, speed, startedAt: now };
  }

  at(now: number): Point {
    if (!this.#way) return this.#standing;
    const { points, lengths, speed, startedAt } = this.#way;
    let left = ((now - startedAt) / 1000) * speed;
    for (const [index, length] of lengths.entries()) {
      const from = points[index]!;
      const to = points[index + 1]!;
      if (left < length) return { x: from.x + ((to.x - from.x) * left) / length, y: from.y + ((to.y - from.y) * left) / length };
      left -= length;
    }
    this.#way = null;
    return this.#standing;
  }
}
