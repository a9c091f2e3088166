import { isInReach } from '../../app/contract/reading.ts';
import type { Texts } from '../../app/text/index.ts';
import { bandText, clockText, configurationName, driverFailureText, levelText, offerReasonShort, speedText, type ShownName } from '../../app/text/index.ts';
import { bearers } from '../../app/contract/values.ts';
import type { ConfigurationView, InterfaceView, OfferView } from '../../app/contract/state.ts';
import type { PendingWhat } from '../store/host-store.ts';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'faint';

/** What a row says beside the name, and how. */
export interface RowState { readonly text: string; readonly tone: Tone; readonly isBusy: boolean; readonly canTryAgain: boolean }

/** All that decides the words of one row; kept small, so that a row renders only when one of them changes. */
export interface RowInput {
  readonly configuration: ConfigurationView;
  /** The interface of its link, or the one that would carry it. */
  readonly interface: InterfaceView | null;
  readonly isCurrent: boolean;
  /** No longer in the state, but its row stands still under the pointer. */
  readonly isGone: boolean;
  /** The manager does not answer: this is what it said last. */
  readonly isStale: boolean;
  readonly pending: PendingWhat | null;
  readonly offer: OfferView | null;
  readonly trial: 'onTrial' | 'goingBack' | null;
  readonly day: number;
}

/** The state of a row: what is under way, then what failed, then what is the case. Empty text where there is nothing to say. */
export function rowState(texts: Texts, input: RowInput): RowState {
  const state = presentState(texts, input);
  const isOfLink = input.trial !== null || input.offer !== null || (input.configuration.accessPoint?.link ?? null) !== null;
  // Nothing carries traffic for all that is known, and nothing is under way.
  return input.isStale && isOfLink && state.text !== '' ? { text: texts.t('state.lastKnown', { state: state.text.replace(/…$/, '') }), tone: 'plain', isBusy: false, canTryAgain: false } : state;
}

function presentState(texts: Texts, input: RowInput): RowState {
  const { configuration, isCurrent, pending, trial, offer } = input;
  const { accessPoint } = configuration;
  const say = (text: string, tone: Tone, more: Partial<RowState> = {}): RowState => ({ text, tone, isBusy: false, canTryAgain: false, ...more });
  const link = accessPoint?.link ?? null;

  if (trial === 'onTrial') return say(texts.t('state.onTrial'), 'ok', { isBusy: link?.state === 'activating' });
  if (trial === 'goingBack') return say(texts.t('state.goingBack'), 'plain', { isBusy: true });
  if (pending === 'connecting' || link?.state === 'activating') return say(texts.t('state.connecting'), 'plain', { isBusy: true });
  if (pending === 'disconnecting' || link?.state === 'deactivating') return say(texts.t('state.disconnecting'), 'plain', { isBusy: true });
  if (accessPoint?.failure && !link) return say(driverFailureText(texts, accessPoint.failure.failure).what, 'warn', { canTryAgain: isInReach(configuration) });
  if (offer) {
    const reason = offerReasonShort(texts, offer.reason, offer.candidateStanding);
    return reason === '' ? say(texts.t('state.offered'), 'plain') : say(texts.t('state.better', { reason }), 'ok');
  }
  if (link) return linkState(texts, input, say);
  // The session still stands on it, and waits for it or for an answer.
  if (isCurrent) return say(texts.t('state.lost'), 'warn');
  if (input.isGone || !isInReach(configuration)) return say(accessPoint?.kind === 'wired' ? texts.t('state.noLink') : texts.t('list.outOfReach'), 'faint');
  if (accessPoint?.metered) return say(texts.t('state.metered'), 'plain');
  if (!isCurrent && (accessPoint?.bss.length ?? 0) > 1 && !configuration.stored) return say(texts.t('list.radios', { count: accessPoint!.bss.length }), 'plain');
  return say('', 'plain');
}

function linkState(texts: Texts, { interface: device, isCurrent, day }: RowInput, say: (text: string, tone: Tone) => RowState): RowState {
  switch (device?.connectivity ?? 'unknown') {
    case 'none': return isCurrent ? say(texts.t('state.connectedNoInternet'), 'warn') : say(texts.t('state.noInternetSince', { time: clockText(texts, device!.connectivitySince, day) }), 'warn');
    case 'portal': return say(isCurrent ? texts.t('state.connectedPortal') : texts.t('state.signIn'), 'warn');
    case 'limited': return say(texts.t('state.connectedLimited'), 'warn');
    case 'full': case 'unknown': return say(texts.t('state.connected'), isCurrent ? 'ok' : 'plain');
  }
}

/** The right-hand columns of a row. */
export interface RowFacts { readonly security: string; readonly isOpen: boolean; readonly band: string; readonly level: string; readonly dBm: number | null }
export function rowFacts(texts: Texts, { configuration, interface: device }: Pick<RowInput, 'configuration' | 'interface'>): RowFacts {
  const { accessPoint } = configuration;
  if (!accessPoint) return { security: '', isOpen: false, band: '', level: '', dBm: null };
  const frequency = (accessPoint.bss.find(({ inUse }) => inUse) ?? accessPoint.bss[0])?.frequency;
  const dBm = accessPoint.level;
  return {
    security: accessPoint.security === null ? '' : texts.of(`security.${accessPoint.security}`),
    isOpen: accessPoint.security === 'open' || accessPoint.security === 'owe',
    band: accessPoint.kind === 'wifi' ? (frequency === undefined ? '' : bandText(texts, frequency)) : accessPoint.kind === 'wired' ? '' : texts.of(`kind.${accessPoint.kind}`),
    level: accessPoint.kind === 'wired' ? (device?.speed && device.carrier !== false ? speedText(texts, device.speed) : '')
      : accessPoint.kind === 'mobile' && configuration.bearer !== 'unknown' ? bearers[configuration.bearer].name
        : dBm === null ? '' : levelText(texts, dBm),
    dBm,
  };
}

/** A row as a sentence: "Office 5G, number 2, Connected, secured with WPA3, 5 GHz, signal −58 dBm". */
export function rowSpoken(texts: Texts, name: ShownName, order: number | null, state: RowState, facts: RowFacts, kind: string): string {
  return texts.facts([
    name.spoken, kind, order === null ? '' : texts.t('spoken.order', { order }), state.text,
    facts.security === '' ? '' : facts.isOpen ? texts.t('security.spokenOpen') : texts.t('security.spoken', { security: facts.security }),
    facts.band, facts.dBm === null ? facts.level : texts.t('spoken.level', { level: levelText(texts, facts.dBm) }),
    name.hasMarks || name.hasBytes ? texts.t('name.charactersVisible') : '',
  ]);
}

/** Whether a row matches a search by its name as it is shown. */
export function matches(texts: Texts, find: (id: string) => ConfigurationView | undefined, search: string): (id: string) => boolean {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '') return () => true;
  return (id) => {
    const configuration = find(id);
    return configuration !== undefined && configurationName(texts, configuration).plain.toLocaleLowerCase().includes(wanted);
  };
}
