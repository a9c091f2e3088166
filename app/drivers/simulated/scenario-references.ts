import type { z } from 'zod';
import { crowdBssids, mostRadios } from './crowd.ts';
import type { ScenarioAccessPoint, ScenarioCrowd, ScenarioSpot } from './scenario.ts';

/** What of a scenario refers to something else in it. Loose on purpose: the schema that calls this is not typed yet. */
interface Referring {
  floors: { lowest: number; count: number };
  places: Record<string, { x: number; y: number; floor: number }>;
  walls: { from: ScenarioSpot; to: ScenarioSpot }[];
  user: { at: string };
  interfaces: { name: string; kind: string }[];
  accessPoints: ScenarioAccessPoint[];
  crowd: ScenarioCrowd[];
  connected: string[];
  serviceNetworks: { name: string; members: string[] }[];
  applications: { name: string; bursts?: { every: number; lasts: number } | undefined }[];
  timeline: ({ do: string } & Partial<Record<'accessPoint' | 'interface', string>> & { to?: ScenarioSpot[] })[];
}

const list = (names: Iterable<string>): string => [...names].join(', ') || 'none';

/** The place name that puts a radio where the user is, wherever that is: a phone in the pocket. */
export const withUser = 'user';

/** Refuses names that lead nowhere and things that exclude one another; says what would do instead. */
export function checkReferences(scenario: Referring, context: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string): void => { context.addIssue({ code: 'custom', path, message, input: scenario }); };
  const places = Object.keys(scenario.places);
  // A network of a crowd that is the only one of its kind goes by the crowd's id.
  const accessPoints = new Map<string, { kind: string }>([...scenario.accessPoints, ...scenario.crowd.filter(({ networks }) => networks === 1).map(({ id }) => ({ id, kind: 'wifi' }))].map((each) => [each.id, each]));
  const interfaces = new Map(scenario.interfaces.map((each) => [each.name, each.kind]));

  const checkPlace = (path: (string | number)[], place: string): void => {
    if (!places.includes(place)) refuse(path, `names no place; use one of: ${list(places)}`);
  };
  const { lowest, count } = scenario.floors;
  const checkFloor = (path: (string | number)[], floor: number): void => {
    if (floor < lowest || floor >= lowest + count) refuse(path, `is on floor ${floor}, which the building has not; use ${count === 1 ? `floor ${lowest}` : `one from ${lowest} to ${lowest + count - 1}`}, or give "floors" more`);
  };
  const checkSpot = (path: (string | number)[], spot: ScenarioSpot): void => { if (typeof spot === 'string') checkPlace(path, spot); else checkFloor(path, spot.floor); };
  const floorOf = (spot: ScenarioSpot): number | undefined => (typeof spot === 'string' ? scenario.places[spot] : spot)?.floor;
  const checkAccessPoint = (path: (string | number)[], id: string): void => {
    if (!accessPoints.has(id)) refuse(path, `names no access point; use the id of one of: ${list(accessPoints.keys())}`);
  };
  const checkInterface = (path: (string | number)[], name: string, kind: string): void => {
    if (interfaces.get(name) !== kind) refuse(path, `names no ${kind} interface; use one of: ${list([...interfaces].filter(([, each]) => each === kind).map(([each]) => each))}`);
  };
  const checkUnique = (values: Iterable<[path: (string | number)[], value: string]>, what: string): void => {
    const seen = new Set<string>();
    for (const [path, value] of values) {
      if (seen.has(value)) refuse(path, what);
      seen.add(value);
    }
  };

  if (places.includes(withUser)) refuse(['places', withUser], '"user" means where the user is; name the place otherwise');
  for (const [name, { floor }] of Object.entries(scenario.places)) checkFloor(['places', name], floor);
  checkPlace(['user', 'at'], scenario.user.at);
  for (const [index, wall] of scenario.walls.entries()) {
    checkSpot(['walls', index, 'from'], wall.from);
    checkSpot(['walls', index, 'to'], wall.to);
    if (floorOf(wall.from) !== floorOf(wall.to)) refuse(['walls', index], 'goes from one floor to another; write a wall for each floor');
  }

  checkUnique(scenario.interfaces.map((each, index) => [['interfaces', index, 'name'], each.name]), 'is there twice; give each interface a name of its own');
  checkUnique([
    ...scenario.accessPoints.map((each, index): [(string | number)[], string] => [['accessPoints', index, 'id'], each.id]),
    ...scenario.crowd.map((each, index): [(string | number)[], string] => [['crowd', index, 'id'], each.id]),
  ], 'is there twice; give each access point an id of its own');
  checkUnique(scenario.accessPoints.flatMap((each, index) => each.kind === 'wifi' ? each.radios.map((radio, at): [(string | number)[], string] => [['accessPoints', index, 'radios', at, 'bssid'], radio.bssid]) : []), 'is there twice; give each radio a BSSID of its own');
  checkUnique(scenario.accessPoints.flatMap((each, index): [(string | number)[], string][] => {
    if (each.kind !== 'wifi') return [];
    const shown = each.hidden && !each.stored ? '' : 'hex' in each.ssid ? each.ssid.hex : Buffer.from(each.ssid.text).toString('hex');
    return [[['accessPoints', index, 'ssid'], `${shown}:${each.security}`]];
  }), 'is the network of another access point too, with the same security: nothing tells the two apart; put all radios into one access point');

  for (const [index, accessPoint] of scenario.accessPoints.entries()) {
    const path = ['accessPoints', index];
    if (accessPoint.kind !== 'wifi') checkInterface([...path, 'interface'], accessPoint.interface, accessPoint.kind);
    if (accessPoint.kind === 'wired') checkPlace([...path, 'place'], accessPoint.place);
    if (accessPoint.kind === 'wifi') {
      for (const [at, radio] of accessPoint.radios.entries()) {
        if (radio.at !== withUser) checkSpot([...path, 'radios', at, 'at'], radio.at);
        if (scenario.crowd.length > 0 && radio.bssid.startsWith(crowdBssids)) refuse([...path, 'radios', at, 'bssid'], `begins with ${crowdBssids}, as those of a crowd do; give it another one`);
      }
    }
  }

  for (const [index, { ssid, networks, area }] of scenario.crowd.entries()) {
    checkSpot(['crowd', index, 'area', 'from'], area.from);
    checkSpot(['crowd', index, 'area', 'to'], area.to);
    if (networks > 1 && !ssid.includes('#')) refuse(['crowd', index, 'ssid'], 'is the name of several networks; put # where the number of each is to stand');
  }
  const radios = scenario.crowd.reduce((sum, each) => sum + each.networks * each.radios, 0);
  if (radios > mostRadios) refuse(['crowd'], `makes ${radios} radios; make at most ${mostRadios}`);

  checkUnique(scenario.connected.map((id, index) => [['connected', index], id]), 'is there twice; remove one');
  for (const [index, id] of scenario.connected.entries()) {
    checkAccessPoint(['connected', index], id);
    const accessPoint = scenario.accessPoints.find((each) => each.id === id);
    if (accessPoint?.kind !== 'wired') continue;
    const place = scenario.places[accessPoint.place];
    const user = scenario.places[scenario.user.at];
    if (place && user && (place.floor !== user.floor || Math.hypot(place.x - user.x, place.y - user.y) > accessPoint.reach)) refuse(['connected', index], `cannot be connected: its cable is at "${accessPoint.place}", the user at "${scenario.user.at}"`);
  }
  for (const kind of ['wired', 'wifi', 'mobile', 'vpn']) {
    const wanted = scenario.connected.filter((id) => accessPoints.get(id)?.kind === kind).length;
    const there = scenario.interfaces.filter((each) => each.kind === kind).length;
    if (wanted > there) refuse(['connected'], `has ${wanted} ${kind} access points, but there are ${there} ${kind} interfaces; connect fewer`);
  }

  for (const [index, network] of scenario.serviceNetworks.entries()) {
    for (const [at, member] of network.members.entries()) checkAccessPoint(['serviceNetworks', index, 'members', at], member);
    checkUnique(network.members.map((member, at) => [['serviceNetworks', index, 'members', at], member]), 'is there twice; remove one');
  }
  checkUnique(scenario.serviceNetworks.map((network, index) => [['serviceNetworks', index, 'name'], network.name]), 'is there twice; give each service network a name of its own');
  for (const [index, { bursts }] of scenario.applications.entries()) {
    if (bursts && bursts.lasts >= bursts.every) refuse(['applications', index, 'bursts', 'lasts'], `has to be less than "every", ${bursts.every}; for a load without pause use "received" and "sent"`);
  }
  for (const [index, event] of scenario.timeline.entries()) {
    const path = ['timeline', index];
    if (event.accessPoint !== undefined) checkAccessPoint([...path, 'accessPoint'], event.accessPoint);
    if (event.interface !== undefined) checkInterface([...path, 'interface'], event.interface, 'wired');
    for (const [at, spot] of (event.to ?? []).entries()) checkSpot([...path, 'to', at], spot);
  }
}
