import { defaultRank } from '../contract/default-configuration.ts';
import type { ConfigurationManager, ConfigurationManagerEvents } from '../contract/session.ts';
import { invalidConfiguration, type Configuration } from './configuration.ts';
import type { ConfigurationRegistry } from './configuration-registry.ts';
import { Emitter } from '../contract/emitter.ts';

/** The manager of the reference over the registry. One serves all clients; each listens for itself. */
export class Manager implements ConfigurationManager {
  readonly #emitter: Emitter<ConfigurationManagerEvents>;
  #wasOnline: boolean;

  constructor(
    private readonly registry: ConfigurationRegistry,
    private readonly options: { capabilities: () => number; update: () => void; onError: (error: unknown) => void },
  ) {
    this.#emitter = new Emitter(options.onError);
    this.#wasOnline = registry.isOnline;
  }

  get isOnline(): boolean { return this.registry.isOnline; }
  get capabilities(): number { return this.options.capabilities(); }

  allConfigurations(filter = 0): Configuration[] {
    return [...this.registry.list()].filter((each) => (each.state & filter) === filter);
  }

  configurationFromIdentifier(identifier: string): Configuration {
    return this.registry.get(identifier) ?? invalidConfiguration();
  }

  /** First active service network, first discovered one, then access points by state and bearer (MGR-06, -08, -09, -10). */
  defaultConfiguration(): Configuration {
    let best: Configuration | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const each of this.registry.list()) {
      const rank = defaultRank(each);
      if (rank < bestRank) [best, bestRank] = [each, rank];
    }
    return best ?? invalidConfiguration();
  }

  updateConfigurations(): void { this.options.update(); }

  on<E extends keyof ConfigurationManagerEvents>(event: E, handler: (...values: ConfigurationManagerEvents[E]) => void): () => void {
    return this.#emitter.on(event, handler);
  }

  /** Tells what the registry changed; called after the sessions have heard of it (MGR-13, MGR-14). */
  tellChanges(): void {
    for (const { change, configuration } of this.registry.takeChanges()) {
      if (change === 'added') this.#emitter.emit('configurationAdded', configuration);
      else if (change === 'removed') this.#emitter.emit('configurationRemoved', configuration);
      else this.#emitter.emit('configurationChanged', configuration);
    }
    if (this.registry.isOnline !== this.#wasOnline) {
      this.#wasOnline = this.registry.isOnline;
      this.#emitter.emit('onlineStateChanged', this.#wasOnline);
    }
  }

  /** Forgets what was noted so far, without telling: the first inventory is not news (MGR-18). */
  settle(): void {
    this.registry.takeChanges();
    this.#wasOnline = this.registry.isOnline;
  }

  tellUpdateCompleted(): void { this.#emitter.emit('updateCompleted'); }
}
