import type { HostState, OfferView, QuestionView } from '../contract/state.ts';
import { clientName, nameLookup } from './names.ts';
import { offerReasonText } from './reasons.ts';
import type { Texts } from './texts.ts';
import { clockText } from './units.ts';

/** Words of the tray and of notifications. Names in them are isolated plain text. */

/** An offer as a notification: title, body, and its two buttons. */
export function offerNotification(texts: Texts, state: Pick<HostState, 'configurations'>, offer: OfferView, now: number): { title: string; body: string; migrate: string; ignore: string } {
  const nameOf = nameLookup(texts, state.configurations);
  return {
    title: texts.t('notification.offerTitle', { name: nameOf(offer.candidate) }),
    body: texts.t('notification.offerBody', { reason: offerReasonText(texts, offer, nameOf, now) }),
    migrate: texts.t('offer.migrate'), ignore: texts.t('offer.ignore'),
  };
}

/** The fixed labels of the tray's menu. */
export const trayLabels = (texts: Texts): Record<'open' | 'quit' | 'migrate' | 'ignore' | 'accept' | 'reject' | 'pauseHour' | 'pauseQuit' | 'resume' | 'choose' | 'dismiss' | 'lastUsed', string> => ({
  open: texts.t('tray.open'), quit: texts.t('tray.quit'), migrate: texts.t('offer.migrate'), ignore: texts.t('offer.ignore'),
  accept: texts.t('trial.accept'), reject: texts.t('trial.reject'),
  pauseHour: texts.t('tray.pauseHour'), pauseQuit: texts.t('tray.pauseQuit'), resume: texts.t('roaming.resume'),
  choose: texts.t('sessions.actChoose'), dismiss: texts.t('cancel'), lastUsed: texts.t('tray.lastUsed'),
});

/** The tray's first line and tool tip: what matters now. `accessPoint` is the id of the one in use, null when there is none. */
export function trayState(texts: Texts, state: HostState, accessPoint: string | null): string {
  // What it said last may be so no longer.
  if (!state.driver.available) return texts.t('banner.gone', { manager: texts.of(`driver.${state.driver.name}`) });
  const nameOf = nameLookup(texts, state.configurations);
  if (state.trial) return texts.t('tray.trial', { name: nameOf(state.trial.to) });
  const link = accessPoint === null ? null : state.configurations[accessPoint]?.accessPoint?.link;
  if (accessPoint === null || !link) return texts.t('tray.notConnected');
  const name = nameOf(accessPoint);
  switch (state.interfaces[link.interface]?.connectivity ?? 'unknown') {
    case 'full': return texts.t('tray.connected', { name });
    case 'none': return texts.t('tray.noInternet', { name });
    case 'portal': return texts.t('tray.portal', { name });
    case 'limited': return texts.t('tray.limited', { name });
    case 'unknown': return texts.t('tray.unchecked', { name });
  }
}

/** A question as one line: which connection, for whom. */
export function questionTitle(texts: Texts, state: Pick<HostState, 'sessions'>, question: QuestionView): string {
  const client = state.sessions[question.session]?.client;
  return client && !client.isDesktop ? texts.t('choice.title', { name: clientName(texts, client).isolated }) : texts.t('choice.titleOwn');
}

/** The tray's line about an offer. */
export const trayOffer = (texts: Texts, state: Pick<HostState, 'configurations'>, offer: OfferView): string =>
  texts.t('tray.offer', { name: nameLookup(texts, state.configurations)(offer.candidate) });

/** The tray's line while roaming is paused. */
export const pausedText = (texts: Texts, until: number | null, now: number): string =>
  (until === null ? texts.t('roaming.pausedQuit') : texts.t('roaming.pausedUntil', { time: clockText(texts, until, now) }));

/** For notification servers that read markup in a body (freedesktop.org, Notifications): the text as it is, not as tags. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
