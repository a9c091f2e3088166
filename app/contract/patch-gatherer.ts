import { applyPatches } from './apply-patch.ts';
import type { StatePatch } from './state-patch.ts';
import type { HostState } from './state.ts';

/** So many configurations in one patch are a crowd: levels of networks that are merely seen. */
const crowd = 50;

const isCrowd = (patch: StatePatch): boolean => {
  const { sequence: _sequence, configurations, ...others } = patch;
  const set = Object.values(configurations?.set ?? {});
  return set.length >= crowd && configurations?.removed === undefined && Object.keys(others).length === 0 && set.every(({ accessPoint }) => accessPoint?.link === null);
};

/**
 * Keeps a state by its patches and tells what has become of it: at once, but for the levels of a crowd. Those wait for
 * each other, at most `wait` ms, so that ten thousand changes a second cost a few copies. None is lost or changes places.
 */
export class PatchGatherer {
  #state: HostState | null = null;
  #waiting: StatePatch[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly wait: number, private readonly told: (state: HostState) => void) {}

  /** A snapshot: what was waiting is in it. */
  reset(state: HostState): void {
    this.stop();
    this.#state = state;
    this.told(state);
  }

  /** The next patch. Before the first snapshot there is nothing that it could be put on. */
  push(patch: StatePatch): void {
    if (this.#state === null) return;
    this.#waiting.push(patch);
    if (isCrowd(patch)) this.#timer ??= setTimeout(() => { this.#tell(); }, this.wait);
    else this.#tell();
  }

  /** Nothing is told any more of what waits. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  #tell(): void {
    if (this.#state === null) return;
    const state = applyPatches(this.#state, this.#waiting);
    this.reset(state);
  }
}
