import type { HostState } from '../app/contract/state.ts';
import { PatchGatherer } from '../app/contract/patch-gatherer.ts';
import type { HostAccess } from '../app/host/host.ts';

/** ms; neither tray nor notifications show what changes in crowds. */
const crowdWaits = 1000;

/** Keeps a host's state for main's own views (tray, notifications): the snapshot, then patches. Tells it at once and at every change. */
export function followState(host: HostAccess, told: (state: HostState) => void): () => void {
  const gatherer = new PatchGatherer(crowdWaits, told);
  const stop = host.on('state.patch', (patch) => { gatherer.push(patch); });
  gatherer.reset(host.snapshot().state);
  return () => {
    stop();
    gatherer.stop();
  };
}
