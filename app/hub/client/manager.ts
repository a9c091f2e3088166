import { defaultRank } from '../../contract/default-configuration.ts';
import type { ConfigurationManager, ConfigurationManagerEvents } from '../../contract/session.ts';
import type { StatePatch } from '../../contract/state-patch.ts';
import type { HostState } from '../../contract/state.ts';
import { hostTime } from '../../contract/reading.ts';
import { userChoice } from '../../contract/values.ts';
import { ClientConfiguration } from './configuration.ts';
import { Emitter } from '../../contract/emitter.ts';
import { throwLater } from './throw-later.ts';
import { Mirror } from './mirror.ts';

/** What of the host's state a client of sessions needs. */
export type ManagerState = Pick<HostState, (typeof managerParts)[number]>;
export const managerParts = ['configurations', 'isOnline', 'driver', 'traffic', 'clock', 'sessions'] as const;
const nothing: ManagerState = {
  configurations: {}, isOnline: false, traffic: {}, sessions: {}, clock: { at: 0, wall: 0, speed: 1 },
  driver: { name: 'simulated', choices: [], available: false, unavailableReason: null, capabilities: 0, canScan: false, checkAddress: null, simulation: null },
};

/** Reference: QNetworkConfigurationManager, over what the host tells. */
export class ClientManager implements ConfigurationManager {
  readonly mirror: Mirror<ManagerState>;
  readonly #events = new Emitter<ConfigurationManagerEvents>(throwLater);
  readonly #handles = new Map<string, ClientConfiguration>();
  #wasLoaded = false;

  /** @param sessionsChanged views of own sessions are news */
  constructor(private readonly ask: { update(): void; setConnectTimeout(identifier: string, ms: number): void }, sessionsChanged: () => void) {
    this.mirror = new Mirror(nothing, (patch, before) => {
      this.#changed(patch, before);
      if (!patch || patch.sessions) sessionsChanged();
    });
  }

  get isOnline(): boolean { return this.mirror.state.isOnline; }
  get capabilities(): number { return this.mirror.state.driver.capabilities; }
  /** The host's time, ms since the epoch. */
  get now(): number { return hostTime(this.mirror.state.clock); }

  allConfigurations(filter = 0): ClientConfiguration[] {
    return Object.keys(this.mirror.state.configurations).map((id) => this.#handle(id)).filter((each) => (each.state & filter) === filter);
  }

  configurationFromIdentifier(identifier: string): ClientConfiguration {
    return identifier === userChoice || this.mirror.state.configurations[identifier] ? this.#handle(identifier) : this.#invalid();
  }

  defaultConfiguration(): ClientConfiguration {
    let best: ClientConfiguration | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const each of this.allConfigurations()) {
      const rank = defaultRank(each);
      if (rank < bestRank) [best, bestRank] = [each, rank];
    }
    return best ?? this.#invalid();
  }

  updateConfigurations(): void { this.ask.update(); }

  on<E extends keyof ConfigurationManagerEvents>(event: E, handler: (...values: ConfigurationManagerEvents[E]) => void): () => void { return this.#events.on(event, handler); }

  tellUpdateCompleted(): void { this.#events.emit('updateCompleted'); }

  /** The counters of the interfaces that carry a configuration now, summed. */
  counters(identifier: string): { received: number; sent: number } {
    const { configurations, traffic } = this.mirror.state;
    const members = configurations[identifier]?.members ?? [];
    const links = [identifier, ...members].map((id) => configurations[id]?.accessPoint?.link?.interface);
    const sum = { received: 0, sent: 0 };
    for (const used of new Set(links)) {
      const counted = used === undefined ? undefined : traffic[used];
      sum.received += counted?.received ?? 0;
      sum.sent += counted?.sent ?? 0;
    }
    return sum;
  }

  #invalid(): ClientConfiguration { return new ClientConfiguration('', { find: () => undefined, setConnectTimeout: () => undefined }); }

  #handle(id: string): ClientConfiguration {
    let handle = this.#handles.get(id);
    if (!handle) {
      handle = new ClientConfiguration(id, { find: (each) => this.#handles.get(each) ?? (this.mirror.state.configurations[each] && this.#handle(each)), setConnectTimeout: this.ask.setConnectTimeout });
      handle.view = this.mirror.state.configurations[id] ?? null;
      this.#handles.set(id, handle);
    }
    return handle;
  }

  #changed(patch: StatePatch | null, before: ManagerState): void {
    const { configurations, isOnline } = this.mirror.state;
    const concerned = patch ? [...Object.keys(patch.configurations?.set ?? {}), ...patch.configurations?.removed ?? []] : new Set([...Object.keys(before.configurations), ...Object.keys(configurations)]);
    const news: (() => void)[] = [];
    for (const id of concerned) {
      const [was, is] = [before.configurations[id], configurations[id]];
      const known = this.#handles.get(id);
      if (known) known.view = is ?? null;
      if (was && !is) news.push(() => { this.#events.emit('configurationRemoved', this.#handle(id)); });
      else if (!was && is) news.push(() => { this.#events.emit('configurationAdded', this.#handle(id)); });
      else if (was && is && looksDifferent(was, is)) news.push(() => { this.#events.emit('configurationChanged', this.#handle(id)); });
    }
    // The first inventory is no news.
    const tells = this.#wasLoaded;
    this.#wasLoaded = true;
    if (!tells) return;
    for (const tell of news) tell();
    if (before.isOnline !== isOnline) this.#events.emit('onlineStateChanged', isOnline);
  }
}

type View = HostState['configurations'][string];
/** What the reference's configuration shows has changed; levels and counts are ours alone. */
const looksDifferent = (a: View, b: View): boolean =>
  a.name !== b.name || a.state !== b.state || a.purpose !== b.purpose || a.bearer !== b.bearer || a.isRoamingAvailable !== b.isRoamingAvailable || a.members.join('\n') !== b.members.join('\n');
