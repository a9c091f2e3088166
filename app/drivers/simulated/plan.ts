import type { SimulationPlan, SimulationState } from '../../contract/plan.ts';
import type { Scenario } from './scenario.ts';
import { withUser } from './scenario-references.ts';
import type { Simulation } from './simulation.ts';
import type { AccessPoint, World } from './world.ts';

function radiosOf(world: World, { plan }: AccessPoint): SimulationPlan['accessPoints'][number]['radios'] {
  switch (plan.kind) {
    case 'wired': return [{ at: world.spot(plan.place), band: null, bssid: null }];
    case 'wifi': return plan.radios.filter(({ at }) => at !== withUser).map(({ at, band, bssid }) => ({ at: world.spot(at), band, bssid }));
    case 'mobile': case 'vpn': return [];
  }
}

/** What stands where, for whoever draws it. */
export function viewPlan(world: World, { lowest, count }: Scenario['floors']): SimulationPlan {
  return {
    floors: { lowest, count },
    places: world.places,
    walls: world.building.walls.map(({ from, to, loss }) => ({ from: { ...from }, to: { ...to }, loss })),
    interfaces: world.interfaces.map(({ name, kind }) => ({ name, kind })),
    accessPoints: world.accessPoints.map((each) => ({ id: each.id, name: each.name, kind: each.plan.kind, stored: each.stored, ssid: each.ssid, radios: radiosOf(world, each) })),
  };
}

/** What has become of it. */
export function viewState({ world, isAsleep, managerIsGone }: Simulation): SimulationState {
  const changed = world.accessPoints.filter(({ connectivity, fault, offset }) => connectivity !== 'full' || fault !== null || offset !== 0);
  return {
    way: [...world.way], isAsleep, managerIsGone, pulled: [...world.pulled],
    accessPoints: Object.fromEntries(changed.map(({ id, connectivity, fault, offset }) => [id, { connectivity, fault, offset }])),
  };
}
