import { desktopSession } from '../../app/contract/reading.ts';
import type { ConfigurationView, HostState, SessionView } from '../../app/contract/state.ts';
import { StateFlag } from '../../app/contract/values.ts';

/** It is there now: a cable in, a radio heard. What is not stored is undefined to the session system, and seen all the same. */
export const isInReach = (configuration: ConfigurationView): boolean =>
  (configuration.state & StateFlag.discovered) === StateFlag.discovered || isSeen(configuration);
const isSeen = ({ stored, accessPoint }: ConfigurationView): boolean =>
  !stored && accessPoint !== null && (accessPoint.kind !== 'wifi' || accessPoint.bss.length > 0);

/** Open sessions of all clients on an access point, the desktop's first. */
export const holders = (state: HostState, accessPoint: string): SessionView[] =>
  Object.values(state.sessions).filter(({ isOpen, activeConfiguration }) => isOpen && activeConfiguration === accessPoint)
    .sort((a, b) => Number(b.client.isDesktop) - Number(a.client.isDesktop));

/** How an access point can be taken, given who holds what. */
export type WayTo =
  /** The desktop's own session moves there, tested and confirmed like an offer. */
  | { way: 'roam'; session: string }
  /** An existing closed session of the desktop is opened, or a new one. */
  | { way: 'open'; session: string | null };

/** How the window connects an access point: a roam of the desktop's session where it is a member, else a session of its own on it. */
export function wayTo(state: HostState, accessPoint: string): WayTo {
  const desktop = desktopSession(state);
  if (desktop?.isOpen && desktop.activeConfiguration !== accessPoint && state.configurations[desktop.configuration]?.members.includes(accessPoint)) {
    return { way: 'roam', session: desktop.id };
  }
  return { way: 'open', session: ownSession(state, accessPoint)?.id ?? null };
}

/** The desktop's session on exactly this configuration. */
export const ownSession = (state: HostState, configuration: string): SessionView | null =>
  Object.values(state.sessions).find((session) => session.client.isDesktop && session.configuration === configuration) ?? null;

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
