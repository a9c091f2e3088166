import type { GateFacts } from '../../contract/decision-inputs.ts';
import type { GateReason } from '../../contract/reason.ts';
import type { Standing } from '../../contract/state.ts';
import { securities } from '../../contract/values.ts';
import type { LevelSample } from '../world.ts';
import { is24GHz } from './standing.ts';
import type { RoamingSettings } from './settings.ts';

export interface GateInput extends GateFacts {
  candidate: Standing;
  /** null: the current link is gone. */
  current: Standing | null;
  now: number;
}

/** Stage 1 (roaming.md 1): may this access point be a candidate at all? The first rule that says no is the reason; null is yes. */
export function gate(input: GateInput, settings: RoamingSettings): GateReason | null {
  const { candidate, current, now } = input;
  if (candidate.accessPoint === current?.accessPoint) return { code: 'isCurrent' };
  if (!candidate.inReach) return { code: 'notInReach' };
  if (!input.stored) return { code: 'notStored' };
  if (candidate.security !== input.trustedSecurity) return { code: 'securityChanged' };
  const { security } = candidate;
  const { currentSecurity } = input;
  // Only two wireless ones can be compared: a cable, signed in on or not, has no security to lose but is in the user's hands. A lost link is
  // no reason to fall for a weaker twin of the same name.
  if (security && currentSecurity && candidate.kind === 'wifi' && securities.indexOf(security) < securities.indexOf(currentSecurity))
    return { code: 'weakerSecurity', security, current: currentSecurity };
  if (candidate.metered && current && !current.metered && current.connectivity === 'full') return { code: 'metered' };
  if (input.excluded && (input.excluded.until === null || input.excluded.until > now)) return { code: 'excluded', until: input.excluded.until };
  if (input.coolDownUntil !== null && input.coolDownUntil > now) return { code: 'coolDown', until: input.coolDownUntil };
  // What is up already, or has no radio, needs no proof by scans.
  if (input.isUp || candidate.kind !== 'wifi' || candidate.level === null) return null;
  const seenFor = (input.levels.at(-1)?.at ?? 0) - (input.levels[0]?.at ?? 0);
  // With the current link gone there is no time for a second scan.
  if (current && seenFor < settings.seenTwiceApart) return { code: 'notSeenTwice' };
  const spread = deepestFall(input.levels);
  if (spread > settings.candidateSpread) return { code: 'unsteady', spread };
  const threshold = is24GHz(candidate.frequency) ? settings.candidateLevel24 : settings.candidateLevel5;
  return candidate.level < threshold ? { code: 'tooWeak', level: candidate.level, threshold } : null;
}

/**
 * How far a level has fallen below its best so far, dB. One that rises as we walk towards it is steady enough; the
 * spread that makes a candidate doubtful is the one that goes down.
 */
function deepestFall(levels: readonly LevelSample[]): number {
  let best = Number.NEGATIVE_INFINITY;
  let fall = 0;
  for (const { level } of levels) {
    best = Math.max(best, level);
    fall = Math.max(fall, best - level);
  }
  return fall;
}
