import { z } from 'zod';
import { driverFailure } from './reason.ts';
import { securities } from './values.ts';

/**
 * Managing access points: what joins one, what is stored of one, radios, and what the platform allows.
 * Secrets are in requests alone: never in the state, the journal or a log.
 */
const id = z.string().min(1).max(256);
/** An absolute path of a file of the user's, such as a certificate. */
const path = z.string().min(1).max(4096).startsWith('/', 'Give the whole path of the file, beginning with "/".');
const secret = z.string().min(1).max(1024);

/** How the authentication server proves itself (802.1X). Without a check anybody can pose as it, so that takes the user's own words. */
const authority = z.discriminatedUnion('check', [
  z.object({ check: z.literal('file'), path, domain: z.string().max(255).nullable() }),
  /** Any authority that this machine trusts: then only the server's name tells it from another. */
  z.object({ check: z.literal('system'), domain: z.string().min(1).max(255) }),
  z.object({ check: z.literal('none'), userAcceptsRisk: z.literal(true) }),
]);

/** What the user gives to join an access point. */
export const credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** WPA: 8 to 63 characters, or 64 hexadecimal digits; WPA3 takes any length; WEP 5 or 13 characters, 10 or 26 digits. */
  z.object({ kind: z.literal('password'), password: secret }),
  z.object({
    kind: z.literal('passwordEap'), method: z.enum(['peap', 'ttls']), inner: z.enum(['mschapv2', 'gtc', 'pap', 'md5']),
    identity: z.string().min(1).max(253), anonymousIdentity: z.string().max(253).nullable(), password: secret, authority,
  }),
  z.object({
    kind: z.literal('certificateEap'), identity: z.string().min(1).max(253), clientCertificate: path, privateKey: path,
    privateKeyPassword: secret.nullable(), authority,
  }),
  z.object({ kind: z.literal('pin'), pin: z.string().regex(/^\d{4,8}$/, 'A PIN has 4 to 8 digits.') }),
]);
export type Credentials = z.infer<typeof credentials>;

/** What is to be joined: an access point of the list, stored or only seen; or a network that does not tell its name. */
export const connectTarget = z.discriminatedUnion('target', [
  z.object({ target: z.literal('accessPoint'), accessPoint: id }),
  z.object({ target: z.literal('hidden'), ssid: z.string().regex(/^([0-9a-f]{2}){1,32}$/, 'An SSID is 1 to 32 bytes, given in hex.'), security: z.enum(securities) }),
]);
export type ConnectTarget = z.infer<typeof connectTarget>;

/** The hardware address shown to the access point; stable: a random one, the same each time for this access point. */
export const hardwareAddresses = ['default', 'permanent', 'stable', 'random'] as const;

const addressing = z.object({
  method: z.enum(['automatic', 'manual', 'linkLocal', 'shared', 'disabled']),
  addresses: z.array(z.object({ address: z.string().max(64), prefix: z.number().int().min(0).max(128) })).max(32),
  gateway: z.string().max(64).nullable(),
  nameServers: z.array(z.string().max(64)).max(16),
  /** Those of the network are used too. */
  automaticNameServers: z.boolean(),
  /** Metric of its routes; lower is preferred; null: by the kind of link. */
  routeMetric: z.number().int().min(0).max(4_294_967_295).nullable(),
});

/** What is stored of an access point and the user may change. It holds no secret. */
export const profile = z.object({
  name: z.string().min(1).max(255),
  autoconnect: z.boolean(),
  /** −999 to 999; higher is connected first. */
  priority: z.number().int().min(-999).max(999),
  metered: z.enum(['automatic', 'yes', 'no']),
  /** null: the kind of link has none. */
  hidden: z.boolean().nullable(),
  hardwareAddress: z.enum(hardwareAddresses).nullable(),
  ipv4: addressing,
  ipv6: addressing,
  proxy: z.object({ method: z.enum(['none', 'automatic']), url: z.string().max(2048).nullable() }),
});
export type Profile = z.infer<typeof profile>;

/** What the user may do, each allowed, allowed after the system asked for a password, or not. */
export const actions = ['connect', 'scan', 'changeStored', 'switchWifi', 'switchMobile', 'hotspot'] as const;
export type Action = (typeof actions)[number];
/** asks: the system will ask who it is · no: its rules forbid it · notSupported: this network manager cannot. */
export const permissions = ['yes', 'asks', 'no', 'notSupported'] as const;
export type Permission = (typeof permissions)[number];

