import type { IgnoreScope } from '../../contract/values.ts';
import type { RoamingSettings } from './settings.ts';

/** `levelThen`: the lowest the current level came to while that was said. */
interface Pair { offers: number[]; ignores: number; ignoredUntil: number; noUntil: number; levelThen: number | null; unanswered: { until: number; levelThen: number | null } | null }
interface CoolDown { failures: number; until: number }

const hour = 3_600_000;
const day = 86_400_000;

/**
 * What the engine remembers of answers and failures, by pair of access points: back-offs, cool-downs and exclusions
 * (roaming.md 1 and 3). A pair is (current, candidate).
 */
export class RoamingMemory {
  readonly #pairs = new Map<string, Pair>();
  readonly #coolDowns = new Map<string, CoolDown>();
  /** By candidate, then by the current one ("": whatever that is): never (null) or until a time. */
  readonly #excluded = new Map<string, Map<string, number | null>>();

  offered(current: string, candidate: string, now: number): void {
    const pair = this.#pair(current, candidate);
    pair.offers = [...ofLastDay(pair.offers, now), now];
  }

  offersToday(current: string, candidate: string, now: number): number {
    return ofLastDay(this.#pairs.get(key(current, candidate))?.offers ?? [], now).length;
  }

  ignored(current: string, candidate: string, scope: IgnoreScope, now: number, level: number | null, settings: RoamingSettings): void {
    const pair = this.#pair(current, candidate);
    const backOff = Math.min(settings.ignoreBackOff * 2 ** pair.ignores, settings.ignoreBackOffLongest);
    pair.ignores += 1;
    pair.ignoredUntil = now + backOff;
    pair.noUntil = now + settings.ignoreBackOffLongest;
    pair.levelThen = level;
    if (scope === 'hour') this.exclude(current, candidate, now + hour);
    if (scope === 'thisNetwork') this.exclude(current, candidate, null);
    if (scope === 'thisAccessPoint') this.exclude(null, candidate, null);
  }

  /** Nobody answered before the reason went; the level had sunk to this while the question stood. */
  unanswered(current: string, candidate: string, now: number, level: number | null, settings: RoamingSettings): void {
    this.#pair(current, candidate).unanswered = { until: now + settings.unansweredBackOff, levelThen: level };
  }

  /** While the back-off lasts the level may still sink: the no covers wherever that ends. */
  sank(current: string, candidate: string, now: number, level: number | null): void {
    const pair = this.#pairs.get(key(current, candidate));
    if (pair && pair.ignoredUntil > now && level !== null) pair.levelThen = Math.min(pair.levelThen ?? level, level);
  }

  ignoredState(current: string, candidate: string): { until: number; noUntil: number; levelThen: number | null } | null {
    const pair = this.#pairs.get(key(current, candidate));
    return pair && pair.ignores > 0 ? { until: pair.ignoredUntil, noUntil: pair.noUntil, levelThen: pair.levelThen } : null;
  }

  unansweredState(current: string, candidate: string): { until: number; levelThen: number | null } | null {
    return this.#pairs.get(key(current, candidate))?.unanswered ?? null;
  }

  exclusion(current: string, candidate: string): { until: number | null } | null {
    const excluded = this.#excluded.get(candidate);
    for (const each of ['', current]) {
      const until = excluded?.get(each);
      if (until !== undefined) return { until };
    }
    return null;
  }

  /** `current` null: wherever one is. `until` null: for good. */
  exclude(current: string | null, candidate: string, until: number | null): void {
    const excluded = this.#excluded.get(candidate) ?? new Map<string, number | null>();
    this.#excluded.set(candidate, excluded.set(current ?? '', until));
  }

  /** Takes an exclusion back, and with it the no that it was part of. */
  lift(current: string | null, candidate: string): void {
    this.#excluded.get(candidate)?.delete(current ?? '');
    for (const pair of [...this.#pairs.keys()])
      if (current === null ? pair.endsWith(key('', candidate)) : pair === key(current, candidate)) this.#pairs.delete(pair);
  }

  /** Those that hold at this time. */
  exclusions(now: number): { current: string | null; candidate: string; until: number | null }[] {
    return [...this.#excluded].flatMap(([candidate, all]) => [...all].filter(([, until]) => until === null || until > now)
      .map(([current, until]) => ({ current: current === '' ? null : current, candidate, until })));
  }

  failed(candidate: string, now: number, settings: RoamingSettings): void {
    const failures = (this.#coolDowns.get(candidate)?.failures ?? 0) + 1;
    this.#coolDowns.set(candidate, { failures, until: now + Math.min(settings.coolDown * 2 ** (failures - 1), settings.coolDownLongest) });
  }

  succeeded(candidate: string): void { this.#coolDowns.delete(candidate); }
  coolDownUntil(candidate: string): number | null { return this.#coolDowns.get(candidate)?.until ?? null; }

  #pair(current: string, candidate: string): Pair {
    const id = key(current, candidate);
    let pair = this.#pairs.get(id);
    if (!pair) this.#pairs.set(id, pair = { offers: [], ignores: 0, ignoredUntil: 0, noUntil: 0, levelThen: null, unanswered: null });
    return pair;
  }
}

const ofLastDay = (offers: readonly number[], now: number) => offers.filter((at) => now - at < day);

const key = (current: string, candidate: string) => `${current}\n${candidate}`;
