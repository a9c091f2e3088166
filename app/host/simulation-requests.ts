import { RequestError, type RequestInput, type RequestName } from '../contract/contract.ts';
import type { SimulationChange } from '../contract/plan.ts';
import type { Control } from '../drivers/simulated/index.ts';
import type { RequestContext, RequestHandlers } from './requests.ts';

/** What requests do to the simulated network. */
export interface SimulationContext {
  readonly control: Control;
  play(scenario: string, speed: number): Promise<void>;
  playAt(change: { speed: number } | { paused: boolean }): void;
}

type SimulationRequest = Extract<RequestName, `simulation.${string}`>;

function onSimulation<I, O>(act: (simulation: SimulationContext, input: I) => O) {
  return ({ simulation }: RequestContext, _client: unknown, input: I): O => {
    if (!simulation) throw new RequestError('notSupported', 'That can be done on the simulated network only. Start Handover with --driver=simulated.');
    try {
      return act(simulation, input);
    } catch (error) {
      throw error instanceof RangeError ? new RequestError('notFound', error.message) : error;
    }
  };
}

export const simulationHandlers: Pick<RequestHandlers, SimulationRequest> = {
  'simulation.play': onSimulation(async ({ play }, { scenario, speed }: RequestInput<'simulation.play'>) => { await play(scenario, speed); return null; }),
  'simulation.scenarios': async ({ simulation }) => {
    if (!simulation) return [];
    const { shippedScenarios } = await import('../drivers/simulated/index.ts');
    return shippedScenarios.map(({ id, title, description }) => ({ id, title, description }));
  },
  'simulation.speed': onSimulation(({ playAt }, { speed }: RequestInput<'simulation.speed'>) => { playAt({ speed }); return null; }),
  'simulation.pause': onSimulation(({ playAt }, { paused }: RequestInput<'simulation.pause'>) => { playAt({ paused }); return null; }),
  'simulation.plan': onSimulation(({ control }) => control.plan()),
  'simulation.walk': onSimulation(({ control }, { to, speed }: RequestInput<'simulation.walk'>) => { control.walkTo(to, speed ?? Infinity); return null; }),
  'simulation.set': onSimulation(({ control }, change: SimulationChange) => { set(control, change); return null; }),
};

function set(control: Control, change: SimulationChange): void {
  switch (change.set) {
    case 'connectivity': control.setConnectivity(change.accessPoint, change.value); return;
    case 'fault': control.setFault(change.accessPoint, change.fault); return;
    case 'offset': control.setLevelOffset(change.accessPoint, change.offset); return;
    case 'cable': if (change.pulled) control.pullCable(change.interface); else control.plugCable(change.interface); return;
    case 'sleep': control.setAsleep(change.asleep); return;
    case 'manager': if (change.gone) control.managerGone(); else control.managerBack(); return;
    default: change satisfies never;
  }
}
