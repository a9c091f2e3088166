import { isInReach } from '../../app/contract/reading.ts';
import type { ConfigurationView, HostState, SessionView } from '../../app/contract/state.ts';

/** Open sessions of all clients on an access point, the desktop's first. */
export const holders = (state: HostState, accessPoint: string): SessionView[] =>
  Object.values(state.sessions).filter(({ isOpen, activeConfiguration }) => isOpen && activeConfiguration === accessPoint)
    .sort((a, b) => Number(b.client.isDesktop) - Number(a.client.isDesktop));

/** Why an access point cannot be connected now; null: it can. The first that applies. */
export type Hindrance = 'managerGone' | 'outOfReach' | 'trialRunning' | 'unmanaged' | 'cannotStore' | 'mayNotStore';
export function hindrance(state: HostState, configuration: ConfigurationView): Hindrance | null {
  const { accessPoint } = configuration;
  if (!state.driver.available) return 'managerGone';
  if (!isInReach(configuration)) return 'outOfReach';
  if (state.trial) return 'trialRunning';
  if (accessPoint && accessPoint.interfaces.length > 0 && accessPoint.interfaces.every((id) => state.interfaces[id]?.managed === false)) return 'unmanaged';
  if (wantsForm(configuration)) {
    const { connect } = state.system.permissions;
    return connect === 'notSupported' ? 'cannotStore' : connect === 'no' ? 'mayNotStore' : null;
  }
  return null;
}

/** It has to be joined with what only the user knows: it is not stored, or its password is missing or wrong. */
export const wantsForm = ({ stored, accessPoint }: ConfigurationView): boolean =>
  accessPoint !== null && accessPoint.link === null && (!stored || isSecretMissing(accessPoint));
const isSecretMissing = ({ failure }: NonNullable<ConfigurationView['accessPoint']>): boolean =>
  failure?.failure.code === 'wrongSecret' || failure?.failure.code === 'secretNeeded';
