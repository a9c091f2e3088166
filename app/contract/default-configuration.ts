import type { NetworkConfiguration } from './session.ts';
import { StateFlag } from './values.ts';

/** First active service network, first discovered one, then access points by state and bearer (MGR-06, -08, -09, -10): the lowest is the default. */
export function defaultRank(configuration: Pick<NetworkConfiguration, 'state' | 'type' | 'bearerType'>): number {
  const active = configuration.state === StateFlag.active;
  if (!active && configuration.state !== StateFlag.discovered) return Number.POSITIVE_INFINITY;
  if (configuration.type === 'serviceNetwork') return active ? 0 : 1;
  const bearer = configuration.bearerType === 'ethernet' ? 0 : configuration.bearerType === 'wlan' ? 1 : 2;
  return (active ? 2 : 5) + bearer;
}
