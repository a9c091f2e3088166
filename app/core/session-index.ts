import type { ConfigurationRegistry } from './configuration-registry.ts';
import { isRoaming, type Phase } from './session-machine.ts';
import type { Session } from './session.ts';

interface Place { order: number; configurations: string[] }

/** All sessions of all clients by what concerns them: a change is told to those it concerns, and to nobody else. */
export class SessionIndex {
  readonly #all = new Map<string, Session>();
  /** Where a session stands in the other maps. */
  readonly #places = new Map<Session, Place>();
  /** Configuration → sessions made on it, and user choices resolved to it. */
  readonly #made = new Map<string, Set<Session>>();
  /** Access point → sessions of service networks and user choices that are, or are about to be, on it. */
  readonly #moving = new Map<string, Set<Session>>();
  /** Answers of `near()` that still hold. Never changed, so that they can be walked through while sessions come and go. */
  readonly #near = new Map<string, readonly Session[]>();
  readonly #restless = new Set<Session>();
  #order = 0;

  constructor(private readonly registry: ConfigurationRegistry) {}

  get(id: string): Session | undefined { return this.#all.get(id); }
  values(): Iterable<Session> { return this.#all.values(); }
  entries(): Iterable<[string, Session]> { return this.#all.entries(); }
  keys(): Iterable<string> { return this.#all.keys(); }

  add(session: Session): void {
    this.#all.set(session.id, session);
    this.#places.set(session, { order: this.#order++, configurations: [] });
    this.resolved(session);
  }

  /** A user choice was resolved, or its resolution forgotten: it mirrors other access points now. */
  resolved(session: Session): void {
    const place = this.#places.get(session);
    if (!place) return;
    for (const each of place.configurations) this.#drop(this.#made, each, session);
    place.configurations = [...new Set([session.configuration.identifier, session.used.identifier])];
    for (const each of place.configurations) this.#put(this.#made, each, session);
  }

  /** The session came from this phase into the one it is in now. */
  moved(session: Session, before: Phase): void {
    const { phase } = session;
    if (isRestless(phase)) this.#restless.add(session);
    else if (isRestless(before)) this.#restless.delete(session);
    if (!session.mayRoam) return;
    const from = memberOf(before);
    const to = memberOf(phase);
    if (from === to) return;
    if (from !== null) this.#drop(this.#moving, from, session);
    if (to !== null) this.#put(this.#moving, to, session);
  }

  /** It is closed by now: `moved()` has taken it from where it was on its way. */
  remove(session: Session): void {
    this.#all.delete(session.id);
    for (const each of this.#places.get(session)?.configurations ?? []) this.#drop(this.#made, each, session);
    this.#places.delete(session);
  }

  /**
   * Who mirrors a configuration: the sessions on it, and for an access point also those on its service networks, and
   * those of a network that it has left meanwhile. In the order of their making.
   */
  on(configuration: string): Session[] {
    const networks = [...this.registry.networksOf(configuration)];
    return this.#merged([this.#made.get(configuration), this.#moving.get(configuration), ...networks.map((each) => this.#made.get(each))]);
  }

  /** Sessions made on an access point, and those of service networks that are on it now. In the order of their making. */
  near(accessPoint: string): readonly Session[] {
    const known = this.#near.get(accessPoint);
    if (known) return known;
    const made = this.#made.get(accessPoint);
    const moving = this.#moving.get(accessPoint);
    if (!made && !moving) return nobody;
    const sessions = this.#merged([made, moving]);
    this.#near.set(accessPoint, sessions);
    return sessions;
  }

  /** Those among `on()` that are on their way: they open, wait, have lost their link, or are on trial. */
  restlessOn(accessPoint: string): Session[] {
    if (this.#restless.size === 0) return [];
    const networks = new Set(this.registry.networksOf(accessPoint));
    return this.#sorted([...this.#restless].filter(({ used, phase }) => used.identifier === accessPoint || networks.has(used.identifier) || memberOf(phase) === accessPoint));
  }

  /** A session on this service network is being asked about or is on trial (seen by every session on it). */
  isRoaming(network: string): boolean {
    for (const { phase, used } of this.#restless) if (isRoaming(phase) && used.identifier === network) return true;
    return false;
  }

  /** A copy: sessions may come and go while it is walked through. */
  #merged(sources: (Set<Session> | undefined)[]): Session[] {
    const there = sources.filter((each): each is Set<Session> => each !== undefined && each.size > 0);
    if (there.length <= 1) return this.#sorted([...there[0] ?? []]);
    return this.#sorted([...new Set(there.flatMap((each) => [...each]))]);
  }

  #sorted(sessions: Session[]): Session[] {
    const order = (session: Session) => this.#places.get(session)?.order ?? 0;
    return sessions.length < 2 ? sessions : sessions.sort((a, b) => order(a) - order(b));
  }

  #put(map: Map<string, Set<Session>>, key: string, session: Session): void {
    const sessions = map.get(key);
    if (sessions) sessions.add(session);
    else map.set(key, new Set([session]));
    this.#near.delete(key);
  }

  #drop(map: Map<string, Set<Session>>, key: string, session: Session): void {
    const sessions = map.get(key);
    sessions?.delete(session);
    if (sessions?.size === 0) map.delete(key);
    this.#near.delete(key);
  }
}

const memberOf = (phase: Phase): string | null => ('member' in phase ? phase.member : null);

const isRestless = (phase: Phase): boolean => phase.phase === 'opening' || phase.phase === 'waiting' || isRoaming(phase);

const nobody: readonly Session[] = [];
