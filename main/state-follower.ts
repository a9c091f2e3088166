import type { HostState } from '../app/contract/state.ts';
import { applyPatch } from '../app/contract/state-patch.ts';
import type { Host } from '../app/host/host.ts';

/** Keeps a host's state for main's own views (tray, notifications): the snapshot, then patches. Tells it at once and at every change. */
export function followState(host: Host, told: (state: HostState) => void): () => void {
  let { state } = host.snapshot();
  const stop = host.on('state.patch', (patch) => {
    state = applyPatch(state, patch);
    told(state);
  });
  told(state);
  return stop;
}
