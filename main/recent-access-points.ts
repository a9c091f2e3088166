import { currentAccessPoint } from '../app/contract/reading.ts';
import type { HostState } from '../app/contract/state.ts';

/** So many are remembered. */
const most = 8;

/** The access points that carried the machine's traffic in this run, the last first. */
export class RecentAccessPoints {
  #ids: readonly string[] = [];

  get ids(): readonly string[] { return this.#ids; }

  note(state: HostState): void {
    const current = currentAccessPoint(state);
    if (current === null || current === this.#ids[0]) return;
    this.#ids = [current, ...this.#ids.filter((id) => id !== current)].slice(0, most);
  }
}
