import type { CarrierProbes, ProbedLink } from '../../core/ports/probes.ts';
import { SocketProbes } from '../shared/probes/socket-probes.ts';
import type { RunningTrial } from './begin-trial.ts';
import { checkAddressOf } from './interface-view.ts';
import type { Family } from './steering-rules.ts';
import type { ToldWorld } from './told-world.ts';
import { defaultsOf } from './trial.ts';

/** How long a new link may take until the trial's rules lead its packets; they wait for its IPv6 gateway. */
const LED_LIMIT = 4_000;

/**
 * Probes for NetworkManager's links. What has a link's address leaves by that link while a trial's rules say so, and
 * without a trial's rules where the link has the default route anyhow.
 */
export function networkManagerProbes(home: { world(): ToldWorld; trial(): RunningTrial | null }): CarrierProbes {
  const led = async ({ accessPoint }: ProbedLink, signal: AbortSignal): Promise<readonly Family[]> => {
    try {
      const { life } = home.world();
      const look = (): readonly Family[] | undefined => {
        const families = home.trial()?.leads(accessPoint) ?? defaultsOf(home.world(), accessPoint);
        return families.length > 0 ? families : undefined;
      };
      return await life.until(look, { limit: LED_LIMIT, what: 'to lead what is bound to the link', signal });
    } catch {
      return [];
    }
  };
  const systemCheckAddress = (): string | null => {
    try {
      return checkAddressOf(home.world().life.tree);
    } catch {
      return null;
    }
  };
  return new SocketProbes({ systemCheckAddress, led });
}
