import { z } from 'zod';
import { driverFailure, endReason } from './reason.ts';
import { decision, offerView, testLine, trialView } from './state.ts';
import { ignoreScopes, sessionErrors } from './values.ts';

/**
 * What the record keeps: one entry a decision or event, with its inputs and its reason. Ids are those of the state;
 * what they are called stands beside the entry. No secret is ever part of one.
 */
const id = z.string();
const sessionError = z.enum(Object.keys(sessionErrors) as [keyof typeof sessionErrors, ...(keyof typeof sessionErrors)[]]);
const bytes = z.number().int().nonnegative();
const session = { session: id, client: z.string(), configuration: id };
const link = { accessPoint: id, byHandover: z.boolean() };

export const answerWays = ['asked', 'rule', 'itself'] as const;
export type AnswerWay = (typeof answerWays)[number];

export const recordEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sessionOpened'), ...session, accessPoint: id }),
  z.object({ kind: z.literal('sessionClosed'), ...session, accessPoint: id, error: sessionError.nullable(), received: bytes, sent: bytes }),
  z.object({ kind: z.literal('openFailed'), ...session, failure: driverFailure }),
  z.object({ kind: z.literal('decision'), decision }),
  z.object({ kind: z.literal('offer'), offer: offerView }),
  z.object({ kind: z.literal('offerEnded'), offer: id, session: id, current: id, candidate: id, end: endReason }),
  /** `by`: name of the client who answered, "Desktop" for the user. `how`: when asked; beforehand, by a rule; or it roams by itself. */
  z.object({ kind: z.literal('answer'), session: id, answer: z.enum(['migrate', 'accept', 'reject', 'roamTo']), by: z.string(), how: z.enum(answerWays), candidate: id }),
  z.object({ kind: z.literal('ignored'), session: id, candidate: id, scope: z.enum(ignoreScopes), by: z.string() }),
  z.object({ kind: z.literal('trialStarted'), trial: trialView }),
  z.object({ kind: z.literal('trialTested'), trial: id, tests: z.array(testLine), passed: z.boolean() }),
  z.object({ kind: z.literal('trialEnded'), trial: id, session: id, from: id, to: id, end: endReason, tests: z.array(testLine) }),
  /** The system moved the machine by itself; the desktop's session followed. Not asked about. */
  z.object({ kind: z.literal('followed'), session: id, from: id, to: id }),
  /** The supplicant went to another radio of the same network by itself. Not asked about. */
  z.object({ kind: z.literal('radioChanged'), accessPoint: id, from: z.string(), to: z.string(), level: z.number().nullable() }),
  z.object({ kind: z.literal('linkUp'), ...link }),
  z.object({ kind: z.literal('linkDown'), ...link }),
  z.object({ kind: z.literal('activationFailed'), accessPoint: id, failure: driverFailure }),
  z.object({ kind: z.literal('connectivity'), accessPoint: id, interface: z.string(), connectivity: z.string() }),
  z.object({ kind: z.literal('manager'), available: z.boolean(), reason: z.string() }),
  /** A data cap was warned of, reached, or began anew. */
  z.object({ kind: z.literal('cap'), about: id, level: z.enum(['within', 'warned', 'reached']), used: bytes, limit: bytes }),
  z.object({ kind: z.literal('scan'), asked: z.enum(['user', 'list', 'engine']) }),
]);
export type RecordEntry = z.infer<typeof recordEntry>;
export type RecordKind = RecordEntry['kind'];
export const recordKinds = recordEntry.options.map(({ shape }) => shape.kind.value) as [RecordKind, ...RecordKind[]];
