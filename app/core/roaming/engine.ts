import type { EndReason, HoldReason } from '../../contract/reason.ts';
import type { Decision, OfferView, Standing } from '../../contract/state.ts';
import type { IgnoreScope } from '../../contract/values.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordSink } from '../ports/record.ts';
import type { World } from '../world.ts';
import { compare, type Comparison, type Rule } from './compare.ts';
import { gate } from './gate.ts';
import { RoamingMemory } from './memory.ts';
import { moment } from './offer.ts';
import { isWeak, lacksInternet, standingOf } from './standing.ts';
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
  forbids: boolean;
}

export interface EngineOptions {
  world: World;
  clock: Clock;
  record: RecordSink;
  settings: () => RoamingSettings;
  orderIn: (network: string, member: string) => number | null;
  /** Packets a second on an access point's interface over the last 10 s; null where nobody counts. */
  packetsPerSecond: (accessPoint: string) => number | null;
  canOverlap: (current: string, candidate: string) => boolean;
  isTrialRunning: () => boolean;
  /** Who moves with the answer and who stays. */
  companions: (session: string, current: string, candidate: string) => { moves: string[]; stays: string[] };
  /** Inside the queue. */
  onOffer: (offer: OfferView) => void;
  onOfferEnded: (offer: OfferView, end: EndReason) => void;
  /** The engine needs fresh scan results to find candidates. */
  scan: () => void;
  /** Calls back into the queue. */
  post: (item: () => void) => void;
}

