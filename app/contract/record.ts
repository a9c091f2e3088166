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

/** Minutes and hours are kept as long as records are, days and months for years. */
export const trafficSpans = ['minute', 'hour', 'day', 'month'] as const;
export type TrafficSpan = (typeof trafficSpans)[number];

/** What passed within one span on an interface while an access point was in use; null: none was, or none is known. */
export const trafficRow = z.object({ start: z.number(), interface: z.string(), accessPoint: z.string().nullable(), received: z.number(), sent: z.number() });
export type TrafficRow = z.infer<typeof trafficRow>;

/** Whom and what the record knows, for filters, and what it is. */
export const recordAbout = z.object({
  /** Names of programs that held sessions. */
  clients: z.array(z.string()),
  /** Access points and service networks that something was recorded of, gone ones included. */
  accessPoints: z.array(z.object({ id: z.string(), name: z.string() })),
  path: z.string(),
  /** False: nothing can be written; it is gone when Handover ends. */
  isKept: z.boolean(),
  bytes: z.number(),
  oldest: z.number().nullable(),
  /** What Handover itself took over the last 24 hours: processor time in ms, scans asked for, calls on the bus. */
  costs: z.object({ processor: z.number(), scans: z.number(), calls: z.number() }),
});
export type RecordAbout = z.infer<typeof recordAbout>;
