import { z } from 'zod';
import { recordEntry, recordKinds } from './record-entry.ts';

/** What views may ask of the record: pages of the timeline, traffic, export, deletion. Times are ms since the epoch. */

/** Which records; what is left out does not narrow. */
export const recordFilter = z.object({
  kinds: z.array(z.enum(recordKinds)).max(recordKinds.length).optional(),
  /** Id of an access point or service network that it concerns. */
  accessPoint: z.string().max(256).optional(),
  /** Name of a program. */
  client: z.string().max(256).optional(),
  from: z.number().optional(),
  /** Not included. */
  to: z.number().optional(),
  /** Part of the name of an access point, a service network or a program. */
  text: z.string().max(200).optional(),
});
export type RecordFilter = z.infer<typeof recordFilter>;

/** The last record of the page before. */
export const recordCursor = z.object({ at: z.number(), id: z.number() });
export type RecordCursor = z.infer<typeof recordCursor>;

export const journalRecord = z.object({
  id: z.number(),
  at: z.number(),
  entry: recordEntry,
  /** What the configurations in it are called, by id. */
  names: z.record(z.string(), z.string()),
});
export type JournalRecord = z.infer<typeof journalRecord>;
