import type { DriverFailure } from '../contract/reason.ts';
import type { SessionError } from '../contract/values.ts';

/**
 * The life of a session as one exhaustive transition function. It decides; it does nothing: the effects it names
 * are carried out in order by the session host. The public state follows from the phase and the link
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

export type Effect =
  | { effect: 'acquire'; member: string }
  | { effect: 'release'; member: string }
  /** Lets go of a link without taking it down: the system decided, not we. */
  | { effect: 'letGo'; member: string }
  | { effect: 'error'; error: SessionError; failure?: DriverFailure }
  | { effect: 'opened' }
  | { effect: 'closed' }
  | { effect: 'newConfigurationActivated' }
  /** A question to whoever can ask the user; or the end of it. */
  | { effect: 'ask' | 'endQuestion' }
  /** The offer, if any, is withdrawn; the trial, if any, ends as `closed` or `stopped`. */
  | { effect: 'endRoaming' };

export interface Step { phase: Phase; effects: readonly Effect[] }

const closed: Phase = { phase: 'closed' };
const waiting: Phase = { phase: 'waiting' };
const stay = (phase: Phase): Step => ({ phase, effects: [] });
const cannotBeUsed: Effect = { effect: 'error', error: 'invalidConfigurationError' };
const aborted: Effect = { effect: 'error', error: 'sessionAbortedError' };

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
    case 'invalid': return input.input === 'open' ? { phase, effects: [cannotBeUsed] } : stay(phase);
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
    case 'ask': return { phase: { phase: 'asking' }, effects: [{ effect: 'ask' }] };
    case 'close':
    case 'stopped': return stay(closed);
    default: return stay(phase);
  }
}

function open(phase: Phase, target: Target | null, tried: readonly string[]): Step {
  if (!target) return { phase, effects: [cannotBeUsed] };
  const acquire: Effect = { effect: 'acquire', member: target.member };
  return target.up
    ? { phase: { phase: 'open', member: target.member }, effects: [acquire, { effect: 'opened' }] }
    : { phase: { phase: 'opening', member: target.member, tried }, effects: [acquire] };
}

function whenAsking(phase: Phase & { phase: 'asking' }, input: Input): Step {
  const endQuestion: Effect = { effect: 'endQuestion' };
  switch (input.input) {
    case 'chosen': {
      const next = open(closed, input.target, []);
      return { phase: next.phase, effects: [endQuestion, ...next.effects] };
    }
    case 'dismissed': return { phase: closed, effects: [endQuestion, aborted] };
    case 'close': return { phase: closed, effects: [endQuestion, { effect: 'closed' }] };
    case 'stopped': return { phase: closed, effects: [endQuestion, { effect: 'closed' }] };
    default: return stay(phase);
  }
}

function whenOpening(phase: Phase & { phase: 'opening' }, input: Input): Step {
  const release: Effect = { effect: 'release', member: phase.member };
  switch (input.input) {
    case 'memberUp':
      return input.member === phase.member ? { phase: { phase: 'open', member: phase.member }, effects: [{ effect: 'opened' }] } : stay(phase);
    case 'openFailed': {
      const tried = [...phase.tried, phase.member];
      // What the user chose did not work: ask again, with the reason.
      if (input.next === 'ask') return { phase: { phase: 'asking' }, effects: [release, { effect: 'ask' }] };
      if (input.next) {
        const next = open(phase, input.next, tried);
        return { phase: next.phase, effects: [release, ...next.effects] };
      }
      return { phase: closed, effects: [release, { effect: 'error', error: errorOf(input.failure), failure: input.failure }] };
    }
    case 'linkLost': return stay(phase);
    // A late success never opens (CLOSE-05, STOP-09); every open() has an outcome, and this one's is closed.
    case 'close': return { phase: closed, effects: [release, { effect: 'closed' }] };
    case 'stopped': return { phase: closed, effects: [release, aborted, { effect: 'closed' }] };
    default: return stay(phase);
  }
}

