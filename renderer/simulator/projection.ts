import type { PlanPoint, SimulationPlan } from '../../app/contract/plan.ts';

/** From metres on the floor plan to pixels of the drawing and back; the same scale both ways. */
export interface Projection {
  readonly width: number;
  readonly height: number;
  x(metres: number): number;
  y(metres: number): number;
  /** Where on a floor a pixel is, to the decimetre */
  point(x: number, y: number, floor: number): PlanPoint;
}

/** Pixels around the plan, so that names at its edge are read. */
const margin = { x: 56, y: 28 };
/** Metres; a plan with less on it is drawn as if it had so much. */
const least = 10;

/** Fits what stands on all floors into a drawing, so that it stays in place when one goes upstairs. */
export function project(plan: SimulationPlan, width: number, height: number): Projection {
  const points = [...plan.places.map(({ at }) => at), ...plan.walls.flatMap(({ from, to }) => [from, to]), ...plan.accessPoints.flatMap(({ radios }) => radios.map(({ at }) => at))];
  const range = (of: (point: PlanPoint) => number): { middle: number; size: number } => {
    // Not Math.min(...): a venue has thousands.
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) { low = Math.min(low, of(point)); high = Math.max(high, of(point)); }
    return { middle: (low + high) / 2, size: Math.max(least, high - low) };
  };
  const [across, down] = [range(({ x }) => x), range(({ y }) => y)];
  const scale = Math.max(0.001, Math.min((width - 2 * margin.x) / across.size, (height - 2 * margin.y) / down.size));
  const round = (metres: number): number => Math.round(metres * 10) / 10;
  return {
    width, height,
    x: (metres) => width / 2 + (metres - across.middle) * scale,
    y: (metres) => height / 2 + (metres - down.middle) * scale,
    point: (x, y, floor) => ({ x: round((x - width / 2) / scale + across.middle), y: round((y - height / 2) / scale + down.middle), floor }),
  };
}
