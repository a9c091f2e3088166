import { z } from 'zod';

export const capPeriods = ['day', 'week', 'month'] as const;

/** How much may pass over an access point, or all members of a service network together, in a period. Both directions count. */
export const cap = z.object({
  period: z.enum(capPeriods),
  /** The first day: of the week from 1 (Monday) to 7, of the month from 1 to 31 (its last day where it is shorter). */
  startDay: z.number().int().min(1).max(31),
  bytes: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  /** Share of it at which the user is warned. */
  warnAt: z.number().min(0.1).max(1),
}).refine(({ period, startDay }) => period !== 'week' || startDay <= 7, { error: 'A week has the days 1 (Monday) to 7 (Sunday).', path: ['startDay'] });
export type Cap = z.infer<typeof cap>;

/** A cap and how far it is used up in the period of now. */
export const capView = z.object({
  cap,
  used: z.number(),
  from: z.number(),
  /** When the next period begins. */
  until: z.number(),
  /** reached: sessions on it have the usage policy noBackgroundTraffic until the next period. */
  level: z.enum(['within', 'warned', 'reached']),
});
export type CapView = z.infer<typeof capView>;
export type CapLevel = CapView['level'];
