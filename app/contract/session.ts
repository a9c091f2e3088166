import type { Bearer, ConfigurationType, IgnoreScope, Purpose, SessionError, SessionState, StateFlags } from './values.ts';

/** A configuration as a live handle: it changes by itself, copies see the same (CFG-03). Reference: QNetworkConfiguration. */
export interface NetworkConfiguration {
  readonly identifier: string;
  readonly name: string;
  readonly type: ConfigurationType;
  readonly state: StateFlags;
  readonly purpose: Purpose;
  readonly bearerType: Bearer;
  readonly bearerTypeName: string;
  readonly bearerTypeFamily: Bearer;
  readonly isValid: boolean;
  readonly isRoamingAvailable: boolean;
  /** Members of a service network, highest priority first; empty for all else (CFG-09). */
  children(): NetworkConfiguration[];
  /** ms; 30000 by default (CFG-13) */
  readonly connectTimeout: number;
  /** False on an invalid configuration, whose value stays 30000. */
  setConnectTimeout(ms: number): boolean;
}

export interface NetworkSessionEvents {
  stateChanged: [state: SessionState];
  opened: [];
  closed: [];
  error: [error: SessionError];
  preferredConfigurationChanged: [configuration: NetworkConfiguration, isSeamless: boolean];
  newConfigurationActivated: [];
  usagePoliciesChanged: [usagePolicies: number];
}

/** The new link of a trial, for a program that asks over it by itself: the interface and the addresses to bind to. */
export interface CarrierLink { readonly interface: string; readonly addresses: readonly string[] }
/** A program's own test of a carrier: does what it needs work over this link? A rejection is a no; `signal` calls it off. */
export type CarrierProbe = (link: CarrierLink, signal: AbortSignal) => Promise<boolean>;

/**
 * Reference: QNetworkSession. All calls return at once; outcomes arrive as events, none before the call has
 * returned. Listening to `preferredConfigurationChanged` takes the word on roaming (application-level roaming).
 */
export interface NetworkSession {
  readonly configuration: NetworkConfiguration;
  readonly state: SessionState;
  readonly isOpen: boolean;
  readonly error: SessionError;
  readonly errorString: string;
  /** Name of the interface in use; null unless connected (NEW-09). */
  readonly interface: string | null;
  /** Bytes, the interface's counters summed over active members; 0 unless connected (STAT-01 to 03). */
  readonly bytesReceived: number;
  readonly bytesWritten: number;
  /** Whole seconds since the session became open, 0 when closed. */
  readonly activeTime: number;
  readonly usagePolicies: number;
  open(): void;
  close(): void;
  stop(): void;
  /** `always`, ours: also whenever the same happens again, without a question. */
  migrate(always?: boolean): void;
  ignore(scope?: IgnoreScope): void;
  accept(): void;
  reject(): void;
  /** Ours: moves to another member without an offer. */
  roamTo(configuration: string): void;
  /** Ours: a test of the program's own in every trial that this session moves in; null takes it back. */
  setCarrierProbe(probe: CarrierProbe | null): void;
  /** True once open; false on error, closed, disconnected or after ms (−1: no limit). */
  waitForOpened(ms?: number): Promise<boolean>;
  sessionProperty(key: string): unknown;
  /** undefined removes it. ActiveConfiguration and UserChoiceConfiguration cannot be written (PROP-04). */
  setSessionProperty(key: string, value: unknown): void;
  on<E extends keyof NetworkSessionEvents>(event: E, handler: (...values: NetworkSessionEvents[E]) => void): () => void;
  /** A silent close (NEW-08); the session is invalid afterwards. */
  dispose(): void;
}

export interface ConfigurationManagerEvents {
  configurationAdded: [configuration: NetworkConfiguration];
  configurationChanged: [configuration: NetworkConfiguration];
  configurationRemoved: [configuration: NetworkConfiguration];
  onlineStateChanged: [isOnline: boolean];
  updateCompleted: [];
}

/** Reference: QNetworkConfigurationManager. */
export interface ConfigurationManager {
  readonly isOnline: boolean;
  readonly capabilities: number;
  /** Those whose state holds all bits of the filter; 0 keeps everything (MGR-03). */
  allConfigurations(filter?: number): NetworkConfiguration[];
  configurationFromIdentifier(identifier: string): NetworkConfiguration;
  defaultConfiguration(): NetworkConfiguration;
  /** Asks for a scan; ends in one updateCompleted. */
  updateConfigurations(): void;
  on<E extends keyof ConfigurationManagerEvents>(event: E, handler: (...values: ConfigurationManagerEvents[E]) => void): () => void;
}
