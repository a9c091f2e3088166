import type { DriverFailure } from '../contract/reason.ts';
import type { SessionError } from '../contract/values.ts';

/**
 * The life of a session as one exhaustive transition function. It decides; it does nothing: what it names
 * is done, and then told, by the session. The public state follows from the phase and the link
 * (`sessionState` in session.ts).
 */
export type Phase =
  | { phase: 'closed' }
  /** Opened on a user choice; the question is pending. */
  | { phase: 'asking' }
  /** Opened, but the link of `member` is not up yet. `tried` have failed already. */
  | { phase: 'opening'; member: string; tried: readonly string[] }
  | { phase: 'open'; member: string }
  /** Open, the link of `member` is gone, and an offer is pending (service networks only). */
  | { phase: 'lost'; member: string }
  /** Open on `member`; `candidate` is on trial. `activated` once its link is up. */
  | { phase: 'roaming'; member: string; candidate: string; activated: boolean; oldLost: boolean }
  /** Lost or failed, but wants to be open again by itself (property reopenWhenAvailable). */
  | { phase: 'waiting' }
  | { phase: 'invalid' };

/** The access point to open on, and whether its link is up already. */
export interface Target { member: string; up: boolean }

export type Input =
  /** open(); `target` is the member to use, null if none can be used. */
  | { input: 'open'; target: Target | null }
  /** open() of a user choice: ask. */
  | { input: 'ask' }
  /** The question has been answered. */
  | { input: 'chosen'; target: Target | null }
  /** The question was dismissed, or nobody answered in time. */
  | { input: 'dismissed' }
  /** Be open as soon as a member is up, without bringing one up: the desktop follows what the machine does. */
  | { input: 'wait' }
  | { input: 'memberUp'; member: string }
  /** An attempt failed; `next` is another member to try, if there is one. */
  | { input: 'openFailed'; failure: DriverFailure; next: Target | 'ask' | null }
  | { input: 'close' }
  /** stop() by whatever client reached the interface in use. */
  | { input: 'stopped' }
  /** `hasFallback`: an offer of another member follows. */
  | { input: 'linkLost'; member: string; hasFallback: boolean; reopen: boolean }
  /** The lost link came back before the offer was answered. */
  | { input: 'linkBack' }
  /** The pending offer of a lost session was ignored, lapsed or failed. */
  | { input: 'abandoned'; error: SessionError; reopen: boolean }
  | { input: 'trialStarted'; candidate: string }
  | { input: 'candidateUp' }
  | { input: 'accepted' }
  /** Back on the old member; `failed` tells roamingError, a reject does not. */
  | { input: 'returned'; failed: boolean }
  /** The system moved by itself to another member (ROAM-13). */
  | { input: 'followed'; member: string }
  | { input: 'configurationRemoved' };

/** What is done first, in order. */
export type Act =
  | { act: 'acquire'; member: string }
  | { act: 'release'; member: string }
  /** Lets go of a link without taking it down: the system decided, not we. */
  | { act: 'letGo'; member: string }
  /** A question to whoever can ask the user; or the end of it. */
  | { act: 'ask' | 'endQuestion' }
  /** The offer, if any, is withdrawn; the trial, if any, ends as `closed` or `stopped`. */
  | { act: 'endRoaming' };

/** What the client is told then, in order; an error comes first. */
export type Tell =
  | { tell: 'error'; error: SessionError; failure?: DriverFailure }
  | { tell: 'opened' | 'closed' | 'newConfigurationActivated' };

export interface Step { phase: Phase; acts: readonly Act[]; tells: readonly Tell[] }

/** Between two links: on trial, or with its link lost and a question pending. */
export const isRoaming = ({ phase }: Phase): boolean => phase === 'roaming' || phase === 'lost';

const closed: Phase = { phase: 'closed' };
const waiting: Phase = { phase: 'waiting' };
const endRoaming: Act = { act: 'endRoaming' };
const endQuestion: Act = { act: 'endQuestion' };
const cannotBeUsed: Tell = { tell: 'error', error: 'invalidConfigurationError' };
const aborted: Tell = { tell: 'error', error: 'sessionAbortedError' };
const tellOpened: readonly Tell[] = [{ tell: 'opened' }];
const tellClosed: readonly Tell[] = [{ tell: 'closed' }];
const tellActivated: readonly Tell[] = [{ tell: 'newConfigurationActivated' }];
const nothing: readonly never[] = [];
const stay = (phase: Phase): Step => ({ phase, acts: nothing, tells: nothing });

