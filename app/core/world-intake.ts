import type { DriverFailure } from '../contract/reason.ts';
import type { DriverAccessPoint, DriverChange, DriverSnapshot } from './ports/driver.ts';
import type { Passed, RecordSink } from './ports/record.ts';
import type { ConfigurationRegistry } from './configuration-registry.ts';
import type { Dirty } from './dirty.ts';
import type { Links } from './links.ts';
import type { MachineState } from './machine-state.ts';
import type { RoamingCoordinator } from './roaming/coordinator.ts';
import type { SessionIndex } from './session-index.ts';
import type { Session } from './session.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

/** The parts of the session host that take in what is new. */
export interface IntakeParts {
  readonly world: World;
  readonly registry: ConfigurationRegistry;
  readonly links: Links;
  readonly sessions: SessionIndex;
  readonly roaming: RoamingCoordinator;
  readonly traffic: Traffic;
  readonly machine: MachineState;
  readonly failures: Map<string, { at: number; failure: DriverFailure }>;
  readonly scans: { count: number; lastAt: number | null };
  readonly driverState: { available: boolean; reason: string | null };
  readonly dirty: Dirty;
  now(): number;
  looksDifferent(accessPoint: string, networks?: Iterable<string>): void;
  policiesChanged(accessPoint: string): void;
}

export interface IntakeHooks {
  /** It may be up by now: whoever waits for it opens. */
  memberUp: (accessPoint: string) => void;
  /** The machine's default route is on another link now. */
  machineMoved: () => void;
  linkLost: (accessPoint: string) => void;
  /** There is no link any more, whatever its state was: who waited for somebody else's to come up, or to be gone, waits for nothing. */
  linkGone: (accessPoint: string) => void;
  openFailed: (session: Session, accessPoint: string, failure: DriverFailure) => void;
  /** So much went over an interface since it was last looked at. */
  passed: (passed: Passed) => void;
}

/** Takes in what the driver tells and carries it on: to the world, the configurations, the links, the sessions, the engine, in this order. */
export class WorldIntake {
  constructor(private readonly core: IntakeParts, private readonly record: RecordSink, private readonly hooks: IntakeHooks) {}

  /** The first inventory. */
  load(snapshot: DriverSnapshot): void {
    this.#setSystem(snapshot.system);
    this.core.world.load(snapshot);
    for (const each of snapshot.interfaces) this.core.dirty.interfaces.add(each.id);
    for (const each of snapshot.accessPoints) {
      this.core.links.told(each.id, each.link?.state ?? null);
      this.#configurationChanged(each);
    }
  }

  /** One change, with everything that follows from it for configurations, links, sessions and roaming. */
  change(change: DriverChange): void {
    switch (change.change) {
      case 'interface': this.#setInterface(change.interface); break;
      case 'interfaceRemoved':
        this.core.world.interfaces.delete(change.id);
        this.core.traffic.forget(change.id);
        this.core.dirty.interfaces.add(change.id);
        this.core.dirty.traffic.add(change.id);
        break;
      case 'accessPoint': this.#setAccessPoint(change.accessPoint); break;
      case 'accessPointRemoved': this.#removeAccessPoint(change.id); break;
      case 'activationFailed':
        this.core.failures.set(change.accessPoint, { at: this.core.now(), failure: change.failure });
        this.record.add(this.core.now(), { kind: 'activationFailed', accessPoint: change.accessPoint, failure: change.failure });
        for (const session of this.core.sessions.restlessOn(change.accessPoint)) this.hooks.openFailed(session, change.accessPoint, change.failure);
        this.core.dirty.configurations.add(change.accessPoint);
        break;
      case 'counters': this.#count(change); break;
      case 'scanned':
        this.core.scans.lastAt = this.core.now();
        this.core.dirty.scans = true;
        break;
      case 'system': this.#setSystem(change.system); break;
      case 'secretWanted':
        this.core.machine.secretWanted(change.request);
        this.core.dirty.secretRequests = true;
        break;
      case 'secretOver':
        this.core.machine.secretOver(change.id);
        this.core.dirty.secretRequests = true;
        break;
      case 'managerGone':
        this.core.machine.managerGone();
        this.core.dirty.secretRequests = true;
        Object.assign(this.core.driverState, { available: false, reason: change.reason });
        this.core.dirty.driver = true;
        this.record.add(this.core.now(), { kind: 'manager', available: false, reason: change.reason });
        break;
      case 'managerBack': this.#managerBack(change.snapshot); break;
      case 'sleep':
        this.core.world.sleeping = change.sleeping;
        if (!change.sleeping) this.core.world.wokeAt = this.core.now();
        this.core.roaming.engine.lookAgain();
        break;
      default: change satisfies never;
    }
  }

