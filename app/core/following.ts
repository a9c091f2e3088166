import type { Dirty } from './dirty.ts';
import type { Links } from './links.ts';
import type { RecordSink } from './ports/record.ts';
import type { RoamingCoordinator } from './roaming/coordinator.ts';
import type { SessionIndex } from './session-index.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';

/** The parts of the session host that sessions follow their links by. */
export interface FollowingParts {
  readonly world: World;
  readonly links: Links;
  readonly sessions: SessionIndex;
  readonly roaming: RoamingCoordinator;
  readonly dirty: Dirty;
  now(): number;
}

/** What becomes of sessions when links come up and go down: they open, they lose what they are on, and the desktop's own goes along. */
export class Following {
  constructor(private readonly core: FollowingParts, private readonly record: RecordSink) {}

  /** Does nothing where it is not up. */
  memberUp(accessPoint: string): void {
    const { links, sessions, roaming } = this.core;
    if (links.state(accessPoint) !== 'connected') return;
    for (const session of sessions.restlessOn(accessPoint)) {
      const { phase } = session;
      if (phase.phase === 'opening' || phase.phase === 'waiting') session.apply({ input: 'memberUp', member: accessPoint });
      else if ((phase.phase === 'lost' || phase.phase === 'roaming') && phase.member === accessPoint) session.apply({ input: 'linkBack' });
      // The machine moved on by itself; the desktop's own session follows what the machine does (design 5).
      else if (phase.phase === 'lost' && session.reopens && !roaming.trial) this.#follow(session, phase.member, accessPoint);
    }
  }

  /** The desktop's own session goes where the machine's default route went, unless a trial has its hand on it (design 5). */
  machineMoved(): void {
    const { world, links, sessions, roaming } = this.core;
    if (roaming.isBusy) return;
    for (const session of sessions.values()) {
      if (session.holdsLinks || session.phase.phase !== 'open' || world.isDefault(session.phase.member)) continue;
      const from = session.phase.member;
      const to = session.used.children().find((child) => world.isDefault(child.identifier) && links.state(child.identifier) === 'connected');
      if (!to) continue;
      this.#follow(session, from, to.identifier);
    }
  }

  linkLost(accessPoint: string): void {
    const { links, sessions, roaming } = this.core;
    for (const session of sessions.near(accessPoint)) {
      if (session.member !== accessPoint) continue;
      const up = session.reopens ? session.used.children().find((child) => child.identifier !== accessPoint && links.state(child.identifier) === 'connected') : undefined;
      if (up && session.phase.phase === 'open') { this.#follow(session, accessPoint, up.identifier); continue; }
      const hasFallback = roaming.hasFallback(session, accessPoint);
      session.apply({ input: 'linkLost', member: accessPoint, hasFallback, reopen: session.reopens });
      roaming.watch(session);
    }
  }

  /** Sessions that wanted it while somebody else took it down, or tried to bring it up in vain, bring it up themselves. */
  linkGone(accessPoint: string): void {
    for (const { id, phase } of this.core.sessions.restlessOn(accessPoint))
      if (phase.phase === 'opening' && phase.member === accessPoint) this.core.links.acquire(accessPoint, id);
  }

  #follow(session: Session, from: string, to: string): void {
    this.core.dirty.configurations.add(from);
    session.apply({ input: 'followed', member: to });
    this.record.add(this.core.now(), { kind: 'followed', session: session.id, from, to });
  }
}
