import { z } from 'zod';
import { securities } from './values.ts';

/**
 * What the roaming engine went by in a decision, beside the two standings and the settings. Recorded with it, so that
 * it can be judged again with other settings. Times are ms since the epoch, levels dBm.
 */
const time = z.number();

/** For the gate: may it be a candidate at all? */
export const gateFacts = z.object({
  stored: z.boolean(),
  /** Of the current access point, its link gone or not. */
  currentSecurity: z.enum(securities).nullable(),
  /** What the candidate's security was when it was used or first seen. */
  trustedSecurity: z.enum(securities).nullable(),
  /** The candidate's link is up already. */
  isUp: z.boolean(),
  levels: z.array(z.object({ at: time, level: z.number() })).readonly(),
  coolDownUntil: time.nullable(),
  /** By an answer of the user; until null means for good. */
  excluded: z.object({ until: time.nullable() }).nullable(),
});
export type GateFacts = z.infer<typeof gateFacts>;

/** For the offer: is now the moment? */
export const momentFacts = z.object({
  /** Since when this candidate has been the better one by this rule without a break. */
  betterSince: time,
  currentLostAt: time.nullable(),
  trialRunning: z.boolean(),
  /** Until when links are left to come back after a sleep; null while it sleeps. Left out when awake. */
  asleep: z.object({ until: time.nullable() }).optional(),
  paused: z.object({ until: time.nullable() }).nullable(),
  userChoseAt: time.nullable(),
  /** Whose word keeps the session where it is: a program holds a session against roaming, or the user does. */
  forbids: z.enum(['clientForbids', 'userForbids']).nullable(),
  /** The user does not want to be led away from the current one while it works. */
  pinned: z.boolean(),
  /** In either direction over the last 10 s; null where nobody counts. */
  packetsPerSecond: z.number().nullable(),
  lastOfferAt: time.nullable(),
  offersTodayForPair: z.number(),
  /** The user said no to this pair. It stands for the back-off; about a weak level until the level has fallen further. */
  ignored: z.object({ until: time, noUntil: time, levelThen: z.number().nullable() }).nullable(),
  /** Nobody answered the last question about this pair; `levelThen` is how low the current one had come by then. */
  unanswered: z.object({ until: time, levelThen: z.number().nullable() }).nullable(),
});
export type MomentFacts = z.infer<typeof momentFacts>;

export const decisionInputs = z.object({ gate: gateFacts, moment: momentFacts });
export type DecisionInputs = z.infer<typeof decisionInputs>;