  #setSystem(system: DriverSnapshot['system']): void {
    if (system) this.core.machine.system = system;
    this.core.dirty.system = true;
  }

  #setInterface(next: DriverSnapshot['interfaces'][number]): void {
    const before = this.core.world.interfaces.get(next.id)?.now;
    this.core.world.setInterface(next);
    this.core.dirty.interfaces.add(next.id);
    for (const accessPoint of this.core.world.onInterface(next.id)) {
      if (before !== undefined && before.connectivity !== next.connectivity)
        this.record.add(this.core.now(), { kind: 'connectivity', accessPoint, interface: next.name, connectivity: next.connectivity });
      this.core.roaming.engine.accessPointChanged(accessPoint);
      this.core.dirty.configurations.add(accessPoint);
      if (before?.metered !== next.metered) this.core.policiesChanged(accessPoint);
    }
    this.core.roaming.worldChanged();
  }

  #setAccessPoint(next: DriverSnapshot['accessPoints'][number]): void {
    const before = this.core.world.accessPoints.get(next.id)?.now;
    const wasUp = isUp(before?.link?.state);
    const wasDefault = this.core.world.isDefault(next.id);
    this.core.world.setAccessPoint(next);
    const networks = this.#configurationChanged(next);
    const up = isUp(next.link?.state);
    this.core.links.told(next.id, next.link?.state ?? null);
    if (up !== wasUp) this.record.add(this.core.now(), { kind: up ? 'linkUp' : 'linkDown', accessPoint: next.id, byHandover: this.core.links.isByHandover(next.id) });
    const radio = radioChange(before, next);
    if (radio) this.record.add(this.core.now(), { kind: 'radioChanged', accessPoint: next.id, ...radio, level: next.level });
    this.core.roaming.worldChanged();
    if (wasUp && !up) this.hooks.linkLost(next.id);
    // A level, say, is nothing that a session shows.
    if (!before || isShownDifferently(before, next)) this.core.looksDifferent(next.id, networks);
    if (before && before.metered !== next.metered) this.core.policiesChanged(next.id);
    this.hooks.memberUp(next.id);
    if (!wasDefault && this.core.world.isDefault(next.id)) this.hooks.machineMoved();
    if (before?.link && !next.link) this.hooks.linkGone(next.id);
  }

  #removeAccessPoint(id: string): void {
    const wasUp = isUp(this.core.world.accessPoints.get(id)?.now.link?.state);
    const watching = this.core.sessions.near(id);
    const networks = [...this.core.registry.networksOf(id)];
    // While it is known which service networks it belonged to.
    this.core.roaming.engine.accessPointChanged(id);
    this.core.world.removeAccessPoint(id);
    this.core.registry.removeAccessPoint(id);
    this.core.links.told(id, null);
    this.core.failures.delete(id);
    for (const each of [id, ...networks]) this.core.dirty.configurations.add(each);
    this.core.roaming.worldChanged();
    for (const session of watching) if (session.configuration.identifier === id) session.apply({ input: 'configurationRemoved' });
    if (wasUp) this.hooks.linkLost(id);
    this.core.looksDifferent(id, networks);
    this.hooks.linkGone(id);
  }

  #managerBack(snapshot: DriverSnapshot): void {
    Object.assign(this.core.driverState, { available: true, reason: null });
    this.core.dirty.driver = true;
    this.record.add(this.core.now(), { kind: 'manager', available: true, reason: '' });
    this.#setSystem(snapshot.system);
    const interfaces = new Set(snapshot.interfaces.map((each) => each.id));
    const accessPoints = new Set(snapshot.accessPoints.map((each) => each.id));
    for (const each of snapshot.interfaces) this.#setInterface(each);
    for (const each of snapshot.accessPoints) this.#setAccessPoint(each);
    for (const id of [...this.core.world.accessPoints.keys()]) if (!accessPoints.has(id)) this.#removeAccessPoint(id);
    for (const id of [...this.core.world.interfaces.keys()]) if (!interfaces.has(id)) this.change({ change: 'interfaceRemoved', id });
  }

  /** Gives the service networks that it concerns: before and after, as it may leave one, or join one. */
  #configurationChanged(accessPoint: DriverAccessPoint): Set<string> {
    const { id } = accessPoint;
    const networks = new Set(this.core.registry.networksOf(id));
    this.core.roaming.engine.accessPointChanged(id);
    this.core.registry.setAccessPoint(accessPoint);
    for (const network of this.core.registry.networksOf(id)) networks.add(network);
    this.core.dirty.configurations.add(id);
    for (const network of networks) this.core.dirty.configurations.add(network);
    this.core.roaming.engine.accessPointChanged(id);
    return networks;
  }

  #count(change: DriverChange & { change: 'counters' }): void {
    const delta = this.core.traffic.sample(change.interface, change);
    if (delta.received > 0 || delta.sent > 0) this.hooks.passed({ at: this.core.now(), interface: change.interface, accessPoint: this.core.world.carrierOf(change.interface), ...delta });
    this.core.dirty.traffic.add(change.interface);
    for (const accessPoint of this.core.world.onInterface(change.interface)) {
      for (const session of this.core.sessions.near(accessPoint)) {
        if (session.member !== accessPoint) continue;
        session.received += delta.received;
        session.sent += delta.sent;
        this.core.dirty.sessions.add(session.id);
      }
    }
  }
}

const isUp = (state: 'activating' | 'active' | 'deactivating' | undefined): boolean => state === 'active' || state === 'deactivating';

/** Another radio carries the same link than before. */
function radioChange(before: DriverAccessPoint | undefined, now: DriverAccessPoint): { from: string; to: string } | null {
  if (before?.link?.state !== 'active' || now.link?.state !== 'active' || before.link.interface !== now.link.interface) return null;
  const from = before.bss.find(({ inUse }) => inUse)?.bssid;
  const to = now.bss.find(({ inUse }) => inUse)?.bssid;
  return from !== undefined && to !== undefined && from !== to ? { from, to } : null;
}

/** What sessions and service networks show of an access point. */
const isShownDifferently = (before: DriverAccessPoint, now: DriverAccessPoint): boolean =>
  before.link?.state !== now.link?.state || before.link?.interface !== now.link?.interface || before.stored !== now.stored || before.inReach !== now.inReach;
