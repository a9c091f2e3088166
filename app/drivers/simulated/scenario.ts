import { isIP } from 'node:net';
import { z } from 'zod';
import { bands, bearers, connectivities, purposes, securities, simulationFaults, type Bearer, type Connectivity, type Purpose } from '../../contract/values.ts';
import { channelExists } from './radio.ts';
import { checkReferences } from './scenario-references.ts';

/**
 * The schema of a scenario file; docs/scenarios.md explains it to people, key by key. Metres, seconds, dB, dBm; speeds
 * of links in Mbit/s, of applications in kbit/s. Whoever adds a key adds it there too.
 */

/** Refuses keys that it does not know and lists those it does. */
const object = <T extends z.core.$ZodShape>(shape: T) => z.strictObject(shape, {
  error: (issue) => (issue.code === 'unrecognized_keys' ? `unknown; remove it, or use one of: ${Object.keys(shape).join(', ')}` : undefined),
});
const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values, { error: `has to be one of: ${values.join(', ')}` });
const keysOf = <T extends Record<string, unknown>>(table: T) => Object.keys(table) as (keyof T & string)[];

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/, 'has to be 1 to 64 letters, digits, spaces, dots, lines or underscores, a letter or digit first');
const name = z.string().trim().min(1).max(80);
const translated = z.union([name.transform((text) => ({ en: text, zh: text })), object({ en: z.string().min(1).max(400), zh: z.string().min(1).max(400) })],
  { error: 'has to be a text, or a text in both languages: { "en": "…", "zh": "…" }' });
const seconds = z.number().min(0).max(86_400 * 7);
const metres = z.number().min(-10_000).max(10_000);
const floor = z.number().int().min(-100).max(300);
const point = z.tuple([metres, metres, floor.default(0)], { error: 'has to be two numbers, metres: [x, y], and where there are floors the floor: [x, y, floor]' }).transform(([x, y, on]) => ({ x, y, floor: on }));
/** A point, or the name of a place. */
const spot = z.union([point, id], { error: 'has to be [x, y] in metres or [x, y, floor], or the name of a place' });
const share = (most: number) => z.number().min(0).max(most);

const band = (exponent: number, referenceLoss: number) =>
  object({ exponent: z.number().min(1).max(8).default(exponent), referenceLoss: z.number().min(20).max(80).default(referenceLoss) }).prefault({});
const radioModel = object({
  // Reference losses are free space over the first metre: 20 log10(MHz) − 27.55 (ITU-R P.525).
  bands: object({ '2.4': band(2.8, 40.2), '5': band(3, 46.8), '6': band(3.1, 48.1) }).prefault({}),
  shadowing: share(12).default(3),
  shadowingDistance: z.number().min(0.5).max(100).default(5),
  noise: share(6).default(1),
  // Thermal noise in 20 MHz, -101 dBm, and what a usual receiver adds.
  noiseFloor: z.number().min(-110).max(-40).default(-95),
}).prefault({});

const address = z.string().refine((text) => {
  const [bare = '', prefix = '', ...rest] = text.split('/');
  const family = isIP(bare);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}, 'has to be an address with its prefix, such as 10.20.1.44/24');
const bareAddress = z.string().refine((text) => isIP(text) !== 0, 'has to be an address, such as 10.20.1.1');

/** What every access point has. */
const common = {
  id,
  stored: z.boolean(),
  connectivity: oneOf(connectivities.filter((value): value is Exclude<Connectivity, 'unknown'> => value !== 'unknown')).default('full'),
  metered: z.boolean().default(false),
  purpose: oneOf(keysOf(purposes)).default('unknown' satisfies Purpose),
  autoconnect: z.boolean().default(false),
  fails: oneOf(simulationFaults).optional(),
  addresses: z.array(address).min(1).max(8).optional(),
  gateways: z.array(bareAddress).max(4).optional(),
  nameServers: z.array(bareAddress).max(4).optional(),
  nameServersAnswer: z.boolean().default(true),
  delays: object({ associate: seconds.optional(), authenticate: seconds.optional(), address: seconds.optional(), check: seconds.optional() }).prefault({}),
};

const wired = object({
  kind: z.literal('wired'), ...common, name, interface: id, place: id,
  stored: z.boolean().default(true),
  reach: z.number().min(0.1).max(100).default(2),
  speed: z.number().min(0.1).max(400_000).default(1000),
});

const mobile = object({
  kind: z.literal('mobile'), ...common, name, interface: id,
  stored: z.boolean().default(true),
  metered: z.boolean().default(true),
  bearer: oneOf(keysOf(bearers).filter((bearer): bearer is Exclude<Bearer, 'unknown' | 'ethernet' | 'wlan'> => !['unknown', 'ethernet', 'wlan'].includes(bearer))).default('lte'),
  level: z.number().int().min(-130).max(-30).default(-85),
  speed: z.number().min(0.01).max(20_000).default(60),
});

const ssid = z.union([
  z.string().refine((text) => { const size = new TextEncoder().encode(text).length; return size >= 1 && size <= 32; }).transform((text) => ({ text })),
  object({ hex: z.string().regex(/^(?:[0-9a-f]{2}){1,32}$/, 'has to be 1 to 32 pairs of 0-9 and a-f') }),
], { error: 'has to be a text of 1 to 32 bytes in UTF-8, or its bytes: { "hex": "4f66…" } with 1 to 32 pairs of 0-9 and a-f' });

