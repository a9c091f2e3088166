import type { DriverFailure } from '../../contract/reason.ts';
import type { SystemView } from '../../contract/management.ts';
import type { BssView } from '../../contract/state.ts';
import type { CarrierProbes } from './probes.ts';
import type { Bearer, Connectivity, driverNames, InterfaceKind, Purpose, Security } from '../../contract/values.ts';
import type { DriverHotspot, DriverRadios, DriverSecrets, DriverStore, SecretRequest } from './management.ts';

/**
 * The driver port: what makes a platform look alike to the core (design 4). A driver tells the world as one
 * snapshot and then as changes, and carries out commands. It decides nothing.
 *
 * Rules for every driver, checked by the contract suite (app/drivers/shared/driver-contract.ts):
 * - `start()` ends when the first snapshot is complete; no change is told before.
 * - Ids are stable: an access point that is stored keeps its id over restarts (its UUID); one that is only seen is
 *   `wlan:` + SSID in hex + `:` + security.
 * - A command's outcome is read back from the platform: when `activate()` ends well the link has been told as active.
 * - No command throws or rejects: failures are values. None hangs: each ends within its own limit, or when aborted.
 * - Changes are told from the event loop, never from inside a command's call.
 */
export interface Driver {
  readonly name: (typeof driverNames)[number];
  readonly capabilities: DriverCapabilities;
  /** Probes bound to one link; without them a trial relies on what the platform tells of it. */
  readonly probes?: CarrierProbes;

  /** Connects and reads the world. Fails with `managerGone` where no manager answers. */
  start(listener: DriverListener): Promise<Outcome<DriverSnapshot>>;
  /** Gives back everything: timers, sockets, subscriptions. Leaves links as they are. */
  stop(): Promise<void>;

  /** Asks for fresh scan results; ends when they were told. */
  scan(): Promise<Outcome>;
  /** Brings a stored or seen access point up; `signal` cancels and undoes. */
  activate(accessPoint: string, options: { signal: AbortSignal }): Promise<Outcome>;
  deactivate(accessPoint: string): Promise<Outcome>;
  /** Asks the platform to look again at what an interface reaches; the result comes as a change. */
  checkConnectivity(interfaceId: string): Promise<Outcome>;
  /** Counters are told about every `intervalMs` while watched; null: only as the platform pleases. */
  watchCounters(intervalMs: number | null): void;

  /**
   * Brings `to` up beside `from`, so that nothing moves yet where `overlap` allows it; ends when it is up.
   * At most one trial runs at a time. The trial's own failure leaves everything as it was.
   */
  beginTrial(from: string, to: string, options: { signal: AbortSignal }): Promise<Outcome<DriverTrial>>;

  /**
   * Calls made to the platform since this driver was made, of every kind: part of what Handover itself takes. Only grows.
   * Left out where nobody is called: what is simulated, and what reads files.
   */
  readonly callsMade?: () => number;

  /** Parts that a platform may lack. */
  readonly store?: DriverStore;
  readonly radios?: DriverRadios;
  readonly hotspot?: DriverHotspot;
  readonly secrets?: DriverSecrets;
}

/** The rope between two links. Exactly one of commit() and rollBack() ends it. */
export interface DriverTrial {
  /** Both links are up; false: `from` went down for it. */
  readonly overlap: boolean;
  /** The tests passed: new flows take the new link, begun ones stay where they are, as far as the platform can. */
  switch(): Promise<Outcome>;
  /** The new link carries everything. `releaseOld` takes the old one down now (the core waits for the linger before). */
  commit(options: { releaseOld: boolean }): Promise<Outcome>;
  /** Back to the old link. `releaseNew` takes the new one down. */
  rollBack(options: { releaseNew: boolean }): Promise<Outcome>;
}

export type Outcome<T = undefined> = { ok: true; value: T } | { ok: false; failure: DriverFailure };
export const done: Outcome = { ok: true, value: undefined };
export const failed = (code: DriverFailure['code'], detail: string, stage?: string): { ok: false; failure: DriverFailure } =>
  ({ ok: false, failure: stage === undefined ? { code, detail } : { code, detail, stage } });

