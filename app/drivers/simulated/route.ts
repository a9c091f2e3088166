import type { Link, Links } from './links.ts';

/** Half of the flows on an old link have ended after so many seconds. */
const halfLife = 8;

const rank = { wired: 0, wifi: 1, mobile: 2, vpn: 3 } as const;

/** Which link the default route takes: the one chosen by a trial while it is up, else the best one, as a manager's metrics say. */
export class Route {
  readonly #links: Links;
  readonly #changed: () => void;
  #chosen: string | null = null;
  #old: { interface: string; since: number } | null = null;

  /** @param changed new flows may take another way now; never called from inside a command's call */
  constructor(links: Links, changed: () => void) {
    this.#links = links;
    this.#changed = changed;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  /** New flows take this interface; null: by metrics. */
  choose(name: string | null): void {
    this.#chosen = name;
    this.#changed();
  }

  /** Flows begun on this interface stay there until they end. `since` in seconds of the play. */
  keepOldFlows(old: { interface: string; since: number } | null): void {
    this.#old = old;
  }

  /** The interface of the default route now */
  current(): string | null {
    // A VPN goes over one of the others; where that one goes is what counts here.
    const active = this.#links.all().filter((link) => link.state === 'active' && link.interface.kind !== 'vpn');
    const chosen = active.find((link) => link.interface.name === this.#chosen);
    // A link that does not reach the internet comes after all that do.
    const cost = (link: Link): number => rank[link.interface.kind] + (link.accessPoint.connectivity === 'full' ? 0 : 10);
    return (chosen ?? active.sort((a, b) => cost(a) - cost(b))[0])?.interface.name ?? null;
  }

  /** Shares of all traffic by interface, at so many seconds into the play. */
  shares(seconds: number): { interface: string; share: number }[] {
    const current = this.current();
    const old = this.#old && this.#old.interface !== current && this.#links.on(this.#old.interface)?.state === 'active' ? this.#old : null;
    const stays = old ? 0.5 ** ((seconds - old.since) / halfLife) : 0;
    return [...(old ? [{ interface: old.interface, share: stays }] : []), ...(current === null ? [] : [{ interface: current, share: 1 - stays }])];
  }
}
