import { z } from 'zod';
import { secretRequestView } from './management.ts';
import { configurationView, decision, hostState, interfaceView, notice, offerView, questionView, sessionView, trafficView, type HostState } from './state.ts';

/**
 * State goes out as a snapshot with a sequence number, then as patches that each carry the next number
 * (design 6). A receiver that misses a number asks for a snapshot.
 */
const collections = {
  interfaces: interfaceView, configurations: configurationView, sessions: sessionView, offers: offerView, decisions: decision, questions: questionView, secretRequests: secretRequestView, traffic: trafficView, notices: notice,
} as const;
export type Collection = keyof typeof collections;
export const collectionNames = Object.keys(collections) as Collection[];
export type Value = Exclude<keyof HostState, Collection>;

const entries = <T extends z.ZodType>(entry: T) => z.object({ set: z.record(z.string(), entry).optional(), removed: z.array(z.string()).optional() }).optional();
export const statePatch = z.object({
  sequence: z.number(),
  interfaces: entries(interfaceView), configurations: entries(configurationView), sessions: entries(sessionView),
  offers: entries(offerView), decisions: entries(decision), questions: entries(questionView), secretRequests: entries(secretRequestView), traffic: entries(trafficView), notices: entries(notice),
  /** Whole values that changed: everything of the state that is no collection. */
  values: hostState.omit({ interfaces: true, configurations: true, sessions: true, offers: true, decisions: true, questions: true, secretRequests: true, traffic: true, notices: true }).partial().optional(),
});
export type StatePatch = z.infer<typeof statePatch>;

export const stateSnapshot = z.object({ sequence: z.number(), state: hostState });
export type StateSnapshot = z.infer<typeof stateSnapshot>;
