import { failed, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import { bringUp, linkOfId, takeDown } from './activation.ts';
import type { ActiveLink } from './active-links.ts';
import { NameServers, placeNameServers, reapply, setMetric, setOwnTable, setRules } from './applied-settings.ts';
import { connectivityOf, deviceOf, gatewayOf } from './devices.ts';
import { fail, outcome } from './failures.ts';
import { tunnelHasDefault, tunnelMarks } from './link-view.ts';
import type { ManagerLife } from './manager-life.ts';
import { ActiveState } from './protocol.ts';
import { isSteering, steer, stopSteering } from './steering.ts';
import { families, pins, steeringRules, type Family, type Moving, type Rule, type Uplink } from './steering-rules.ts';
import type { ToldWorld } from './told-world.ts';
import { defaultMetric, freeTable, hasAddress, isHeldBack, tableOf, uplinkOf } from './uplink.ts';

export type Gateways = Partial<Record<Family, string>>;

/** What a trial needs of the driver around it. */
export interface TrialHome {
  /** The world of NetworkManager's present life; throws managerGone where there is none. */
  world(): ToldWorld;
  /** Gateways by access point, as last seen: known before an activation, they spare a Reapply after it. */
  gateways: Map<string, Gateways>;
}

/** How long a new link may take to show a way out. */
const WAY_OUT_LIMIT = 8_000;
/** How long the first Reapply waits for the IPv6 gateway, which it would put off: routers mostly answer within a second. */
const IP6_PATIENCE = 1_500;
/** An IPv6 address is told a moment before the kernel lets packets start from it; until then they would take another link's. */
const IP6_SETTLING = 100;
/** How long the old link, with IPv6 that works, waits for the new one's: a lost solicitation is repeated after four seconds. */
const IP6_LIMIT = 6_000;
/** How long NetworkManager may take to name the new link first. */
const FIRST_CHOICE_LIMIT = 5_000;
/** How much worse a route is made than the one that shall win. Every roam that leaves both links up adds it, so it is small. */
export const METRIC_STEP = 1;

/**
 * A trial on two devices: both links are up. It keeps the new link's own routing table and the steering rules right
 * while addresses, gateways and carriers change, and does one thing at a time.
 */
export class OverlapTrial implements DriverTrial {
  #isSwitched = false;
  /** What is on the old link goes over to the new one now, or ends. */
  #isLeavingOld = false;
  /** Ends whatever waits for the new link, once the trial is to end. */
  readonly #ending = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #isEnding = false;
  #upkeepAsked = false;
  /** Time to give the new link its table, whether or not its IPv6 gateway is known. */
  #isPatient = true;
  readonly #stopWaiting: () => void;
  /** Since when the new link has had an IPv6 address, ms since the epoch. */
  #ip6Since: number | null = null;
  /** What the new link was given, and in which activation: another one starts without. */
  #given: { link: string; life: ManagerLife; gateways: Gateways } | null = null;
  #set: { life: ManagerLife; rules: readonly Rule[] } | null = null;

  /** @param started the new link was brought up for this trial */
  constructor(readonly home: TrialHome, readonly from: string, readonly to: string, readonly overlap: boolean, readonly started: boolean) {
    this.#stopWaiting = home.world().life.clock.after(IP6_PATIENCE, () => {
      this.#isPatient = false;
      this.worldChanged();
    });
  }

  /** Its end has begun: from then on another may begin. */
  get ended(): boolean { return this.#ending.signal.aborted; }

  /** Its end is being carried out now: the rules are in its hands. */
  get isEnding(): boolean { return this.#isEnding; }

  /** Something in the world changed: look whether table and rules are still right. */
  worldChanged(): void {
    if (this.ended || this.#upkeepAsked) return;
    this.#upkeepAsked = true;
    void this.#inTurn(async () => {
      this.#upkeepAsked = false;
      if (this.ended) return;
      if (!this.#isPatient || this.#gatewaysNow()[6]) await this.#giveTable();
      await this.#steer();
    }).catch(() => undefined); // The next command meets the same failure and tells it.
  }

  /** The families in which the rules lead what has a link's address over that link; the old one has the main table's routes. */
  leads(accessPoint: string): Family[] {
    const link = this.#activeLink(accessPoint);
    if (!link || !this.#set) return [];
    if (accessPoint === this.from) return families.filter(family => (family === 4 ? link.isDefault4 : link.isDefault6));
    const { table } = uplinkOf(this.home.world().life.tree, link);
    return families.filter(family => this.#set?.rules.some(rule => rule.family === family && rule.from !== undefined && rule.table === table) === true);
  }

  /** The new link already has these gateways in its table: they were sent with its activation. */
  gaveAtActivation(link: string, life: ManagerLife, gateways: Gateways): void {
    this.#given = { link, life, gateways };
  }

  switch(): Promise<Outcome> {
    this.#isPatient = false;
    return outcome(() => this.#inTurn(async () => {
      const { life } = this.home.world();
      // Over again when a gateway comes to be known: each needs its route before it is a way out.
      for (let known = ''; ;) {
        await this.#giveTable();
        if (this.#reachable().length > 0) break;
        const before = known;
        known = await life.until(() => {
          const now = JSON.stringify(this.#gatewaysNow());
          return this.#reachable().length > 0 || now !== before ? now : undefined;
        }, { limit: WAY_OUT_LIMIT, what: 'to show a gateway on the new link', signal: this.#ending.signal });
      }
      this.#isSwitched = true;
      await this.#steer();
      return undefined;
    }));
  }

  commit({ releaseOld }: { releaseOld: boolean }): Promise<Outcome> {
    return this.#end(() => allOf([
      async () => { if (this.#set) await this.#steer(); },
      async () => {
        if (!this.#activeLink(this.to)) throw fail('failed', 'The new link is gone.');
        await this.#untilIp6();
        if (releaseOld) await this.#leaveOld();
        else await this.#putBehind();
      },
      () => stopSteering(this.home.world().life),
    ]));
  }

  rollBack({ releaseNew }: { releaseNew: boolean }): Promise<Outcome> {
    return this.#end(() => allOf([
      async () => {
        this.#isSwitched = false;
        this.#isLeavingOld = false;
        // New flows are on the old link from here on; late ones of the new link stay on it until it goes.
        if (this.#set || isSteering(this.home.world().life)) await this.#steer();
      },
      async () => {
        if (releaseNew) await this.#release(this.to);
        else if (this.started) await this.#giveBackNameServers();
      },
      () => stopSteering(this.home.world().life),
    ]));
  }

  /** One end only, but for one that failed: then the other, or the same again, can still be tried. */
  #end(run: () => Promise<undefined>): Promise<Outcome> {
    if (this.#isOver) return overAlready();
    this.#isOver = true;
    this.#isEnding = true;
    this.#stopWaiting();
    this.#ending.abort();
    return outcome(() => this.#inTurn(run)).then(result => {
      this.#isEnding = false;
      this.#isOver = result.ok;
      return result;
    });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #activeLink(id: string): ActiveLink | null {
    const link = linkOfId(this.home.world(), id);
    return link?.state === ActiveState.activated ? link : null;
  }

  #reachable(): readonly Family[] {
    const link = this.#activeLink(this.to);
    if (!link) throw fail('failed', 'The new link is gone.');
    return uplinkOf(this.home.world().life.tree, link).reachable;
  }

  /** Gateways of the new link, those kept that a Reapply takes away for a moment. */
  #gatewaysNow(): Gateways {
    const { life } = this.home.world();
    const link = this.#activeLink(this.to);
    const kept = link && this.#given?.link === link.path && this.#given.life === life ? this.#given.gateways : {};
    const gateways: Gateways = { ...kept };
    for (const family of families) {
      const gateway = link && gatewayOf(life.tree, link.device, family);
      if (gateway) gateways[family] = gateway;
    }
    return gateways;
  }

  async #giveTable(): Promise<void> {
    const { life } = this.home.world();
    const link = this.#activeLink(this.to);
    if (!link) return;
    const has = this.#given?.link === link.path && this.#given.life === life ? this.#given.gateways : {};
    const gateways = this.#gatewaysNow();
    if (families.every(family => gateways[family] === has[family])) return;
    this.home.gateways.set(this.to, gateways);
    const table = tableOf(life.tree, link.device) ?? freeTable(life.tree);
    await reapply(life, link.device, settings => {
      for (const family of families) if (gateways[family]) setOwnTable(settings, family, gateways[family], table);
    });
    this.#given = { link: link.path, life, gateways };
  }

  async #steer(): Promise<void> {
    const { life } = this.home.world();
    const { tree } = life;
    const from = this.#activeLink(this.from);
    const to = this.#activeLink(this.to);
    const hasCarrier = to !== null && deviceOf(tree, to.device)?.carrier !== false;
    // Without a carrier nothing would arrive.
    const moving = this.#isSwitched && hasCarrier ? this.#moving(life) : 'nothing';
    const nobody = { addresses: { 4: [], 6: [] }, table: null, reachable: [] };
    const rules = steeringRules(moving, from && !this.#isLeavingOld ? uplinkOf(tree, from) : null, to ? this.#settled(life, uplinkOf(tree, to)) : nobody);
    if (this.#set && this.#set.life !== life) {
      // A NetworkManager that was started again leaves rules alone that it has not been told of: told of them anew, it
      // will remove them. The new steering connection is bound to us again, too.
      await steer(life, this.#set.rules, { anew: true });
      this.#set = { life, rules: this.#set.rules };
    }
    if (this.#set && JSON.stringify(this.#set.rules) === JSON.stringify(rules)) return;
    await steer(life, rules);
    this.#set = { life, rules };
    life.lookAgain();
  }

  /** What goes through a tunnel is not ours to lead around it. The tunnel itself is a flow that began on the old link, and leaves with it. */
  #moving({ tree }: ManagerLife): Moving {
    if (!tunnelHasDefault(tree)) return 'newFlows';
    return this.#isLeavingOld ? { marks: tunnelMarks(tree) } : 'nothing';
  }

  /** Without IPv6 while its address is too new to be used; it will be looked at again. */
  #settled(life: ManagerLife, uplink: Uplink): Uplink {
    if (!uplink.reachable.includes(6)) {
      this.#ip6Since = null;
      return uplink;
    }
    const now = life.clock.now();
    if (this.#ip6Since === null) {
      this.#ip6Since = now;
      life.clock.after(IP6_SETTLING, () => this.worldChanged());
    }
    return now - this.#ip6Since >= IP6_SETTLING ? uplink : { ...uplink, reachable: uplink.reachable.filter(family => family !== 6) };
  }

  /**
   * Gives the old link up. A tunnel over it finds its new way before the old one goes: a radio is silent for a second or
   * two before its addresses are gone, and nothing else would tell the tunnel.
   */
  async #leaveOld(): Promise<void> {
    this.#isLeavingOld = true;
    if (this.#set) await this.#steer();
    await this.#release(this.from);
  }

  async #release(id: string): Promise<void> {
    const world = this.home.world();
    if (linkOfId(world, id)) await takeDown(world, id);
  }

  /** While IPv6 works on the old link and is still coming up on the new one, giving up the old one would break it. */
  async #untilIp6(): Promise<void> {
    const { life } = this.home.world();
    const from = this.#activeLink(this.from);
    if (!from || connectivityOf(life.tree, from.device, 6) !== 'full') return;
    const isReady = (): true | undefined => {
      const to = this.#activeLink(this.to);
      return !to || hasAddress(life.tree, to, 6) ? true : undefined;
    };
    // A network without IPv6 never gets there: then it was not to be had.
    await life.until(isReady, { limit: IP6_LIMIT, what: 'to get an IPv6 address' }).catch(() => undefined);
  }

  /**
   * The old link stays up, but behind the new one: a worse metric, its name servers later, and its own table with
   * pins of its own, so that what is bound to it goes on. Its IPv6 is away for a moment (see reapply); the new link
   * is not touched, as everything is on it.
   */
  async #putBehind(): Promise<void> {
    const { life } = this.home.world();
    const { tree } = life;
    const from = this.#activeLink(this.from);
    const to = this.#activeLink(this.to);
    if (!from || !to) return;
    const table = tableOf(tree, from.device) ?? freeTable(tree);
    const uplink = { ...uplinkOf(tree, from), table };
    await reapply(life, from.device, settings => {
      placeNameServers(settings, NameServers.behind);
      for (const family of families) {
        const wins = defaultMetric(tree, to.device, family);
        const now = defaultMetric(tree, from.device, family);
        if (wins !== null && now !== null && now <= wins) setMetric(settings, family, wins + METRIC_STEP);
        const gateway = gatewayOf(tree, from.device, family);
        if (gateway) setOwnTable(settings, family, gateway, table);
        setRules(settings, family, pins(family, uplink));
      }
    });
    // Until NetworkManager has seen the new link reach the internet it holds its default routes back, and the old ones
    // would win in between. Where it never does, the old link is the better one, and NetworkManager is right.
    const isFirst = (): true | undefined => {
      const link = this.#activeLink(this.to);
      return !link || families.every(family => !isHeldBack(life.tree, link.device, family)) ? true : undefined;
    };
    await life.until(isFirst, { limit: FIRST_CHOICE_LIMIT, what: 'to make the new link the first choice' }).catch(() => undefined);
  }

  async #giveBackNameServers(): Promise<void> {
    const to = this.#activeLink(this.to);
    if (to) await reapply(this.home.world().life, to.device, settings => placeNameServers(settings, NameServers.usual));
  }
}