interface Watch {
  session: RoamingSession;
  /** Since when a candidate has been better by a rule, without a break. */
  better: Map<string, { by: Rule; since: number }>;
  /** The last outcome recorded for a candidate, so that repeats are not recorded again. */
  recorded: Map<string, string>;
  offer: OfferView | null;
  lastOfferAt: number | null;
  scansAsked: number;
  nextScanAt: number | null;
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
  /** Access point → sessions whose service network it is in. */
  readonly #watching = new Map<string, Set<string>>();
  readonly #due = new Set<string>();
  #paused: { until: number | null } | null = null;
  #userChoseAt: number | null = null;
  #offerNumber = 0;
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
  offers(): OfferView[] { return [...this.#watches.values()].flatMap((each) => each.offer ?? []); }

  /** The session is open and led by its own answer; call again whenever its link changes. */
  watch(session: RoamingSession): void {
    if (this.#disposed) return;
    const known = this.#watches.get(session.id);
    if (known) {
      if (known.session.members !== session.members) { this.#index(known.session, false); this.#index(session, true); }
      if (known.session.current !== session.current) { known.better.clear(); known.scansAsked = 0; known.nextScanAt = null; }
      known.session = session;
    } else {
      this.#index(session, true);
      this.#watches.set(session.id, {
        session, better: new Map(), recorded: new Map(), offer: null, lastOfferAt: null, scansAsked: 0, nextScanAt: null, cancelTimer: () => {},
      });
    }
    this.#due.add(session.id);
  }

  unwatch(session: string, end: EndReason): void {
    const watch = this.#watches.get(session);
    if (!watch) return;
    watch.cancelTimer();
    if (watch.offer) this.#endOffer(watch, end);
    this.#index(watch.session, false);
    this.#watches.delete(session);
    this.#due.delete(session);
  }

  /** Something about this access point changed. */
  accessPointChanged(accessPoint: string): void {
    for (const session of this.#watching.get(accessPoint) ?? []) this.#due.add(session);
  }

  /** The answer has been given: the offer is over, without a lapse. */
  answered(session: string, end: EndReason): void {
    const watch = this.#watches.get(session);
    if (watch?.offer) this.#endOffer(watch, end);
  }

  ignore(session: string, scope: IgnoreScope): OfferView | null {
    const watch = this.#watches.get(session);
    const offer = watch?.offer;
    if (!watch || !offer) return null;
    const now = this.options.clock.now();
    this.memory.ignored(offer.current, offer.candidate, scope, now, offer.currentStanding.level, this.options.settings());
    this.options.record.add(now, { kind: 'ignored', session, candidate: offer.candidate, scope });
    this.#endOffer(watch, { code: 'ignored', scope });
    this.#due.add(session);
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
    return this.#bestCandidate(session, null)?.candidate.accessPoint ?? null;
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
    const best = this.#bestCandidate(session, watch);
    if (watch.offer) this.#keepOrEndOffer(watch, current, best);
    let wakeAt = watch.offer ? watch.offer.lapsesAt : Number.POSITIVE_INFINITY;
    if (best && watch.offer === null) {
      const { candidate, comparison } = best;
      const since = watch.better.get(candidate.accessPoint)?.since ?? now;
      const verdict = moment({
        candidate, current, comparison, now, betterSince: since, currentLostAt: lostAt,
        trialRunning: this.options.isTrialRunning(), paused: this.paused, userChoseAt: this.#userChoseAt, clientForbids: session.forbids,
        packetsPerSecond: this.options.packetsPerSecond(session.current), lastOfferAt: watch.lastOfferAt,
        offersTodayForPair: this.memory.offersToday(session.current, candidate.accessPoint, now),
        ignored: this.memory.ignoredState(session.current, candidate.accessPoint),
      }, settings);
      const outcome: Decision['outcome'] = 'offer' in verdict ? { outcome: 'offered', reason: verdict.offer } : { outcome: 'held', reason: verdict.hold };
      this.#recordDecision(watch, { at: now, session: session.id, current, candidate, outcome });
      if ('offer' in verdict) {
        this.#makeOffer(watch, candidate, current ?? this.#standing(session, session.current) ?? candidate, verdict.offer);
        wakeAt = watch.offer === null ? wakeAt : (watch.offer as OfferView).lapsesAt;
      } else {
        wakeAt = Math.min(wakeAt, holdEnds(verdict.hold, now) ?? Number.POSITIVE_INFINITY);
      }
    }
    wakeAt = Math.min(wakeAt, this.#planScans(watch, current, now), this.#coolDownsEnd(session, now));
    if (Number.isFinite(wakeAt)) watch.cancelTimer = clock.after(Math.max(0, wakeAt - now), () => { this.options.post(() => { this.#due.add(session.id); }); });
  }

  /** Gate and compare over all members; `watch` keeps since when each has been better and records those not let in. */
  #bestCandidate(session: RoamingSession, watch: Watch | null): { candidate: Standing; comparison: Comparison } | null {
    const settings = this.options.settings();
    const now = this.options.clock.now();
    const current = watch && this.#lostAt(session) === null ? this.#standing(session, session.current) : null;
    let best: { candidate: Standing; comparison: Comparison } | null = null;
    for (const member of session.members) {
      const known = this.options.world.accessPoints.get(member);
      const candidate = this.#standing(session, member);
      if (!known || !candidate || member === session.current) continue;
      const refusal = gate({
        candidate, current, now, stored: known.now.stored, isUp: known.now.link?.state === 'active', levels: known.levels,
        coolDownUntil: this.memory.coolDownUntil(member), excluded: this.memory.exclusion(session.current, member),
      }, settings);
      if (refusal) {
        watch?.better.delete(member);
        if (watch && refusal.code !== 'notInReach') this.#recordDecision(watch, { at: now, session: session.id, current, candidate, outcome: { outcome: 'gated', reason: refusal } });
        continue;
      }
      const comparison = compare(candidate, current, settings);
      if (!comparison.better) { watch?.better.delete(member); continue; }
      const held = watch?.better.get(member);
      if (watch && held?.by !== comparison.by) watch.better.set(member, { by: comparison.by, since: held?.since ?? now });
      if (!best || compare(candidate, best.candidate, settings).better) best = { candidate, comparison };
    }
    return best;
  }

  /** An offer stands while its candidate may be one, is better, and the reason to move is there (limits aside). */
  #keepOrEndOffer(watch: Watch, current: Standing | null, best: { candidate: Standing; comparison: Comparison } | null): void {
    const { offer } = watch;
    if (!offer) return;
    const now = this.options.clock.now();
    if (now >= offer.lapsesAt) { this.#endOffer(watch, { code: 'lapsed' }); return; }
    const candidate = watch.better.has(offer.candidate) ? this.#standing(watch.session, offer.candidate) : null;
    if (!candidate || !best) { this.#endOffer(watch, { code: 'reasonGone' }); return; }
    const verdict = moment({
      candidate, current, comparison: compare(candidate, current, this.options.settings()), now, betterSince: watch.better.get(offer.candidate)?.since ?? now,
      currentLostAt: this.#lostAt(watch.session), trialRunning: false, paused: this.paused, userChoseAt: null, clientForbids: watch.session.forbids,
      packetsPerSecond: null, lastOfferAt: null, offersTodayForPair: 0, ignored: null,
    }, this.options.settings());
    if ('hold' in verdict && verdict.hold.code !== 'holding') this.#endOffer(watch, { code: 'reasonGone' });
    // The link that was only bad has gone: the question is a more urgent one now.
    else if ('offer' in verdict && verdict.offer.code === 'currentLost' && offer.reason.code !== 'currentLost')
      watch.offer = { ...offer, reason: verdict.offer };
  }

  #makeOffer(watch: Watch, candidate: Standing, current: Standing, reason: OfferView['reason']): void {
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
    watch.lastOfferAt = now;
    this.memory.offered(session.current, candidate.accessPoint, now);
    this.options.record.add(now, { kind: 'offer', offer });
    this.options.onOffer(offer);
  }

  #endOffer(watch: Watch, end: EndReason): void {
    const { offer } = watch;
    if (!offer) return;
    watch.offer = null;
    this.options.record.add(this.options.clock.now(), {
      kind: 'offerEnded', offer: offer.id, session: offer.session, current: offer.current, candidate: offer.candidate, end,
    });
    this.options.onOfferEnded(offer, end);
  }

  /** Once per outcome: the same outcome for the same candidate again is no new decision. */
  #recordDecision(watch: Watch, decision: Decision): void {
    const reason = decision.outcome.reason;
    const outcome = `${watch.session.current} ${decision.outcome.outcome} ${reason.code}`;
    if (watch.recorded.get(decision.candidate.accessPoint) === outcome) return;
    watch.recorded.set(decision.candidate.accessPoint, outcome);
    this.options.record.add(decision.at, { kind: 'decision', decision });
  }

  /** Scans only while the current link is a reason to look elsewhere: twice 6 s apart, 30 s ten times, then 300 s (roaming.md, Scans). */
  #planScans(watch: Watch, current: Standing | null, now: number): number {
    const wanted = current === null || lacksInternet(current) || isWeak(current, this.options.settings());
    const inCall = (this.options.packetsPerSecond(watch.session.current) ?? 0) >= this.options.settings().callPacketsPerSecond;
    if (!wanted || (inCall && current !== null && !lacksInternet(current)) || this.options.isTrialRunning()) {
      watch.scansAsked = 0;
      watch.nextScanAt = null;
      return Number.POSITIVE_INFINITY;
    }
    if (watch.nextScanAt === null || now >= watch.nextScanAt) {
      this.options.scan();
      watch.scansAsked += 1;
      watch.nextScanAt = now + (watch.scansAsked === 1 ? 6_000 : watch.scansAsked <= 11 ? 30_000 : 300_000);
    }
    return watch.nextScanAt;
  }

  #coolDownsEnd(session: RoamingSession, now: number): number {
    const ends = session.members.map((member) => this.memory.coolDownUntil(member) ?? 0).filter((until) => until > now);
    return Math.min(Number.POSITIVE_INFINITY, ...ends);
  }

  #standing(session: RoamingSession, accessPoint: string): Standing | null {
    return standingOf(accessPoint, this.options.world, this.options.clock, this.options.orderIn(session.network, accessPoint));
  }

  /** The link has gone, or its cable has and the manager has not noticed yet. */
  #lostAt(session: RoamingSession): number | null { return session.lostAt ?? this.options.world.goneSince(session.current); }

  #index(session: RoamingSession, watches: boolean): void {
    for (const member of session.members) {
      const sessions = this.#watching.get(member) ?? new Set();
      if (watches) sessions.add(session.id);
      else sessions.delete(session.id);
      if (sessions.size > 0) this.#watching.set(member, sessions);
      else this.#watching.delete(member);
    }
  }

  #everythingIsDue(): void {
    for (const id of this.#watches.keys()) this.#due.add(id);
  }
}

/** When a hold by time is over and it is worth looking again; null for those that end with a change of the world. */
function holdEnds(hold: HoldReason, now: number): number | null {
  switch (hold.code) {
    // A call ends without a sign: look again.
    case 'inCallOrStream': return now + 10_000;
    case 'holding': case 'userChoseRecently': case 'offeredRecently': case 'ignoredBefore': return hold.until;
    case 'roamingPaused': return hold.until;
    case 'notBetter': case 'noTrigger': case 'trialRunning': case 'clientForbids': case 'pairLimit': return null;
    default: return hold satisfies never;
  }
}
