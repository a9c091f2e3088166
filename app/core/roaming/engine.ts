import type { DecisionInputs, GateFacts, MomentFacts } from '../../contract/decision-inputs.ts';
import type { EndReason, GateReason, HoldReason } from '../../contract/reason.ts';
import type { Decision, OfferView, Standing } from '../../contract/state.ts';
import type { IgnoreScope } from '../../contract/values.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordSink } from '../ports/record.ts';
import type { World } from '../world.ts';
import { compare, type Comparison, type Rule } from './compare.ts';
import { gate } from './gate.ts';
import { RoamingMemory } from './memory.ts';
import { moment } from './offer.ts';
import { believedUntil, isWeak, lacksInternet, standingOf } from './standing.ts';
import { ScanPlan } from './scan-plan.ts';
import type { RoamingSettings } from './settings.ts';

/** A session as the engine sees it. Only service networks' sessions roam. */
export interface RoamingSession {
  id: string;
  network: string;
  /** Ids of the access points it may be on, in order. */
  members: readonly string[];
  current: string;
  /** Since when its link is gone; null while it is up. */
  lostAt: number | null;
  /** Whose word keeps it where it is; it is judged, so that it can be shown, and never asked. */
  forbids: MomentFacts['forbids'];
  /** It is the user's, who does not want to be led away from a pinned access point. */
  obeysPins?: boolean;
}

export interface EngineOptions {
  world: World;
  clock: Clock;
  record: RecordSink;
  settings: () => RoamingSettings;
  orderIn: (network: string, member: string) => number | null;
  networksOf: (accessPoint: string) => Iterable<string>;
  isMember: (accessPoint: string, network: string) => boolean;
  /** Packets a second on an access point's interface over the last while; null where nobody counts. */
  packetsPerSecond: (accessPoint: string) => number | null;
  isPinned: (accessPoint: string) => boolean;
  /** Another session's program holds it against roaming, and its link would break. */
  isVetoed: (session: string, current: string, candidate: string) => boolean;
  canOverlap: (current: string, candidate: string) => boolean;
  isTrialRunning: () => boolean;
  /** Who moves with the answer and who stays. */
  companions: (session: string, current: string, candidate: string) => { moves: string[]; stays: string[] };
  /** Another outcome for this candidate than before, or none any more. */
  onDecision: (session: string, candidate: string) => void;
  /** Inside the queue. */
  onOffer: (offer: OfferView) => void;
  onOfferEnded: (offer: OfferView, end: EndReason) => void;
  /** The engine needs fresh scan results to find candidates. */
  scan: () => void;
  /** Calls back into the queue. */
  post: (item: () => void) => void;
}

interface Candidate { candidate: Standing; comparison: Comparison; facts: GateFacts }

interface Watch {
  session: RoamingSession;
  /** The members it was last judged with. */
  members: readonly string[];
  /** Members to judge anew; "all" when what they are judged by changed. */
  changed: Set<string> | 'all';
  /** Until when what was judged holds if nothing changes: a cool-down or a belief ends then. */
  holdsUntil: number;
  /** Members that are let in and better. */
  candidates: Map<string, Candidate>;
  /** Since when a candidate has been better by a rule, without a break. */
  better: Map<string, { by: Rule; since: number }>;
  /** The last decision recorded about a candidate, so that repeats are not recorded again. */
  recorded: Map<string, Decision>;
  /** The latest decision about each candidate, made or not. */
  decided: Map<string, Decision>;
  offer: OfferView | null;
  /** The lowest that the current one's level came to while the offer stands, dBm. */
  lowest: number | null;
  /** Candidates that were not wanted since the current link was lost; "all" after a question that nobody answered. */
  notWanted: Set<string> | 'all';
  readonly scans: ScanPlan;
  cancelTimer: () => void;
}

/**
 * Decides to offer a roam. Watches the access points of every open session's service network and, whenever one of
 * them changes or a holding time ends, runs the three stages: gate (may it be a candidate?), compare (is it better?),
 * offer (is now the moment?). It never moves anything: an answer does.
 */