/** A trial on one device: the old link went down for the new one, so there is nothing to steer. */
export class BreakTrial implements DriverTrial {
  readonly overlap = false;
  #isOver = false;

  constructor(readonly home: TrialHome, readonly from: string, readonly to: string) {}

  get ended(): boolean { return this.#isOver; }
  /** There are no rules to be in anybody's hands. */
  readonly isEnding = false;
  worldChanged(): void { /* Nothing to keep right. */ }
  /** There are no rules: the one link that is up has the routes. */
  leads(accessPoint: string): Family[] { return defaultsOf(this.home.world(), accessPoint); }

  switch(): Promise<Outcome> {
    return outcome(async () => {
      if (linkOfId(this.home.world(), this.to)?.state !== ActiveState.activated) throw fail('failed', 'The new link is gone.');
      return undefined;
    });
  }

  commit(): Promise<Outcome> {
    return this.#end(async () => { this.home.world(); return undefined; });
  }

  rollBack({ releaseNew }: { releaseNew: boolean }): Promise<Outcome> {
    return this.#end(async () => {
      const world = this.home.world();
      try {
        await bringUp(world, this.from, { signal: new AbortController().signal });
      } catch (error) {
        // Without the old one there is nothing that takes the new one's place on the device.
        if (releaseNew && linkOfId(world, this.to)) await takeDown(world, this.to).catch(() => undefined);
        throw error;
      }
      return undefined;
    });
  }

  #end(run: () => Promise<undefined>): Promise<Outcome> {
    if (this.#isOver) return overAlready();
    this.#isOver = true;
    return outcome(run).then(result => {
      this.#isOver = result.ok;
      return result;
    });
  }
}

/** The families in which a link has the machine's default route. */
export function defaultsOf(world: ToldWorld, accessPoint: string): Family[] {
  const link = linkOfId(world, accessPoint);
  if (link?.state !== ActiveState.activated) return [];
  return families.filter(family => (family === 4 ? link.isDefault4 : link.isDefault6));
}

const overAlready = (): Promise<Outcome> => Promise.resolve(failed('failed', 'This trial is over already.'));

/** Runs every step, whatever one of them meets, so that nothing is left half undone; then throws the first failure. */
async function allOf(steps: readonly (() => Promise<unknown>)[]): Promise<undefined> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try { await step(); } catch (error) { failures.push(error); }
  }
  if (failures.length > 0) throw failures[0];
  return undefined;
}

