import type { Decision } from '../../../contract/state.ts';
import type { RecordEntry } from '../../ports/record.ts';
import type { AskedEvent, NotAskedEvent, ReplayEvent, ReplayOutcome } from './outcome.ts';

/** Makes the outcome of a replay from what the core records; what repeats is counted, not listed. */
export class OutcomeRecord {
  readonly events: ReplayEvent[] = [];
  readonly scans: ReplayOutcome['scans'] = [];
  readonly #names = new Map<string, string>();
  readonly #asked = new Map<string, AskedEvent>();
  /** What was not asked of a session since its last other event, by what it was. */
  readonly #repeats = new Map<string, Map<string, NotAskedEvent>>();

  /** @param start ms since the epoch */
  constructor(private readonly start: number) {}

  /** The session goes by this name in the trace. */
  name(session: string, name: string): void { this.#names.set(session, name); }
  nameOf(session: string): string { return this.#names.get(session) ?? session; }

  add(time: number, entry: RecordEntry): void {
    const at = (time - this.start) / 1000;
    switch (entry.kind) {
      case 'decision': this.#decision(at, entry.decision); break;
      case 'offer': {
        const { session, current, candidate, reason, currentStanding, candidateStanding } = entry.offer;
        const event: AskedEvent = { event: 'asked', at, session: this.nameOf(session), current, candidate, reason, currentStanding, candidateStanding, ended: null };
        this.#asked.set(entry.offer.id, event);
        this.#push(session, event);
        break;
      }
      case 'offerEnded': {
        const event = this.#asked.get(entry.offer);
        if (event) event.ended = { at, end: entry.end };
        this.#repeats.delete(entry.session);
        break;
      }
      case 'trialEnded': {
        const { from, to, end } = entry;
        const session = this.nameOf(entry.session);
        const kept = end.code === 'accepted' || end.code === 'keptOnSilence';
        this.#push(entry.session, kept ? { event: 'moved', at, session, from, to, by: 'trial', end } : { event: 'wentBack', at, session, from, to, end });
        break;
      }
      case 'followed': this.#push(entry.session, { event: 'moved', at, session: this.nameOf(entry.session), from: entry.from, to: entry.to, by: 'system', end: null }); break;
      case 'scan': this.scans.push({ at, asked: entry.asked }); break;
      default:
    }
  }

  #decision(at: number, { session, current, candidate, outcome }: Decision): void {
    // An offer is recorded by itself.
    if (outcome.outcome === 'offered') return;
    const from = current?.accessPoint ?? null;
    const key = [from, candidate.accessPoint, outcome.outcome, outcome.reason.code].join('\n');
    const repeats = this.#repeats.get(session) ?? new Map<string, NotAskedEvent>();
    this.#repeats.set(session, repeats);
    const known = repeats.get(key);
    if (known) {
      known.times += 1;
      known.last = at;
      return;
    }
    const event: NotAskedEvent = { event: 'notAsked', at, last: at, times: 1, session: this.nameOf(session), current: from, candidate: candidate.accessPoint, outcome };
    repeats.set(key, event);
    this.events.push(event);
  }

  #push(session: string, event: ReplayEvent): void {
    this.#repeats.delete(session);
    this.events.push(event);
  }
}
