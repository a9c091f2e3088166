import { z } from 'zod';
import { bands, connectivities, interfaceKinds, simulationFaults } from './values.ts';

/**
 * The simulated network as a plan to look at and to walk on: the plan itself on request, what has become of it in the
 * host's state. Metres on a floor, x to the right and y down; floors are whole numbers, between two of them one is on the stairs.
 */
export const planPoint = z.object({ x: z.number().min(-10_000).max(10_000), y: z.number().min(-10_000).max(10_000), floor: z.number().min(-100).max(300) });
export type PlanPoint = z.infer<typeof planPoint>;

/** Where somebody is and will be: points with the host's time at which each is reached, at least one, in order. */
export const planWay = z.array(planPoint.extend({ at: z.number() })).min(1);
export type PlanWay = z.infer<typeof planWay>;

/** Where on a way one is at a time, ms since the epoch: before its start at the first point, after its end at the last. */
export function positionOn(way: PlanWay, time: number): PlanPoint {
  const next = way.findIndex((point) => point.at > time);
  if (next <= 0) {
    const { x, y, floor } = next === 0 ? way[0]! : way.at(-1)!;
    return { x, y, floor };
  }
  const [from, to] = [way[next - 1]!, way[next]!];
  const share = (time - from.at) / (to.at - from.at);
  const between = (a: number, b: number): number => a + (b - a) * share;
  return { x: between(from.x, to.x), y: between(from.y, to.y), floor: between(from.floor, to.floor) };
}

const reached = z.enum(connectivities).exclude(['unknown']);

/** What has become of the simulated world by the scenario and by hand; small, since it is part of the state. */
export const simulationState = z.object({
  way: planWay,
  isAsleep: z.boolean(),
  managerIsGone: z.boolean(),
  /** Names of the wired interfaces whose cable was taken out, whatever the place. */
  pulled: z.array(z.string()),
  /** By configuration id: access points that are not, or no longer, as good as can be. */
  accessPoints: z.record(z.string(), z.object({ connectivity: reached, fault: z.enum(simulationFaults).nullable(), offset: z.number() })),
});
export type SimulationState = z.infer<typeof simulationState>;

/** What stands where; never changes while a scenario is played. */
export const simulationPlan = z.object({
  floors: z.object({ lowest: z.number().int(), count: z.number().int() }),
  places: z.array(z.object({ name: z.string(), at: planPoint })),
  walls: z.array(z.object({ from: planPoint, to: planPoint, loss: z.number() })),
  interfaces: z.array(z.object({ name: z.string(), kind: z.enum(interfaceKinds) })),
  accessPoints: z.array(z.object({
    /** Its configuration's id. */
    id: z.string(),
    name: z.string(), kind: z.enum(interfaceKinds), stored: z.boolean(),
    ssid: z.string().nullable(),
    /** Where its cable ends or its radios stand; empty for what is everywhere or goes with the user. */
    radios: z.array(z.object({ at: planPoint, band: z.enum(bands).nullable(), bssid: z.string().nullable() })),
  })),
});
export type SimulationPlan = z.infer<typeof simulationPlan>;

/** What can be broken and mended by hand. */
export const simulationChange = z.discriminatedUnion('set', [
  z.object({ set: z.literal('connectivity'), accessPoint: z.string(), value: reached }),
  z.object({ set: z.literal('fault'), accessPoint: z.string(), fault: z.enum(simulationFaults).nullable() }),
  /** dB added to what is received of it */
  z.object({ set: z.literal('offset'), accessPoint: z.string(), offset: z.number().min(-100).max(100) }),
  z.object({ set: z.literal('cable'), interface: z.string(), pulled: z.boolean() }),
  z.object({ set: z.literal('sleep'), asleep: z.boolean() }),
  z.object({ set: z.literal('manager'), gone: z.boolean() }),
]);
export type SimulationChange = z.infer<typeof simulationChange>;