/** Where a session goes from `phase` on `input`, and what must be done for it, in order. */
export function transition(phase: Phase, input: Input): Step {
  if (input.input === 'configurationRemoved') return removed(phase);
  switch (phase.phase) {
    case 'closed':
    case 'waiting': return whenClosed(phase, input);
    case 'asking': return whenAsking(phase, input);
    case 'opening': return whenOpening(phase, input);
    case 'open': return whenOpen(phase, input);
    case 'lost': return whenLost(phase, input);
    case 'roaming': return whenRoaming(phase, input);
    case 'invalid': return input.input === 'open' ? { phase, acts: nothing, tells: [cannotBeUsed] } : stay(phase);
    default: return phase satisfies never;
  }
}

function whenClosed(phase: Phase, input: Input): Step {
  switch (input.input) {
    case 'open': return open(phase, input.target, []);
    case 'memberUp':
      // The wish to be open survived the loss (LOSS-02).
      return phase.phase === 'waiting' ? open(phase, { member: input.member, up: true }, []) : stay(phase);
    case 'wait': return stay(waiting);
    case 'ask': return { phase: { phase: 'asking' }, acts: [{ act: 'ask' }], tells: nothing };
    case 'close':
    case 'stopped': return stay(closed);
    default: return stay(phase);
  }
}

function open(phase: Phase, target: Target | null, tried: readonly string[]): Step {
  if (!target) return { phase, acts: nothing, tells: [cannotBeUsed] };
  const acts: Act[] = [{ act: 'acquire', member: target.member }];
  return target.up
    ? { phase: { phase: 'open', member: target.member }, acts, tells: tellOpened }
    : { phase: { phase: 'opening', member: target.member, tried }, acts, tells: nothing };
}

function whenAsking(phase: Phase & { phase: 'asking' }, input: Input): Step {
  switch (input.input) {
    case 'chosen': {
      const next = open(closed, input.target, []);
      return { ...next, acts: [endQuestion, ...next.acts] };
    }
    case 'dismissed': return { phase: closed, acts: [endQuestion], tells: [aborted] };
    case 'close':
    case 'stopped': return { phase: closed, acts: [endQuestion], tells: tellClosed };
    default: return stay(phase);
  }
}

function whenOpening(phase: Phase & { phase: 'opening' }, input: Input): Step {
  const release: Act = { act: 'release', member: phase.member };
  switch (input.input) {
    case 'memberUp':
      return input.member === phase.member ? { phase: { phase: 'open', member: phase.member }, acts: nothing, tells: tellOpened } : stay(phase);
    case 'openFailed': {
      const tried = [...phase.tried, phase.member];
      // What the user chose did not work: ask again, with the reason.
      if (input.next === 'ask') return { phase: { phase: 'asking' }, acts: [release, { act: 'ask' }], tells: nothing };
      if (input.next) {
        const next = open(phase, input.next, tried);
        return { ...next, acts: [release, ...next.acts] };
      }
      return { phase: closed, acts: [release], tells: [{ tell: 'error', error: errorOf(input.failure), failure: input.failure }] };
    }
    case 'linkLost': return stay(phase);
    // A late success never opens (CLOSE-05, STOP-09); every open() has an outcome, and this one's is closed.
    case 'close': return { phase: closed, acts: [release], tells: tellClosed };
    case 'stopped': return { phase: closed, acts: [release], tells: [aborted, ...tellClosed] };
    default: return stay(phase);
  }
}

