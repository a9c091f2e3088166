import type { HostState } from '../app/contract/state.ts';

/** The host's time now, ms since the epoch; on the simulated network it may run faster than ours. */
export const hostNow = ({ at, wall, speed }: HostState['clock']): number => at + (Date.now() - wall) * speed;
