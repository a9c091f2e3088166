import { z } from 'zod';
import { decision as decisionSchema, type Decision } from '../../../contract/state.ts';
import { compare } from '../compare.ts';
import { gate } from '../gate.ts';
import { moment } from '../offer.ts';
import type { RoamingSettings } from '../settings.ts';
import { TraceError } from './parse-trace.ts';

/** A decision as it was recorded, with all that it went by, and what the access points were called. */
export interface RecordedDecision { decision: Decision & { inputs: NonNullable<Decision['inputs']> }; names: Readonly<Record<string, string>> }

export interface RecordedDecisions {
  decisions: readonly RecordedDecision[];
  /** Decisions of a version that did not record what they went by. */
  withoutInputs: number;
}

type Outcome = Decision['outcome'];

const line = z.looseObject({ kind: z.string() });
const recorded = z.looseObject({ decision: decisionSchema, names: z.record(z.string(), z.string()).default({}) });

/**
 * Reads an export of the record: JSON lines, of which those about decisions count. A line cut short at the end is what
 * a program leaves that was killed as it wrote. Throws a TraceError.
 */
export function parseJournal(file: string, text: string): RecordedDecisions {
  const decisions: RecordedDecision[] = [];
  let withoutInputs = 0;
  const lines = text.split('\n');
  for (const [index, each] of lines.entries()) {
    if (each.trim() === '') continue;
    const refuse = (message: string): never => { throw new TraceError('record', file, [{ path: `line ${index + 1}`, message }]); };
    let content: unknown;
    try {
      content = JSON.parse(each);
    } catch {
      if (index === lines.length - 1) break;
      refuse('is not JSON; a record is exported as one JSON object a line');
    }
    if (line.safeParse(content).data?.kind !== 'decision') continue;
    const { data, error } = recorded.safeParse(content);
    if (!data) return refuse(z.prettifyError(error));
    const { inputs, ...decision } = data.decision;
    if (inputs) decisions.push({ decision: { ...decision, inputs }, names: data.names });
    else withoutInputs += 1;
  }
  return { decisions: decisions.toSorted((a, b) => a.decision.at - b.decision.at), withoutInputs };
}

/** The outcome that other settings would have had, all else as it was then. */
export function judgeAgain({ at: now, current, candidate, outcome, inputs }: Decision, settings: RoamingSettings): Outcome {
  // What stood beside another candidate, or was refused for good, no number changes.
  if (!inputs || outcome.reason.code === 'notFirst' || outcome.reason.code === 'notWantedForLost') return outcome;
  const refusal = gate({ ...inputs.gate, candidate, current, now }, settings);
  if (refusal) return { outcome: 'gated', reason: refusal };
  const verdict = moment({ ...inputs.moment, candidate, current, comparison: compare(candidate, current, settings), now }, settings);
  return 'offer' in verdict ? { outcome: 'offered', reason: verdict.offer } : { outcome: 'held', reason: verdict.hold };
}

/** Another outcome, or another time until which the same reason has to hold. */
export function isOther(before: Outcome, now: Outcome): boolean {
  if (before.outcome !== now.outcome || before.reason.code !== now.reason.code) return true;
  return before.reason.code === 'holding' && now.reason.code === 'holding' && before.reason.until !== now.reason.until;
}

export interface JournalOutcome {
  decisions: number;
  withoutInputs: number;
  /** ms since the epoch; null: there was no decision. */
  from: number | null;
  to: number | null;
  /** How often each outcome was recorded, and how often it would have been. */
  before: Record<Outcome['outcome'], number>;
  after: Record<Outcome['outcome'], number>;
  others: { at: number; session: string; current: string | null; candidate: string; before: Outcome; after: Outcome }[];
}

/** What would have been decided with other settings, each decision by itself. */
export function replayJournal({ decisions, withoutInputs }: RecordedDecisions, settings: RoamingSettings): JournalOutcome {
  const count = () => ({ offered: 0, held: 0, gated: 0 });
  const result: JournalOutcome = {
    decisions: decisions.length, withoutInputs, from: decisions[0]?.decision.at ?? null, to: decisions.at(-1)?.decision.at ?? null, before: count(), after: count(), others: [],
  };
  for (const { decision } of decisions) {
    const { at, session, outcome: before } = decision;
    const after = judgeAgain(decision, settings);
    result.before[before.outcome] += 1;
    result.after[after.outcome] += 1;
    if (isOther(before, after)) result.others.push({ at, session, current: decision.current?.accessPoint ?? null, candidate: decision.candidate.accessPoint, before, after });
  }
  return result;
}
