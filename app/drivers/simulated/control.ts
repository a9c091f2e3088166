import type { PlanPoint, SimulationPlan, SimulationState } from '../../contract/plan.ts';
import type { Connectivity, SimulationFault } from '../../contract/values.ts';
import { viewPlan, viewState } from './plan.ts';
import type { Scenario, ScenarioSpot } from './scenario.ts';
import type { Simulation } from './simulation.ts';

/** Metres a second at an easy walk */
const easyWalk = 1.2;

/**
 * Walks and breaks things by hand. Each takes effect the next time round the event loop; access points go by their id
 * in the scenario or in the driver. What names nothing throws a RangeError that says so.
 */
export interface Control {
  setConnectivity(accessPoint: string, value: Exclude<Connectivity, 'unknown'>): void;
  /** What goes wrong with every activation from now on; null: nothing */
  setFault(accessPoint: string, fault: SimulationFault | null): void;
  pullCable(interfaceName: string): void;
  plugCable(interfaceName: string): void;
  /** dB added to what is received of it; 0: as planned */
  setLevelOffset(accessPoint: string, decibels: number): void;
  /** The user walks to a place or a point, or along several, metres a second; Infinity: is there at once. */
  walkTo(to: ScenarioSpot | readonly PlanPoint[], speed?: number): void;
  failNextActivation(accessPoint: string, fault: SimulationFault): void;
  /** The machine sleeps, or wakes up. */
  setAsleep(asleep: boolean): void;
  managerGone(): void;
  managerBack(): void;
  /** Where the user is now, metres */
  position(): PlanPoint;
  plan(): SimulationPlan;
  state(): SimulationState;
  /** Calls when `state()` has become another one. One listener. */
  onChange(changed: () => void): void;
}

export function createControl(simulation: Simulation, floors: Scenario['floors']): Control {
  const { world } = simulation;
  const accessPoint = (id: string): string => {
    if (!world.find(id)) throw new RangeError(`There is no access point "${id}"; use one of: ${world.accessPoints.slice(0, 30).map((each) => each.plan.id).join(', ')}${world.accessPoints.length > 30 ? ' …' : ''}.`);
    return id;
  };
  const wired = (name: string): string => {
    const names = world.interfaces.filter((each) => each.kind === 'wired').map((each) => each.name);
    if (!names.includes(name)) throw new RangeError(`There is no wired interface "${name}"; use one of: ${names.join(', ') || 'none'}.`);
    return name;
  };
  const onAFloor = (point: PlanPoint): PlanPoint => {
    const { lowest, count } = floors;
    if (point.floor < lowest || point.floor > lowest + count - 1) throw new RangeError(`There is no floor ${point.floor}; floors go from ${lowest} to ${lowest + count - 1}.`);
    return point;
  };
  const wayTo = (to: ScenarioSpot | readonly PlanPoint[]): PlanPoint[] => (Array.isArray(to) ? to : [world.spot(to as ScenarioSpot)]).map(onAFloor);
  return {
    setConnectivity: (id, value) => simulation.happen({ do: 'setConnectivity', accessPoint: accessPoint(id), value }),
    setFault: (id, fault) => simulation.happen({ do: 'setFault', accessPoint: accessPoint(id), fault: fault ?? 'none' }),
    pullCable: (name) => simulation.happen({ do: 'pullCable', interface: wired(name) }),
    plugCable: (name) => simulation.happen({ do: 'plugCable', interface: wired(name) }),
    setLevelOffset: (id, offset) => simulation.happen({ do: 'setLevelOffset', accessPoint: accessPoint(id), offset }),
    walkTo: (to, speed = easyWalk) => simulation.happen({ do: 'walk', to: wayTo(to), speed }),
    failNextActivation: (id, fault) => simulation.happen({ do: 'failNextActivation', accessPoint: accessPoint(id), fault }),
    setAsleep: (asleep) => simulation.happen({ do: asleep ? 'sleep' : 'wake' }),
    managerGone: () => simulation.happen({ do: 'managerGone' }),
    managerBack: () => simulation.happen({ do: 'managerBack' }),
    position: () => world.position(),
    plan: () => viewPlan(world, floors),
    state: () => viewState(simulation),
    onChange: (changed) => { simulation.stirred = changed; },
  };
}