export class RoamingEngine {
  readonly memory = new RoamingMemory();
  readonly #watches = new Map<string, Watch>();
  /** Service network → its watched sessions; access point → those on it, which it may have left as a member. */
  readonly #watchedOn = new Map<string, Set<Watch>>();
  readonly #due = new Set<string>();
  #paused: { until: number | null } | null = null;
  #userChoseAt: number | null = null;
  #offerNumber = 0;
  /** One offer a minute for a session, wherever it went meanwhile. */
  readonly #lastOfferAt = new Map<string, number>();
  #disposed = false;

  constructor(private readonly options: EngineOptions) {}

  get paused(): { until: number | null } | null {
    if (this.#paused?.until != null && this.#paused.until <= this.options.clock.now()) this.#paused = null;
    return this.#paused;
  }

  pause(until: number | null): void { this.#paused = { until }; this.#everythingIsDue(); }
  resume(): void { this.#paused = null; this.#everythingIsDue(); }
  userChose(): void { this.#userChoseAt = this.options.clock.now(); }
  /** Settings, a trial or something else that concerns every session changed. */
  lookAgain(): void { this.#everythingIsDue(); }

  offerOf(session: string): OfferView | null { return this.#watches.get(session)?.offer ?? null; }
  decisionOf(session: string, candidate: string): Decision | null { return this.#watches.get(session)?.decided.get(candidate) ?? null; }
  offers(): OfferView[] { return [...this.#watches.values()].flatMap((each) => each.offer ?? []); }

  /** The session is open and led by its own answer; call again whenever its link changes. */
  watch(session: RoamingSession): void {
    if (this.#disposed) return;
    let watch = this.#watches.get(session.id);
    if (watch) {
      const { members, session: before } = watch;
      const isSame = before.network === session.network && before.current === session.current && before.lostAt === session.lostAt
        && before.forbids === session.forbids && before.obeysPins === session.obeysPins && members === session.members;
      // What is true of its members stays so; whether now is the moment may have changed.
      if (isSame) { this.#due.add(session.id); return; }
      if (before.current !== session.current) { watch.better.clear(); watch.scans.beginAnew(); watch.notWanted = new Set(); }
      this.#index(watch, false);
      watch.session = session;
      this.#index(watch, true);
    } else {
      watch = {
        session, members: session.members, changed: new Set(), holdsUntil: 0, candidates: new Map(), better: new Map(), recorded: new Map(), decided: new Map(),
        offer: null, lowest: null, notWanted: new Set(), scans: new ScanPlan(), cancelTimer: () => {},
      };
      this.#watches.set(session.id, watch);
      this.#index(watch, true);
    }
    this.#isDue(watch);
  }

  unwatch(session: string, end: EndReason): void {
    const watch = this.#watches.get(session);
    if (!watch) return;
    watch.cancelTimer();
    this.#endOffer(watch, end);
    this.#watches.delete(session);
    for (const candidate of watch.decided.keys()) this.options.onDecision(session, candidate);
    this.#index(watch, false);
  }

  /** Something about this access point changed. */
  accessPointChanged(accessPoint: string): void {
    for (const place of [accessPoint, ...this.options.networksOf(accessPoint)])
      for (const watch of this.#watchedOn.get(place) ?? []) {
        if (watch.changed !== 'all') watch.changed.add(accessPoint);
        this.#due.add(watch.session.id);
      }
  }

  /** The answer has been given: the offer is over, without a lapse. */
  answered(session: string, end: EndReason): void {
    const watch = this.#watches.get(session);
    if (watch) this.#endOffer(watch, end);
  }

  /** `by`: name of the client who gave the answer, the user's unless told. */
  ignore(session: string, scope: IgnoreScope, by = 'Desktop'): OfferView | null {
    const watch = this.#watches.get(session);
    const offer = watch?.offer;
    if (!watch || !offer) return null;
    const now = this.options.clock.now();
    this.memory.ignored(offer.current, offer.candidate, scope, now, offer.currentStanding.level, this.options.settings());
    this.options.record.add(now, { kind: 'ignored', session, candidate: offer.candidate, scope, by });
    this.#endOffer(watch, { code: 'ignored', scope });
    // What is excluded now may be another session's candidate too.
    this.#everythingIsDue();
    return offer;
  }

  /** Runs what is due; called when the queue is empty, so that one change is judged once. */
  evaluate(): void {
    if (this.#due.size === 0) return;
    const due = [...this.#due];
    this.#due.clear();
    for (const id of due) {
      const watch = this.#watches.get(id);
      if (watch) this.#evaluate(watch);
    }
  }

  /** A member that could take over from a lost link now; null if there is none. */
  fallbackFor(session: RoamingSession): string | null {
    return this.#bestOf(session, this.#judgeAll(session), this.#watches.get(session.id)?.notWanted ?? new Set())?.candidate.accessPoint ?? null;
  }

  /** Ends every offer and every timer, for good. */
  dispose(): void {
    for (const id of [...this.#watches.keys()]) this.unwatch(id, { code: 'handoverEnded' });
    this.#disposed = true;
  }

  #evaluate(watch: Watch): void {
    const { clock } = this.options;
    const settings = this.options.settings();
    const { session } = watch;
    const now = clock.now();
    watch.cancelTimer();
    const lostAt = this.#lostAt(session);
    const current = lostAt === null ? this.#standing(session, session.current) : null;
    if (current) watch.notWanted = new Set();
    this.#judgeWhatChanged(watch, current);
    this.#keepOrEndOffer(watch, current);
    const best = this.#bestOf(session, watch.candidates, watch.notWanted);
    let wakeAt = watch.offer ? watch.offer.lapsesAt : Number.POSITIVE_INFINITY;
    if (watch.offer && current?.level != null) watch.lowest = Math.min(watch.lowest ?? current.level, current.level);
    for (const each of watch.offer ? [] : watch.candidates.values()) {
      if (isIn(watch.notWanted, each.candidate.accessPoint)) this.#decide(watch, each, current, notWanted, true);
      else if (each !== best) this.#decide(watch, each, current, notFirst, false);
    }
    if (best && watch.offer === null) {
      const { candidate, comparison } = best;
      this.memory.sank(session.current, candidate.accessPoint, now, current?.level ?? null);
      const verdict = moment({ ...this.#momentFacts(watch, candidate.accessPoint, now), candidate, current, comparison, now }, settings);
      const outcome: Decision['outcome'] = 'offer' in verdict ? { outcome: 'offered', reason: verdict.offer } : { outcome: 'held', reason: verdict.hold };
      this.#decide(watch, best, current, outcome, true);
      if ('offer' in verdict) {
        wakeAt = this.#makeOffer(watch, candidate, current ?? this.#standing(session, session.current) ?? candidate, verdict.offer).lapsesAt;
      } else {
        wakeAt = holdEnds(verdict.hold, now, settings) ?? Number.POSITIVE_INFINITY;
      }
    }
    wakeAt = Math.min(wakeAt, this.#planScans(watch, current, now), watch.holdsUntil);
    if (Number.isFinite(wakeAt)) watch.cancelTimer = clock.after(wakeAt - now, () => { this.options.post(() => { this.#due.add(session.id); }); });
  }

  /** Only what changed is judged anew, since nothing else can have another outcome. */
  #judgeWhatChanged(watch: Watch, current: Standing | null): void {
    const { session } = watch;
    const now = this.options.clock.now();
    const isAll = watch.changed === 'all' || watch.changed.has(session.current) || now >= watch.holdsUntil;
    if (isAll) {
      // Who has left the network is judged once more: there is no decision about it any more.
      if (watch.members !== session.members)
        for (const member of watch.members) if (!this.options.isMember(member, session.network)) this.#judge(watch, member, current, now);
      watch.members = session.members;
      watch.holdsUntil = Number.POSITIVE_INFINITY;
      watch.candidates.clear();
    }
    for (const member of isAll ? session.members : watch.changed) this.#judge(watch, member, current, now);
    watch.changed = new Set();
  }

  /** Gate and compare for one member; keeps since when it has been better, and records it when it is not let in. */
  #judge(watch: Watch, member: string, current: Standing | null, now: number): void {
    const { session } = watch;
    watch.candidates.delete(member);
    const judged = this.options.isMember(member, session.network) ? this.#judged(session, member, current, now) : null;
    if (!judged) {
      watch.better.delete(member);
      if (watch.decided.delete(member)) this.options.onDecision(session.id, member);
      return;
    }
    watch.holdsUntil = Math.min(watch.holdsUntil, judged.holdsUntil);
    const { comparison, refusal } = judged;
    if (refusal) {
      watch.better.delete(member);
      this.#decide(watch, judged, current, { outcome: 'gated', reason: refusal }, refusal.code !== 'notInReach');
      return;
    }
    if (!comparison.better) {
      watch.better.delete(member);
      // Stronger, and not by enough, is a decision; not better at all is none.
      this.#decide(watch, judged, current, { outcome: 'held', reason: { code: 'notBetter', by: comparison.by } }, comparison.by === 'score' || comparison.by === 'noise');
      return;
    }
    const held = watch.better.get(member);
    if (held?.by !== comparison.by) watch.better.set(member, { by: comparison.by, since: held?.since ?? now });
    watch.candidates.set(member, judged);
  }

  /** All members of a session whose link is gone. */
  #judgeAll(session: RoamingSession): Map<string, Candidate> {
    const candidates = new Map<string, Candidate>();
    for (const member of session.members) {
      const judged = this.#judged(session, member, null, this.options.clock.now());
      if (judged && !judged.refusal) candidates.set(member, judged);
    }
    return candidates;
  }

  #judged(session: RoamingSession, member: string, current: Standing | null, now: number): (Candidate & { refusal: GateReason | null; holdsUntil: number }) | null {
    const settings = this.options.settings();
    const known = this.options.world.accessPoints.get(member);
    const candidate = member === session.current ? null : this.#standing(session, member);
    if (!known || !candidate) return null;
    const coolDownUntil = this.memory.coolDownUntil(member);
    const excluded = this.memory.exclusion(session.current, member);
    const left = this.options.world.accessPoints.get(session.current)?.now;
    const facts: GateFacts = {
      stored: known.now.stored, trustedSecurity: known.trustedSecurity, currentSecurity: left?.kind === 'wifi' ? left.security : null,
      isUp: known.now.link?.state === 'active', levels: known.levels, coolDownUntil, excluded,
    };
    const refusal = gate({ ...facts, candidate, current, now }, settings);
    const ends = [coolDownUntil, excluded?.until ?? null, believedUntil(known, settings)].filter((until): until is number => until !== null && until > now);
    return { candidate, facts, refusal, comparison: compare(candidate, current, settings), holdsUntil: Math.min(Number.POSITIVE_INFINITY, ...ends) };
  }

  /** The first in the network's order among those that no other is better than. */
  #bestOf(session: RoamingSession, candidates: ReadonlyMap<string, Candidate>, notWanted: ReadonlySet<string> | 'all'): Candidate | null {
    const settings = this.options.settings();
    let best: Candidate | null = null;
    for (const each of inOrder(session.members, candidates)) {
      if (isIn(notWanted, each.candidate.accessPoint)) continue;
      if (!best || compare(each.candidate, best.candidate, settings).better) best = each;
    }
    return best;
  }

  /** An offer stands while its candidate may be one, is better, and the reason to move is there (limits aside). */
  #keepOrEndOffer(watch: Watch, current: Standing | null): void {
    const { offer } = watch;
    if (!offer) return;
    const now = this.options.clock.now();
    if (now >= offer.lapsesAt) { this.#endOffer(watch, { code: 'lapsed' }); return; }
    const judged = watch.candidates.get(offer.candidate);
    if (!judged) { this.#endOffer(watch, { code: 'reasonGone' }); return; }
    const verdict = moment({
      ...judged, current, now, betterSince: now,
      currentLostAt: this.#lostAt(watch.session), trialRunning: false, paused: this.paused, userChoseAt: null, forbids: this.#forbids(watch.session, offer.candidate), pinned: this.#isPinned(watch.session),
      packetsPerSecond: null, lastOfferAt: null, offersTodayForPair: 0, ignored: null, unanswered: null,
    }, this.options.settings());
    if ('hold' in verdict && verdict.hold.code !== 'holding') this.#endOffer(watch, { code: 'reasonGone' });
    // The link that was only bad has gone: the question is a more urgent one now.
    else if ('offer' in verdict && verdict.offer.code === 'currentLost' && offer.reason.code !== 'currentLost')
      watch.offer = { ...offer, reason: verdict.offer };
  }

  #makeOffer(watch: Watch, candidate: Standing, current: Standing, reason: OfferView['reason']): OfferView {
    const { session } = watch;
    const now = this.options.clock.now();
    const companions = this.options.companions(session.id, session.current, candidate.accessPoint);
    const offer: OfferView = {
      id: `offer-${++this.#offerNumber}`, session: session.id, current: session.current, candidate: candidate.accessPoint,
      // The address would survive only within one network on one interface; that is the supplicant's roaming, not ours.
      isSeamless: false, overlap: this.options.canOverlap(session.current, candidate.accessPoint),
      reason, currentStanding: current, candidateStanding: candidate, ...companions, at: now, lapsesAt: now + this.options.settings().offerLasts,
    };
    watch.offer = offer;
    watch.lowest = current.level;
    this.#lastOfferAt.set(session.id, now);
    this.memory.offered(session.current, candidate.accessPoint, now);
    this.options.record.add(now, { kind: 'offer', offer });
    this.options.onOffer(offer);
    return offer;
  }

  #endOffer(watch: Watch, end: EndReason): void {
    const { offer } = watch;
    if (!offer) return;
    watch.offer = null;
    const now = this.options.clock.now();
    // A link that is gone or leads nowhere is asked about as often as it happens.
    const isComfort = offer.reason.code === 'currentIsWeak' || offer.reason.code === 'betterClass';
    if (isComfort && (end.code === 'reasonGone' || end.code === 'lapsed')) this.memory.unanswered(offer.current, offer.candidate, now, watch.lowest, this.options.settings());
    // One no is about one candidate; where nobody answers, nobody is there for another either.
    if (offer.reason.code === 'currentLost' && end.code === 'lapsed') watch.notWanted = 'all';
    else if (offer.reason.code === 'currentLost' && end.code === 'ignored' && watch.notWanted !== 'all') watch.notWanted.add(offer.candidate);
    this.options.record.add(now, {
      kind: 'offerEnded', offer: offer.id, session: offer.session, current: offer.current, candidate: offer.candidate, end,
    });
    this.options.onOfferEnded(offer, end);
  }

  /**
   * Keeps the latest outcome for a candidate, for whoever looks. What is a decision, and not just no reason to make one,
   * is recorded too, once: the same outcome for the same candidate again is no new decision.
   */
  #decide(watch: Watch, { candidate, facts }: Candidate, current: Standing | null, outcome: Decision['outcome'], isRecorded: boolean): void {
    const { session } = watch;
    const id = candidate.accessPoint;
    const before = watch.decided.get(id);
    const now = this.options.clock.now();
    const decision: Decision = { at: now, session: session.id, current, candidate, outcome };
    if (!before || !isSameOutcome(before, decision)) {
      watch.decided.set(id, decision);
      this.options.onDecision(session.id, id);
    }
    if (!isRecorded) return;
    const last = watch.recorded.get(id);
    const { recordAgainBy } = this.options.settings();
    const isElsewhere = goesByLevel(outcome) && last !== undefined && (hasMoved(last.current, current, recordAgainBy) || hasMoved(last.candidate, candidate, recordAgainBy));
    if (last && isSameOutcome(last, decision) && !isElsewhere) return;
    watch.recorded.set(id, decision);
    const inputs: DecisionInputs = { gate: { ...facts, levels: [...facts.levels] }, moment: this.#momentFacts(watch, id, now) };
    this.options.record.add(now, { kind: 'decision', decision: { ...decision, inputs } });
  }

  #momentFacts({ session, better }: Watch, candidate: string, now: number): MomentFacts {
    const { memory, options } = this;
    const asleep = this.#asleep(now);
    return {
      betterSince: better.get(candidate)?.since ?? now, currentLostAt: this.#lostAt(session), trialRunning: options.isTrialRunning(), ...(asleep && { asleep }), paused: this.paused,
      userChoseAt: this.#userChoseAt, forbids: this.#forbids(session, candidate), pinned: this.#isPinned(session), packetsPerSecond: options.packetsPerSecond(session.current),
      lastOfferAt: this.#lastOfferAt.get(session.id) ?? null, offersTodayForPair: memory.offersToday(session.current, candidate, now),
      ignored: memory.ignoredState(session.current, candidate), unanswered: memory.unansweredState(session.current, candidate),
    };
  }

  #forbids(session: RoamingSession, candidate: string): MomentFacts['forbids'] {
    return session.forbids ?? (this.options.isVetoed(session.id, session.current, candidate) ? 'clientForbids' : null);
  }

  #isPinned(session: RoamingSession): boolean { return session.obeysPins === true && this.options.isPinned(session.current); }

  /** Scans only while the current link is a reason to look elsewhere. */
  #planScans(watch: Watch, current: Standing | null, now: number): number {
    // Who is not moved anyway has no use for candidates.
    const wanted = watch.session.forbids === null && (current === null || lacksInternet(current) || isWeak(current, this.options.settings()));
    const inCall = (this.options.packetsPerSecond(watch.session.current) ?? 0) >= this.options.settings().callPacketsPerSecond;
    if (!wanted || (inCall && current !== null && !lacksInternet(current)) || this.options.isTrialRunning() || this.#asleep(now))
      return Number.POSITIVE_INFINITY;
    return watch.scans.due(now, this.options.settings(), this.options.scan);
  }

  #standing(session: RoamingSession, accessPoint: string): Standing | null {
    return standingOf(accessPoint, this.options.world, this.options.clock, this.options.orderIn(session.network, accessPoint), this.options.settings());
  }

  /** Undefined when awake and settled; until when links are left to come back, null while it sleeps. */
  #asleep(now: number): { until: number | null } | undefined {
    const { world, settings } = this.options;
    if (world.sleeping) return { until: null };
    const until = world.wokeAt + settings().settleAfterSleep;
    return until > now ? { until } : undefined;
  }

  /** The link has gone, or its cable has and the manager has not noticed yet. */
  #lostAt(session: RoamingSession): number | null { return session.lostAt ?? this.options.world.goneSince(session.current); }

  #everythingIsDue(): void {
    for (const watch of this.#watches.values()) this.#isDue(watch);
  }

  /** What its members are judged by changed. */
  #isDue(watch: Watch): void {
    watch.changed = 'all';
    this.#due.add(watch.session.id);
  }

  #index(watch: Watch, watches: boolean): void {
    for (const place of [watch.session.network, watch.session.current]) {
      const there = this.#watchedOn.get(place) ?? new Set();
      if (watches) there.add(watch);
      else there.delete(watch);
      if (there.size > 0) this.#watchedOn.set(place, there);
      else this.#watchedOn.delete(place);
    }
  }
}

function inOrder(members: readonly string[], candidates: ReadonlyMap<string, Candidate>): Candidate[] {
  // Few are better as a rule: then their places are found without a walk over all members.
  if (candidates.size <= 1) return [...candidates.values()];
  return members.flatMap((member) => candidates.get(member) ?? []);
}

const isIn = (some: ReadonlySet<string> | 'all', accessPoint: string): boolean => some === 'all' || some.has(accessPoint);

const notWanted: Decision['outcome'] = { outcome: 'held', reason: { code: 'notWantedForLost' } };
const notFirst: Decision['outcome'] = { outcome: 'held', reason: { code: 'notFirst' } };

const isSameOutcome = ({ outcome: one, current: from }: Decision, { outcome: other, current }: Decision): boolean =>
  one.outcome === other.outcome && one.reason.code === other.reason.code && from?.accessPoint === current?.accessPoint;

/** No level of either side would let in what is metered, for one. */
const goesByLevel = (outcome: Decision['outcome']): boolean => outcome.outcome !== 'gated' || outcome.reason.code === 'tooWeak' || outcome.reason.code === 'unsteady';

const hasMoved = (before: Standing | null, now: Standing | null, by: number): boolean => Math.abs((before?.level ?? 0) - (now?.level ?? 0)) >= by;

/** When a hold by time is over and it is worth looking again; null for those that end with a change of the world. */
function holdEnds(hold: HoldReason, now: number, { callWindow }: RoamingSettings): number | null {
  switch (hold.code) {
    // A call ends without a sign: look again.
    case 'inCallOrStream': return now + callWindow;
    case 'holding': case 'userChoseRecently': case 'offeredRecently': case 'ignoredBefore': case 'unansweredBefore': return hold.until;
    case 'roamingPaused': case 'asleep': return hold.until;
    case 'notBetter': case 'notFirst': case 'pinned': case 'noTrigger': case 'trialRunning': case 'clientForbids': case 'userForbids': case 'notWantedForLost': case 'pairLimit': return null;
    default: return hold satisfies never;
  }
}
