import type { Link, Links } from './links.ts';

/** Half of the flows on an old link have ended after so many seconds. */
const halfLife = 8;

const rank = { wired: 0, wifi: 1, mobile: 2 } as const;

/** Which link the default route takes: the one chosen by a trial while it is up, else the best one, as a manager's metrics say. */
export class Route {
  readonly #links: Links;
  #chosen: string | null = null;
  #old: { interface: string; since: number } | null = null;

  constructor(links: Links) {
    this.#links = links;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  /** New flows take this interface; null: by metrics. */
  choose(name: string | null): void {
    this.#chosen = name;
  }

  /** Flows begun on this interface stay there until they end. `since` in seconds of the play. */
  keepOldFlows(old: { interface: string; since: number } | null): void {
    this.#old = old;
  }

  /** The interface of the default route now */
  current(): string | null {
    const active = this.#links.all().filter((link) => link.state === 'active');
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
