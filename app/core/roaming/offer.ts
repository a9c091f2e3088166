import type { MomentFacts } from '../../contract/decision-inputs.ts';
import type { HoldReason, OfferReason } from '../../contract/reason.ts';
import type { Standing } from '../../contract/state.ts';
import { isCritical, is24GHz, isWeak, lacksInternet } from './standing.ts';
import type { Comparison } from './compare.ts';
import type { RoamingSettings } from './settings.ts';

export interface MomentInput extends MomentFacts {
  candidate: Standing;
  /** null: the current link is gone. */
  current: Standing | null;
  comparison: Comparison;
  now: number;
}

export type Moment = { offer: OfferReason } | { hold: HoldReason };

/** Stage 3 (roaming.md 3): is now the moment for an offer of a candidate that is better? */
export function moment(input: MomentInput, settings: RoamingSettings): Moment {
  const { comparison, current, now, ignored } = input;
  const hold = (reason: HoldReason): Moment => ({ hold: reason });

  if (!comparison.better) return hold({ code: 'notBetter', by: comparison.by });
  if (input.asleep) return hold({ code: 'asleep', until: input.asleep.until });
  if (input.trialRunning) return hold({ code: 'trialRunning' });
  if (input.forbids) return hold({ code: input.forbids });
  // Paused is paused: a lost link is told as lost, and not asked about either.
  if (input.paused) return hold({ code: 'roamingPaused', until: input.paused.until });
  if (current === null) return { offer: { code: 'currentLost', since: input.currentLostAt ?? now } };
  if (input.pinned && !isCritical(current, settings) && !lacksInternet(current)) return hold({ code: 'pinned' });
  const silentUntil = (input.userChoseAt ?? Number.NEGATIVE_INFINITY) + settings.silentAfterUserChoice;
  if (silentUntil > now) return hold({ code: 'userChoseRecently', until: silentUntil });

  const trigger = triggerOf(input, current, settings);
  if ('hold' in trigger) return trigger;

  const packetsPerSecond = input.packetsPerSecond ?? 0;
  // A call on a link that leads nowhere is no call any more.
  if (packetsPerSecond >= settings.callPacketsPerSecond && !isCritical(current, settings) && !lacksInternet(current))
    return hold({ code: 'inCallOrStream', packetsPerSecond });
  const { offer } = trigger;
  if (ignored) {
    if (ignored.until > now) return hold({ code: 'ignoredBefore', until: ignored.until });
    const isRefused = offer.code === 'currentIsWeak' && !hasFallen(offer.level, ignored.levelThen, settings);
    if (isRefused && ignored.noUntil > now) return hold({ code: 'ignoredBefore', until: ignored.noUntil });
  }
  // What is only better can wait; a link that leads nowhere by now, or is going, cannot.
  if (input.unanswered && input.unanswered.until > now && !isUrgent(offer, current, input.unanswered.levelThen, settings))
    return hold({ code: 'unansweredBefore', until: input.unanswered.until });
  if (input.offersTodayForPair >= settings.offersADayForPair) return hold({ code: 'pairLimit', count: input.offersTodayForPair });
  const nextOfferAt = (input.lastOfferAt ?? Number.NEGATIVE_INFINITY) + settings.offerApart;
  if (nextOfferAt > now) return hold({ code: 'offeredRecently', until: nextOfferAt });
  return trigger;
}

/** The reason to move, once it has held. What makes the candidate better has to hold, unless the current link is so weak that it may be gone by then. */
function triggerOf({ now, comparison: { by }, betterSince }: MomentInput, current: Standing, settings: RoamingSettings): Moment {
  const heldAt = betterSince + settings.holdFor;
  const critical = isCritical(current, settings);
  if (by === 'internet') {
    const until = Math.max(current.connectivitySince + settings.noInternetFor, heldAt);
    if (now >= until) return { offer: { code: 'currentHasNoInternet', since: current.connectivitySince } };
    if (!critical) return { hold: { code: 'holding', until } };
  }
  const holding: Moment = { hold: { code: 'holding', until: heldAt } };
  if (isWeak(current, settings)) {
    const threshold = is24GHz(current.frequency) ? settings.weakLevel24 : settings.weakLevel5;
    return now >= heldAt || critical ? { offer: { code: 'currentIsWeak', level: current.level, threshold } } : holding;
  }
  if (by === 'order' || by === 'cost' || by === 'kind') return now >= heldAt ? { offer: { code: 'betterClass', by } } : holding;
  return { hold: { code: 'noTrigger' } };
}

/** Worse than what nobody answered: no internet, or a critical level that is lower by 5 dB. */
const isUrgent = (offer: OfferReason, current: Standing, levelThen: number | null, settings: RoamingSettings): boolean =>
  offer.code === 'currentHasNoInternet' || (offer.code === 'currentIsWeak' && isCritical(current, settings) && hasFallen(offer.level, levelThen, settings));

const hasFallen = (level: number, levelThen: number | null, settings: RoamingSettings): boolean =>
  levelThen !== null && level <= levelThen - settings.fallAfterIgnore;
