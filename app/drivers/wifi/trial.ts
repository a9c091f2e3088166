import { done, failed, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { Activations } from './activations.ts';
import type { WifiDriver } from './driver.ts';

export interface WifiTrial extends DriverTrial { readonly ended: boolean }

/**
 * A trial by the system's own means: beside the old link where they are on two interfaces, else in its place. Which one
 * carries new flows is the system's to say (a cable before Wi-Fi, mostly): nothing here moves routes.
 */
export async function beginWifiTrial(driver: WifiDriver, activations: Activations, from: string, to: string, signal: AbortSignal): Promise<Outcome<WifiTrial>> {
  const away = driver.away();
  if (away) return away;
  const [old, next] = [driver.find(from), driver.find(to)];
  if (!old || !next) return failed('notFound', 'This access point is not there any more.');
  const isOne = old.link !== null && old.link.interface === next.interfaces[0];
  const goBack = async (): Promise<void> => { if (isOne) await activations.activate(from, new AbortController().signal); };

  const up = await activations.activate(to, signal);
  if (!up.ok) {
    await goBack();
    return up;
  }
  let ended = false;
  const once = (run: () => Promise<Outcome>): Promise<Outcome> => {
    if (ended) return Promise.resolve(failed('failed', 'This trial is over.'));
    ended = true;
    return run();
  };
  return {
    ok: true,
    value: {
      overlap: !isOne,
      get ended() { return ended; },
      switch: async () => (ended ? failed('failed', 'This trial is over.') : done),
      commit: ({ releaseOld }) => once(() => (releaseOld && !isOne ? activations.deactivate(from) : Promise.resolve(done))),
      rollBack: ({ releaseNew }) => once(async () => {
        if (isOne) return activations.activate(from, new AbortController().signal);
        return releaseNew ? activations.deactivate(to) : done;
      }),
    },
  };
}
