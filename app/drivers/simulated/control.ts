import type { Connectivity } from '../../contract/values.ts';
import type { Fault, ScenarioSpot } from './scenario.ts';
import type { Simulation } from './simulation.ts';

/** Metres a second at an easy walk */
const easyWalk = 1.2;

/**
 * Walks and breaks things by hand. Each takes effect the next time round the event loop; access points go by their id
 * in the scenario or in the driver. What names nothing throws a RangeError that says so.
 */
export interface Control {
  setConnectivity(accessPoint: string, value: Exclude<Connectivity, 'unknown'>): void;
  pullCable(interfaceName: string): void;
  plugCable(interfaceName: string): void;
  /** dB added to what is received of it; 0: as planned */
  setLevelOffset(accessPoint: string, decibels: number): void;
  /** The user walks to a place or a point, metres a second. */
  walkTo(to: ScenarioSpot, speed?: number): void;
  failNextActivation(accessPoint: string, fault: Fault): void;
  managerGone(): void;
  managerBack(): void;
  /** Where the user is now, metres */
  position(): { x: number; y: number };
}

export function createControl(simulation: Simulation): Control {
  const { world } = simulation;
  const accessPoint = (id: string): string => {
    if (!world.find(id)) throw new RangeError(`There is no access point "${id}"; use one of: ${world.accessPoints.map((each) => each.plan.id).join(', ')}.`);
    return id;
  };
  const wired = (name: string): string => {
    const names = world.interfaces.filter((each) => each.kind === 'wired').map((each) => each.name);
    if (!names.includes(name)) throw new RangeError(`There is no wired interface "${name}"; use one of: ${names.join(', ') || 'none'}.`);
    return name;
  };
  return {
    setConnectivity: (id, value) => simulation.happen({ do: 'setConnectivity', accessPoint: accessPoint(id), value }),
    pullCable: (name) => simulation.happen({ do: 'pullCable', interface: wired(name) }),
    plugCable: (name) => simulation.happen({ do: 'plugCable', interface: wired(name) }),
    setLevelOffset: (id, offset) => simulation.happen({ do: 'setLevelOffset', accessPoint: accessPoint(id), offset }),
    walkTo: (to, speed = easyWalk) => simulation.happen({ do: 'walk', to: [world.spot(to)], speed }),
    failNextActivation: (id, fault) => simulation.happen({ do: 'failNextActivation', accessPoint: accessPoint(id), fault }),
    managerGone: () => simulation.happen({ do: 'managerGone' }),
    managerBack: () => simulation.happen({ do: 'managerBack' }),
    position: () => world.position(),
  };
}
