import { StateFlag, type SessionState } from '../contract/values.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationRegistry } from './configuration-registry.ts';
import type { Links } from './links.ts';
import type { SessionIndex } from './session-index.ts';

/**
 * How configurations look to sessions that hold nothing, and what a service network showed last, so that a change of
 * one member is told to the network's sessions only when the network looks different for it.
 */
export class Mirrors {
  readonly #shown = new Map<string, { state: SessionState; firstUp: string | null }>();

  constructor(private readonly registry: ConfigurationRegistry, private readonly links: Links, private readonly sessions: SessionIndex) {}

  of(configuration: Configuration): SessionState {
    if (!configuration.isValid) return 'invalid';
    if (configuration.type === 'internetAccessPoint') return this.ofLink(configuration);
    // It can be opened at any time: the user is asked.
    if (configuration.type === 'userChoice') return 'disconnected';
    const state = this.#ofNetwork(configuration);
    // Somebody saw it change without being told by an access point: the next change is told to all.
    if (this.#shown.get(configuration.identifier)?.state !== state) this.#shown.delete(configuration.identifier);
    return state;
  }

  ofLink(accessPoint: Configuration): SessionState {
    const state = this.links.state(accessPoint.identifier);
    if (state !== 'down') return state;
    return accessPoint.state === StateFlag.discovered || accessPoint.state === StateFlag.active ? 'disconnected' : 'notAvailable';
  }

  /** The first member of a service network that is up. */
  firstUp(network: Configuration): string | null {
    // Whether there is one at all is known without a look at every member.
    if (!network.isValid || network.state !== StateFlag.active) return null;
    return network.members.find((member) => this.links.state(member) === 'connected' && this.registry.get(member)?.isValid === true) ?? null;
  }

  /** A member of these service networks changed, came, or went: those that look different now. */
  changedAmong(networks: Iterable<string>): string[] {
    const changed = [];
    for (const id of networks) {
      const network = this.registry.get(id);
      if (!network) continue;
      const before = this.#shown.get(id);
      const now = { state: this.#ofNetwork(network), firstUp: this.firstUp(network) };
      // Roaming comes and goes with a session, not with an access point: told each time.
      if (this.sessions.isRoaming(id)) this.#shown.delete(id);
      else if (before?.state === now.state && before.firstUp === now.firstUp) continue;
      else this.#shown.set(id, now);
      changed.push(id);
    }
    return changed;
  }

  forget(network: string): void { this.#shown.delete(network); }

  #ofNetwork(network: Configuration): SessionState {
    const busy = new Set<SessionState>();
    for (const member of this.#busyMembers(network)) {
      const state = this.links.state(member);
      if (state === 'connected') return 'connected';
      if (state !== 'down') busy.add(state);
    }
    if (this.sessions.isRoaming(network.identifier)) return 'roaming';
    if (busy.has('connecting')) return 'connecting';
    if (busy.has('closing')) return 'closing';
    return network.state === StateFlag.discovered || network.state === StateFlag.active ? 'disconnected' : 'notAvailable';
  }

  /** Members whose link may be other than down: few, however many members there are. */
  *#busyMembers(network: Configuration): Iterable<string> {
    const fewMembers = 16;
    const candidates = network.members.length <= fewMembers ? network.members : this.links.busy();
    for (const id of candidates)
      if (this.registry.isMember(id, network.identifier) && this.registry.get(id)?.isValid === true) yield id;
  }
}