/** A radio of a kind; present: there is one · on: by the user's switch · hardwareOn: by the machine's own. */
export const radioView = z.object({ present: z.boolean(), on: z.boolean(), hardwareOn: z.boolean() });
export type RadioView = z.infer<typeof radioView>;
export const radioKinds = ['wifi', 'mobile'] as const;
export type RadioKind = (typeof radioKinds)[number];

/** The machine beside its access points. */
export const systemView = z.object({
  permissions: z.record(z.enum(actions), z.enum(permissions)),
  radios: z.record(z.enum(radioKinds), radioView),
  /** The access point that this machine itself offers to others; null: none. */
  hotspot: z.object({ interface: z.string(), name: z.string(), accessPoint: z.string() }).nullable(),
});
export type SystemView = z.infer<typeof systemView>;

/** Before a driver has told anything. */
export const nothingKnown: SystemView = {
  permissions: { connect: 'notSupported', scan: 'notSupported', changeStored: 'notSupported', switchWifi: 'notSupported', switchMobile: 'notSupported', hotspot: 'notSupported' },
  radios: { wifi: { present: false, on: false, hardwareOn: false }, mobile: { present: false, on: false, hardwareOn: false } },
  hotspot: null,
};

/** The platform wants a secret to go on with an activation: answered by `secret.give` or `secret.refuse`. */
export const secretRequestView = z.object({
  id: z.string(),
  accessPoint: z.string(),
  kind: z.enum(['password', 'eapPassword', 'privateKeyPassword', 'pin', 'vpn']),
  /** The one given before was wrong. */
  wrongBefore: z.boolean(),
  /** What the platform says about it; empty where it says nothing. */
  message: z.string(),
  at: z.number(),
  expiresAt: z.number(),
});
export type SecretRequestView = z.infer<typeof secretRequestView>;

export const managementRequests = {
  /**
   * Joins an access point with what the user gave, and stores it when that worked; nothing half-made is left
   * behind when it did not. Of a stored one it replaces the secrets. Ends when the link is up or has failed.
   */
  'accessPoint.connect': {
    input: z.object({ target: connectTarget, credentials, interface: id.nullable(), hardwareAddress: z.enum(hardwareAddresses) }),
    output: z.discriminatedUnion('result', [
      z.object({ result: z.literal('connected'), configuration: id }),
      z.object({ result: z.literal('failed'), failure: driverFailure }),
    ]),
  },
  /** Gives up a connect that is under way; it ends as cancelled. */
  'accessPoint.cancelConnect': { input: z.null(), output: z.null() },
  'accessPoint.profile': { input: z.object({ accessPoint: id }), output: profile },
  'accessPoint.change': { input: z.object({ accessPoint: id, change: profile.partial() }), output: z.null() },
  /** Forgets a stored access point; `undo` brings it back with its secrets for five minutes. */
  'accessPoint.forget': { input: z.object({ accessPoint: id }), output: z.object({ undo: id }) },
  'accessPoint.restore': { input: z.object({ undo: id }), output: z.null() },
  /** The text of the QR that lets another device join: it holds the secret, so it is read when wanted and kept nowhere. */
  'accessPoint.share': { input: z.object({ accessPoint: id }), output: z.object({ text: z.string() }) },

  /** A name that the user alone gives it; null: none. Kept in Handover's settings; the platform does not learn it. */
  'accessPoint.nickname': { input: z.object({ accessPoint: id, nickname: z.string().trim().min(1).max(80).nullable() }), output: z.null() },

  'radio.set': { input: z.object({ radio: z.enum(radioKinds), on: z.boolean() }), output: z.null() },
  /** On: every radio off, and remembered which were on; off: those on again. */
  'radio.airplane': { input: z.object({ on: z.boolean() }), output: z.null() },
  'hotspot.start': { input: z.object({ interface: id, name: z.string().min(1).max(32), password: z.string().min(8).max(63), band: z.enum(['automatic', '2.4', '5']) }), output: z.null() },
  'hotspot.stop': { input: z.null(), output: z.null() },

  'secret.give': { input: z.object({ request: id, secret }), output: z.null() },
  'secret.refuse': { input: z.object({ request: id }), output: z.null() },
} as const;
