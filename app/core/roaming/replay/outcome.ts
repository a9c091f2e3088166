import type { EndReason, GateReason, HoldReason, OfferReason } from '../../../contract/reason.ts';
import type { Standing } from '../../../contract/state.ts';

/** What came of a replay. Times are seconds from the start of the trace; sessions go by their id in the trace. */
export interface ReplayOutcome {
  title: string;
  lasts: number;
  /** ms since the epoch */
  start: number;
  events: ReplayEvent[];
  scans: { at: number; asked: 'user' | 'list' | 'engine' }[];
  /** Faults of the core, in words; empty unless something is broken. */
  errors: string[];
}

export type ReplayEvent = AskedEvent | NotAskedEvent | MovedEvent | WentBackEvent;

/** A question to the user or a program. */
export interface AskedEvent {
  event: 'asked';
  at: number;
  session: string;
  current: string;
  candidate: string;
  reason: OfferReason;
  currentStanding: Standing;
  candidateStanding: Standing;
  /** How the question ended; null: open at the end of the trace. */
  ended: { at: number; end: EndReason } | null;
}

/** A candidate that was not offered; the same outcome between two other events of the session is one, however often. */
export interface NotAskedEvent {
  event: 'notAsked';
  at: number;
  last: number;
  times: number;
  session: string;
  /** null: the link was gone. */
  current: string | null;
  candidate: string;
  outcome: { outcome: 'gated'; reason: GateReason } | { outcome: 'held'; reason: HoldReason };
}

/** A session is on another access point: after a trial, or because the system moved. */
export interface MovedEvent { event: 'moved'; at: number; session: string; from: string; to: string; by: 'trial' | 'system'; end: EndReason | null }

/** A trial that did not keep the candidate. */
export interface WentBackEvent { event: 'wentBack'; at: number; session: string; from: string; to: string; end: EndReason }

export const asked = (outcome: ReplayOutcome): AskedEvent[] => outcome.events.filter((each) => each.event === 'asked');
export const notAsked = (outcome: ReplayOutcome): NotAskedEvent[] => outcome.events.filter((each) => each.event === 'notAsked');
export const engineScans = (outcome: ReplayOutcome): number => outcome.scans.filter((each) => each.asked === 'engine').length;
