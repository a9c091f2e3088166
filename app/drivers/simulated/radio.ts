import type { PlanPoint } from '../../contract/plan.ts';
import type { Band } from '../../contract/values.ts';
import type { Chance } from './random.ts';

/** Metres on a floor; between two floors one is on the stairs. */
export type Point = Readonly<PlanPoint>;

/** Stands on the floor of its first end. */
export interface Wall { readonly from: Point; readonly to: Point; /** dB */ readonly loss: number }

/** What is between a radio and the user: walls, and floors `height` metres apart that cost `loss` dB each. */
export interface Building { readonly walls: readonly Wall[]; readonly floors: { readonly height: number; readonly loss: number } }

export interface RadioModel {
  /** Per band: how fast the level falls with distance, and the loss in dB over the first metre. */
  readonly bands: Readonly<Record<Band, { readonly exponent: number; readonly referenceLoss: number }>>;
  /** Deviation of the shadowing, dB, and the distance in metres over which it becomes another one. */
  readonly shadowing: number;
  readonly shadowingDistance: number;
  /** Deviation of the noise from one second to the next, dB */
  readonly noise: number;
  /** What the level has to stand out from, dBm */
  readonly noiseFloor: number;
}

export interface Transmitter {
  readonly bssid: string;
  readonly band: Band;
  /** dBm radiated, antenna included */
  readonly power: number;
  readonly at: Point;
}

/** Centre frequency in MHz, IEEE 802.11-2020 annex E and 802.11ax for 6 GHz. */
export function frequencyOf(band: Band, channel: number): number {
  if (band === '2.4') return channel === 14 ? 2484 : 2407 + 5 * channel;
  return (band === '5' ? 5000 : 5950) + 5 * channel;
}

const lastChannel: Record<Band, number> = { '2.4': 14, '5': 177, '6': 233 };
export const channelExists = (band: Band, channel: number): boolean =>
  channel >= (band === '5' ? 32 : 1) && channel <= lastChannel[band];

const side = (a: Point, b: Point, c: Point): number => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/**
 * Whether the way from `from` to `to` goes through the wall. A way that only touches it from one side does not; one
 * through the point where two walls meet counts one of them.
 */
export function crosses(wall: Wall, from: Point, to: Point): boolean {
  const startSide = side(wall.from, wall.to, from);
  const endSide = side(wall.from, wall.to, to);
  if (startSide * endSide >= 0) return false;
  const first = side(from, to, wall.from);
  const second = side(from, to, wall.to);
  return first * second < 0 || (first === 0 && second !== 0);
}

/** The floor on which the way from `from` to `to` is where it meets the wall's line. */
function floorOfMeeting(wall: Wall, from: Point, to: Point): number {
  if (from.floor === to.floor) return Math.round(from.floor);
  const across = (point: Point): number => Math.abs((wall.to.x - wall.from.x) * (point.y - wall.from.y) - (wall.to.y - wall.from.y) * (point.x - wall.from.x));
  const share = across(from) / (across(from) + across(to));
  return Math.round(from.floor + (to.floor - from.floor) * share);
}

/** dB of all walls between two points; a way up or down meets only those of the floor that it is on just there. */
export function wallLoss(walls: readonly Wall[], from: Point, to: Point): number {
  let loss = 0;
  for (const wall of walls) if (crosses(wall, from, to) && floorOfMeeting(wall, from, to) === wall.from.floor) loss += wall.loss;
  return loss;
}

/** Metres from point to point, floors included */
export const distanceOf = (a: Point, b: Point, height: number): number => Math.hypot(a.x - b.x, a.y - b.y, (a.floor - b.floor) * height);

/** Log-distance path loss in dB; within the first metre it is the reference loss. */
export function pathLoss(model: RadioModel, band: Band, distance: number): number {
  const { exponent, referenceLoss } = model.bands[band];
  return referenceLoss + 10 * exponent * Math.log10(Math.max(1, distance));
}

/**
 * Log-normal shadowing in dB: one value a corner of a grid as wide as the shadowing distance, blended between corners.
 * So it belongs to the place, and neighbouring places have similar values. Blending narrows the spread; the division
 * gives it back.
 */
export function shadowing(model: RadioModel, chance: Chance, bssid: string, at: Point): number {
  if (model.shadowing === 0) return 0;
  const column = Math.floor(at.x / model.shadowingDistance);
  const row = Math.floor(at.y / model.shadowingDistance);
  const right = at.x / model.shadowingDistance - column;
  const down = at.y / model.shadowingDistance - row;
  // Each floor has furniture of its own.
  const floor = Math.round(at.floor);
  const where = floor === 0 ? [bssid] : [bssid, floor];
  let sum = 0;
  let squares = 0;
  for (const [dx, weightX] of [[0, 1 - right], [1, right]] as const) {
    for (const [dy, weightY] of [[0, 1 - down], [1, down]] as const) {
      const weight = weightX * weightY;
      sum += weight * chance.normal('shadowing', ...where, column + dx, row + dy);
      squares += weight * weight;
    }
  }
  return model.shadowing * (sum / Math.sqrt(squares));
}

/**
 * dBm that a receiver at `at` has of a transmitter, `second` seconds into the play, as a whole number like the kernel's.
 * The noise is that second's: looking twice in a second gives the same level.
 */
export function levelAt(model: RadioModel, { walls, floors }: Building, chance: Chance, sender: Transmitter, at: Point, second: number): number {
  const distance = distanceOf(sender.at, at, floors.height);
  const level = sender.power - pathLoss(model, sender.band, distance) - wallLoss(walls, sender.at, at) - floors.loss * Math.abs(sender.at.floor - at.floor)
    + shadowing(model, chance, sender.bssid, at) + model.noise * chance.normal('noise', sender.bssid, Math.floor(second));
  return Math.round(Math.max(-120, Math.min(-10, level)));
}

/** Share of the best rate by level, about that of two streams with 802.11ac. */
const rateSteps: readonly (readonly [level: number, share: number])[] = [[-58, 1], [-63, 0.8], [-67, 0.6], [-72, 0.4], [-77, 0.25], [-82, 0.12]];
const bestRate: Record<Band, number> = { '2.4': 144_400_000, '5': 866_700_000, '6': 2_402_000_000 };

/** bit/s of a radio link */
export function linkRate(band: Band, level: number): number {
  const share = rateSteps.find(([least]) => level >= least)?.[1] ?? 0.05;
  return Math.round((bestRate[band] * share) / 100_000) * 100_000;
}
