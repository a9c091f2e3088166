import type { PlanPoint, SimulationChange } from '../../app/contract/plan.ts';
import type { Host } from '../store/host-store.ts';

/** What the user does with the play, as requests of the contract. A refusal is kept under "simulation", to be shown on the page. */
export const about = 'simulation';

/** Metres a second */
const walkingSpeed = 1.2;

const act = (host: Host, run: () => Promise<unknown>): Promise<void> => host.act(about, 'saving', run, () => true);

export const play = (host: Host, scenario: string, speed: number): Promise<void> => act(host, async () => {
  await host.request('simulation.play', { scenario, speed });
  await host.request('settings.change', { scenario });
});
export const playAgain = (host: Host, scenario: string, speed: number): Promise<void> => act(host, () => host.request('simulation.play', { scenario, speed }));
export const setSpeed = (host: Host, speed: number): Promise<void> => act(host, () => host.request('simulation.speed', { speed }));
export const setPaused = (host: Host, paused: boolean): Promise<void> => act(host, () => host.request('simulation.pause', { paused }));
export const change = (host: Host, what: SimulationChange): Promise<void> => act(host, () => host.request('simulation.set', what));
export const walk = (host: Host, to: PlanPoint): Promise<void> => act(host, () => host.request('simulation.walk', { to: [to], speed: walkingSpeed }));
export const put = (host: Host, to: PlanPoint): Promise<void> => act(host, () => host.request('simulation.walk', { to: [to], speed: null }));
