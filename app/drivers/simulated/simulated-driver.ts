import type { Clock } from '../../core/ports/clock.ts';
import { done, failed, type Driver, type DriverCapabilities, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { CarrierProbes } from '../../core/ports/probes.ts';
import type { DriverRadios, DriverStore } from '../../core/ports/management.ts';
import { createControl, type Control } from './control.ts';
import { populate } from './crowd.ts';
import { SimulatedProbes } from './probes.ts';
import type { Scenario } from './scenario.ts';
import { Simulation } from './simulation.ts';
import { Radios, Store } from './store.ts';

export interface SimulatedDriver extends Driver {
  readonly name: 'simulated';
  /** What is played. */
  readonly scenario: { readonly id: string; readonly title: Scenario['title']; readonly description: Scenario['description'] };
  /** Service networks that the scenario wishes the user had, members as ids of access points. */
  readonly serviceNetworks: readonly { readonly name: string; readonly members: readonly string[] }[];
  readonly store: DriverStore;
  readonly radios: DriverRadios;
  /** To walk and to break things by hand. */
  readonly control: Control;
}

type Failed = Extract<Outcome, { ok: false }>;

const notRunning = failed('managerGone', 'The simulated network is not running.');
const gone = failed('managerGone', 'The simulated manager has gone.');
const unknown = (what: string): Failed => failed('notFound', `The simulated network has no ${what}.`);
/** ms; a check that finds nothing waits for its time-out. */
const checkTime = { answered: 200, unanswered: 2000 };

/** The simulated network as a driver. The same scenario, seed and commands give the same changes at the same times. */
export function createSimulatedDriver(options: { scenario: Scenario; clock: Clock; seed: number }): SimulatedDriver {
  return new Commands(options);
}

/** The commands of the port, each ended by its outcome, by stop(), or by the manager's going. */
class Commands implements SimulatedDriver {
  readonly name = 'simulated';
  readonly scenario: SimulatedDriver['scenario'];
  readonly serviceNetworks: SimulatedDriver['serviceNetworks'];
  readonly capabilities: DriverCapabilities;
  readonly control: Control;
  readonly store: DriverStore;
  readonly radios: DriverRadios;
  readonly probes: CarrierProbes;
  readonly #simulation: Simulation;
  readonly #interrupts = new Set<(failure: Failed) => void>();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #scanning: Promise<Outcome> | null = null;

  constructor({ scenario, clock, seed }: { scenario: Scenario; clock: Clock; seed: number }) {
    const simulation = new Simulation(populate(scenario, seed), clock, seed);
    this.#simulation = simulation;
    this.scenario = { id: scenario.id, title: scenario.title, description: scenario.description };
    const { world } = simulation;
    this.serviceNetworks = scenario.serviceNetworks.map(({ name, members }) => ({ name, members: members.map((member) => world.find(member)!.id) }));
    const severalInterfaces = world.interfaces.filter(({ kind }) => kind !== 'vpn').length > 1;
    this.capabilities = {
      startAndStopInterfaces: true, systemSessions: false, forcedRoaming: true, dataStatistics: true,
      scan: world.interfaces.some((each) => each.kind === 'wifi'),
      overlap: severalInterfaces, keepsOldFlows: severalInterfaces,
    };
    simulation.managerWent = () => this.#interrupt(gone);
    const store = new Store(simulation);
    this.store = {
      connect: (wanted, options) => this.#command(() => store.connect(wanted, options)),
      profile: (id) => this.#command(() => store.profile(id)),
      change: (id, change) => this.#command(() => store.change(id, change)),
      forget: (id) => this.#command(() => store.forget(id)),
      share: (id) => this.#command(() => store.share(id)),
    };
    const radios = new Radios(simulation);
    this.radios = { set: (radio, on) => this.#command(() => radios.set(radio, on)) };
    this.control = createControl(simulation, scenario.floors);
    this.probes = new SimulatedProbes(simulation);
  }

  async start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    if (this.#state !== 'new') return failed('failed', 'A simulated network is played once; make another one.');
    this.#state = 'running';
    return { ok: true, value: this.#simulation.begin(listener) };
  }

  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#simulation.end();
    this.#interrupt(failed('cancelled', 'The simulated network was stopped.'));
  }

  scan(): Promise<Outcome> {
    return this.#command(() => {
      if (!this.capabilities.scan) return failed('notSupported', 'No interface of this machine is wireless.');
      this.#scanning ??= this.#simulation.scan().finally(() => { this.#scanning = null; });
      return this.#scanning;
    });
  }

  activate(id: string, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    const simulation = this.#simulation;
    const { links } = simulation;
    return this.#command(() => {
      const accessPoint = simulation.known(id);
      return accessPoint ? links.bringUp(accessPoint, signal) : unknown('such access point');
    });
  }

  deactivate(id: string): Promise<Outcome> {
    const simulation = this.#simulation;
    const { links } = simulation;
    return this.#command(() => {
      const accessPoint = simulation.known(id);
      if (!accessPoint) return unknown('such access point');
      accessPoint.leftAlone = true;
      return links.takeDown(accessPoint);
    });
  }

  checkConnectivity(interfaceId: string): Promise<Outcome> {
    const { world, links, pauses, teller } = this.#simulation;
    return this.#command(async () => {
      const by = world.interfaces.find((each) => each.name === interfaceId);
      if (!by) return unknown('such interface');
      const connectivity = links.on(by.name)?.accessPoint.connectivity;
      const answered = connectivity === undefined || connectivity === 'full' || connectivity === 'portal';
      await pauses.pause(answered ? checkTime.answered : checkTime.unanswered);
      teller.lookAtInterface(by, true);
      return done;
    });
  }

  watchCounters(intervalMs: number | null): void {
    if (this.#state === 'running') this.#simulation.watchCounters(intervalMs);
  }

  beginTrial(from: string, to: string, { signal }: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    const simulation = this.#simulation;
    const { trials } = simulation;
    return this.#command(async () => {
      const old = simulation.known(from);
      const wanted = simulation.known(to);
      if (!old || !wanted) return unknown('such access point');
      const outcome = await trials.begin(old, wanted, signal);
      return outcome.ok ? { ok: true, value: this.#rope(outcome.value) } : outcome;
    }, async (late) => void (await late.rollBack({ releaseNew: true })));
  }

  /** The trial's steps are commands too. */
  #rope(trial: DriverTrial): DriverTrial {
    return {
      overlap: trial.overlap,
      switch: () => this.#command(() => trial.switch()),
      commit: (how) => this.#command(() => trial.commit(how)),
      rollBack: (how) => this.#command(() => trial.rollBack(how)),
    };
  }

  /** @param tooLate gives back what came after the command had been ended from outside */
  #command<T>(run: () => Outcome<T> | Promise<Outcome<T>>, tooLate?: (value: T) => Promise<void>): Promise<Outcome<T>> {
    if (this.#state !== 'running') return Promise.resolve(notRunning);
    if (this.#simulation.managerIsGone) return Promise.resolve(gone);
    return new Promise((resolve) => {
      let ended = false;
      const end = (outcome: Outcome<T>): void => {
        if (ended) {
          if (outcome.ok && tooLate) void tooLate(outcome.value);
          return;
        }
        ended = true;
        this.#interrupts.delete(end);
        resolve(outcome);
      };
      this.#interrupts.add(end);
      // An error here is a fault of ours; it ends the command all the same.
      Promise.resolve(run()).then(end, (error: unknown) => end(failed('failed', error instanceof Error ? error.message : String(error))));
    });
  }

  #interrupt(failure: Failed): void {
    for (const end of [...this.#interrupts]) end(failure);
  }
}
