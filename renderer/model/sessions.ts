import { UsagePolicy } from '../../app/contract/values.ts';
import type { HostState, SessionView } from '../../app/contract/state.ts';
import { clientName, configurationName, configurationNameById, userChoice, type Texts } from '../../app/text/index.ts';
import { isInReach, linkInterface, questionOf } from '../../app/contract/reading.ts';
import { holders } from './connection.ts';
import type { Tone } from './row.ts';

/** Sessions in the order of the table: the desktop's first, then by client and configuration; it never depends on what changes by itself. */
export function sessionOrder(texts: Texts, state: HostState, search: string): SessionView[] {
  const wanted = search.trim().toLocaleLowerCase();
  const words = ({ client, configuration, activeConfiguration }: SessionView): string =>
    [clientName(texts, client).plain, client.pid ?? '', configurationNameById(texts, state.configurations, configuration).plain, activeConfiguration ? configurationName(texts, state.configurations[activeConfiguration]).plain : ''].join(' ').toLocaleLowerCase();
  return Object.values(state.sessions).filter((session) => wanted === '' || words(session).includes(wanted))
    .sort((a, b) => Number(b.client.isDesktop) - Number(a.client.isDesktop) || a.client.name.localeCompare(b.client.name, undefined, { numeric: true }) || (a.id < b.id ? -1 : 1));
}

/** Under the configuration's name: the access point in use, or why there is none; of a user choice, what was chosen. */
export function sessionPlace(texts: Texts, state: HostState, session: SessionView): string {
  if (session.configuration === userChoice) return choicePlace(texts, state, session);
  const configuration = state.configurations[session.configuration];
  if (session.activeConfiguration && session.activeConfiguration !== session.configuration) return configurationName(texts, state.configurations[session.activeConfiguration]).isolated;
  if (session.isOpen) return session.interface === null ? '' : state.interfaces[session.interface]?.name ?? session.interface;
  if (configuration && !isInReach(configuration)) return texts.t('sessions.outOfReach');
  return texts.t('sessions.notOpen');
}

function choicePlace(texts: Texts, state: HostState, session: SessionView): string {
  if (questionOf(state, session.id)) return texts.t('sessions.waitsForChoice');
  // Of a service network, the member in use stands beside it.
  if (session.isOpen) return texts.facts([...new Set([session.userChoiceConfiguration, session.activeConfiguration])].map((id) => (id === '' ? '' : configurationName(texts, state.configurations[id]).isolated)));
  return session.state === 'connecting' ? '' : texts.t('sessions.notOpen');
}

/** The dot and the second line of a session's state. */
export function sessionMark(texts: Texts, state: HostState, session: SessionView): { dot: 'on' | 'warn' | 'off'; note: string; tone: Tone } {
  if (!session.isOpen) return { dot: 'off', note: '', tone: 'plain' };
  if (!state.driver.available) return { dot: 'warn', note: texts.t('sessions.lastKnown'), tone: 'warn' };
  const device = linkInterface(state, state.configurations[session.activeConfiguration]);
  switch (device?.connectivity) {
    case 'none': return { dot: 'warn', note: texts.t('sessions.noInternet'), tone: 'warn' };
    case 'portal': return { dot: 'warn', note: texts.t('facts.portal'), tone: 'warn' };
    case 'limited': return { dot: 'warn', note: texts.t('facts.limited'), tone: 'warn' };
    default: return { dot: 'on', note: '', tone: 'plain' };
  }
}

export const usageText = (texts: Texts, { usagePolicies }: SessionView): string =>
  (usagePolicies & UsagePolicy.noBackgroundTrafficPolicy ? texts.t('sessions.usage.noBackground') : texts.t('sessions.usage.normal'));

/** All sessions that a stop of this one ends: the open ones on the same interface (STOP-01). */
export function stopHits(state: HostState, session: SessionView): SessionView[] {
  if (session.isOpen && session.interface !== null) return Object.values(state.sessions).filter(({ isOpen, interface: used }) => isOpen && used === session.interface);
  return holders(state, session.activeConfiguration || session.configuration);
}

/** What closing or stopping would do, in sentences. */
export function consequence(texts: Texts, state: HostState, session: SessionView): string {
  const used = session.activeConfiguration || session.configuration;
  const name = configurationName(texts, state.configurations[used]).isolated;
  const link = state.configurations[used]?.accessPoint?.link;
  if (!session.isOpen && session.configuration === userChoice) {
    return texts.t(questionOf(state, session.id) ? 'sessions.choiceWaits' : session.state === 'connecting' ? 'sessions.choiceConnecting' : 'sessions.choiceClosed');
  }
  if (!session.isOpen) {
    return link?.state === 'active' || state.configurations[session.configuration]?.openSessions ? texts.t('sessions.closedUp', { name }) : texts.t('sessions.closedWhat', { name });
  }
  if (session.state === 'roaming') return texts.t('sessions.roamingWhat', { name });
  const others = stopHits(state, session).filter(({ id }) => id !== session.id);
  const who = texts.listInSentence(others.map(({ client }) => clientName(texts, client).isolated));
  const closing = others.length > 0 ? texts.t('sessions.closeLeaves', { count: others.length, name, who }) : link && !link.byHandover ? texts.t('sessions.closeSystem', { name }) : texts.t('sessions.closeDown', { name });
  return texts.t('sentence.and', { first: closing, second: texts.t('sessions.stopDown', { count: others.length + 1 }) });
}