const radio = object({
  bssid: z.string().regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'has to be six pairs of 0-9 and a-f with colons, such as 02:00:00:00:01:00'),
  at: spot,
  band: oneOf(bands),
  channel: z.number().int(),
  power: z.number().min(-10).max(36).default(20),
}).superRefine((value, context) => {
  if (!channelExists(value.band, value.channel)) context.addIssue({ code: 'custom', path: ['channel'], message: `is not in the ${value.band} GHz band; use ${value.band === '2.4' ? '1 to 14' : value.band === '5' ? '32 to 177' : '1 to 233'}` });
});

const wifi = object({
  kind: z.literal('wifi'), ...common,
  name: name.optional(),
  stored: z.boolean().default(false),
  ssid,
  security: oneOf(securities),
  hidden: z.boolean().default(false),
  password: z.string().min(1).max(253).optional(),
  radios: z.array(radio).min(1).max(5000),
});

const vpn = object({
  kind: z.literal('vpn'), ...common, name, interface: id,
  stored: z.boolean().default(true),
});

const accessPoint = z.discriminatedUnion('kind', [wired, wifi, mobile, vpn], { error: 'has to be an access point with "kind" one of: wired, wifi, mobile, vpn' });

/** Access points in numbers, spread over an area by the seed instead of being written out one by one. */
const crowd = object({
  id,
  ssid: z.string().refine((text) => { const size = new TextEncoder().encode(text).length; return size >= 1 && size <= 28; }, 'has to be a text of 1 to 28 bytes in UTF-8; # in it becomes the number of the network'),
  security: oneOf(securities).default('wpa2'),
  networks: z.number().int().min(1).max(10_000).default(1),
  radios: z.number().int().min(1).max(5000).default(1),
  area: object({ from: spot, to: spot }),
  bands: z.array(oneOf(bands)).min(1).default(['2.4', '5']),
  power: z.number().min(-10).max(36).default(17),
  stored: common.stored.default(false),
  connectivity: common.connectivity,
  metered: common.metered,
});

const networkInterface = object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 'has to be 1 to 15 letters, digits, dots, lines or underscores, as the system names interfaces'),
  kind: oneOf(['wired', 'wifi', 'mobile', 'vpn']),
  /** Of a wireless one: what it can hear, and dB that its antenna adds. */
  bands: z.array(oneOf(bands)).min(1).optional(),
  gain: z.number().min(-20).max(20).default(0),
});

const kilobits = z.number().min(0).max(100_000_000);
const application = object({
  name,
  received: kilobits.default(0),
  sent: kilobits.default(0),
  packetSize: z.number().int().min(40).max(9000).default(900),
  bursts: object({ every: z.number().min(1).max(86_400), lasts: z.number().min(1).max(86_400), received: kilobits.default(0), sent: kilobits.default(0) }).optional(),
});

const at = { at: seconds };
const event = z.discriminatedUnion('do', [
  object({ ...at, do: z.literal('setConnectivity'), accessPoint: id, value: common.connectivity.unwrap() }),
  object({ ...at, do: z.literal('walk'), to: z.array(spot).min(1).max(1000), speed: z.number().min(0.05).max(150).default(1.2) }),
  object({ ...at, do: z.literal('pullCable'), interface: id }),
  object({ ...at, do: z.literal('plugCable'), interface: id }),
  object({ ...at, do: z.literal('setLevelOffset'), accessPoint: id, offset: z.number().min(-100).max(100) }),
  object({ ...at, do: z.literal('failNextActivation'), accessPoint: id, fault: oneOf(simulationFaults) }),
  object({ ...at, do: z.literal('setFault'), accessPoint: id, fault: oneOf([...simulationFaults, 'none']) }),
  object({ ...at, do: z.literal('sleep') }),
  object({ ...at, do: z.literal('wake') }),
  object({ ...at, do: z.literal('managerGone') }),
  object({ ...at, do: z.literal('managerBack') }),
], { error: 'has to be an event with "do" one of: setConnectivity, walk, pullCable, plugCable, setLevelOffset, failNextActivation, setFault, sleep, wake, managerGone, managerBack' });

export const scenarioSchema = object({
  /** For editors; not read. */
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has to be 1 to 64 lower-case letters, digits and lines'),
  title: translated,
  description: translated,
  radioModel,
  floors: object({
    lowest: floor.default(0),
    count: z.number().int().min(1).max(100).default(1),
    height: z.number().min(2).max(20).default(3.2),
    // A concrete floor at Wi-Fi frequencies (ITU-R P.1238-11, office: 15 to 17 dB for the first).
    loss: z.number().min(0).max(100).default(15),
  }).prefault({}),
  places: z.record(id, point).refine((places) => Object.keys(places).length > 0, 'has to have at least one place'),
  walls: z.array(object({ from: spot, to: spot, loss: z.number().min(0).max(100) })).max(10_000).default([]),
  user: object({ at: id }),
  interfaces: z.array(networkInterface).min(1).max(32),
  accessPoints: z.array(accessPoint).min(1).max(10_000),
  crowd: z.array(crowd).max(100).default([]),
  connected: z.array(id).max(32).default([]),
  serviceNetworks: z.array(object({ name, members: z.array(id).min(1).max(100) })).max(100).default([]),
  applications: z.array(application).max(100).default([]),
  timeline: z.array(event).max(100_000).default([]),
}).superRefine(checkReferences);

export type Scenario = z.output<typeof scenarioSchema>;
/** A scenario as it is written, with what has a default left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type ScenarioAccessPoint = Scenario['accessPoints'][number];
export type ScenarioWifi = Extract<ScenarioAccessPoint, { kind: 'wifi' }>;
export type ScenarioCrowd = Scenario['crowd'][number];
export type ScenarioInterface = Scenario['interfaces'][number];
export type ScenarioEvent = Scenario['timeline'][number];
export type ScenarioSpot = ScenarioWifi['radios'][number]['at'];
/** Something that happens, whenever that is. */
export type Action = ScenarioEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;