function whenOpen(phase: Phase & { phase: 'open' }, input: Input): Step {
  const release: Act = { act: 'release', member: phase.member };
  switch (input.input) {
    case 'close': return { phase: closed, acts: [endRoaming, release], tells: tellClosed };
    case 'stopped': return { phase: closed, acts: [endRoaming, release], tells: [aborted, ...tellClosed] };
    case 'linkLost':
      if (input.member !== phase.member) return stay(phase);
      if (input.hasFallback) return { phase: { phase: 'lost', member: phase.member }, acts: [release], tells: nothing };
      return { phase: input.reopen ? waiting : closed, acts: [endRoaming, release], tells: [aborted, ...tellClosed] };
    case 'trialStarted':
      return stay({ phase: 'roaming', member: phase.member, candidate: input.candidate, activated: false, oldLost: false });
    case 'followed':
      return {
        phase: { phase: 'open', member: input.member },
        acts: [endRoaming, { act: 'acquire', member: input.member }, { act: 'letGo', member: phase.member }],
        tells: tellActivated,
      };
    default: return stay(phase);
  }
}

function whenLost(phase: Phase & { phase: 'lost' }, input: Input): Step {
  switch (input.input) {
    case 'close': return { phase: closed, acts: [endRoaming], tells: tellClosed };
    case 'stopped': return { phase: closed, acts: [endRoaming], tells: [aborted, ...tellClosed] };
    case 'linkBack':
      return { phase: { phase: 'open', member: phase.member }, acts: [endRoaming, { act: 'acquire', member: phase.member }], tells: nothing };
    case 'abandoned':
      return { phase: input.reopen ? waiting : closed, acts: [endRoaming], tells: [{ tell: 'error', error: input.error }, ...tellClosed] };
    case 'trialStarted':
      return stay({ phase: 'roaming', member: phase.member, candidate: input.candidate, activated: false, oldLost: true });
    case 'followed':
      return {
        phase: { phase: 'open', member: input.member },
        acts: [endRoaming, { act: 'acquire', member: input.member }],
        tells: tellActivated,
      };
    default: return stay(phase);
  }
}

function whenRoaming(phase: Phase & { phase: 'roaming' }, input: Input): Step {
  // The trial owns the holds on both links; it settles them when it ends.
  switch (input.input) {
    case 'close': return { phase: closed, acts: [endRoaming], tells: tellClosed };
    case 'stopped': return { phase: closed, acts: [endRoaming], tells: [aborted, ...tellClosed] };
    case 'linkLost': return stay(input.member === phase.member ? { ...phase, oldLost: true } : phase);
    case 'linkBack': return stay({ ...phase, oldLost: false });
    case 'candidateUp': return { phase: { ...phase, activated: true }, acts: nothing, tells: tellActivated };
    case 'accepted': return stay({ phase: 'open', member: phase.candidate });
    case 'returned':
      // A link that was lost before the trial and came back in it is held anew.
      return {
        phase: { phase: 'open', member: phase.member },
        acts: [{ act: 'acquire', member: phase.member }],
        tells: input.failed ? [{ tell: 'error', error: 'roamingError' }] : nothing,
      };
    case 'abandoned': return { phase: input.reopen ? waiting : closed, acts: nothing, tells: [{ tell: 'error', error: input.error }, ...tellClosed] };
    default: return stay(phase);
  }
}

/** Nothing revives it (LOSS-04, OPEN-16). */
function removed(phase: Phase): Step {
  const invalid: Phase = { phase: 'invalid' };
  const tells: readonly Tell[] = [cannotBeUsed, ...tellClosed];
  switch (phase.phase) {
    case 'asking': return { phase: invalid, acts: [endQuestion], tells };
    case 'opening': return { phase: invalid, acts: [{ act: 'release', member: phase.member }], tells };
    case 'open': return { phase: invalid, acts: [endRoaming, { act: 'release', member: phase.member }], tells };
    case 'lost':
    case 'roaming': return { phase: invalid, acts: [endRoaming], tells };
    case 'closed':
    case 'waiting': return stay(invalid);
    case 'invalid': return stay(phase);
    default: return phase satisfies never;
  }
}

/** OPEN-13, OPEN-19, OPEN-20. */
function errorOf(failure: DriverFailure): SessionError {
  switch (failure.code) {
    case 'notSupported': return 'operationNotSupportedError';
    case 'notFound': return 'invalidConfigurationError';
    case 'cancelled': return 'sessionAbortedError';
    case 'notAllowed': case 'wrongSecret': case 'secretNeeded': case 'noAddress': case 'timedOut': case 'managerGone': case 'failed':
      return 'unknownSessionError';
    default: return failure.code satisfies never;
  }
}
