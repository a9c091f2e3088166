import { StateFlag } from '../contract/values.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationRegistry } from './configuration-registry.ts';
import type { Links } from './links.ts';
import type { Target } from './session-machine.ts';
import type { World } from './world.ts';

/** Which access point a session opens on. */
export class Targets {
  constructor(private readonly world: World, private readonly links: Links, private readonly registry: ConfigurationRegistry) {}

  /** First active member, else first discovered (ROAM-15, ROAM-20), none of `tried`; null if none can be used. */
  of(configuration: Configuration, tried: readonly string[] = []): Target | null {
    if (!configuration.isValid) return null;
    return configuration.type === 'internetAccessPoint' ? this.#on(configuration) : this.#in(configuration, tried);
  }

  #on(accessPoint: Configuration): Target | null {
    if (this.links.state(accessPoint.identifier) === 'connected') return { member: accessPoint.identifier, up: true };
    const isInReach = accessPoint.state === StateFlag.discovered || accessPoint.state === StateFlag.active;
    return isInReach ? { member: accessPoint.identifier, up: false } : null;
  }

  #in(network: Configuration, tried: readonly string[]): Target | null {
    const isUsable = (id: string) => !tried.includes(id) && this.links.state(id) === 'connected' && this.registry.get(id)?.isValid === true;
    for (const id of this.world.defaults())
      if (this.registry.isMember(id, network.identifier) && isUsable(id)) return { member: id, up: true };
    let best: Target | null = null;
    for (const id of network.members) {
      if (isUsable(id)) return { member: id, up: true };
      if (best !== null || tried.includes(id)) continue;
      const each = this.registry.get(id);
      if (each?.isValid === true) best = this.#on(each);
    }
    return best;
  }
}
