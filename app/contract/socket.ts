import { z } from 'zod';

import { hostState, type HostState } from './state.ts';
import { roles } from './wire.ts';

/**
 * What the socket knows beside the requests of the contract: the handshake, and what is told without being asked.
 * Over IPC the window has its own ways for these.
 */
const subscription = z.string().min(1).max(40);
const parts = Object.keys(hostState.shape) as [keyof HostState, ...(keyof HostState)[]];
export const statePart = z.enum(parts);
export type StatePart = z.infer<typeof statePart>;


export const socketRequests = {
  /** The first message of every connection. */
  hello: z.object({
    version: z.number().int(),
    /** What the program calls itself; shown to the user. */
    name: z.string().trim().min(1).max(80),
    role: z.enum(roles).default('program'),
    /** Where programs meet by a pipe: the word of the file that names it. */
    token: z.string().max(128).optional(),
    /** ms that its sessions stay after its connection has ended, so that it can come back. */
    linger: z.number().int().min(0).max(60_000).default(0),
    /** It promises to send something at least so often, ms (`ping` does); silent for longer, it counts as hung. null: no promise. */
    alive: z.number().int().min(500).max(3_600_000).nullable().default(null),
  }),
  ping: z.null().optional(),
  /** state: a snapshot, then patches, of these parts alone if any are named, with everybody's sessions or the client's own · sessions: the events of everybody's sessions. */
  subscribe: z.discriminatedUnion('to', [
    z.object({ to: z.literal('state'), parts: z.array(statePart).min(1).max(parts.length).optional(), sessions: z.enum(['all', 'own']).default('all') }),
    z.object({ to: z.literal('sessions') }),
  ]),
  unsubscribe: z.object({ subscription }),
  /** After `lapsed`: a new snapshot, and it goes on from there. */
  resync: z.object({ subscription }),
  /** Somebody looks at the list (scans) or at traffic (counters), until it is off again or the connection ends. */
  watch: z.object({ what: z.enum(['accessPoints', 'traffic']), on: z.boolean() }),
} as const;
export type SocketRequest = keyof typeof socketRequests;
export type SocketInput<N extends SocketRequest> = z.input<(typeof socketRequests)[N]>;

/** What a state with these parts alone looks like. */
export type PartialState = Partial<HostState>;

export interface SocketOutputs {
  hello: { version: number; program: string; /** Id of the client whose sessions are its own. */ client: string; limits: Readonly<Record<string, number>>; /** The host's own word, where a token was asked for. */ answer?: string };
  ping: null;
  subscribe: { subscription: string; sequence: number; state: PartialState };
  unsubscribe: null;
  resync: { sequence: number; state: PartialState };
  watch: null;
}
