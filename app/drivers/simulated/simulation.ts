import type { Clock } from '../../core/ports/clock.ts';
import { done, failed, type DriverListener, type DriverSnapshot, type Outcome } from '../../core/ports/driver.ts';
import { Air } from './air.ts';
import { Links, type Link } from './links.ts';
import { Pauses } from './pauses.ts';
import { Route } from './route.ts';
import type { Action, Scenario } from './scenario.ts';
import { Supplicant } from './supplicant.ts';
import { Teller } from './teller.ts';
import { Traffic, type Carrier } from './traffic.ts';
import { Trials } from './trials.ts';
import { speedOf, viewAccessPoint, type Scene } from './view.ts';
import { World, type AccessPoint } from './world.ts';

/** ms between two steps of the world */
const step = 1000;
/** ms a scan takes */
const scanTime = 2000;
/** Steps between two tellings of counters that nobody watches. */
const idleCounters = 30;
/** ms; counters are not told more often. */
const shortestInterval = 50;

/** The play: moves the world step by step, lets the scenario's events happen, and tells what changed. */
export class Simulation {
  readonly world: World;
  readonly links: Links;
  readonly trials: Trials;
  readonly pauses: Pauses;
  readonly teller: Teller;
  managerIsGone = false;
  /** Called when the manager goes. */
  managerWent: () => void = () => {};
  readonly #scenario: Scenario;
  readonly #air: Air;
  readonly #scene: Scene;
  readonly #route: Route;
  readonly #supplicant: Supplicant;
  readonly #traffic: Traffic;
  #listener: DriverListener | null = null;
  #watching: object | null = null;
  #steps = 0;

