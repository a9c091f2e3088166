import { connectivities, interfaceKinds, StateFlag } from './values.ts';
import type { ConfigurationView, HostState, InterfaceView, OfferView, QuestionView, SessionView, TrialView } from './state.ts';

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

/** Nothing else that is up reaches the internet; false where it does not do so itself. */
export function isOnlyWay(state: HostState, accessPoint: string): boolean {
  const reaches = ({ accessPoint: view }: ConfigurationView): boolean => view?.link?.state === 'active' && state.interfaces[view.link.interface]?.connectivity === 'full';
  const configuration = state.configurations[accessPoint];
  return configuration !== undefined && reaches(configuration) && !Object.values(state.configurations).some((each) => each.id !== accessPoint && reaches(each));
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

/** What the user has to see at all: a trial before any offer, an offer before any question. `others`: questions that wait behind this one. */
export type WindowPrompt = Prompt | { readonly kind: 'question'; readonly question: QuestionView; readonly others: number };

export function windowPrompt(state: HostState): WindowPrompt {
  const prompt = promptOf(state);
  if (prompt.kind !== 'none') return prompt;
  const questions = Object.values(state.questions).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return questions[0] ? { kind: 'question', question: questions[0], others: questions.length - 1 } : prompt;
}

/** The question that a session waits for; null: none. */
export const questionOf = (state: HostState, session: string): QuestionView | null =>
  Object.values(state.questions).find((question) => question.session === session) ?? null;

/** It is there now: a cable in, a radio heard. What is not stored is undefined to the session system, and seen all the same. */
export const isInReach = (configuration: ConfigurationView): boolean =>
  (configuration.state & StateFlag.discovered) === StateFlag.discovered || isSeen(configuration);
const isSeen = ({ stored, accessPoint }: ConfigurationView): boolean =>
  !stored && accessPoint !== null && (accessPoint.kind !== 'wifi' || accessPoint.bss.length > 0);

/** How an access point can be taken, given who holds what. */
export type WayTo =
  /** The desktop's own session moves there, tested and confirmed like an offer. */
  | { way: 'roam'; session: string }
  /** An existing closed session of the desktop is opened, or a new one. */
  | { way: 'open'; session: string | null };

/** How window and tray connect an access point: a roam of the desktop's session where it is a member, else a session of its own on it. */
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
