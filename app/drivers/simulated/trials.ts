import { done, failed, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { Links } from './links.ts';
import type { Pauses } from './pauses.ts';
import type { Route } from './route.ts';
import type { AccessPoint, World } from './world.ts';

/** ms that the platform takes to change its routes */
const switchTime = 20;

/** Tries a link beside another: overlapping where two interfaces allow it, else the old one goes down for it and comes back. */
export class Trials {
  readonly #world: World;
  readonly #links: Links;
  readonly #route: Route;
  readonly #pauses: Pauses;
  #running: { readonly from: AccessPoint } | null = null;

  constructor(world: World, links: Links, route: Route, pauses: Pauses) {
    this.#world = world;
    this.#links = links;
    this.#route = route;
    this.#pauses = pauses;
  }

  /** Where the trial that runs goes back to; null: none runs. */
  get goesBackTo(): AccessPoint | null {
    return this.#running?.from ?? null;
  }

  async begin(from: AccessPoint, to: AccessPoint, signal: AbortSignal): Promise<Outcome<DriverTrial>> {
    if (this.#running) return failed('failed', 'A trial is running; end it first.');
    if (from === to) return failed('failed', 'A trial needs two access points.');
    this.#running = { from };
    await this.#pauses.pause(0);
    const old = this.#links.of(from);
    const oldRoute = this.#route.chosen;
    if (old?.state === 'active') this.#route.choose(this.#route.current() ?? old.interface.name);
    const by = this.#links.choose(to);
    const outcome = await this.#links.bringUp(to, signal, by);
    const broke = old !== undefined && old.interface === by && this.#links.of(from) !== old;
    if (outcome.ok) {
      const overlap = old !== undefined && this.#links.of(from) === old;
      return { ok: true, value: this.#rope(from, to, { overlap, broke, oldRoute }) };
    }
    // As it was: the old link is brought back before the failure is told.
    if (broke) await this.#links.bringUp(from, undefined, by);
    this.#route.choose(oldRoute);
    this.#running = null;
    return outcome;
  }

  #rope(from: AccessPoint, to: AccessPoint, { overlap, broke, oldRoute }: { overlap: boolean; broke: boolean; oldRoute: string | null }): DriverTrial {
    let ended = false;
    const over = failed('failed', 'The trial has ended.');
    const isUp = (accessPoint: AccessPoint): string | null => {
      const link = this.#links.of(accessPoint);
      return link?.state === 'active' ? link.interface.name : null;
    };
    const notUp = failed('failed', `${to.name} is no longer up.`);

    const takeRoute = (): boolean => {
      const name = isUp(to);
      if (name === null) return false;
      const old = isUp(from);
      if (old !== null && this.#route.chosen !== name) this.#route.keepOldFlows({ interface: old, since: this.#world.seconds() });
      this.#route.choose(name);
      return true;
    };

    return {
      overlap,
      switch: async () => {
        if (ended) return over;
        await this.#pauses.pause(switchTime);
        return takeRoute() ? done : notUp;
      },
      commit: async ({ releaseOld }) => {
        if (ended) return over;
        if (isUp(to) === null) return notUp;
        ended = true;
        await this.#pauses.pause(0);
        takeRoute();
        if (releaseOld) await this.#release(from);
        this.#running = null;
        return done;
      },
      rollBack: async ({ releaseNew }) => {
        if (ended) return over;
        ended = true;
        await this.#pauses.pause(0);
        this.#route.keepOldFlows(null);
        this.#route.choose(isUp(from) ?? oldRoute);
        const outcome = await this.#goBack(from, to, { releaseNew, broke });
        // With the new one down the metrics find the old one by themselves.
        if (releaseNew) this.#route.choose(oldRoute);
        this.#running = null;
        return outcome;
      },
    };
  }

  async #goBack(from: AccessPoint, to: AccessPoint, { releaseNew, broke }: { releaseNew: boolean; broke: boolean }): Promise<Outcome> {
    const restore = broke && this.#links.of(from) === undefined;
    const reachable = this.#world.interfacesOf(from).some((by) => this.#world.reaches(from, by));
    if (releaseNew) await this.#release(to);
    if (!restore) return done;
    // Where the old one cannot be had and the new one is to stay, it stays.
    if (!reachable) return failed('failed', `${from.name} is out of reach.`);
    return this.#links.bringUp(from);
  }

  async #release(accessPoint: AccessPoint): Promise<void> {
    accessPoint.leftAlone = true;
    await this.#links.takeDown(accessPoint);
  }
}
