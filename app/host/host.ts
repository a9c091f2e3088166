import type { EventName, EventPayload, RequestInput, RequestName, RequestOutput } from '../contract/contract.ts';
import type { ClientView } from '../contract/state.ts';
import type { DriverChoiceName } from '../contract/values.ts';
import type { StateSnapshot } from '../contract/state-patch.ts';

/**
 * The one programming interface of Handover: one driver, the core, the journal and the settings wired together.
 * The main process, the headless host, the hub and the tests all speak to this and to nothing below it. It may be
 * another process's (app/hub/attach.ts).
 */
export interface HostAccess {
  snapshot(): StateSnapshot;
  /**
   * Carries out a request of the contract for a client. The input is parsed here, whoever sends it.
   * Rejects with a RequestError that says what to do.
   */
  request<N extends RequestName>(client: ClientHandle, name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  /** Events of the contract. Patches come at most once a frame (16 ms); session events at once, none merged. */
  on<E extends EventName>(event: E, handler: (payload: EventPayload<E>) => void): () => void;
  /** The desktop's own client: its answer counts for every session without an answerer of its own (design 5). */
  readonly desktop: ClientHandle;
  /** Somebody looks at the list of access points (scans) or at traffic (counters); call the result when no longer. */
  watch(what: 'accessPoints' | 'traffic'): () => void;
  /** Ends a trial as a reject, writes what is unwritten, releases the driver. Links that the user made stay up. */
  stop(): Promise<void>;
}

/** The host itself, in this process. */
export interface Host extends HostAccess {
  /** A new holder of sessions. `dispose()` releases all it holds, as its death would. */
  connectClient(info: { name: string; pid: number | null }): ClientHandle;
}

export interface ClientHandle {
  readonly view: ClientView;
  dispose(): void;
}

export interface HostOptions {
  /** Folder for settings, service networks and the journal; made when missing. */
  dataFolder: string;
  /** Overrides the setting until that is changed; "auto" takes NetworkManager where it answers, the system’s Wi-Fi on Windows and macOS, else the simulated network. */
  driver?: DriverChoiceName;
  /** Of the simulated network: the name of a shipped scenario, or a path to a scenario file. */
  scenario?: string;
  /** Of the simulated network: how much faster than real time it runs, 0.1 to 100. */
  speed?: number;
  seed?: number;
  /** Somebody is there who can ask the user (a window); by default yes. Without one a user choice tries what is known. */
  canAsk?: boolean | (() => boolean);
}
