import { connectivities, interfaceKinds } from './values.ts';
import type { ConfigurationView, HostState, InterfaceView, OfferView, SessionView, TrialView } from './state.ts';

/** What follows from the host's state, the same for the window, the tray and the notifications. */

/** The host's time, ms since the epoch; on the simulated network it may run faster than ours. */
export const hostTime = ({ at, wall, speed }: HostState['clock'], now: number = Date.now()): number => at + (now - wall) * speed;

/** The interface of an access point's link, or the one that would carry it. */
export function linkInterface(state: HostState, configuration: ConfigurationView | undefined): InterfaceView | null {
  const id = configuration?.accessPoint?.link?.interface ?? configuration?.accessPoint?.interfaces[0];
  return (id !== undefined && state.interfaces[id]) || null;
}

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

/** Whether the user answers for a session. Programs that take the word on roaming answer for their own. */
export function isAsked(state: HostState, session: string): boolean {
  const view = state.sessions[session];
  return view === undefined || view.roaming !== 'answersItself' || view.client.isDesktop;
}

/** The offer or trial that the user has to see: a trial before any offer, whoever answers it. Offers that a program answers are its own. */
export type Prompt = { readonly kind: 'none' } | { readonly kind: 'offer'; readonly offer: OfferView } | { readonly kind: 'trial'; readonly trial: TrialView };

export function promptOf(state: HostState): Prompt {
  const { trial } = state;
  if (trial) return { kind: 'trial', trial };
  const [offer] = Object.values(state.offers).filter(({ session }) => isAsked(state, session)).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return offer ? { kind: 'offer', offer } : { kind: 'none' };
}
