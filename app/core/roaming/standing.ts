import type { Standing } from '../../contract/state.ts';
import type { Connectivity } from '../../contract/values.ts';
import type { Clock } from '../ports/clock.ts';
import type { KnownAccessPoint, World } from '../world.ts';
import type { RoamingSettings } from './settings.ts';

/** What the engine knows of an access point at this moment, as data: the input of every rule, and what views show beside it. */
export function standingOf(accessPoint: string, world: World, clock: Clock, order: number | null, settings: RoamingSettings): Standing | null {
  const known = world.accessPoints.get(accessPoint);
  if (!known) return null;
  const { now } = known;
  const used = world.interfaceOf(accessPoint);
  const level = world.smoothedLevel(accessPoint);
  const strongest = now.bss.find((each) => each.inUse) ?? now.bss[0];
  const reaches = used ? { value: used.now.connectivity, since: used.connectivitySince } : lastKnown(known, clock.now(), settings);
  return {
    accessPoint, order, level,
    inReach: now.inReach || (now.link?.state === 'active' && world.goneSince(accessPoint) === null),
    kind: now.kind,
    // Sleep is no time without internet: it counts from the waking.
    connectivity: reaches.value, connectivitySince: Math.max(reaches.since, world.wokeAt),
    metered: now.metered || (used?.now.metered ?? false),
    security: now.security,
    frequency: strongest?.frequency ?? null,
    noise: now.link?.state === 'active' ? now.noise ?? null : null,
    score: level === null ? {} : scoreParts(level, strongest?.frequency ?? null, settings),
  };
}

function lastKnown(known: KnownAccessPoint, now: number, settings: RoamingSettings): { value: Connectivity; since: number } {
  const last = known.lastConnectivity;
  if (last && last.value !== 'full' && now - last.at < settings.believedFor) return { value: last.value, since: last.at };
  return { value: 'unknown', since: last?.at ?? known.linkSince };
}

/** When what it reached when it was last up is believed no more; null where nothing is believed. */
export function believedUntil({ lastConnectivity }: KnownAccessPoint, settings: RoamingSettings): number | null {
  return lastConnectivity && lastConnectivity.value !== 'full' ? lastConnectivity.at + settings.believedFor : null;
}

/** The score between two wireless ones by parts: level in dBm, and a bonus a band. */
function scoreParts(level: number, frequency: number | null, { bandBonus }: RoamingSettings): Record<string, number> {
  return { level, band: is24GHz(frequency) ? 0 : (frequency ?? 0) < 5900 ? bandBonus : 2 * bandBonus };
}

export const totalScore = (standing: Standing): number => Object.values(standing.score).reduce((sum, part) => sum + part, 0);

/** An unknown frequency counts as 2.4 GHz. */
export const is24GHz = (frequency: number | null): boolean => (frequency ?? 0) < 4000;

/** Reaches nothing useful for certain. Unknown counts as worth a try: the trial tests it. */
export const lacksInternet = (standing: Standing): boolean =>
  standing.connectivity === 'none' || standing.connectivity === 'portal' || standing.connectivity === 'limited';

/** A standing with a level, which only a wireless one has. */
export type Heard = Standing & { level: number };
export const isHeard = (standing: Standing): standing is Heard => standing.level !== null;

/** A wireless one below the level at which one looks for another (roaming.md 3). */
export const isWeak = (standing: Standing, settings: RoamingSettings): standing is Heard =>
  isBelow(standing, settings.weakLevel24, settings.weakLevel5);

/** So weak that the matter does not wait. */
export const isCritical = (standing: Standing, settings: RoamingSettings): standing is Heard =>
  isBelow(standing, settings.criticalLevel24, settings.criticalLevel5);

/** What has no level is below none. */
const isBelow = ({ level, frequency }: Standing, level24: number, level5: number): boolean =>
  (level ?? Number.POSITIVE_INFINITY) < (is24GHz(frequency) ? level24 : level5);
