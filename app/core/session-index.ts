import type { ConfigurationRegistry } from './configuration-registry.ts';
import type { Session } from './session.ts';

/** All sessions of all clients, and who mirrors what: a change is told to those it concerns, and to nobody else. */
export class SessionIndex {
  readonly #all = new Map<string, Session>();
  /** Configuration → sessions on it, and for an access point also those on its service networks. In the order of their making. */
  readonly #on = new Map<string, Set<Session>>();

  constructor(private readonly registry: ConfigurationRegistry) {}

  get(id: string): Session | undefined { return this.#all.get(id); }
  values(): Iterable<Session> { return this.#all.values(); }
  entries(): Iterable<[string, Session]> { return this.#all.entries(); }
  keys(): Iterable<string> { return this.#all.keys(); }

  add(session: Session): void {
    this.#all.set(session.id, session);
    this.#put(session.configuration.identifier, session);
    for (const member of session.configuration.members) this.#put(member, session);
  }

  /** A user choice was resolved, or its resolution forgotten: it mirrors other access points now. */
  resolved(session: Session): void {
    for (const sessions of this.#on.values()) sessions.delete(session);
    this.#put(session.configuration.identifier, session);
    this.#put(session.used.identifier, session);
    for (const member of session.used.members) this.#put(member, session);
  }

  remove(session: Session): void {
    this.#all.delete(session.id);
    for (const sessions of this.#on.values()) sessions.delete(session);
  }

  /** A copy: sessions may come and go while it is walked through. */
  on(configuration: string): Session[] { return [...(this.#on.get(configuration) ?? [])]; }

  /** The members of service networks changed: who mirrors this access point now. */
  membershipChanged(accessPoint: string): void {
    if (!this.#on.has(accessPoint) && this.#all.size === 0) return;
    const networks = new Set(this.registry.networksOf(accessPoint));
    const now = [...this.#all.values()].filter((each) => each.used.identifier === accessPoint || networks.has(each.used.identifier));
    if (now.length > 0) this.#on.set(accessPoint, new Set(now));
    else this.#on.delete(accessPoint);
  }

  #put(configuration: string, session: Session): void {
    const sessions = this.#on.get(configuration) ?? new Set();
    sessions.add(session);
    this.#on.set(configuration, sessions);
  }
}
