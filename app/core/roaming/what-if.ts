import type { MomentFacts } from '../../contract/decision-inputs.ts';
import type { RecordEntry } from '../../contract/record-entry.ts';
import type { HoldReason, OfferReason } from '../../contract/reason.ts';
import type { WhatIfQuestion } from '../../contract/record.ts';
import type { Decision } from '../../contract/state.ts';
import { compare } from './compare.ts';
import { RoamingMemory } from './memory.ts';
import { moment } from './offer.ts';
import type { RoamingSettings } from './settings.ts';

/** Decisions about one candidate for one session in a row, until something ended the matter. */
interface Matter { session: string; current: string; candidate: string; decisions: Decision[]; asked: WhatIfQuestion | null; endedAt: number | null; isAnswered: boolean; ignored: (RecordEntry & { kind: 'ignored' }) | null }

/**
 * The recorded decisions judged again with other settings, by the same rules: which questions would have been asked. What
 * an answer then led to is as it was. A reason is taken to go on until something ended it, or until `now`; one that was
 * answered, for as long as it takes. So it is an estimate, a good one for settings that ask less.
 */
export function whatIf(records: Iterable<{ at: number; entry: RecordEntry }>, settings: RoamingSettings, now: number): WhatIfQuestion[] {
  const memory = new RoamingMemory();
  const lastOfferAt = new Map<string, number>();
  return mattersOf(records).flatMap((matter) => {
    const would = judge(matter, settings, memory, lastOfferAt.get(matter.session) ?? null, matter.endedAt ?? (matter.isAnswered ? Infinity : now));
    if (would) {
      lastOfferAt.set(matter.session, would.at);
      memory.offered(matter.current, matter.candidate, would.at);
      // Who was not asked had nothing to ignore.
      if (matter.ignored) memory.ignored(matter.current, matter.candidate, matter.ignored.scope, would.at, would.currentStanding?.level ?? null, settings);
      else if (matter.asked && matter.endedAt !== null) memory.unanswered(matter.current, matter.candidate, matter.endedAt, would.currentStanding?.level ?? null, settings);
    }
    if (!matter.asked) return would ? [would] : [];
    return [{ ...(would ?? matter.asked), asked: true, wouldAsk: would !== null }];
  }).sort((a, b) => a.at - b.at);
}

function mattersOf(records: Iterable<{ at: number; entry: RecordEntry }>): Matter[] {
  const open = new Map<string, Matter>();
  const all: Matter[] = [];
  const end = (at: number, which: (matter: Matter) => boolean) => {
    for (const [key, matter] of open) if (which(matter)) { matter.endedAt = at; open.delete(key); }
  };
  for (const { at, entry } of records) {
    switch (entry.kind) {
      case 'decision': {
        const { decision } = entry;
        const current = decision.current?.accessPoint ?? '';
        const key = `${decision.session}\n${decision.candidate.accessPoint}`;
        const before = open.get(key);
        if (before && (before.current !== current || decision.outcome.outcome === 'gated')) { before.endedAt = at; open.delete(key); }
        if (decision.outcome.outcome === 'gated') break;
        // Another one is the best now: it is recorded for that alone.
        end(at, ({ session, candidate }) => session === decision.session && candidate !== decision.candidate.accessPoint);
        const matter = open.get(key) ?? { session: decision.session, current, candidate: decision.candidate.accessPoint, decisions: [], asked: null, endedAt: null, isAnswered: false, ignored: null };
        if (!open.has(key)) { open.set(key, matter); all.push(matter); }
        matter.decisions.push(decision);
        if (decision.outcome.outcome === 'offered') matter.asked = question(decision, at, decision.outcome.reason);
        break;
      }
      case 'ignored': {
        const matter = open.get(`${entry.session}\n${entry.candidate}`);
        if (matter) matter.ignored = entry;
        break;
      }
      case 'offerEnded': {
        const matter = open.get(`${entry.session}\n${entry.candidate}`);
        if (!matter) break;
        // An answer says nothing about how long its reason would have lasted.
        if (entry.end.code === 'reasonGone' || entry.end.code === 'lapsed') matter.endedAt = at; else matter.isAnswered = true;
        open.delete(`${entry.session}\n${entry.candidate}`);
        break;
      }
      // Numbers of sessions begin anew with each run.
      case 'followed': case 'sessionOpened': case 'sessionClosed': end(at, ({ session }) => session === entry.session); break;
      case 'linkDown': end(at, ({ candidate }) => candidate === entry.accessPoint); break;
      default: break;
    }
  }
  return all;
}

const question = ({ current, candidate }: Pick<Decision, 'current' | 'candidate'>, at: number, reason: OfferReason): WhatIfQuestion =>
  ({ at, current: current?.accessPoint ?? '', candidate: candidate.accessPoint, reason, currentStanding: current, candidateStanding: candidate, asked: false, wouldAsk: true });

/** The question that these settings ask in the matter; null: none. */
function judge(matter: Matter, settings: RoamingSettings, memory: RoamingMemory, lastOfferAt: number | null, endsAt: number): WhatIfQuestion | null {
  let betterSince: number | null = null;
  for (const [index, decision] of matter.decisions.entries()) {
    const { candidate, current } = decision;
    const comparison = compare(candidate, current, settings);
    if (!comparison.better) { betterSince = null; continue; }
    const facts = factsOf(decision);
    betterSince ??= facts.betterSince;
    const until = matter.decisions[index + 1]?.at ?? endsAt;
    // Looks again when a holding time of these settings ends, as the engine does.
    for (let at: number | null = decision.at; at !== null && at <= until;) {
      const verdict = moment({
        ...facts, candidate, current, comparison, now: at, betterSince, lastOfferAt,
        offersTodayForPair: memory.offersToday(matter.current, matter.candidate, at), ignored: memory.ignoredState(matter.current, matter.candidate), unanswered: memory.unansweredState(matter.current, matter.candidate),
      }, settings);
      if ('offer' in verdict) return question(decision, at, verdict.offer);
      at = later(verdict.hold, at);
    }
  }
  return null;
}

/** What the engine went by at that time; of records of before it was kept, as far as their outcome tells. */
function factsOf({ inputs, outcome, at, current }: Decision): MomentFacts {
  if (inputs) return inputs.moment;
  const held = outcome.outcome === 'held' ? outcome.reason : null;
  return {
    // "Holding until" was said when a reason began; what was asked at once had held before.
    betterSince: outcome.outcome === 'offered' && outcome.reason.code === 'currentHasNoInternet' ? Math.min(at, outcome.reason.since) : at,
    currentLostAt: current === null ? at : null, trialRunning: held?.code === 'trialRunning', forbids: held?.code === 'clientForbids' || held?.code === 'userForbids' ? held.code : null, pinned: held?.code === 'pinned',
    ...(held?.code === 'asleep' && { asleep: { until: held.until } }), paused: held?.code === 'roamingPaused' ? { until: held.until } : null,
    userChoseAt: held?.code === 'userChoseRecently' ? at : null, packetsPerSecond: held?.code === 'inCallOrStream' ? held.packetsPerSecond : null,
    lastOfferAt: null, offersTodayForPair: 0, ignored: null, unanswered: null,
  };
}

function later(hold: HoldReason, now: number): number | null {
  const until = hold.code === 'holding' || hold.code === 'offeredRecently' || hold.code === 'ignoredBefore' || hold.code === 'unansweredBefore' ? hold.until : null;
  return until !== null && until > now ? until : null;
}

