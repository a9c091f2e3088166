import type { Decision } from '../../../contract/state.ts';
import { gateReasonText, holdReasonText, offerReasonText, showName, type Texts } from '../../../text/index.ts';
import type { JournalOutcome, RecordedDecisions } from './journal.ts';

export interface JournalReport { file: string; recorded: RecordedDecisions; outcome: JournalOutcome; preset: string; changed: Readonly<Record<string, number>> }

/** What other settings would have decided, in lines for a terminal: every decision that would have been another one, and the sums. */
export function journalText({ file, recorded, outcome, preset, changed }: JournalReport, texts: Texts): string {
  const names = new Map(recorded.decisions.flatMap((each) => Object.entries(each.names)).map(([id, name]) => [id, showName(name).plain]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const decisions = new Map(recorded.decisions.map(({ decision }) => [`${decision.at} ${decision.session} ${decision.candidate.accessPoint}`, decision]));
  const settings = [preset, ...Object.entries(changed).map(([name, value]) => `${name}=${value}`)].join(', ');
  const lines = outcome.others.map(({ at, session, current, candidate, before, after }) => {
    const decision = decisions.get(`${at} ${session} ${candidate}`);
    const pair = `${current === null ? 'lost' : nameOf(current)} → ${nameOf(candidate)}`;
    return `${timeOf(at)}  ${pair}: ${decision ? `${describe(decision, before, texts, nameOf)} Now: ${describe(decision, after, texts, nameOf)}` : ''}`;
  });
  const sum = ({ offered, held, gated }: JournalOutcome['before']) => `${offered} asked, ${held} held back, ${gated} not let in`;
  return [
    outcome.from === null || outcome.to === null ? `${file}: no decision in it.` : `${outcome.decisions} decisions from ${timeOf(outcome.from)} to ${timeOf(outcome.to)}, with ${settings}`, '',
    ...(lines.length > 0 ? lines : ['Nothing would have been decided otherwise.']), '',
    `Recorded: ${sum(outcome.before)}. With ${settings}: ${sum(outcome.after)}.`,
    ...(outcome.withoutInputs > 0 ? [`Left out: ${outcome.withoutInputs} decisions of a version that did not record what they went by.`] : []),
  ].join('\n');
}

function describe({ at: now, current, candidate }: Decision, outcome: Decision['outcome'], texts: Texts, nameOf: (id: string) => string): string {
  switch (outcome.outcome) {
    case 'gated': return `Not let in: ${gateReasonText(texts, outcome.reason, now)}`;
    // To the second: that is where settings differ.
    case 'held': return `Not asked: ${outcome.reason.code === 'holding' ? `Its reason has to hold for ${Math.round((outcome.reason.until - now) / 1000)} s more.` : holdReasonText(texts, outcome.reason, now)}`;
    case 'offered': {
      const before = current ?? candidate;
      const reason = { reason: outcome.reason, current: before.accessPoint, candidate: candidate.accessPoint, currentStanding: before, candidateStanding: candidate };
      return `Asked: ${offerReasonText(texts, reason, nameOf, now)}.`;
    }
    default: return outcome satisfies never;
  }
}

/** UTC, to the second. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
