import type { Cap, CapLevel, CapView } from '../contract/cap.ts';
import type { Passed } from './ports/record.ts';

export interface CapsOptions {
  now: () => number;
  /** Access points that a cap is about: itself, or the members of a service network. */
  members: (about: string) => readonly string[];
  /** Bytes that the record knows of, both directions, since the beginning of a day. */
  usedSince: (accessPoints: readonly string[], from: number) => number;
  /** It went from one level to another, in either direction. */
  levelChanged: (about: string, level: CapLevel, view: CapView) => void;
}

interface Known { cap: Cap; from: number; until: number; used: number; level: CapLevel }

/** Data caps: what has passed in the period of now, and whose are warned of or reached. Counts along; decides nothing else. */
export class Caps {
  readonly #known = new Map<string, Known>();

  constructor(private readonly options: CapsOptions) {}

  /** By id of access point or service network; those that are not named are none. What has been used is read anew. */
  load(caps: Readonly<Record<string, Cap>>): void {
    const before = new Map(this.#known);
    this.#known.clear();
    for (const [about, cap] of Object.entries(caps)) this.#known.set(about, this.#read(about, cap, before.get(about)?.level ?? 'within'));
    for (const [about, { level }] of before) if (!this.#known.has(about) && level !== 'within') this.options.levelChanged(about, 'within', viewOf(before.get(about)!));
    for (const about of this.#known.keys()) this.#settle(about);
  }

  passed({ accessPoint, received, sent }: Passed): void {
    if (accessPoint === null || this.#known.size === 0) return;
    this.look();
    for (const [about, known] of this.#known) {
      if (about !== accessPoint && !this.options.members(about).includes(accessPoint)) continue;
      known.used += received + sent;
      this.#settle(about);
    }
  }

  /** A new period may have begun. */
  look(): void {
    const now = this.options.now();
    for (const [about, known] of this.#known) {
      if (now >= known.from && now < known.until) continue;
      this.#known.set(about, this.#read(about, known.cap, known.level));
      this.#settle(about);
    }
  }

  /** A cap that concerns this access point is reached: its own, or that of a service network it is in. */
  isReached(accessPoint: string): boolean {
    for (const [about, { level }] of this.#known) if (level === 'reached' && (about === accessPoint || this.options.members(about).includes(accessPoint))) return true;
    return false;
  }

  view(): Record<string, CapView> { return Object.fromEntries([...this.#known].map(([about, known]) => [about, viewOf(known)])); }

  #read(about: string, cap: Cap, level: CapLevel): Known {
    const { from, until } = periodOf(cap, this.options.now());
    return { cap, from, until, used: this.options.usedSince(membersOrItself(about, this.options.members(about)), from), level };
  }

  #settle(about: string): void {
    const known = this.#known.get(about);
    if (!known) return;
    const level = known.used >= known.cap.bytes ? 'reached' : known.used >= known.cap.bytes * known.cap.warnAt ? 'warned' : 'within';
    if (level === known.level) return;
    known.level = level;
    this.options.levelChanged(about, level, viewOf(known));
  }
}

const viewOf = ({ cap, used, from, until, level }: Known): CapView => ({ cap, used, from, until, level });
const membersOrItself = (about: string, members: readonly string[]): readonly string[] => (members.length > 0 ? members : [about]);

/** The period that a time lies in, from the beginning of its first day to that of the next period's, by the clock on the wall. */
export function periodOf({ period, startDay }: Pick<Cap, 'period' | 'startDay'>, at: number): { from: number; until: number } {
  const now = new Date(at);
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const time = (...date: [number, number, number]) => new Date(...date).getTime();
  if (period === 'day') return { from: time(year, month, day), until: time(year, month, day + 1) };
  if (period === 'week') {
    const since = (now.getDay() + 7 - (startDay % 7)) % 7;
    return { from: time(year, month, day - since), until: time(year, month, day - since + 7) };
  }
  // The 31st is the last day of a month that has none.
  const first = (of: number) => time(year, of, Math.min(startDay, new Date(year, of + 1, 0).getDate()));
  return at >= first(month) ? { from: first(month), until: first(month + 1) } : { from: first(month - 1), until: first(month) };
}
