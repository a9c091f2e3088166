import { z } from 'zod';

/**
 * Reasons as data. The core gives them, the journal keeps them, `app/text` turns them into words.
 * Times are ms since the epoch, durations ms, levels dBm, names of access points are configuration ids.
 */

/** Why a roam is offered (roaming.md 3). `by` is the rule of the comparison that decided. */
export const offerReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('currentLost'), since: z.number() }),
  z.object({ code: z.literal('currentHasNoInternet'), since: z.number() }),
  z.object({ code: z.literal('currentIsWeak'), level: z.number(), threshold: z.number() }),
  z.object({ code: z.literal('betterClass'), by: z.enum(['order', 'cost', 'kind']) }),
]);
export type OfferReason = z.infer<typeof offerReason>;

/** Why an access point may not be a candidate at all (roaming.md 1). */
export const gateReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('notInReach') }),
  z.object({ code: z.literal('notStored') }),
  z.object({ code: z.literal('isCurrent') }),
  z.object({ code: z.literal('weakerSecurity'), security: z.string(), current: z.string() }),
  /** The network's security is not what it was when it was used: an SSID alone proves nothing. */
  z.object({ code: z.literal('securityChanged') }),
  z.object({ code: z.literal('metered') }),
  z.object({ code: z.literal('coolDown'), until: z.number() }),
  z.object({ code: z.literal('excluded'), until: z.number().nullable() }),
  z.object({ code: z.literal('notSeenTwice') }),
  z.object({ code: z.literal('unsteady'), spread: z.number() }),
  z.object({ code: z.literal('tooWeak'), level: z.number(), threshold: z.number() }),
]);
export type GateReason = z.infer<typeof gateReason>;

/** Why now is not the moment for an offer (roaming.md 3). */
export const holdReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('notBetter'), by: z.string() }),
  /** It is better than the current one; another candidate is better still. */
  z.object({ code: z.literal('notFirst') }),
  /** The user pinned the current one, and it works. */
  z.object({ code: z.literal('pinned') }),
  z.object({ code: z.literal('noTrigger') }),
  z.object({ code: z.literal('holding'), until: z.number() }),
  z.object({ code: z.literal('trialRunning') }),
  /** The machine sleeps, or has just woken up: links come back by themselves. */
  z.object({ code: z.literal('asleep'), until: z.number().nullable() }),
  z.object({ code: z.literal('roamingPaused'), until: z.number().nullable() }),
  z.object({ code: z.literal('userChoseRecently'), until: z.number() }),
  /** A program holds this session against roaming, or another one whose link would break. */
  z.object({ code: z.literal('clientForbids') }),
  /** The user wants this session, or all on its service network, to stay where they are. */
  z.object({ code: z.literal('userForbids') }),
  z.object({ code: z.literal('inCallOrStream'), packetsPerSecond: z.number() }),
  z.object({ code: z.literal('offeredRecently'), until: z.number() }),
  z.object({ code: z.literal('pairLimit'), count: z.number() }),
  z.object({ code: z.literal('ignoredBefore'), until: z.number() }),
  /** Nobody answered before its reason went: a door that one walks through is no reason to ask twice. */
  z.object({ code: z.literal('unansweredBefore'), until: z.number() }),
  /** It was not wanted when the current link was lost; it is not asked about again until that is back. */
  z.object({ code: z.literal('notWantedForLost') }),
]);
export type HoldReason = z.infer<typeof holdReason>;

/** Why a trial or an offer ended. */
export const endReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('accepted') }),
  z.object({ code: z.literal('keptOnSilence') }),
  z.object({ code: z.literal('rejected') }),
  z.object({ code: z.literal('silence') }),
  z.object({ code: z.literal('testFailed'), test: z.string() }),
  z.object({ code: z.literal('activationFailed'), failure: z.string() }),
  z.object({ code: z.literal('candidateLost') }),
  z.object({ code: z.literal('bothLost') }),
  z.object({ code: z.literal('stopped') }),
  z.object({ code: z.literal('closed') }),
  z.object({ code: z.literal('ignored'), scope: z.string() }),
  z.object({ code: z.literal('lapsed') }),
  z.object({ code: z.literal('reasonGone') }),
  z.object({ code: z.literal('handoverEnded') }),
]);
export type EndReason = z.infer<typeof endReason>;

/** Why a driver's command failed: a code for the program, the platform's own words for a person. */
export const driverFailure = z.object({
  code: z.enum(['notSupported', 'notAllowed', 'notFound', 'wrongSecret', 'secretNeeded', 'noAddress', 'timedOut', 'cancelled', 'managerGone', 'failed']),
  /** The platform's reason in words; never a secret. */
  detail: z.string(),
  /** The stage reached, in the platform's words, where it tells. */
  stage: z.string().optional(),
});
export type DriverFailure = z.infer<typeof driverFailure>;
