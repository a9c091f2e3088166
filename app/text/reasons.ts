import type { RequestFailure } from '../contract/contract.ts';
import type { DriverFailure, EndReason, GateReason, HoldReason, OfferReason } from '../contract/reason.ts';
import type { OfferView, TestLine } from '../contract/state.ts';
import { ignoreScopes, securities, type SessionError } from '../contract/values.ts';
import { english } from './english.ts';
import { sentence } from './sentences.ts';
import type { TextKey, Texts } from './texts.ts';
import type { NameOf } from './names.ts';
import { clockText, durationText, levelText } from './units.ts';

const never = (value: never): never => { throw new Error(`no words for ${JSON.stringify(value)}`); };

/** What a platform says, before a full stop of ours: platforms end their sentences with one or not. */
const foreignEnd = (texts: Texts, text: string): string => sentence(texts, text.trim().replace(/[.。]+$/u, ''));

/** Why a roam is offered, as a sentence without its full stop. `now` is host time, ms. */
export function offerReasonText(texts: Texts, offer: Pick<OfferView, 'reason' | 'current' | 'candidate' | 'currentStanding' | 'candidateStanding'>, nameOf: NameOf, now: number): string {
  const { reason } = offer;
  const current = nameOf(offer.current);
  const candidate = nameOf(offer.candidate);
  switch (reason.code) {
    case 'currentLost': return texts.t('reason.offer.currentLost', { current });
    case 'currentHasNoInternet': return texts.t('reason.offer.currentHasNoInternet', { current, duration: durationText(texts, now - reason.since) });
    case 'currentIsWeak': return texts.t('reason.offer.currentIsWeak', { current, level: levelText(texts, reason.level), threshold: levelText(texts, reason.threshold) });
    case 'betterClass':
      switch (reason.by) {
        case 'order': return texts.t('reason.offer.betterClass.order', { candidate });
        case 'cost': return texts.t('reason.offer.betterClass.cost', { candidate, current });
        case 'kind': return texts.t('reason.offer.betterClass.kind', {
          candidate, current, kind: texts.of(`reason.kind.${offer.candidateStanding.kind}`), currentKind: texts.of(`reason.kind.${offer.currentStanding.kind}`) });
        default: return never(reason.by);
      }
    default: return never(reason);
  }
}

/** What makes the candidate better, in two or three words, for its row in the list; "" where it has to be tried first. */
export function offerReasonShort(texts: Texts, reason: OfferReason, candidate: Pick<OfferView['candidateStanding'], 'kind' | 'connectivity'>): string {
  // Nothing is said to reach the internet before that was seen.
  if (reason.code === 'currentHasNoInternet' && candidate.connectivity !== 'full') return '';
  if (reason.code !== 'betterClass') return texts.of(`reason.short.${reason.code}`);
  return texts.of(`reason.short.betterClass.${reason.by}`, { kind: texts.of(`reason.kind.${candidate.kind}`) });
}

/** Why an access point may not be a candidate. */
export function gateReasonText(texts: Texts, reason: GateReason, now: number): string {
  switch (reason.code) {
    case 'notInReach': case 'notStored': case 'isCurrent': case 'metered': case 'notSeenTwice': case 'securityChanged': return texts.of(`reason.gate.${reason.code}`);
    case 'weakerSecurity': return texts.t('reason.gate.weakerSecurity', { security: securityText(texts, reason.security), current: securityText(texts, reason.current) });
    case 'coolDown': return texts.t('reason.gate.coolDown', { time: clockText(texts, reason.until, now) });
    case 'excluded': return reason.until === null ? texts.t('reason.gate.excludedForGood') : texts.t('reason.gate.excluded', { time: clockText(texts, reason.until, now) });
    case 'unsteady': return texts.t('reason.gate.unsteady', { spread: texts.number(reason.spread, 0) });
    case 'tooWeak': return texts.t('reason.gate.tooWeak', { level: levelText(texts, reason.level), threshold: levelText(texts, reason.threshold) });
    default: return never(reason);
  }
}

