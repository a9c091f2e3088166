import { z } from 'zod';
import { driverFailure } from '../../../contract/reason.ts';
import { bearers, connectivities, ignoreScopes, interfaceKinds, securities } from '../../../contract/values.ts';
import { builtInNetwork } from '../../configuration-registry.ts';
import { checkReferences } from './trace-references.ts';

/**
 * A trace: what a machine saw of its networks over some time, and what its user answered. docs/replay.md describes it
 * for people. Times are seconds from the trace's start, levels dBm, frequencies MHz.
 */
const object = <T extends z.core.$ZodLooseShape>(shape: T) => z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? 'is not known; see docs/replay.md' : undefined) });
const keysOf = <T extends Record<string, unknown>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);
const id = z.string().min(1).max(200);
const seconds = z.number().min(0).max(31_536_000);
const level = z.number().min(-120).max(0);
const connectivity = z.enum(connectivities);

const networkInterface = object({ id, kind: z.enum(interfaceKinds) });

/** How an activation by Handover goes: up after so many seconds, or a failure. */
const connects = object({ after: seconds.optional(), fails: driverFailure.nullable().default(null) });

const accessPoint = object({
  id, name: z.string().optional(), kind: z.enum(interfaceKinds),
  bearer: keysOf(bearers).optional(),
  /** Text of the SSID of a wireless one; its name unless told. */
  ssid: z.string().min(1).max(32).optional(),
  /** Of a wireless one. */
  security: z.enum(securities).nullable().default(null),
  stored: z.boolean().default(true),
  metered: z.boolean().default(false),
  /** Cable in, or mobile network there; a wireless one is in reach while one of its radios is heard. */
  inReach: z.boolean().default(true),
  /** All interfaces of its kind unless told; the preferred first. */
  interfaces: z.array(id).min(1).optional(),
  /** The radios that a first scan has found. */
  bss: z.array(object({ bssid: z.string().min(1), frequency: z.number().int().min(2000).max(8000), level: level.nullable() })).default([]),
  /** What is reached through it whenever it is up. */
  connectivity: connectivity.default('full'),
  /** Of a wireless one, dBm, told while it is in use; null: not known. */
  noise: level.nullable().default(null),
  connects: connects.prefault({}),
  /** Up when the trace begins. */
  link: object({ interface: id.optional(), isDefault: z.boolean().default(true) }).nullable().default(null),
});

const session = object({
  id, client: z.string().min(1).optional(),
  /** A service network or an access point; the desktop's own one is on all stored access points. */
  on: id.default(builtInNetwork),
  isDesktop: z.boolean().default(false),
  /** asked: it has an answerer of its own · byItself: moves without asking · stays: forbids roaming · follows: the desktop's answer. */
  roaming: z.enum(['follows', 'asked', 'byItself', 'stays']).default('follows'),
  /** Opened at the start; else by a change. */
  open: z.boolean().default(true),
});

/** What is answered when a question comes; the first rule that fits and has times left counts. Without one nobody answers. */
const answer = z.discriminatedUnion('to', [
  object({
    to: z.literal('offer'), session: id.optional(), candidate: id.optional(), answer: z.enum(['migrate', 'ignore']),
    scope: z.enum(ignoreScopes).default('thisTime'), after: seconds.default(5), times: z.number().int().min(1).optional(),
  }),
  object({
    to: z.literal('trial'), session: id.optional(), candidate: id.optional(), answer: z.enum(['accept', 'reject']),
    /** From the passed test on. */
    after: seconds.default(2), times: z.number().int().min(1).optional(),
  }),
], { error: 'has to be an answer with "to" one of: offer, trial' });

const at = { at: seconds };
const change = z.discriminatedUnion('change', [
  /** Levels in the air from now on; null: no longer heard. Told at once of a link that is up, else by the next scan. */
  object({ ...at, change: z.literal('levels'), accessPoint: id, bss: z.record(z.string(), level.nullable()) }),
  /** Somebody else asked for a scan, and here are its results. */
  object({ ...at, change: z.literal('scan') }),
  /** The system brought a link up or took it down by itself, or it was lost. */
  object({
    ...at, change: z.literal('link'), accessPoint: id, state: z.enum(['activating', 'up', 'down']), interface: id.optional(), bssid: z.string().optional(),
    isDefault: z.boolean().optional(),
  }),
  object({ ...at, change: z.literal('connectivity'), accessPoint: id, value: connectivity }),
  /** Something else about an access point. */
  object({
    ...at, change: z.literal('accessPoint'), accessPoint: id,
    set: object({ inReach: z.boolean(), stored: z.boolean(), metered: z.boolean(), security: z.enum(securities), noise: level.nullable(), name: z.string(), connects }).partial(),
  }),
  /** Packets a second in each direction on an interface from now on. */
  object({ ...at, change: z.literal('traffic'), interface: id, packets: z.number().min(0).max(1e7) }),
  object({ ...at, change: z.literal('sleep'), sleeping: z.boolean() }),
  object({ ...at, change: z.literal('managerGone'), reason: z.string().default('The manager has gone.') }),
  object({ ...at, change: z.literal('managerBack') }),
  object({ ...at, change: z.literal('session'), session: id, do: z.enum(['open', 'close']) }),
  object({ ...at, change: z.literal('roamTo'), session: id, accessPoint: id }),
  /** Roaming is paused, for so many seconds or for good, or resumed. */
  object({ ...at, change: z.literal('pause'), lasts: seconds.nullable() }),
  object({ ...at, change: z.literal('resume') }),
], { error: 'has to be a change with "change" one of: levels, scan, link, connectivity, accessPoint, traffic, sleep, managerGone, managerBack, session, roamTo, pause, resume' });

export const traceSchema = object({
  /** Version of the format. */
  trace: z.literal(1, { error: 'has to be 1, the version of the format' }),
  title: z.string().min(1).max(200),
  about: z.string().max(2000).default(''),
  start: z.iso.datetime({ error: 'has to be a time in UTC, such as 2026-01-05T09:00:00Z' }).default('2026-01-05T09:00:00Z'),
  lasts: seconds.refine((value) => value > 0, 'has to be more than 0'),
  /** Two links can be up at once where they have interfaces of their own. */
  overlap: z.boolean().default(true),
  interfaces: z.array(networkInterface).min(1).max(64),
  accessPoints: z.array(accessPoint).min(1).max(10_000),
  serviceNetworks: z.array(object({ id, name: z.string().optional(), members: z.array(id).min(1) })).max(100).default([]),
  /** The user's order of the stored access points. */
  order: z.array(id).default([]),
  sessions: z.array(session).min(1).max(1000).default([{ id: 'desktop', on: builtInNetwork, isDesktop: true, roaming: 'follows', open: true }]),
  answers: z.array(answer).max(1000).default([]),
  changes: z.array(change).max(2_000_000),
}).superRefine(checkReferences);

export type Trace = z.output<typeof traceSchema>;
/** A trace as it is written, with what has a default left out. */
export type TraceInput = z.input<typeof traceSchema>;
export type TraceAccessPoint = Trace['accessPoints'][number];
export type TraceChange = Trace['changes'][number];
export type TraceAnswer = Trace['answers'][number];
export type TraceSession = Trace['sessions'][number];
