import { z } from 'zod';
import { offerReason } from './reason.ts';

/** How sessions roam, by the user's word: a question first, by itself, not at all. */
export const userModes = ['asks', 'byItself', 'stays'] as const;
export type UserMode = (typeof userModes)[number];

/** What is not offered any more: a candidate while on `current`, or at all where that is null. Until null: for good. */
export const ignoredAnswer = z.object({ id: z.string(), current: z.string().nullable(), candidate: z.string(), until: z.number().nullable() });
export type IgnoredAnswer = z.infer<typeof ignoredAnswer>;

/** "When this happens on that access point, always migrate." */
export const ruleAnswer = z.object({ id: z.string(), current: z.string(), when: z.enum(offerReason.options.map(({ shape }) => shape.code.value) as [z.infer<typeof offerReason>['code']]) });
export type RuleAnswer = z.infer<typeof ruleAnswer>;

/** The user's answers that stand until they are taken back. All ids are of configurations. */
export const standingAnswers = z.object({
  ignored: z.array(ignoredAnswer),
  rules: z.array(ruleAnswer),
  /** Access points that the user's sessions are not led away from while they work. */
  pins: z.array(z.string()),
  /** Service networks that roam otherwise than by question. */
  modes: z.record(z.string(), z.enum(userModes)),
});
export type StandingAnswers = z.infer<typeof standingAnswers>;

export const noAnswers: StandingAnswers = { ignored: [], rules: [], pins: [], modes: {} };
