import type { Band } from '../../contract/values.ts';
import { Chance } from './random.ts';
import type { Scenario, ScenarioAccessPoint, ScenarioCrowd, ScenarioSpot } from './scenario.ts';

/** How the BSSIDs of a crowd begin; nothing else may then begin so. */
export const crowdBssids = '02:c0:';
/** Radios of all crowds of a scenario */
export const mostRadios = 10_000;

/** Channels that do not overlap, as an installer spreads them. */
const channels: Record<Band, readonly number[]> = { '2.4': [1, 6, 11], '5': [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 132, 136, 140], '6': [5, 21, 37, 53, 69, 85, 101] };

const bssidOf = (number: number): string => crowdBssids + [24, 16, 8, 0].map((shift) => ((number >>> shift) & 255).toString(16).padStart(2, '0')).join(':');

/** The scenario with its crowds as access points one by one: the same from the same seed. */
export function populate(scenario: Scenario, seed: number): Scenario {
  if (scenario.crowd.length === 0) return scenario;
  const chance = new Chance(seed);
  const spot = (at: ScenarioSpot) => (typeof at === 'string' ? scenario.places[at]! : at);
  let radios = 0;

  const member = (crowd: ScenarioCrowd, network: number): ScenarioAccessPoint => {
    const { id, area, bands, power, networks } = crowd;
    const [from, to] = [spot(area.from), spot(area.to)];
    /** Evenly spread between two ends, whichever is the greater */
    const between = (what: string, radio: number, a: number, b: number): number => Math.round((a + (b - a) * chance.unit('crowd', id, network, radio, what)) * 10) / 10;
    return {
      kind: 'wifi', id: networks === 1 ? id : `${id}-${network}`,
      ssid: { text: crowd.ssid.replaceAll('#', String(network)) }, security: crowd.security, hidden: false,
      stored: crowd.stored, connectivity: crowd.connectivity, metered: crowd.metered, purpose: 'unknown', autoconnect: false, nameServersAnswer: true, delays: {},
      radios: Array.from({ length: crowd.radios }, (_, radio) => {
        const band = bands[radio % bands.length]!;
        const plan = channels[band];
        return {
          bssid: bssidOf(radios++), band, power, channel: plan[chance.bits('crowd', id, network, radio, 'channel') % plan.length]!,
          at: { x: between('x', radio, from.x, to.x), y: between('y', radio, from.y, to.y), floor: Math.round(between('floor', radio, from.floor, to.floor)) },
        };
      }),
    };
  };
  const crowd = scenario.crowd.flatMap((each) => Array.from({ length: each.networks }, (_, index) => member(each, index + 1)));
  return { ...scenario, crowd: [], accessPoints: [...scenario.accessPoints, ...crowd] };
}