export interface DriverCapabilities {
  startAndStopInterfaces: boolean;
  /** Holders of links in other processes are known to the platform. */
  systemSessions: boolean;
  forcedRoaming: boolean;
  dataStatistics: boolean;
  scan: boolean;
  /** Two links can be up at once at all (whether two given ones can, is `overlap` of an access point pair). */
  overlap: boolean;
  /** Flows begun on the old link stay on it through a trial. */
  keepsOldFlows: boolean;
}

export interface DriverSnapshot {
  interfaces: DriverInterface[];
  accessPoints: DriverAccessPoint[];
  /** Radios and permissions; left out where the platform tells neither: everything that the driver can is allowed then. */
  system?: SystemView;
}

export interface DriverInterface {
  id: string;
  /** The system's name, such as "wlp3s0". */
  name: string;
  kind: InterfaceKind;
  managed: boolean;
  carrier: boolean | null;
  /** bit/s */
  speed: number | null;
  addresses: { address: string; prefix: number }[];
  gateways: string[];
  nameServers: string[];
  connectivity: Connectivity;
  metered: boolean;
  /** What a person who looks closer wants to know; null or left out where the platform does not tell. */
  hardwareAddress?: string | null;
  mtu?: number | null;
  /** Metric of its default route; lower is preferred. */
  routeMetric?: number | null;
  /** Where the portal is that holds it; null: none, or not told. */
  portal?: string | null;
  /** What the DHCP server gave, by the option's name. */
  dhcp?: Record<string, string>;
}

export interface DriverAccessPoint {
  id: string;
  name: string;
  kind: InterfaceKind;
  bearer: Bearer;
  purpose: Purpose;
  /** Hex of the raw bytes; null for what has none. */
  ssid: string | null;
  security: Security | null;
  /** The platform knows it (a profile). */
  stored: boolean;
  /** A session could be opened on it now: cable in, radio in reach. */
  inReach: boolean;
  /** By its own setting; the interface's guess is in the interface. */
  metered: boolean;
  /** Ids of the interfaces that can reach it, the preferred first. */
  interfaces: string[];
  bss: BssView[];
  /** dBm, raw; the core smooths. */
  level: number | null;
  /** Noise where it is in use, dBm; left out where the platform does not tell. */
  noise?: number | null;
  link: DriverLink | null;
}

export interface DriverLink {
  state: 'activating' | 'active' | 'deactivating';
  interface: string;
  stage: string | null;
  /** The machine's default route is on it, where the platform tells. */
  isDefault?: boolean;
}

export type DriverChange =
  | { change: 'interface'; interface: DriverInterface }
  | { change: 'interfaceRemoved'; id: string }
  | { change: 'accessPoint'; accessPoint: DriverAccessPoint }
  | { change: 'accessPointRemoved'; id: string }
  /** An activation ended badly by itself (not by a command of ours, whose outcome tells). */
  | { change: 'activationFailed'; accessPoint: string; failure: DriverFailure }
  /** Totals of the interface since it exists, bytes and packets, safe integers. */
  | { change: 'counters'; interface: string; received: number; sent: number; receivedPackets: number; sentPackets: number }
  | { change: 'scanned' }
  /** The manager went: what was told stays as last known. */
  | { change: 'managerGone'; reason: string }
  /** It is back: the world anew. */
  | { change: 'managerBack'; snapshot: DriverSnapshot }
  /** The machine is about to sleep, or woke up. */
  | { change: 'sleep'; sleeping: boolean }
  /** Radios, permissions or the hotspot changed. */
  | { change: 'system'; system: SystemView }
  | { change: 'secretWanted'; request: SecretRequest }
  /** It was given, refused, or is not waited for any more. */
  | { change: 'secretOver'; id: string };

export type DriverListener = (change: DriverChange) => void;