function whenOpen(phase: Phase & { phase: 'open' }, input: Input): Step {
  const release: Effect = { effect: 'release', member: phase.member };
  switch (input.input) {
    case 'close': return { phase: closed, effects: [{ effect: 'endRoaming' }, release, { effect: 'closed' }] };
    case 'stopped': return { phase: closed, effects: [{ effect: 'endRoaming' }, release, aborted, { effect: 'closed' }] };
    case 'linkLost':
      if (input.member !== phase.member) return stay(phase);
      if (input.hasFallback) return { phase: { phase: 'lost', member: phase.member }, effects: [release] };
      return { phase: input.reopen ? waiting : closed, effects: [{ effect: 'endRoaming' }, release, aborted, { effect: 'closed' }] };
    case 'trialStarted':
      return stay({ phase: 'roaming', member: phase.member, candidate: input.candidate, activated: false, oldLost: false });
    case 'followed':
      return {
        phase: { phase: 'open', member: input.member },
        effects: [{ effect: 'endRoaming' }, { effect: 'acquire', member: input.member }, { effect: 'letGo', member: phase.member }, { effect: 'newConfigurationActivated' }],
      };
    default: return stay(phase);
  }
}

function whenLost(phase: Phase & { phase: 'lost' }, input: Input): Step {
  switch (input.input) {
    case 'close': return { phase: closed, effects: [{ effect: 'endRoaming' }, { effect: 'closed' }] };
    case 'stopped': return { phase: closed, effects: [{ effect: 'endRoaming' }, aborted, { effect: 'closed' }] };
    case 'linkBack':
      return { phase: { phase: 'open', member: phase.member }, effects: [{ effect: 'endRoaming' }, { effect: 'acquire', member: phase.member }] };
    case 'abandoned':
      return { phase: input.reopen ? waiting : closed, effects: [{ effect: 'endRoaming' }, { effect: 'error', error: input.error }, { effect: 'closed' }] };
    case 'trialStarted':
      return stay({ phase: 'roaming', member: phase.member, candidate: input.candidate, activated: false, oldLost: true });
    case 'followed':
      return {
        phase: { phase: 'open', member: input.member },
        effects: [{ effect: 'endRoaming' }, { effect: 'acquire', member: input.member }, { effect: 'newConfigurationActivated' }],
      };
    default: return stay(phase);
  }
}

function whenRoaming(phase: Phase & { phase: 'roaming' }, input: Input): Step {
  // The trial owns the holds on both links; it settles them when it ends.
  switch (input.input) {
    case 'close': return { phase: closed, effects: [{ effect: 'endRoaming' }, { effect: 'closed' }] };
    case 'stopped': return { phase: closed, effects: [{ effect: 'endRoaming' }, aborted, { effect: 'closed' }] };
    case 'linkLost': return stay(input.member === phase.member ? { ...phase, oldLost: true } : phase);
    case 'linkBack': return stay({ ...phase, oldLost: false });
    case 'candidateUp': return { phase: { ...phase, activated: true }, effects: [{ effect: 'newConfigurationActivated' }] };
    case 'accepted': return stay({ phase: 'open', member: phase.candidate });
    case 'returned':
      // A link that was lost before the trial and came back in it is held anew.
      return {
        phase: { phase: 'open', member: phase.member },
        effects: [{ effect: 'acquire', member: phase.member }, ...(input.failed ? [{ effect: 'error', error: 'roamingError' } as const] : [])],
      };
    case 'abandoned': return { phase: input.reopen ? waiting : closed, effects: [{ effect: 'error', error: input.error }, { effect: 'closed' }] };
    default: return stay(phase);
  }
}

/** Nothing revives it (LOSS-04, OPEN-16). */
function removed(phase: Phase): Step {
  const invalid: Phase = { phase: 'invalid' };
  const tell: Effect[] = [cannotBeUsed, { effect: 'closed' }];
  switch (phase.phase) {
    case 'asking': return { phase: invalid, effects: [{ effect: 'endQuestion' }, ...tell] };
    case 'opening': return { phase: invalid, effects: [{ effect: 'release', member: phase.member }, ...tell] };
    case 'open': return { phase: invalid, effects: [{ effect: 'endRoaming' }, { effect: 'release', member: phase.member }, ...tell] };
    case 'lost':
    case 'roaming': return { phase: invalid, effects: [{ effect: 'endRoaming' }, ...tell] };
    case 'closed':
    case 'waiting': return { phase: invalid, effects: [] };
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
