import { connectivities, interfaceKinds, StateFlag } from '../../app/contract/values.ts';
import type { ConfigurationView, HostState, InterfaceView, SessionView } from '../../app/contract/state.ts';

/** It is there now: a cable in, a radio heard. What is not stored is undefined to the session system, and seen all the same. */
export const isInReach = (configuration: ConfigurationView): boolean =>
  (configuration.state & StateFlag.discovered) === StateFlag.discovered || isSeen(configuration);
const isSeen = ({ stored, accessPoint }: ConfigurationView): boolean =>
  !stored && accessPoint !== null && (accessPoint.kind !== 'wifi' || accessPoint.bss.length > 0);

export const linkInterface = (state: HostState, configuration: ConfigurationView | undefined): InterfaceView | null => {
  const id = configuration?.accessPoint?.link?.interface ?? configuration?.accessPoint?.interfaces[0];
  return (id !== undefined && state.interfaces[id]) || null;
};

/**
 * The desktop's own session, which follows what the machine does: the one on a service network; else its first.
 * Sessions that the user opens from the window belong to the desktop too.
 */
export function desktopSession(state: HostState): SessionView | null {
  const own = Object.values(state.sessions).filter(({ client }) => client.isDesktop);
  return own.find(({ configuration, roaming }) => roaming === 'asksUser' && state.configurations[configuration]?.type === 'serviceNetwork')
    ?? own.find(({ configuration }) => state.configurations[configuration]?.type === 'serviceNetwork') ?? own[0] ?? null;
}

/** Id of the access point that carries the machine's traffic: the desktop session's, else the best link that is up. Null: not connected. */
export function currentAccessPoint(state: HostState): string | null {
  const desktop = desktopSession(state);
  if (desktop?.isOpen && state.configurations[desktop.activeConfiguration]) return desktop.activeConfiguration;
  const reach = (configuration: ConfigurationView): number => connectivities.indexOf(linkInterface(state, configuration)?.connectivity ?? 'unknown');
  const kind = (configuration: ConfigurationView): number => interfaceKinds.indexOf(configuration.accessPoint?.kind ?? 'other');
  const [best] = Object.values(state.configurations)
    .filter(({ accessPoint }) => accessPoint?.link?.state === 'active')
    .sort((a, b) => reach(b) - reach(a) || kind(a) - kind(b) || (a.id < b.id ? -1 : 1));
  return best?.id ?? null;
}

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
export type Hindrance = 'managerGone' | 'outOfReach' | 'trialRunning' | 'unmanaged' | 'passwordNeeded' | 'notStored';
export function hindrance(state: HostState, configuration: ConfigurationView): Hindrance | null {
  const { accessPoint } = configuration;
  if (!state.driver.available) return 'managerGone';
  if (!isInReach(configuration)) return 'outOfReach';
  if (state.trial) return 'trialRunning';
  if (accessPoint && accessPoint.interfaces.length > 0 && accessPoint.interfaces.every((id) => state.interfaces[id]?.managed === false)) return 'unmanaged';
  const isSecured = accessPoint?.security !== null && accessPoint?.security !== undefined && accessPoint.security !== 'open' && accessPoint.security !== 'owe';
  if (!configuration.stored && !accessPoint?.link) return isSecured ? 'passwordNeeded' : 'notStored';
  return null;
}

/** The offer or trial that the user has to see; a trial goes before an offer. Offers that a program answers itself are its own. */
export function promptOf(state: HostState): { kind: 'offer' | 'trial'; id: string } | null {
  if (state.trial) return { kind: 'trial', id: state.trial.id };
  const [first] = Object.values(state.offers).filter(({ session }) => isAsked(state, session)).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return first ? { kind: 'offer', id: first.id } : null;
}

/** Whether the user answers for a session. */
export const isAsked = (state: HostState, session: string): boolean => {
  const view = state.sessions[session];
  return view === undefined || view.roaming !== 'answersItself' || view.client.isDesktop;
};
