import type { RadioKind } from '../../contract/management.ts';
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
/** Seconds after a sleep in which what was up before comes up again, if it is in reach. */
const timeToComeBack = 20;

const asleep = failed('failed', 'The machine is asleep.');

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
  /** Called when what a plan of the simulated world shows has changed. */
  stirred: () => void = () => {};
  readonly #scenario: Scenario;
  readonly #air: Air;
  readonly #scene: Scene;
  readonly #route: Route;
  readonly #supplicant: Supplicant;
  readonly #traffic: Traffic;
  readonly #wiredAndMobile: readonly AccessPoint[];
  readonly #vpns: readonly AccessPoint[];
  #connecting: readonly AccessPoint[] = [];
  #listener: DriverListener | null = null;
  #watching: object | null = null;
  #steps = 0;
  /** What is to come up again after a sleep, until when (seconds of the play). */
  #comingBack: { readonly accessPoints: Set<AccessPoint>; readonly until: number } = { accessPoints: new Set(), until: 0 };

  constructor(scenario: Scenario, clock: Clock, seed: number) {
    this.#scenario = scenario;
    this.world = new World(scenario, clock, seed);
    // Found once: a venue has thousands of access points, and every second counts.
    const { accessPoints } = this.world;
    this.#wiredAndMobile = accessPoints.filter(({ plan }) => plan.kind === 'wired' || plan.kind === 'mobile');
    this.#vpns = accessPoints.filter(({ plan }) => plan.kind === 'vpn');
    this.#findConnecting();
    this.pauses = new Pauses(clock);
    this.#air = new Air(this.world, clock);
    this.links = new Links(this.world, this.pauses, (link) => this.#linkChanged(link));
    this.#route = new Route(this.links, () => this.#lookAtLinks());
    this.#scene = { world: this.world, air: this.#air, links: this.links, route: this.#route };
    this.teller = new Teller(this.#scene);
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
    const accessPoint = this.world.find(id);
    return accessPoint?.id === id && viewAccessPoint(this.#scene, accessPoint) ? accessPoint : undefined;
  }

  /** It was stored, changed or forgotten. */
  storedChanged(accessPoint: AccessPoint): void {
    this.#findConnecting();
    const link = this.links.of(accessPoint);
    if (link) this.teller.lookAtInterface(link.interface);
    this.teller.lookAtAccessPoint(accessPoint);
  }

  /** Switches all radios of a kind; their links go with them. */
  setRadio(radio: RadioKind, on: boolean): void {
    if (this.world.isRadioOn(radio) === on) return;
    this.world.setRadio(radio, on);
    for (const link of this.links.all()) if (!on && link.interface.kind === radio) this.links.lose(link, 'The radio was switched off.');
    if (radio === 'wifi') {
      if (on) this.#air.scan(); else this.#air.forgetAll();
    }
    this.teller.tellSystem();
    for (const accessPoint of this.world.accessPoints) if (accessPoint.plan.kind === radio) this.teller.lookAtAccessPoint(accessPoint);
  }

  /** Those that come up by themselves, the preferred first. */
  #findConnecting(): void {
    const wants = ({ plan, profile, stored }: AccessPoint): boolean => profile?.autoconnect ?? (plan.autoconnect && stored === plan.stored);
    this.#connecting = this.world.accessPoints.filter(wants).sort((a, b) => (b.profile?.priority ?? 0) - (a.profile?.priority ?? 0));
  }

  async scan(): Promise<Outcome> {
    if (this.isAsleep) return asleep;
    if (!(await this.pauses.pause(scanTime))) return failed('cancelled', 'The simulated network was stopped.');
    if (this.isAsleep) return asleep;
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
    this.#lookAtReach();
    this.#connectByItself();
    if (!this.#watching && this.#steps % idleCounters === 0) this.#tellCounters();
  }

  /** A cable that is out takes its link with it; so does the end of coverage, and a VPN goes with the last link under it. */
  #lookAtReach(): void {
    for (const accessPoint of this.#wiredAndMobile) {
      const link = this.links.of(accessPoint);
      if (link && !this.world.reaches(accessPoint, link.interface)) this.links.lose(link, accessPoint.plan.kind === 'wired' ? 'The cable was taken out.' : 'The mobile network went out of reach.');
      this.teller.lookAtAccessPoint(accessPoint);
    }
    this.#lookAtVpns();
    for (const by of this.world.interfaces) if (by.kind === 'wired') this.teller.lookAtInterface(by);
  }

  #lookAtVpns(): void {
    for (const accessPoint of this.#vpns) {
      const link = this.links.of(accessPoint);
      if (link && !this.links.all().some(({ interface: by, state }) => by.kind !== 'vpn' && state === 'active')) this.links.lose(link, 'No connection is left for the VPN to go over.');
      if (link) this.teller.lookAtInterface(link.interface);
      this.teller.lookAtAccessPoint(accessPoint);
    }
  }

  /** Tells where the default route is: that it has left a link before that it has come to another. */
  #lookAtLinks(): void {
    const current = this.#route.current();
    const links = this.links.all();
    for (const link of links) if (link.interface.name !== current) this.teller.lookAtAccessPoint(link.accessPoint);
    for (const link of links) if (link.interface.name === current) this.teller.lookAtAccessPoint(link.accessPoint);
    this.#lookAtVpns();
  }

  /** What the system brings up without being asked. */
  #connectByItself(): void {
    if (this.isAsleep) return;
    const { accessPoints: comingBack, until } = this.#comingBack;
    if (this.world.seconds() > until) comingBack.clear();
    for (const accessPoint of [...comingBack, ...this.#connecting]) {
      const reaching = this.world.interfacesOf(accessPoint).filter((by) => this.world.reaches(accessPoint, by));
      if (reaching.length === 0) accessPoint.leftAlone = false;
      if (accessPoint.leftAlone || this.managerIsGone || this.links.of(accessPoint) || this.links.isComingUp(accessPoint)) continue;
      const free = reaching.find((by) => !this.links.isBusy(by.name));
      if (!free) continue;
      comingBack.delete(accessPoint);
      void this.links.bringUp(accessPoint, undefined, free).then((outcome) => {
        if (outcome.ok || outcome.failure.code === 'cancelled') return;
        accessPoint.leftAlone = true;
        this.teller.tell({ change: 'activationFailed', accessPoint: accessPoint.id, failure: outcome.failure });
      });
    }
  }

  #linkChanged(link: Link): void {
    // An activation can end at a sign-in page that was not there before.
    this.stirred();
    // A link that is up was told with its addresses before; one that is gone loses them after.
    if (this.links.on(link.interface.name) === link && link.state !== 'deactivating') {
      this.teller.lookAtInterface(link.interface);
      this.#lookAtLinks();
    } else {
      this.teller.lookAtAccessPoint(link.accessPoint);
      this.teller.lookAtInterface(link.interface);
      this.#lookAtLinks();
    }
  }

  #act(action: Action): void {
    this.#carryOut(action);
    this.stirred();
  }

  #carryOut(action: Action): void {
    // What was carried until now was carried under what held until now.
    this.#count();
    const accessPoint = 'accessPoint' in action ? this.world.find(action.accessPoint) : undefined;
    switch (action.do) {
      case 'setConnectivity': {
        accessPoint!.connectivity = action.value;
        const link = this.links.of(accessPoint!);
        if (link) this.teller.lookAtInterface(link.interface);
        this.#lookAtLinks();
        return;
      }
      case 'setLevelOffset': accessPoint!.offset = action.offset; return;
      case 'failNextActivation': accessPoint!.nextFault = action.fault; return;
      case 'setFault': accessPoint!.fault = action.fault === 'none' ? null : action.fault; return;
      case 'sleep': return this.#fallAsleep();
      case 'wake': return this.#wakeUp();
      case 'walk': this.world.walk(action.to, action.speed); return;
      case 'pullCable': this.world.setCable(action.interface, true); this.#lookAtReach(); return;
      case 'plugCable': this.world.setCable(action.interface, false); this.#lookAtReach(); return;
      case 'managerGone': return this.#managerGoes();
      case 'managerBack': return this.#managerReturns();
      default: action satisfies never;
    }
  }

  get isAsleep(): boolean {
    return this.links.isAsleep;
  }

  /** Links go down with the machine; Handover is told before. */
  #fallAsleep(): void {
    if (this.isAsleep) return;
    this.teller.tell({ change: 'sleep', sleeping: true });
    const up = this.links.all().filter(({ state }) => state === 'active').map(({ accessPoint }) => accessPoint);
    // What was on trial is not what the machine comes back to.
    const { goesBackTo } = this.trials;
    this.#comingBack = { accessPoints: new Set(goesBackTo ? [goesBackTo] : up), until: Infinity };
    this.links.isAsleep = true;
    this.links.cancelAll(failed('cancelled', 'The machine went to sleep.'));
    for (const link of this.links.all()) this.links.lose(link, 'The machine went to sleep.');
  }

  #wakeUp(): void {
    if (!this.isAsleep) return;
    this.links.isAsleep = false;
    this.#comingBack = { ...this.#comingBack, until: this.world.seconds() + timeToComeBack };
    this.#air.scan();
    this.teller.tell({ change: 'sleep', sleeping: false });
    for (const accessPoint of this.world.accessPoints) this.teller.lookAtAccessPoint(accessPoint);
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
    const carriers = this.#route.shares(seconds).map(({ interface: name, share }): Carrier => {
      const link = this.links.on(name)!;
      return { interface: name, share, answers: link.accessPoint.connectivity === 'full', speed: speedOf(this.#scene, link.interface) };
    });
    // What goes through a VPN is counted there and on the link under it.
    const vpn = this.links.all().find(({ interface: by, state }) => by.kind === 'vpn' && state === 'active');
    const answers = carriers.some((carrier) => carrier.answers);
    this.#traffic.advance(seconds, vpn ? [...carriers, { interface: vpn.interface.name, share: 1, answers, speed: null }] : carriers);
  }

  #tellCounters(): void {
    for (const { name } of this.world.interfaces) this.teller.tell({ change: 'counters', interface: name, ...this.#traffic.of(name) });
  }
}
