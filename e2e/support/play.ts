import { ask, type Handover } from './launch.ts';

/** The simulated network's time, so that a test comes quickly to what it is about, and no countdown runs out while it looks and answers. */
export const stop = (handover: Handover): Promise<void> => ask(handover, 'simulation.pause', { paused: true });
export const goOn = (handover: Handover): Promise<void> => ask(handover, 'simulation.pause', { paused: false });
/** Twice as fast as real time: ten seconds for the answer to a trial. */
export const slowDown = (handover: Handover): Promise<void> => ask(handover, 'simulation.speed', { speed: 2 });
