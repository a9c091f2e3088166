import type { Standing } from '../../contract/state.ts';
import type { InterfaceKind } from '../../contract/values.ts';
import { is24GHz, isHeard, isWeak, lacksInternet, totalScore, type Heard } from './standing.ts';
import type { RoamingSettings } from './settings.ts';

export type Rule = 'lost' | 'internet' | 'order' | 'cost' | 'kind' | 'score' | 'noise' | 'tie';
export interface Comparison { better: boolean; by: Rule }

/**
 * Stage 2 (roaming.md 2): is the candidate better? The first rule with a difference decides; a tie keeps the incumbent.
 *
 * The user's order is a wish among links that work: it counts while neither side lacks the internet and the one that
 * stands first is not weak. Otherwise a cable that leads nowhere would hold for ever because it was put first.
 */
export function compare(candidate: Standing, current: Standing | null, settings: RoamingSettings): Comparison {
  if (!current) return { better: true, by: 'lost' };
  if (lacksInternet(candidate) !== lacksInternet(current)) return { better: lacksInternet(current), by: 'internet' };
  if (candidate.order !== null && current.order !== null && candidate.order !== current.order) {
    const candidateFirst = candidate.order < current.order;
    if (!isWeak(candidateFirst ? candidate : current, settings)) return { better: candidateFirst, by: 'order' };
  }
  if (candidate.metered !== current.metered) return { better: current.metered, by: 'cost' };
  const kinds = kindRank(candidate.kind) - kindRank(current.kind);
  // A better kind of link counts only when it is validated: a cable alone proves nothing.
  if (kinds > 0 && candidate.connectivity === 'full') return { better: true, by: 'kind' };
  if (kinds < 0 && current.connectivity === 'full') return { better: false, by: 'kind' };
  return byScore(candidate, current, settings);
}

function byScore(candidate: Standing, current: Standing, settings: RoamingSettings): Comparison {
  if (!isHeard(candidate) || !isHeard(current)) return { better: false, by: 'tie' };
  const margin = isWeak(current, settings) ? settings.betterBy : settings.betterByWhileGood;
  const difference = totalScore(candidate) - totalScore(current);
  // A wide channel at a lower level may promise more: then the level alone is no reason, or each would beat the other.
  const isBetter = (difference >= margin && !isFaster(current, candidate, settings)) || isFaster(candidate, current, settings);
  if (!isBetter) return { better: false, by: difference <= 0 ? 'tie' : 'score' };
  const isClear = current.noise !== null && current.level - current.noise > settings.clearAboveNoise;
  return isClear ? { better: false, by: 'noise' } : { better: true, by: 'score' };
}

const isFaster = (a: Heard, b: Heard, settings: RoamingSettings): boolean =>
  a.level >= settings.rateLevel && estimatedRate(a) >= settings.rateFactor * estimatedRate(b);

const kindRank = (kind: InterfaceKind): number => (kind === 'wired' ? 2 : kind === 'wifi' ? 1 : 0);

/** Mbit/s that a level promises on a band: Shannon's bound over a noise floor of −95 dBm in 20 MHz and the band's usual width, not above 40 dB. An estimate for comparing only. */
export function estimatedRate({ level, frequency }: Pick<Heard, 'level' | 'frequency'>): number {
  const width = is24GHz(frequency) ? 20 : 80;
  const noise = -95 + 10 * Math.log10(width / 20);
  return width * Math.log2(1 + 10 ** (Math.min(level - noise, 40) / 10));
}
