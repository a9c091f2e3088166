import { z } from 'zod';
import { securities } from '../../contract/values.ts';

/**
 * What the child process says of the machine's Wi-Fi, whatever the platform. All of it comes from outside (other
 * programs' words, names from the air), so it is checked when it arrives, and what does not fit is an error.
 */
const name = z.string().min(1).max(256);
const ssid = z.string().regex(/^(?:[0-9a-f]{2}){0,32}$/);
const bssid = z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/);
const level = z.number().min(-150).max(0);

/** One radio of an access point that the system has heard. */
export const seenRadio = z.strictObject({
  interface: name, ssid, bssid: bssid.nullable(),
  /** MHz; null where the system does not tell. */
  frequency: z.number().int().min(1000).max(8000).nullable(),
  level: level.nullable(), security: z.enum(securities),
});
export type SeenRadio = z.infer<typeof seenRadio>;

/** What the system keeps of an access point, and connects to without asking. */
export const storedNetwork = z.strictObject({
  /** How the system knows it; the same over restarts. */
  key: name, name, ssid, security: z.enum(securities).nullable(),
});
export type StoredNetwork = z.infer<typeof storedNetwork>;

/** A Wi-Fi device and what it is connected to. */
export const wifiDevice = z.strictObject({
  name, hardwareAddress: bssid.nullable(), on: z.boolean(),
  connection: z.strictObject({
    state: z.enum(['connecting', 'connected']),
    /** null: the system hides it, as macOS does without the right to know the place. */
    ssid: ssid.nullable(),
    bssid: bssid.nullable(), level: level.nullable(),
    /** bit/s */
    speed: z.number().nonnegative().nullable(),
    /** Of a stored one. */
    key: name.nullable(),
  }).nullable(),
});
export type WifiDevice = z.infer<typeof wifiDevice>;

export const look = z.strictObject({
  devices: z.array(wifiDevice).max(64),
  seen: z.array(seenRadio).max(5_000),
  stored: z.array(storedNetwork).max(2_000),
  /** Default routes: by interface, or by an address of the interface where the system names it so. */
  routes: z.array(z.strictObject({ by: name, gateway: z.string().min(2).max(64).nullable(), metric: z.number().int().nonnegative() })).max(256),
  /** Why names or levels are missing, in words for a person; null: nothing is. */
  hidden: z.string().max(500).nullable(),
});
export type Look = z.infer<typeof look>;

export const counts = z.array(z.strictObject({
  interface: name, received: z.number().int().nonnegative(), sent: z.number().int().nonnegative(),
  receivedPackets: z.number().int().nonnegative(), sentPackets: z.number().int().nonnegative(),
})).max(256);
export type CountsOfAll = z.infer<typeof counts>;

/** What this platform, on this machine, can do beside looking. */
export const abilities = z.strictObject({ connect: z.boolean(), join: z.boolean(), disconnect: z.boolean(), forget: z.boolean(), watches: z.boolean() });
export type Abilities = z.infer<typeof abilities>;

export interface JoinWish { interface: string; ssid: string; security: (typeof securities)[number]; password: string | null; hidden: boolean }

/** The questions to the child: input as it is sent, output as it is checked. */
export const outputs = {
  abilities, look, counts,
  scan: z.null(), connect: z.null(), join: z.null(), disconnect: z.null(), forget: z.null(),
} as const;
export interface Inputs {
  abilities: null; look: null; counts: null; scan: null;
  connect: { interface: string; key: string }; join: JoinWish; disconnect: { interface: string }; forget: { interface: string; key: string };
}
export type Question = keyof typeof outputs;
export type Answer<Q extends Question> = z.infer<(typeof outputs)[Q]>;

/** Whoever answers them: the child process, or a platform itself in a test. */
export interface Platform {
  abilities(): Promise<Abilities>;
  look(): Promise<Look>;
  counts(): Promise<CountsOfAll>;
  scan(): Promise<null>;
  connect(wish: Inputs['connect']): Promise<null>;
  join(wish: JoinWish): Promise<null>;
  disconnect(wish: Inputs['disconnect']): Promise<null>;
  forget(wish: Inputs['forget']): Promise<null>;
  /** Calls when something changed, where the system tells; the result ends it. */
  watch(changed: () => void): () => void;
}

/** Said by a platform that cannot; it reaches the person. */
export class CannotError extends Error {
  override name = 'CannotError';
}
