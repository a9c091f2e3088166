import { z } from 'zod';
import { cap } from './cap.ts';
import { offerReason } from './reason.ts';
import { recordEntry, recordKinds } from './record-entry.ts';
import { standing } from './state.ts';

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

/** A question as it was asked, or as it would have been. */
export const whatIfQuestion = z.object({
  at: z.number(), current: z.string(), candidate: z.string(), reason: offerReason,
  currentStanding: standing.nullable(), candidateStanding: standing,
  /** It was asked then. */
  asked: z.boolean(),
  /** It is asked with the other settings; a little later where they want a reason to hold for longer. */
  wouldAsk: z.boolean(),
});
export type WhatIfQuestion = z.infer<typeof whatIfQuestion>;

export const exportFormats = ['csv', 'jsonl'] as const;
/** What of the record, or of the history of traffic, is to be in a file, and how. */
export const exportWanted = z.object({
  what: z.enum(['records', 'traffic']), format: z.enum(exportFormats), filter: recordFilter, span: z.enum(trafficSpans).default('day'),
  redact: z.boolean(), language: z.enum(['en', 'zh']).default('en'),
});
export type ExportWanted = z.infer<typeof exportWanted>;
const id = z.string().min(1).max(256);
const time = z.number().min(-8e15).max(8e15);

/** Requests on the record. What is simulated has a record of its own; they speak of the one of the network of now. */
export const recordRequests = {
  'record.page': {
    input: z.object({ filter: recordFilter, cursor: recordCursor.nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ records: z.array(journalRecord), next: recordCursor.nullable() }),
  },
  'record.about': { input: z.null(), output: recordAbout },
  /**
   * The next part of a file, oldest first; parts follow on each other until `next` is null. `what: traffic` is one part.
   * `redact`: networks and radios get made-up names that are the same throughout, addresses and platforms' words are left out.
   */
  'record.export': {
    input: exportWanted.extend({ cursor: recordCursor.nullable() }),
    output: z.object({ text: z.string(), next: recordCursor.nullable() }),
  },
  /** Records from `from` until before `to`, and the traffic of the days that they touch; null: from the first on, up to the last. */
  'record.delete': { input: z.object({ from: time.nullable(), to: time.nullable() }), output: z.object({ records: z.number() }) },
  /** The recorded decisions since `from` judged again with other settings. */
  'record.whatIf': {
    input: z.object({ from: time, preset: z.enum(['conservative', 'balanced', 'eager']), roaming: z.record(z.string(), z.number()).default({}) }),
    output: z.object({ asked: z.number(), wouldAsk: z.number(), questions: z.array(whatIfQuestion) }),
  },
  'traffic.history': {
    input: z.object({ span: z.enum(trafficSpans), from: time, to: time }),
    output: z.object({ rows: z.array(trafficRow), names: z.record(z.string(), z.string()) }),
  },
  /** null: none any more. */
  'cap.set': { input: z.object({ about: id, cap: cap.nullable() }), output: z.null() },
  /** The user does not want to be asked any more to leave `current` for `candidate`; taken back with roaming.forget. */
  'roaming.stopOffering': { input: z.object({ current: id, candidate: id }), output: z.null() },
} as const;
