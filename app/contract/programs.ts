import { z } from 'zod';
import { sessionView } from './state.ts';

/** What programs ask about their own sessions and the window never does. */
const id = z.string().min(1).max(256);

/** The link to bind to: the interface's name and its addresses, best first as the system lists them. */
export const carrierLink = z.object({ interface: z.string(), addresses: z.array(z.string()) });

export const programRequests = {
  'session.view': { input: z.object({ session: id }), output: sessionView },
  /** Takes the word on roaming for this session: offers are told to its client, which answers. Off: gives it back (an open offer is ignored, a trial rejected). */
  'session.answerOffers': { input: z.object({ session: id, on: z.boolean() }), output: z.null() },
  /** A property of the session, such as SuppressRoaming or ConnectInBackground; null removes it. */
  'session.setProperty': { input: z.object({ session: id, key: z.string().min(1).max(80), value: z.union([z.string().max(1024), z.number(), z.boolean(), z.null()]) }), output: z.null() },
  /** The link that the session's next connections should leave by: in a trial the new one as soon as it is up. null: none is up. */
  'session.link': { input: z.object({ session: id }), output: carrierLink.nullable() },
  /** On: its client tests every new carrier too, asked by the event `session.probe`. */
  'session.offerProbe': { input: z.object({ session: id, on: z.boolean() }), output: z.null() },
  /** How long an access point may take to come up, ms, whoever opens it (CFG-13). */
  'configuration.setConnectTimeout': { input: z.object({ configuration: id, ms: z.number().int().min(1000).max(600_000) }), output: z.null() },
  /** What the client found. */
  'session.probed': { input: z.object({ session: id, probe: id, works: z.boolean() }), output: z.null() },
} as const;

export const programEvents = {
  /** Does what the program needs work over this link? Answered by `session.probed`; no answer within the trial is a no. */
  'session.probe': z.object({ session: id, probe: id, link: carrierLink }),
  /** The answer is not wanted any more. */
  'session.probeOver': z.object({ session: id, probe: id }),
  /** What `manager.updateConfigurations` asked for is there. */
  'manager.updateCompleted': z.null(),
} as const;
