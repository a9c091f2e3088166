import { currentAccessPoint, hostTime, isInReach, linkInterface } from '../app/contract/reading.ts';
import type { HostState } from '../app/contract/state.ts';
import type { InterfaceKind } from '../app/contract/values.ts';
import { barsOf, nameLookup, offerReasonText, pausedText, questionTitle, trayLabels, trayOffer, trayState, type Texts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import { currentPrompt, silenceText } from './prompt.ts';

/** What the tray shows, as data: the picture, the tooltip, and the menu. */
export interface TrayView {
  readonly picture: TrayPicture;
  /** A dot on the picture: something waits for the person's word. */
  readonly attention: boolean;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}
export type TrayPicture = 'wired' | 'wifi' | 'wifi-fair' | 'wifi-weak' | 'mobile' | 'portal' | 'offline';

export type TrayItem =
  | { readonly item: 'text'; readonly label: string }
  | { readonly item: 'line' }
  | { readonly item: 'action'; readonly label: string; readonly enabled: boolean; readonly action: TrayAction };
export type TrayAction = Answer | { readonly answer: 'open' } | { readonly answer: 'quit' };

const line: TrayItem = { item: 'line' };
const text = (label: string): TrayItem => ({ item: 'text', label });
const action = (label: string, does: TrayAction, enabled = true): TrayItem => ({ item: 'action', label, enabled, action: does });

/** So many access points to move to are in the menu. */
const mostRecent = 4;

/**
 * The tray's view of a state; null: the state is not known yet.
 * @param recent ids of the access points that carried the traffic before, the last first
 */
export function trayView(state: HostState | null, texts: Texts, recent: readonly string[] = []): TrayView {
  const labels = trayLabels(texts);
  const end = [action(labels.open, { answer: 'open' }), action(labels.quit, { answer: 'quit' })];
  if (state === null) return { picture: 'offline', attention: false, tooltip: texts.t('app.name'), items: end };
  const current = currentAccessPoint(state);
  const now = trayState(texts, state, current);
  const prompt = promptItems(state, texts);
  return {
    picture: pictureOf(state, current),
    attention: needsAnswer(prompt),
    tooltip: now,
    items: [text(now), ...(prompt.length > 0 ? [line, ...prompt] : []), ...recentItems(state, texts, current, recent), line, ...pauseItems(state, texts), line, ...end],
  };
}

const needsAnswer = (items: readonly TrayItem[]): boolean => items.some((one) => one.item === 'action' && one.enabled);

const pictures: Record<InterfaceKind, TrayPicture> = { wired: 'wired', wifi: 'wifi', mobile: 'mobile', bluetooth: 'mobile', vpn: 'wired', other: 'wired' };

function pictureOf(state: HostState, current: string | null): TrayPicture {
  const configuration = current === null ? undefined : state.configurations[current];
  const accessPoint = configuration?.accessPoint;
  if (!accessPoint?.link) return 'offline';
  if (linkInterface(state, configuration)?.connectivity === 'portal') return 'portal';
  if (accessPoint.kind !== 'wifi' || accessPoint.level === null) return pictures[accessPoint.kind];
  const bars = barsOf(accessPoint.level);
  return bars >= 3 ? 'wifi' : bars === 2 ? 'wifi-fair' : 'wifi-weak';
}

function promptItems(state: HostState, texts: Texts): TrayItem[] {
  const labels = trayLabels(texts);
  const prompt = currentPrompt(state);
  switch (prompt.kind) {
    case 'none': return [];
    case 'offer': {
      const { offer } = prompt;
      return [
        text(trayOffer(texts, state, offer)),
        // As it stood when the offer was made: a menu that changes every second cannot be read.
        text(offerReasonText(texts, offer, nameLookup(texts, state.configurations), offer.at)),
        action(labels.migrate, { answer: 'migrate', session: offer.session }),
        action(labels.ignore, { answer: 'ignore', session: offer.session, scope: 'thisTime' }),
      ];
    }
    // The same lines in every phase: in a menu that is open, Accept must not take the place of Reject under the pointer.
    case 'trial': {
      const { trial, answers } = prompt;
      return [
        text(silenceText(texts, state, trial)),
        ...(['accept', 'reject'] as const).map((answer) => action(labels[answer], { answer, session: trial.session }, answers.includes(answer))),
      ];
    }
    case 'question': return [
      text(questionTitle(texts, state, prompt.question)),
      action(labels.choose, { answer: 'open' }),
      action(labels.dismiss, { answer: 'dismissQuestion', question: prompt.question.id }),
    ];
    default: return prompt satisfies never;
  }
}

/** Known access points in reach to move to: those that carried the traffic last, then those of the user's order. Not while something else waits for a word. */
function recentItems(state: HostState, texts: Texts, current: string | null, recent: readonly string[]): TrayItem[] {
  if (!state.driver.available || currentPrompt(state).kind !== 'none') return [];
  const inOrder = Object.values(state.configurations).find(({ type, stored }) => type === 'serviceNetwork' && !stored)?.members ?? [];
  const nameOf = nameLookup(texts, state.configurations);
  const ids = [...new Set([...recent, ...inOrder])].filter((id) => {
    const configuration = state.configurations[id];
    return id !== current && configuration?.stored === true && configuration.accessPoint !== null && configuration.accessPoint.kind !== 'vpn' && isInReach(configuration);
  });
  if (ids.length === 0) return [];
  return [line, text(trayLabels(texts).lastUsed), ...ids.slice(0, mostRecent).map((id) => action(nameOf(id), { answer: 'connect', accessPoint: id }))];
}

function pauseItems({ roamingPaused, clock }: HostState, texts: Texts): TrayItem[] {
  const labels = trayLabels(texts);
  if (roamingPaused) return [text(pausedText(texts, roamingPaused.until, hostTime(clock))), action(labels.resume, { answer: 'resumeRoaming' })];
  return [
    action(labels.pauseHour, { answer: 'pauseRoaming', until: 'anHourFromNow' }),
    action(labels.pauseQuit, { answer: 'pauseRoaming', until: 'quit' }),
  ];
}