  constructor(scenario: Scenario, clock: Clock, seed: number) {
    this.#scenario = scenario;
    this.world = new World(scenario, clock, seed);
    this.pauses = new Pauses(clock);
    this.#air = new Air(this.world, clock);
    this.links = new Links(this.world, this.pauses, (link) => this.#linkChanged(link));
    this.#scene = { world: this.world, air: this.#air, links: this.links };
    this.teller = new Teller(this.#scene);
    this.#route = new Route(this.links);
    this.trials = new Trials(this.world, this.links, this.#route, this.pauses);
    this.#supplicant = new Supplicant(this.world, this.#air);
    this.#traffic = new Traffic(scenario.applications, this.world.chance);
  }

  begin(listener: DriverListener): DriverSnapshot {
    this.world.begin();
    for (const id of this.#scenario.connected) this.links.place(this.world.find(id)!);
    this.#air.scan();
    this.#listener = listener;
    this.teller.open(listener);
    const snapshot = this.teller.snapshot();
    void this.#live();
    void this.#play();
    return snapshot;
  }

  /** Nothing is told and no timer is left from here on. */
  end(): void {
    this.teller.close();
    this.#listener = null;
    this.pauses.end();
  }

  /** Lets something happen: next time round the event loop, since nothing is told inside a call. */
  happen(action: Action): void {
    void this.pauses.pause(0).then((elapsed) => { if (elapsed) this.#act(action); });
  }

  /** What the driver has told of: stored, seen, or linked. By the driver's id. */
  known(id: string): AccessPoint | undefined {
    const accessPoint = this.world.accessPoints.find((each) => each.id === id);
    return accessPoint && viewAccessPoint(this.#scene, accessPoint) ? accessPoint : undefined;
  }

  async scan(): Promise<Outcome> {
    if (!(await this.pauses.pause(scanTime))) return failed('cancelled', 'The simulated network was stopped.');
    this.#air.scan();
    for (const accessPoint of this.world.accessPoints) this.teller.lookAtAccessPoint(accessPoint);
    this.teller.tell({ change: 'scanned' });
    return done;
  }

  watchCounters(intervalMs: number | null): void {
    if (this.#watching) this.pauses.wake(this.#watching);
    this.#watching = null;
    if (intervalMs !== null) void this.#watch(Math.max(shortestInterval, intervalMs));
  }

  async #play(): Promise<void> {
    for (const event of this.#scenario.timeline.toSorted((a, b) => a.at - b.at)) {
      if (!(await this.pauses.pause(Math.max(0, event.at - this.world.seconds()) * 1000))) return;
      this.#act(event);
    }
  }

  async #watch(ms: number): Promise<void> {
    const watching = {};
    this.#watching = watching;
    while (await this.pauses.pause(ms, watching)) {
      this.#count();
      this.#tellCounters();
    }
  }

  async #live(): Promise<void> {
    while (await this.pauses.pause(step)) this.#step();
  }

  #step(): void {
    this.#steps += 1;
    this.#count();
    for (const link of this.links.all()) {
      if (link.interface.kind !== 'wifi' || link.state !== 'active') continue;
      if (!this.#supplicant.follow(link)) this.links.lose(link, 'The network went out of reach.');
      this.teller.lookAtInterface(link.interface);
      this.teller.lookAtAccessPoint(link.accessPoint);
    }
    this.#lookAtCables();
    this.#connectByItself();
    if (!this.#watching && this.#steps % idleCounters === 0) this.#tellCounters();
  }

  /** A cable that is out takes its link with it. */
  #lookAtCables(): void {
    for (const accessPoint of this.world.accessPoints) {
      if (accessPoint.plan.kind !== 'wired') continue;
      const link = this.links.of(accessPoint);
      if (link && !this.world.reaches(accessPoint, link.interface)) this.links.lose(link, 'The cable was taken out.');
      this.teller.lookAtAccessPoint(accessPoint);
    }
    for (const by of this.world.interfaces) if (by.kind === 'wired') this.teller.lookAtInterface(by);
  }

  /** What the system brings up without being asked. */
  #connectByItself(): void {
    for (const accessPoint of this.world.accessPoints) {
      if (!accessPoint.plan.autoconnect) continue;
      const reaching = this.world.interfacesOf(accessPoint).filter((by) => this.world.reaches(accessPoint, by));
      if (reaching.length === 0) accessPoint.leftAlone = false;
      if (accessPoint.leftAlone || this.managerIsGone || this.links.of(accessPoint) || this.links.isComingUp(accessPoint)) continue;
      const free = reaching.find((by) => !this.links.isBusy(by.name));
      if (!free) continue;
      void this.links.bringUp(accessPoint, undefined, free).then((outcome) => {
        if (outcome.ok || outcome.failure.code === 'cancelled') return;
        accessPoint.leftAlone = true;
        this.teller.tell({ change: 'activationFailed', accessPoint: accessPoint.id, failure: outcome.failure });
      });
    }
  }

  #linkChanged(link: Link): void {
    // A link that is up was told with its addresses before; one that is gone loses them after.
    if (this.links.on(link.interface.name) === link && link.state !== 'deactivating') {
      this.teller.lookAtInterface(link.interface);
      this.teller.lookAtAccessPoint(link.accessPoint);
    } else {
      this.teller.lookAtAccessPoint(link.accessPoint);
      this.teller.lookAtInterface(link.interface);
    }
  }

  #act(action: Action): void {
    // What was carried until now was carried under what held until now.
    this.#count();
    const accessPoint = 'accessPoint' in action ? this.world.find(action.accessPoint) : undefined;
    switch (action.do) {
      case 'setConnectivity': {
        accessPoint!.connectivity = action.value;
        const link = this.links.of(accessPoint!);
        if (link) this.teller.lookAtInterface(link.interface);
        return;
      }
      case 'setLevelOffset': accessPoint!.offset = action.offset; return;
      case 'failNextActivation': accessPoint!.nextFault = action.fault; return;
      case 'walk': this.world.walk(action.to, action.speed); return;
      case 'pullCable': this.world.setCable(action.interface, true); this.#lookAtCables(); return;
      case 'plugCable': this.world.setCable(action.interface, false); this.#lookAtCables(); return;
      case 'managerGone': return this.#managerGoes();
      case 'managerBack': return this.#managerReturns();
      default: action satisfies never;
    }
  }

  #managerGoes(): void {
    if (this.managerIsGone) return;
    this.managerIsGone = true;
    this.teller.tell({ change: 'managerGone', reason: 'The simulated manager has gone.' });
    this.teller.close();
    this.links.cancelAll(failed('managerGone', 'The simulated manager has gone.'));
    this.managerWent();
  }

  #managerReturns(): void {
    if (!this.managerIsGone || !this.#listener) return;
    this.managerIsGone = false;
    this.teller.open(this.#listener);
    this.teller.tell({ change: 'managerBack', snapshot: this.teller.snapshot() });
  }

  #count(): void {
    const seconds = this.world.seconds();
    this.#traffic.advance(seconds, this.#route.shares(seconds).map(({ interface: name, share }): Carrier => {
      const link = this.links.on(name)!;
      return { interface: name, share, answers: link.accessPoint.connectivity === 'full', speed: speedOf(this.#scene, link.interface) };
    }));
  }

  #tellCounters(): void {
    for (const { name } of this.world.interfaces) this.teller.tell({ change: 'counters', interface: name, ...this.#traffic.of(name) });
  }
}
