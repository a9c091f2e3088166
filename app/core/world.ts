import type { Connectivity, Security } from '../contract/values.ts';
import type { Clock } from './ports/clock.ts';
import type { DriverAccessPoint, DriverInterface, DriverSnapshot } from './ports/driver.ts';
import { balanced, type RoamingSettings } from './roaming/settings.ts';

export interface LevelSample { at: number; level: number }

/** What the core knows of an access point beyond what the driver tells now. */
export interface KnownAccessPoint {
  now: DriverAccessPoint;
  /** Newest last. */
  levels: LevelSample[];
  /** When the link's state last changed, ms since the epoch. */
  linkSince: number;
  /** When it last came into reach or went out of it. */
  reachSince: number;
  /** The security it had when it was first seen, or last up by somebody's word; another one now is not the same network. */
  trustedSecurity: Security | null;
  /** What it reached when it was last up. */
  lastConnectivity: { value: Connectivity; at: number } | null;
}

export interface KnownInterface { now: DriverInterface; connectivitySince: number }

/** The core's mirror of the driver's world: facts and their history, no decisions. */
export class World {
  readonly interfaces = new Map<string, KnownInterface>();
  readonly accessPoints = new Map<string, KnownAccessPoint>();
  /** Interface → access points that have a link on it. */
  readonly #onInterface = new Map<string, Set<string>>();
  readonly #defaults = new Set<string>();
  readonly #lastCarrier = new Map<string, string>();

  /** When the machine last woke up; what was so before it slept proves nothing about now. */
  wokeAt = Number.NEGATIVE_INFINITY;
  sleeping = false;

  constructor(private readonly clock: Clock, private readonly settings: () => Pick<RoamingSettings, 'levelsKept'> = () => balanced) {}

  load(snapshot: DriverSnapshot): void {
    for (const each of snapshot.interfaces) this.setInterface(each);
    for (const each of snapshot.accessPoints) this.setAccessPoint(each);
  }

  setInterface(next: DriverInterface): void {
    const known = this.interfaces.get(next.id);
    const same = known?.now.connectivity === next.connectivity;
    this.interfaces.set(next.id, { now: next, connectivitySince: known && same ? known.connectivitySince : this.clock.now() });
    if (!same) this.#remember(next);
  }

  setAccessPoint(next: DriverAccessPoint): void {
    const known = this.accessPoints.get(next.id);
    const at = this.clock.now();
    const levels = known?.levels ?? [];
    if (!next.inReach) levels.length = 0;
    else if (next.level !== null && isNewSample(known, next)) {
      levels.push({ at, level: next.level });
      levels.splice(0, levels.length - Math.max(this.settings().levelsKept, 1));
    }
    const sameLink = known?.now.link?.state === next.link?.state;
    const isUp = next.link?.state === 'active';
    this.accessPoints.set(next.id, {
      now: next, levels, trustedSecurity: known && !isUp ? known.trustedSecurity : next.security, linkSince: known && sameLink ? known.linkSince : at,
      reachSince: known?.now.inReach === next.inReach ? known.reachSince : at, lastConnectivity: known?.lastConnectivity ?? null,
    });
    this.#indexLink(next.id, known?.now.link?.interface, next.link?.interface);
    if (next.link?.isDefault === true) this.#defaults.add(next.id);
    else this.#defaults.delete(next.id);
    if (next.link?.state === 'active' && !sameLink) {
      const used = this.interfaces.get(next.link.interface);
      if (used) this.#remember(used.now);
    }
  }

  removeAccessPoint(id: string): void {
    this.#indexLink(id, this.accessPoints.get(id)?.now.link?.interface, undefined);
    this.accessPoints.delete(id);
    this.#defaults.delete(id);
  }

  /** The machine's default route is on it. */
  isDefault(accessPoint: string): boolean { return this.accessPoints.get(accessPoint)?.now.link?.isDefault === true; }

  /** Access points that have a link on this interface, whatever its state. */
  onInterface(id: string): string[] { return [...(this.#onInterface.get(id) ?? [])]; }

  /**
   * Who what passes on an interface is counted for: the link that is up, the one with the default route first, else the
   * last that was; null: there never was one.
   */
  carrierOf(id: string): string | null {
    const up = this.onInterface(id).filter((each) => this.accessPoints.get(each)?.now.link?.state === 'active').sort();
    const carrier = up.find((each) => this.isDefault(each)) ?? up[0] ?? this.#lastCarrier.get(id) ?? null;
    if (carrier !== null) this.#lastCarrier.set(id, carrier);
    return carrier;
  }

  /** Those the machine's default route is on. */
  defaults(): Iterable<string> { return this.#defaults; }

  /** By its own setting, or as its interface guesses. */
  isMetered(accessPoint: string): boolean {
    return this.accessPoints.get(accessPoint)?.now.metered === true || this.interfaceOf(accessPoint)?.now.metered === true;
  }

  /** The interface an access point is up on; null while it is not. */
  interfaceOf(accessPoint: string): KnownInterface | null {
    const link = this.accessPoints.get(accessPoint)?.now.link;
    return link?.state === 'active' || link?.state === 'deactivating' ? this.interfaces.get(link.interface) ?? null : null;
  }

  /**
   * Since when the link of a wired one has had no cable under it; null while it has. A manager may hold on to such a
   * link for seconds (NetworkManager: six), but nothing passes any more.
   */
  goneSince(accessPoint: string): number | null {
    const known = this.accessPoints.get(accessPoint);
    return known?.now.kind === 'wired' && !known.now.inReach && known.now.link !== null ? known.reachSince : null;
  }

  /** Mean of the last samples, so that no single one is acted on (roaming.md 1); null where unknown. */
  smoothedLevel(accessPoint: string): number | null {
    const known = this.accessPoints.get(accessPoint);
    if (!known || known.levels.length === 0) return known?.now.level ?? null;
    return known.levels.reduce((sum, each) => sum + each.level, 0) / known.levels.length;
  }

  #remember(used: DriverInterface): void {
    if (used.connectivity === 'unknown') return;
    for (const id of this.onInterface(used.id)) {
      const known = this.accessPoints.get(id);
      if (known?.now.link?.state === 'active') known.lastConnectivity = { value: used.connectivity, at: this.clock.now() };
    }
  }

  #indexLink(accessPoint: string, before: string | undefined, now: string | undefined): void {
    if (before === now) return;
    if (before !== undefined) {
      const linked = this.#onInterface.get(before);
      linked?.delete(accessPoint);
      if (linked?.size === 0) this.#onInterface.delete(before);
    }
    if (now === undefined) return;
    const set = this.#onInterface.get(now) ?? new Set();
    set.add(accessPoint);
    this.#onInterface.set(now, set);
  }
}

/** A level counts as measured anew when it changed, or when one of its radios was seen again. */
function isNewSample(known: KnownAccessPoint | undefined, next: DriverAccessPoint): boolean {
  if (!known || known.levels.length === 0) return true;
  const seen = (accessPoint: DriverAccessPoint) => accessPoint.bss.reduce((latest, each) => Math.max(latest, each.lastSeen), 0);
  return known.now.level !== next.level || seen(known.now) !== seen(next);
}
