import { z } from 'zod';
import { userModes } from './answers.ts';
import { ignoreScopes, sessionErrors, sessionStates } from './values.ts';
import { managementRequests } from './management.ts';
import { recordRequests } from './record.ts';
import { planPoint, simulationChange, simulationPlan } from './plan.ts';
import { programEvents, programRequests } from './programs.ts';
import { failureCodes } from './request-error.ts';
import { sessionView, settings, simulationTitle } from './state.ts';
import { statePatch, stateSnapshot } from './state-patch.ts';

/**
 * The one schema object of all that crosses a border (design 6). IPC, the socket and the command are derived from
 * it: a new command is written here once, and in the host once. Every payload is parsed on arrival.
 */
const id = z.string().min(1).max(256);
const none = z.null();
/** How much faster than real time a scenario is played. */
const playSpeed = z.number().min(0.1).max(100);
const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const requests = {
  /** The whole state; the answer carries the sequence number that the next patch follows. */
  'state.get': request(none, stateSnapshot),

  'session.create': request(z.object({ configuration: id }), z.object({ session: id })),
  'session.dispose': request(z.object({ session: id }), none),
  'session.open': request(z.object({ session: id }), none),
  'session.close': request(z.object({ session: id }), none),
  'session.stop': request(z.object({ session: id }), none),
  /** `always`: also whenever the same happens again on this access point, without a question. */
  'session.migrate': request(z.object({ session: id, always: z.boolean().optional() }), none),
  'session.ignore': request(z.object({ session: id, scope: z.enum(ignoreScopes) }), none),
  'session.accept': request(z.object({ session: id }), none),
  'session.reject': request(z.object({ session: id }), none),
  /** The user moves by hand to another member; tested and confirmed like an offer. */
  'session.roamTo': request(z.object({ session: id, configuration: id }), none),

  /** The user's answer to a question: an access point or a service network. */
  'question.answer': request(z.object({ question: id, configuration: id }), none),
  'question.dismiss': request(z.object({ question: id }), none),

  /** A scan that the user asked for; counted. */
  'manager.updateConfigurations': request(none, none),
  'serviceNetwork.save': request(z.object({ id: id.nullable(), name: z.string().trim().min(1).max(80), members: z.array(id).min(1).max(100) }), z.object({ id })),
  /** The user's order of the built-in network of all that is stored; what is not named comes after. */
  'serviceNetwork.order': request(z.object({ members: z.array(id).min(1).max(10_000) }), none),
  'serviceNetwork.remove': request(z.object({ id }), none),

  /** How a session, or all on a service network, roam by the user's word; null takes the word back. */
  'roaming.setMode': request(z.object({ about: id, mode: z.enum(userModes).nullable() }), none),
  /** Every number of the roaming rules, by its name, in each preset. */
  'roaming.presets': request(none, z.record(settings.shape.roamingPreset, z.record(z.string(), z.number()))),
  /**
   * What an offer would break, looked up when somebody is shown it: for how long the link was away in former moves there (ms; null:
   * there was none), and the programs that have connections open on the current link, most first; null: the system does not tell.
   */
  'roaming.consequences': request(z.object({ offer: id }), z.object({ breakLasts: z.number().nullable(), programs: z.object({ names: z.array(z.string()), areAll: z.boolean() }).nullable() })),
  /** While a pinned access point works, nothing is offered instead of it. */
  'roaming.pin': request(z.object({ accessPoint: id, pinned: z.boolean() }), none),
  /** Takes an answer that stands back: an ignore or a rule. */
  'roaming.forget': request(z.object({ answer: id.max(1024) }), none),

  /** Stops the countdown of the running trial, once; `trial.resume` lets it go on. */
  'trial.pause': request(z.object({ trial: id }), none),
  'trial.resume': request(z.object({ trial: id }), none),

  'roaming.pause': request(z.object({ until: z.number().nullable() }), none),
  'roaming.resume': request(none, none),
  'settings.change': request(settings.partial(), none),
  'notice.dismiss': request(z.object({ id }), none),

  ...managementRequests,
  ...programRequests,
  ...recordRequests,

  // All of simulation.* is refused unless the driver is the simulated one; only the list of scenarios is then empty.
  /** Plays a scenario from its start: a shipped one by its id, or a file by its path. */
  'simulation.play': request(z.object({ scenario: id, speed: playSpeed }), none),
  'simulation.scenarios': request(none, z.array(z.object({ id, title: simulationTitle, description: simulationTitle }))),
  'simulation.speed': request(z.object({ speed: playSpeed }), none),
  'simulation.pause': request(z.object({ paused: z.boolean() }), none),
  'simulation.plan': request(none, simulationPlan),
  /** The user walks along points at metres a second; null: is at the last of them at once. */
  'simulation.walk': request(z.object({ to: z.array(planPoint).min(1).max(100), speed: z.number().min(0.05).max(150).nullable() }), none),
  'simulation.set': request(simulationChange, none),
} as const;

/** What a session tells its client; names and order as in the reference. None is ever merged or dropped. */
export const sessionEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('stateChanged'), state: z.enum(Object.keys(sessionStates) as [keyof typeof sessionStates]) }),
  z.object({ event: z.literal('opened') }),
  z.object({ event: z.literal('closed') }),
  z.object({ event: z.literal('error'), error: z.enum(Object.keys(sessionErrors) as [keyof typeof sessionErrors]) }),
  z.object({ event: z.literal('preferredConfigurationChanged'), configuration: id, isSeamless: z.boolean() }),
  z.object({ event: z.literal('newConfigurationActivated') }),
  z.object({ event: z.literal('usagePoliciesChanged'), usagePolicies: z.number() }),
]);

export const events = {
  'state.patch': statePatch,
  /** With the session as it is at this moment of its story. */
  'session.event': z.object({ session: id, event: sessionEvent, view: sessionView }),
  ...programEvents,
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
export type SessionEvent = z.infer<typeof sessionEvent>;

/** Why a request was refused: a code for programs, a sentence for people that says what to do. */
export const requestFailure = z.object({ code: z.enum(failureCodes), message: z.string() });
export type RequestFailure = z.infer<typeof requestFailure>;
export { RequestError } from './request-error.ts';
