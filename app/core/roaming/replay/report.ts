import type { Texts } from '../../../text/index.ts';
import { endReasonText, gateReasonText, holdReasonText, offerReasonText, showName } from '../../../text/index.ts';
import { asked, engineScans, type ReplayEvent, type ReplayOutcome } from './outcome.ts';
import type { Trace } from './trace.ts';

export interface ReplayReport { trace: Trace; outcome: ReplayOutcome; preset: string; changed: Readonly<Record<string, number>>; others: readonly { preset: string; outcome: ReplayOutcome }[] }

/** What would have been asked, when and why, in lines for a terminal. */
export function reportText({ trace, outcome, preset, changed, others }: ReplayReport, texts: Texts): string {
  const names = new Map(trace.accessPoints.map((each) => [each.id, showName(each.name ?? each.id).plain]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const several = trace.sessions.length > 1;
  const settings = [preset, ...Object.entries(changed).map(([name, value]) => `${name}=${value}`)].join(', ');
  const columns = outcome.events.map((event) => {
    const who = several ? `${event.session}: ` : '';
    return `${clock(outcome, event.at)}  ${wordOf[event.event].padEnd(10)}${who}${describe(event, outcome, texts, nameOf)}`;
  });
  return [
    `${outcome.title}: ${duration(outcome.lasts)} with ${settings}`, '',
    ...(columns.length > 0 ? columns : ['Nothing came up.']), '',
    ...outcome.errors.map((each) => `The core failed: ${each}`),
    `${summary(outcome)}${others.length > 0 ? `; ${others.map((each) => `with ${each.preset} ${asked(each.outcome).length}`).join(', ')}` : ''}.`,
    `Scans that roaming asked for: ${engineScans(outcome)}.`,
  ].join('\n');
}

const wordOf: Record<ReplayEvent['event'], string> = { asked: 'asked', notAsked: 'not asked', moved: 'moved', wentBack: 'went back' };

const summary = (outcome: ReplayOutcome): string => {
  const count = asked(outcome).length;
  return count === 0 ? 'Never asked' : count === 1 ? 'Asked once' : `Asked ${count} times`;
};

function describe(event: ReplayEvent, outcome: ReplayOutcome, texts: Texts, nameOf: (id: string) => string): string {
  const now = outcome.start + event.at * 1000;
  const end = (reason: Parameters<typeof endReasonText>[1]) => endReasonText(texts, reason);
  switch (event.event) {
    case 'asked': {
      const ended = event.ended ? ` ${clock(outcome, event.ended.at)}: ${event.ended.end.code === 'accepted' ? 'Yes; a trial began.' : end(event.ended.end)}` : ' Still open at the end.';
      return `Move from ${nameOf(event.current)} to ${nameOf(event.candidate)}? ${offerReasonText(texts, event, nameOf, now)}.${ended}`;
    }
    case 'notAsked': {
      const { outcome: decided } = event;
      const why = decided.outcome === 'gated' ? gateReasonText(texts, decided.reason, now) : holdReasonText(texts, decided.reason, now);
      return `${nameOf(event.candidate)}: ${why}${event.times > 1 ? ` (${event.times} times, last at ${clock(outcome, event.last)})` : ''}`;
    }
    case 'moved': return `${nameOf(event.from)} → ${nameOf(event.to)}${event.by === 'system' ? ', by the system itself.' : `. ${event.end ? end(event.end) : ''}`}`;
    case 'wentBack': return `${nameOf(event.to)} → ${nameOf(event.from)}. ${end(event.end)}`;
    default: return event satisfies never;
  }
}

/** Time of day in the trace, UTC, to the second. */
const clock = (outcome: ReplayOutcome, at: number): string => new Date(outcome.start + at * 1000).toISOString().slice(11, 19);

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const left = Math.round(seconds % 60);
  return minutes === 0 ? `${left} s` : left === 0 ? `${minutes} min` : `${minutes} min ${left} s`;
}