/** Why now is not the moment for an offer. */
export function holdReasonText(texts: Texts, reason: HoldReason, now: number): string {
  switch (reason.code) {
    case 'notBetter': {
      const key = `reason.by.${reason.by}`;
      return key in english ? texts.t('reason.hold.notBetterBy', { by: texts.of(key as TextKey) }) : texts.t('reason.hold.notBetter');
    }
    case 'noTrigger': case 'notFirst': case 'pinned': case 'trialRunning': case 'asleep': case 'clientForbids': case 'userForbids': case 'notWantedForLost': return texts.of(`reason.hold.${reason.code}`);
    case 'holding': return texts.t('reason.hold.holding', { time: clockText(texts, reason.until, now, { seconds: true }) });
    case 'roamingPaused': return reason.until === null ? texts.t('reason.hold.roamingPausedForGood') : texts.t('reason.hold.roamingPaused', { time: clockText(texts, reason.until, now) });
    case 'userChoseRecently': return texts.t('reason.hold.userChoseRecently', { time: clockText(texts, reason.until, now) });
    case 'inCallOrStream': return texts.t('reason.hold.inCallOrStream', { packets: Math.round(reason.packetsPerSecond) });
    case 'offeredRecently': return texts.t('reason.hold.offeredRecently', { time: clockText(texts, reason.until, now) });
    case 'pairLimit': return texts.t('reason.hold.pairLimit', { count: reason.count });
    case 'ignoredBefore': return texts.t('reason.hold.ignoredBefore', { time: clockText(texts, reason.until, now) });
    case 'unansweredBefore': return texts.t('reason.hold.unansweredBefore', { time: clockText(texts, reason.until, now) });
    default: return never(reason);
  }
}

/** Why an offer or a trial ended. */
export function endReasonText(texts: Texts, reason: EndReason): string {
  switch (reason.code) {
    case 'testFailed': {
      const key = `test.${reason.test}`;
      return texts.t('reason.end.testFailed', { test: key in english ? texts.of(key as TextKey) : sentence(texts, reason.test) });
    }
    case 'activationFailed': return texts.t('reason.end.activationFailed', { failure: failureByCode(texts, reason.failure) });
    case 'ignored': return texts.of(`reason.end.ignored.${ignoreScopes.find((scope) => scope === reason.scope) ?? 'other'}`);
    case 'accepted': case 'keptOnSilence': case 'rejected': case 'silence': case 'candidateLost': case 'bothLost': case 'stopped': case 'closed':
    case 'lapsed': case 'reasonGone': case 'handoverEnded': return texts.of(`reason.end.${reason.code}`);
    default: return never(reason);
  }
}

// An end names its failure by code, or in the platform's own words.
const failureByCode = (texts: Texts, failure: string): string =>
  `driverFailure.${failure}` in english ? `${texts.of(`driverFailure.${failure}` as TextKey)}.` : sentence(texts, failure);

/** A failure of the driver in three parts: what, what to do next, and the platform's own words. */
export function driverFailureText(texts: Texts, failure: DriverFailure): { what: string; advice: string; platform: string; all: string } {
  const what = texts.of(`driverFailure.${failure.code}`);
  const advice = texts.of(`driverFailure.advice.${failure.code}`);
  const said = failure.detail && texts.t('driverFailure.platform', { detail: foreignEnd(texts, failure.detail) });
  const reached = failure.stage ? texts.t('driverFailure.stage', { stage: foreignEnd(texts, failure.stage) }) : '';
  const platform = said && reached ? texts.t('sentence.and', { first: said, second: reached }) : said || reached;
  return { what, advice, platform, all: advice ? texts.t('driverFailure.with', { what, advice }) : what };
}

/** Error of a session in the reference's words (ENUM-08); a session without any configuration has words of its own. */
export const sessionErrorText = (texts: Texts, error: SessionError, isValid = true): string =>
  (error === 'invalidConfigurationError' && !isValid ? texts.t('sessionError.invalidConfiguration') : texts.of(`sessionError.${error}`));

/** Why a request was refused; the host's own sentence stands behind ours. */
export const requestFailureText = (texts: Texts, failure: RequestFailure): string =>
  (failure.message ? texts.t('failure.with', { what: texts.of(`failure.${failure.code}`), detail: sentence(texts, failure.message) }) : texts.of(`failure.${failure.code}`));

/** Security in the words of the list; unknown values are shown as they came. */
export const securityText = (texts: Texts, security: string): string =>
  (securities.some((known) => known === security) ? texts.of(`security.${security}` as TextKey) : sentence(texts, security));

export const testName = (texts: Texts, line: TestLine): string => texts.of(`test.${line.test}`);
