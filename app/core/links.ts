import type { DriverFailure } from '../contract/reason.ts';
import { Holders } from './holders.ts';
import type { Clock } from './ports/clock.ts';
import { failed, type Driver, type DriverLink, type Outcome } from './ports/driver.ts';

/** How a link looks to the sessions on it. */
export type LinkState = 'down' | 'connecting' | 'connected' | 'closing';

type Operation =
  | { kind: 'none' }
  | { kind: 'activating'; abort: AbortController; cancelTimer: () => void; timedOut: boolean }
  | { kind: 'deactivating' }
  /** A trial brings it up or holds it; the trial ends that. */
  | { kind: 'trial'; abort: AbortController | null };

interface Link {
  /** What the driver told last; null: there is none. */
  told: DriverLink['state'] | null;
  holders: Holders;
  /** Handover brought it up; it goes down with the last holder. Else somebody else holds it (behaviour, "Whose link"). */
  byHandover: boolean;
  operation: Operation;
}

export interface LinksListener {
  /** How long an attempt to bring it up may take, ms; 0: no limit. */
  connectTimeout(accessPoint: string): number;
  /** The state of a link, or who holds it, may have changed. */
  linkChanged(accessPoint: string): void;
  activationFailed(accessPoint: string, failure: DriverFailure): void;
  /** stop() could not take it down. */
  stopFailed(accessPoint: string, failure: DriverFailure): void;
}

/**
 * Who holds which link, and the commands that follow from it: up with the first holder, down with the last, if
 * Handover brought it up. Answers of the driver come back through `post`, in order with everything else.
 */
export class Links {
  readonly #links = new Map<string, Link>();

  constructor(
    private readonly driver: Driver,
    private readonly clock: Clock,
    private readonly post: (item: () => void) => void,
    private readonly listener: LinksListener,
  ) {}

  state(accessPoint: string): LinkState {
    const link = this.#links.get(accessPoint);
    return link ? stateOf(link) : 'down';
  }

