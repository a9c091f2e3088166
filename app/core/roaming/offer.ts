import type { HoldReason, OfferReason } from '../../contract/reason.ts';
import type { Standing } from '../../contract/state.ts';
import { isCritical, is24GHz, isWeak, lacksInternet } from './standing.ts';
import type { Comparison } from './compare.ts';
import type { RoamingSettings } from './settings.ts';

export interface MomentInput {
  candidate: Standing;
  /** null: the current link is gone. */
  current: Standing | null;
  comparison: Comparison;
  now: number;
  /** Since when this candidate has been the better one by this rule without a break. */
  betterSince: number;
  currentLostAt: number | null;
  trialRunning: boolean;
  /** Until when links are left to come back after a sleep; null while it sleeps; undefined when awake. */
  asleep?: { until: number | null } | undefined;
  paused: { until: number | null } | null;
  userChoseAt: number | null;
  /** A client holds the session against roaming. */
  clientForbids: boolean;
  /** In either direction over the last 10 s; null where nobody counts. */
  packetsPerSecond: number | null;
  lastOfferAt: number | null;
  offersTodayForPair: number;
  /** The user said no to this pair, or nothing. It stands for the back-off; about a weak level until the level has fallen further. */
  ignored: { until: number; noUntil: number; levelThen: number | null } | null;
}

export type Moment = { offer: OfferReason } | { hold: HoldReason };

/** Stage 3 (roaming.md 3): is now the moment for an offer of a candidate that is better? */
export function moment(input: MomentInput, settings: RoamingSettings): Moment {
  const { current, now } = input;
  const hold = (reason: HoldReason): Moment => ({ hold: reason });
  const lost = current === null;
  const critical = lost || isCritical(current, settings);

  if (!input.comparison.better) return hold({ code: 'notBetter', by: input.comparison.by });
  if (input.asleep) return hold({ code: 'asleep', until: input.asleep.until });
  if (input.trialRunning) return hold({ code: 'trialRunning' });
  if (input.clientForbids) return hold({ code: 'clientForbids' });
  if (lost) return { offer: { code: 'currentLost', since: input.currentLostAt ?? now } };
  if (input.paused) return hold({ code: 'roamingPaused', until: input.paused.until });
  if (input.userChoseAt !== null && now - input.userChoseAt < settings.silentAfterUserChoice)
    return hold({ code: 'userChoseRecently', until: input.userChoseAt + settings.silentAfterUserChoice });

  const trigger = triggerOf(input, current, settings);
  if ('hold' in trigger) return trigger;

  const inCall = input.packetsPerSecond !== null && input.packetsPerSecond >= settings.callPacketsPerSecond;
  // A call on a link that leads nowhere is no call any more.
  if (inCall && !critical && !lacksInternet(current)) return hold({ code: 'inCallOrStream', packetsPerSecond: input.packetsPerSecond ?? 0 });
  if (input.ignored) {
    if (input.ignored.until > now) return hold({ code: 'ignoredBefore', until: input.ignored.until });
    const isAboutLevel = 'offer' in trigger && trigger.offer.code === 'currentIsWeak';
    if (isAboutLevel && input.ignored.noUntil > now && !hasFallen(current, input.ignored.levelThen, settings))
      return hold({ code: 'ignoredBefore', until: input.ignored.noUntil });
  }
  if (input.offersTodayForPair >= settings.offersADayForPair) return hold({ code: 'pairLimit', count: input.offersTodayForPair });
  if (input.lastOfferAt !== null && now - input.lastOfferAt < settings.offerApart)
    return hold({ code: 'offeredRecently', until: input.lastOfferAt + settings.offerApart });
  return trigger;
}

function triggerOf(input: MomentInput, current: Standing, settings: RoamingSettings): Moment {
  const { now, comparison } = input;
  const heldAt = input.betterSince + settings.holdFor;
  const holding: Moment = { hold: { code: 'holding', until: heldAt } };
  if (lacksInternet(current) && comparison.by === 'internet') {
    const until = Math.max(current.connectivitySince + settings.noInternetFor, heldAt);
    return now >= until ? { offer: { code: 'currentHasNoInternet', since: current.connectivitySince } } : { hold: { code: 'holding', until } };
  }
  if (isWeak(current, settings) && current.level !== null) {
    if (now < heldAt && !isCritical(current, settings)) return holding;
    return { offer: { code: 'currentIsWeak', level: current.level, threshold: is24GHz(current.frequency) ? settings.weakLevel24 : settings.weakLevel5 } };
  }
  if (comparison.by === 'order' || comparison.by === 'cost' || comparison.by === 'kind' || comparison.by === 'internet')
    return now >= heldAt ? { offer: { code: 'betterClass', by: comparison.by } } : holding;
  return { hold: { code: 'noTrigger' } };
}

function hasFallen(current: Standing, levelThen: number | null, settings: RoamingSettings): boolean {
  return current.level !== null && levelThen !== null && current.level <= levelThen - settings.fallAfterIgnore;
}
