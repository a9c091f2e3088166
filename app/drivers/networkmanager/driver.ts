import { uptime } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';
import { failed, type Driver, type DriverCapabilities, type DriverChange, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { DriverHotspot, DriverRadios, DriverSecrets } from '../../core/ports/management.ts';
import { accessPointIdOfLink } from './access-points.ts';
import { bringUp, failureSince, takeDown } from './activation.ts';
import { activeLinkOf, linkOnDevice } from './active-links.ts';
import { beginTrial, type RunningTrial } from './begin-trial.ts';
import { Counters } from './counters.ts';
import { failureOf, managerGone, outcome } from './failures.ts';
import { startHotspot, stopHotspot } from './hotspot.ts';
import { checkConnectivity, scan } from './looking.ts';
import { ManagerConnection } from './manager-connection.ts';
import type { DeviceStep, ManagerLife, Touched } from './manager-life.ts';
import { Modems } from './modems.ts';
import { read } from './object-tree.ts';
import { networkManagerProbes } from './probes.ts';
import { DeviceState, MANAGER_PATH, Name } from './protocol.ts';
import { setRadio } from './radios.ts';
import { SecretAgent } from './secrets/agent.ts';
import { SleepWatch } from './sleep.ts';
import { removeStraySteering, stopSteering } from './steering.ts';
import { ProfileStore } from './store/store.ts';
import { ToldWorld } from './told-world.ts';
import type { Gateways } from './trial.ts';
import { isFailure, vpnFailure } from './vpn.ts';

/** How long a NetworkManager that was started again may take to settle, ms; it is told as back then in any case. */
const STARTUP_LIMIT = 10_000;
/** Steps of a device that are remembered: more than an activation takes. */
const STEPS_KEPT = 20;

/** NetworkManager behind the driver port: keeps the world told, and hands commands to the files that carry them out. */
export class NetworkManagerDriver implements Driver {
  readonly name = 'networkmanager';
  readonly capabilities: DriverCapabilities = {
    startAndStopInterfaces: true, systemSessions: true, forcedRoaming: true, dataStatistics: true, scan: true, overlap: true, keepsOldFlows: true,
  };

  readonly probes = networkManagerProbes({ world: () => this.#here(), trial: () => (this.#trial?.ended === false ? this.#trial : null) });
  readonly radios: DriverRadios = { set: (radio, on) => outcome(async () => { await setRadio(this.#here(), radio, on); return undefined; }) };
  readonly hotspot: DriverHotspot = {
    start: wanted => outcome(async () => { await startHotspot(this.#here(), wanted); return undefined; }),
    stop: () => outcome(async () => { await stopHotspot(this.#here()); return undefined; }),
  };

  readonly callsMade = (): number => this.#connection.callsMade;

  readonly store = new ProfileStore({ world: () => this.#here(), asOwn: (accessPoint, run) => this.#asOwn(accessPoint, run) });
  readonly secrets: DriverSecrets = {
    give: (request, secret) => outcome(() => this.#agentHere().give(request, secret)),
    refuse: request => outcome(() => this.#agentHere().refuse(request)),
    decline: request => outcome(() => this.#agentHere().decline(request)),
  };

  readonly #clock: Clock;
  readonly #connection: ManagerConnection;
  readonly #gateways = new Map<string, Gateways>();
  /** Access points that a command of ours is bringing up: its outcome tells how that ends. */
  readonly #ownActivations = new Map<string, number>();
  /** The last activate() of each access point that is still under way. */
  readonly #activations = new Map<string, Promise<unknown>>();
  readonly #sleep = new SleepWatch(sleeping => this.#tell({ change: 'sleep', sleeping }));
  readonly #modems = new Modems(modem => this.#modemChanged(modem));
  #world: ToldWorld | null = null;
  #listener: DriverListener | null = null;
  #trial: RunningTrial | null = null;
  #isTrialBeginning = false;
  #agent: SecretAgent | null = null;
  readonly #counters: Counters;
  /** Steps of each device since it was last at rest, by path. */
  readonly #steps = new Map<string, readonly DeviceStep[]>();
  #absence = 'it has not been asked yet';

  /** @param options.counterFile the kernel's counters of the machine that NetworkManager runs on; null where they cannot be read */
  constructor(options: { clock: Clock; busAddress: string; counterFile: string | null }) {
    this.#clock = options.clock;
    this.#counters = new Counters(options.clock, options.counterFile, change => this.#tell(change));
    this.#connection = new ManagerConnection(options, {
      reachedBus: async bus => { await Promise.all([this.#sleep.watch(bus), this.#modems.watch(bus)]); },
      lostBus: () => {
        this.#sleep.lost();
        this.#modems.lost();
      },
      cameUp: life => this.#cameUp(life),
      wentDown: reason => this.#wentDown(reason),
    });
  }

  async start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    try {
      const life = await this.#connection.start();
      const snapshot = await this.#begin(life);
      this.#listener = listener;
      return { ok: true, value: snapshot };
    } catch (error) {
      await this.#connection.stop();
      const failure = failureOf(error);
      return failed('managerGone', failure.detail);
    }
  }

  async stop(): Promise<void> {
    this.#listener = null;
    await this.#counters.stop().catch(() => undefined);
    // A trial that is still open ends with our connection: its steering connection is bound to it.
    this.#world = null;
    this.#trial = null;
    this.#agent?.end();
    this.#agent = null;
    this.#absence = 'Handover has let go of it';
    await this.#connection.stop();
  }

  scan(): Promise<Outcome> {
    return outcome(async () => {
      const isTold = await scan(this.#here());
      if (!isTold) this.#tell({ change: 'scanned' });
      return undefined;
    });
  }

  activate(accessPoint: string, options: { signal: AbortSignal }): Promise<Outcome> {
    const before = this.#activations.get(accessPoint) ?? Promise.resolve();
    const activation = outcome(async () => {
      // Asked twice: the second waits for the first, and then mostly finds its work done.
      await beforeOrAborted(before, options.signal);
      await this.#asOwn(accessPoint, () => bringUp(this.#here(), accessPoint, options));
      return undefined;
    });
    this.#activations.set(accessPoint, activation);
    void activation.then(() => { if (this.#activations.get(accessPoint) === activation) this.#activations.delete(accessPoint); });
    return activation;
  }

  deactivate(accessPoint: string): Promise<Outcome> {
    return outcome(async () => { await takeDown(this.#here(), accessPoint); return undefined; });
  }

  checkConnectivity(interfaceId: string): Promise<Outcome> {
    return outcome(async () => { await checkConnectivity(this.#here(), interfaceId); return undefined; });
  }

  watchCounters(intervalMs: number | null): void { this.#counters.watch(intervalMs); }

  beginTrial(from: string, to: string, options: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    if (this.#isTrialBeginning || (this.#trial && !this.#trial.ended)) return Promise.resolve(failed('failed', 'Another trial is under way.'));
    this.#isTrialBeginning = true;
    return outcome(async () => {
      const home = { world: () => this.#here(), gateways: this.#gateways };
      const trial = await this.#asOwn(to, () => this.#asOwn(from, () => beginTrial(home, from, to, options.signal)));
      this.#trial = trial;
      trial.worldChanged();
      return trial;
    }).finally(() => { this.#isTrialBeginning = false; });
  }

  /** The world as NetworkManager has it now; throws managerGone where there is none. */
  #here(): ToldWorld {
    if (!this.#world) throw managerGone(this.#absence);
    return this.#world;
  }

  #agentHere(): SecretAgent {
    if (!this.#agent) throw managerGone(this.#absence);
    return this.#agent;
  }

  async #asOwn<T>(accessPoint: string, run: () => Promise<T>): Promise<T> {
    this.#ownActivations.set(accessPoint, (this.#ownActivations.get(accessPoint) ?? 0) + 1);
    try {
      return await run();
    } finally {
      const left = (this.#ownActivations.get(accessPoint) ?? 1) - 1;
      if (left > 0) this.#ownActivations.set(accessPoint, left);
      else this.#ownActivations.delete(accessPoint);
    }
  }

  async #begin(life: ManagerLife): Promise<DriverSnapshot> {
    const world = new ToldWorld(life, this.#modems, this.#clock.now() - uptime() * 1000);
    const snapshot = world.snapshot();
    this.#world = world;
    this.#agent = new SecretAgent(life, {
      wanted: request => this.#tell({ change: 'secretWanted', request }),
      over: id => this.#tell({ change: 'secretOver', id }),
    });
    life.onDeviceStep(step => this.#step(world, step));
    life.onLinkEnd((path, reason) => this.#linkEnded(world, path, reason));
    // In a later turn of the event loop, so that the snapshot is with the core before the first change.
    setImmediate(() => life.startTelling(touched => this.#changed(world, touched)));
    setImmediate(() => {
      this.#sleep.managerIs(this.#world?.life.tree ?? null);
      this.#sleep.begin();
      if (this.#world === world) this.#counters.begin(life);
      void this.#tidy(life).catch(() => undefined);
    });
    return snapshot;
  }

  /** What a crash, or a restart of NetworkManager, left lying about. */
  async #tidy(life: ManagerLife): Promise<void> {
    await removeStraySteering(life);
    if (this.#trial && !this.#trial.ended) this.#trial.worldChanged();
    else if (!this.#trial?.isEnding) await stopSteering(life);
  }

  async #cameUp(life: ManagerLife): Promise<void> {
    // It takes links over by bringing them up again. Told before they are up, they would count as lost, and be taken down.
    life.startTelling(() => undefined);
    const isSettled = (): true | undefined => (read.flag(life.tree.get(MANAGER_PATH, Name.manager), 'Startup') ? undefined : true);
    await life.until(isSettled, { limit: STARTUP_LIMIT, what: 'to start' }).catch(error => { if (life.ended) throw error; });
    const snapshot = await this.#begin(life);
    this.#tell({ change: 'managerBack', snapshot });
  }

  #wentDown(reason: string): void {
    this.#world = null;
    this.#steps.clear();
    this.#counters.gone();
    this.#agent?.end();
    this.#agent = null;
    this.#absence = reason;
    this.#sleep.managerIs(null);
    this.#tell({ change: 'managerGone', reason });
  }

  #changed(world: ToldWorld, touched: Touched): void {
    if (this.#world !== world) return;
    for (const change of world.changes(touched)) this.#tell(change);
    this.#counters.changed(touched);
    if (touched.has(MANAGER_PATH)) this.#sleep.managerIs(world.life.tree);
    this.#trial?.worldChanged();
  }

  /** An activation that nobody here waits for failed. */
  #step(world: ToldWorld, step: DeviceStep): void {
    if (this.#world !== world) return;
    // Why it failed may be told by a step before the last: of a password that was refused, by the one before the question for another.
    const steps = step.before <= DeviceState.disconnected ? [step] : [...this.#steps.get(step.path) ?? [], step].slice(-STEPS_KEPT);
    this.#steps.set(step.path, steps);
    if (step.state !== DeviceState.failed) return;
    const link = linkOnDevice(world.life.tree, step.path);
    const accessPoint = link && accessPointIdOfLink(world.around, link);
    if (accessPoint === null || this.#ownActivations.has(accessPoint)) return;
    this.#tell({ change: 'activationFailed', accessPoint, failure: failureSince(steps) });
  }

  /** A VPN that nobody here waits for ended; of all else the device tells. */
  #linkEnded(world: ToldWorld, path: string, reason: number): void {
    const link = activeLinkOf(world.life.tree, path);
    const accessPoint = link?.isTunnel === true && isFailure(reason) && this.#world === world ? accessPointIdOfLink(world.around, link) : null;
    if (accessPoint !== null && !this.#ownActivations.has(accessPoint)) this.#tell({ change: 'activationFailed', accessPoint, failure: vpnFailure(reason) });
  }

  /** NetworkManager knows a modem by its path at ModemManager. */
  #modemChanged(modem: string): void {
    const { life } = this.#world ?? {};
    for (const path of life?.tree.paths(Name.device) ?? []) if (read.text(life?.tree.get(path, Name.device) ?? {}, 'Udi') === modem) life?.toldElsewhere(path, Name.device);
  }

  #tell(change: DriverChange): void { this.#listener?.(change); }
}

/** Ends with the other command, or when this one is called off. */
const beforeOrAborted = (before: Promise<unknown>, signal: AbortSignal): Promise<unknown> =>
  Promise.race([before, new Promise<void>(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  })]);