  /** Access points whose state is other than down. */
  *busy(): Iterable<string> {
    for (const [accessPoint, link] of this.#links) if (stateOf(link) !== 'down') yield accessPoint;
  }

  holders(accessPoint: string): number { return this.#links.get(accessPoint)?.holders.size ?? 0; }
  isByHandover(accessPoint: string): boolean { return this.#links.get(accessPoint)?.byHandover ?? false; }
  get canStop(): boolean { return this.driver.capabilities.startAndStopInterfaces; }

  /** A session wants the link. True: it is up. False: it is on its way, or the failure will be told. */
  acquire(accessPoint: string, holder: string): boolean {
    const link = this.#link(accessPoint);
    link.holders.add(holder);
    const state = stateOf(link);
    if (state === 'connected') return true;
    if (state === 'down') this.#activate(accessPoint, link, this.listener.connectTimeout(accessPoint));
    return false;
  }

  /** True: the link goes down because of it. */
  release(accessPoint: string, holder: string): boolean {
    const link = this.#links.get(accessPoint);
    if (!link?.holders.delete(holder) || link.holders.size > 0) return false;
    return this.#dropIfUnheld(accessPoint, link);
  }

  /** Takes the link down whoever holds it. False: it cannot be stopped on this platform, and nothing was done. */
  stop(accessPoint: string): boolean {
    const link = this.#link(accessPoint);
    link.holders.clear();
    if (link.operation.kind === 'activating') {
      this.#cancel(accessPoint, link.operation);
      return true;
    }
    if (!this.canStop) return false;
    if (link.operation.kind === 'none' && link.told !== null) this.#deactivate(accessPoint, link, true);
    return true;
  }

  /** A trial takes over the coming up of a link; `end` says what became of it. */
  beginTrial(accessPoint: string, holder: string, abort: AbortController): void {
    const link = this.#link(accessPoint);
    link.holders.add(holder);
    const wasDown = stateOf(link) === 'down';
    if (wasDown) link.byHandover = true;
    if (link.operation.kind === 'none') link.operation = { kind: 'trial', abort };
    // Who mirrors it sees it connecting from now on (NEW-13).
    if (wasDown) this.listener.linkChanged(accessPoint);
  }

  /** The trial has ended, and the driver did with the link what `release` said. */
  endTrial(accessPoint: string): void {
    const link = this.#links.get(accessPoint);
    if (link?.operation.kind === 'trial') {
      link.operation = { kind: 'none' };
      if (stateOf(link) === 'down') {
        link.byHandover = false;
        // Somebody opened on it during the trial that has just taken it down.
        if (link.holders.size > 0) this.#activate(accessPoint, link, reopenTimeout);
      }
    }
    this.listener.linkChanged(accessPoint);
  }

  /** Lets go without taking the link down: the trial's commit or way back does that. True: nobody else needs it. */
  yield(accessPoint: string, holder: string): boolean {
    const link = this.#links.get(accessPoint);
    link?.holders.delete(holder);
    return link !== undefined && link.holders.size === 0 && link.byHandover;
  }

  /** A trial took the link down and brought it up again: it is still Handover's. */
  restore(accessPoint: string): void { this.#link(accessPoint).byHandover = true; }

  /** Takes the link down if nobody holds it any more and it is Handover's. */
  settle(accessPoint: string): void {
    const link = this.#links.get(accessPoint);
    if (link) this.#dropIfUnheld(accessPoint, link);
  }

  hold(accessPoint: string, holder: string): void { this.#link(accessPoint).holders.add(holder); }

  /** What the driver tells of the link now; null: there is none, or the access point has gone. */
  told(accessPoint: string, state: DriverLink['state'] | null): void {
    const link = state === null ? this.#links.get(accessPoint) : this.#link(accessPoint);
    if (!link) return;
    link.told = state;
    if (state !== null || link.operation.kind !== 'none') return;
    link.byHandover = false;
    if (link.holders.size === 0) this.#links.delete(accessPoint);
  }

  /** Cancels what is under way and forgets timers; links stay as they are. */
  dispose(): void {
    for (const link of this.#links.values()) {
      if (link.operation.kind === 'activating') {
        link.operation.cancelTimer();
        link.operation.abort.abort();
      }
      link.operation = { kind: 'none' };
      link.holders.clear();
      link.byHandover = false;
    }
  }

  #link(accessPoint: string): Link {
    let link = this.#links.get(accessPoint);
    if (!link) this.#links.set(accessPoint, link = { told: null, holders: new Holders(), byHandover: false, operation: { kind: 'none' } });
    return link;
  }

  #activate(accessPoint: string, link: Link, timeout: number): void {
    if (!this.canStop) {
      this.post(() => { this.#failHolders(accessPoint, link, failed('notSupported', 'This platform does not let programs start connections.').failure); });
      return;
    }
    const abort = new AbortController();
    const operation: Operation = { kind: 'activating', abort, timedOut: false, cancelTimer: () => {} };
    // Nothing without a limit: an attempt that outlasts connectTimeout ends with the stage it reached (CFG-13).
    if (timeout > 0) operation.cancelTimer = this.clock.after(timeout, () => { operation.timedOut = true; abort.abort(); });
    link.operation = operation;
    link.byHandover = true;
    this.listener.linkChanged(accessPoint);
    void this.driver.activate(accessPoint, { signal: abort.signal }).then((outcome) => {
      this.post(() => { this.#activated(accessPoint, link, operation, outcome, timeout); });
    });
  }

  #activated(accessPoint: string, link: Link, operation: Operation & { kind: 'activating' }, outcome: Outcome, timeout: number): void {
    operation.cancelTimer();
    link.operation = { kind: 'none' };
    const isUp = link.told === 'active';
    if (operation.abort.signal.aborted && !operation.timedOut) {
      // Cancelled by close() or stop(). Who came to want it since gets a fresh attempt; a late success goes down again.
      if (isUp) this.#dropIfUnheld(accessPoint, link);
      else if (link.holders.size > 0) this.#activate(accessPoint, link, timeout);
      else link.byHandover = false;
      this.listener.linkChanged(accessPoint);
      return;
    }
    if (isUp && outcome.ok) {
      this.#dropIfUnheld(accessPoint, link);
      this.listener.linkChanged(accessPoint);
      return;
    }
    link.byHandover = false;
    const failure = outcome.ok
      ? failed('failed', 'The system reported success, but the connection is not up.').failure
      : operation.timedOut ? timeOutFailure(timeout, outcome.failure) : outcome.failure;
    this.#failHolders(accessPoint, link, failure);
  }

  #failHolders(accessPoint: string, link: Link, failure: DriverFailure): void {
    link.holders.clear();
    this.listener.activationFailed(accessPoint, failure);
    this.listener.linkChanged(accessPoint);
  }

  #dropIfUnheld(accessPoint: string, link: Link): boolean {
    if (link.holders.size > 0 || !link.byHandover) return false;
    if (link.operation.kind === 'activating') {
      this.#cancel(accessPoint, link.operation);
      return true;
    }
    if (link.operation.kind !== 'none' || !this.canStop) return false;
    if (link.told === null) return false;
    this.#deactivate(accessPoint, link, false);
    return true;
  }

  #cancel(accessPoint: string, operation: Operation & { kind: 'activating' }): void {
    operation.abort.abort();
    this.listener.linkChanged(accessPoint);
  }

  #deactivate(accessPoint: string, link: Link, asked: boolean): void {
    link.operation = { kind: 'deactivating' };
    this.listener.linkChanged(accessPoint);
    void this.driver.deactivate(accessPoint).then((outcome) => {
      this.post(() => {
        link.operation = { kind: 'none' };
        const isUp = link.told === 'active';
        if (isUp && !outcome.ok && asked) this.listener.stopFailed(accessPoint, outcome.failure);
        if (!isUp) link.byHandover = false;
        // Somebody opened while it went down: up again.
        if (!isUp && link.holders.size > 0) this.#activate(accessPoint, link, reopenTimeout);
        this.listener.linkChanged(accessPoint);
      });
    });
  }
}

function stateOf({ told, operation }: Link): LinkState {
  const goesDown = operation.kind === 'deactivating' || (operation.kind === 'activating' && operation.abort.signal.aborted);
  if (goesDown || told === 'deactivating') return 'closing';
  if (told === 'active') return 'connected';
  return told === 'activating' || operation.kind !== 'none' ? 'connecting' : 'down';
}

/** Limit of an attempt that begins by itself because somebody opened while the link went down, ms. */
const reopenTimeout = 30_000;

function timeOutFailure(timeout: number, cause: DriverFailure): DriverFailure {
  const stage = cause.stage;
  return failed('timedOut', `No connection after ${Math.round(timeout / 1000)} s${stage ? `; stage reached: ${stage}` : ''}.`, stage).failure;
}
