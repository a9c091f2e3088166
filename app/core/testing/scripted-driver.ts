import type { DriverFailure } from '../../contract/reason.ts';
import type { Connectivity } from '../../contract/values.ts';
import type { Clock } from '../ports/clock.ts';
import type { CarrierProbes } from '../ports/probes.ts';
import { done, failed, type Driver, type DriverAccessPoint, type DriverCapabilities, type DriverChange, type DriverInterface, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../ports/driver.ts';

/** How the next activation of an access point goes. */
type Plan = { outcome: 'up' } | { outcome: 'fails'; failure: DriverFailure } | { outcome: 'hangs' };

/**
 * A driver that does what a test says, and nothing by itself: every access point has an interface of its own (or
 * shares one, for a single radio), activation takes `delay` ms of the test's clock.
 */
export class ScriptedDriver implements Driver {
  readonly name = 'simulated';
  readonly capabilities: DriverCapabilities = {
    startAndStopInterfaces: true, systemSessions: true, forcedRoaming: true, dataStatistics: true, scan: true, overlap: true, keepsOldFlows: true,
  };
  readonly accessPoints = new Map<string, DriverAccessPoint>();
  readonly interfaces = new Map<string, DriverInterface>();
  /** Every command in order, such as "activate a". */
  readonly commands: string[] = [];
  probes?: CarrierProbes;
  delay = 1_000;
  deactivateFails: DriverFailure | null = null;
  #listener: DriverListener = () => {};
  readonly #plans = new Map<string, Plan>();

  constructor(private readonly clock: Clock) {}

  /** Adds an access point that is stored and in reach, told if the driver runs already. */
  add(id: string, change: Partial<DriverAccessPoint> & { on?: string; up?: boolean; connectivity?: Connectivity } = {}): this {
    const { on = `if-${id}`, up = false, connectivity = 'full', ...rest } = change;
    if (!this.interfaces.has(on)) {
      this.interfaces.set(on, {
        id: on, name: on, kind: 'wired', managed: true, carrier: true, speed: 1e9, addresses: [], gateways: [], nameServers: [], connectivity: 'none', metered: false,
      });
    }
    this.accessPoints.set(id, {
      id, name: id, kind: 'wired', bearer: 'ethernet', purpose: 'unknown', ssid: null, security: null, stored: true, inReach: true, metered: false,
      interfaces: [on], bss: [], level: null, link: null, ...rest,
    });
    if (up) this.#setUp(id, connectivity);
    return this;
  }

  plan(id: string, plan: Plan): void { this.#plans.set(id, plan); }

  /** The link comes up or goes by somebody else's doing. */
  bringUp(id: string, connectivity: Connectivity = 'full'): void { this.#setUp(id, connectivity); }
  activating(id: string): void { this.change(id, { link: { state: 'activating', interface: this.#interfaceOf(id), stage: null } }); }
  takeDown(id: string): void { this.#setDown(id); }
  setConnectivity(id: string, connectivity: Connectivity): void { this.#setInterface(id, { connectivity }); }
  change(id: string, change: Partial<DriverAccessPoint>): void {
    const known = this.accessPoints.get(id);
    if (!known) return;
    const next = { ...known, ...change };
    this.accessPoints.set(id, next);
    this.#listener({ change: 'accessPoint', accessPoint: next });
  }
  remove(id: string): void {
    this.accessPoints.delete(id);
    this.#listener({ change: 'accessPointRemoved', id });
  }
  count(id: string, received: number, sent: number, packets = 0): void {
    this.#listener({ change: 'counters', interface: this.#interfaceOf(id), received, sent, receivedPackets: packets, sentPackets: packets });
  }
  report(change: DriverChange): void { this.#listener(change); }
  managerGone(): void { this.#listener({ change: 'managerGone', reason: 'killed' }); }
  managerBack(): void { this.#listener({ change: 'managerBack', snapshot: this.#snapshot() }); }

  start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    this.#listener = listener;
    return Promise.resolve({ ok: true, value: this.#snapshot() });
  }
  stop(): Promise<void> { this.#listener = () => {}; return Promise.resolve(); }
  scan(): Promise<Outcome> { this.commands.push('scan'); return this.#later(() => done); }
  checkConnectivity(): Promise<Outcome> { return Promise.resolve(done); }
  watchCounters(): void {}

  activate(id: string, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    this.commands.push(`activate ${id}`);
    return this.#bringUpAsTold(id, signal);
  }

  deactivate(id: string): Promise<Outcome> {
    this.commands.push(`deactivate ${id}`);
    const failure = this.deactivateFails;
    return this.#later(() => {
      if (failure) return { ok: false, failure };
      this.#setDown(id);
      return done;
    });
  }

  async beginTrial(from: string, to: string, { signal }: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    this.commands.push(`beginTrial ${from} ${to}`);
    const overlap = this.#interfaceOf(from) !== this.#interfaceOf(to);
    const old = this.interfaces.get(this.#interfaceOf(from))?.connectivity ?? 'full';
    if (!overlap) this.#setDown(from);
    const outcome = await this.#bringUpAsTold(to, signal);
    if (!outcome.ok) {
      if (!overlap) this.#setUp(from, old);
      return outcome;
    }
    return {
      ok: true,
      value: {
        overlap,
        switch: () => { this.commands.push('switch'); return Promise.resolve(done); },
        commit: ({ releaseOld }) => {
          this.commands.push(`commit${releaseOld ? ' releaseOld' : ''}`);
          return this.#later(() => { if (releaseOld) this.#setDown(from); return done; });
        },
        rollBack: ({ releaseNew }) => {
          this.commands.push(`rollBack${releaseNew ? ' releaseNew' : ''}`);
          return this.#later(() => {
            if (releaseNew || !overlap) this.#setDown(to);
            if (!overlap) this.#setUp(from, old);
            return done;
          });
        },
      },
    };
  }

  #bringUpAsTold(id: string, signal: AbortSignal): Promise<Outcome> {
    const plan = this.#plans.get(id) ?? { outcome: 'up' };
    const known = this.accessPoints.get(id);
    if (!known) return this.#later(() => failed('notFound', `There is no ${id}.`));
    if (known.link?.state === 'active') return this.#later(() => done);
    return new Promise((resolve) => {
      const cancel = plan.outcome === 'hangs' ? () => {} : this.clock.after(this.delay, () => {
        signal.removeEventListener('abort', aborted);
        if (plan.outcome === 'fails') { this.#setDown(id); resolve({ ok: false, failure: plan.failure }); return; }
        if (!this.accessPoints.get(id)?.inReach) { this.#setDown(id); resolve(failed('notFound', 'It went out of reach.')); return; }
        this.#setUp(id, 'full');
        resolve(done);
      });
      const aborted = () => {
        cancel();
        this.clock.after(1, () => { this.#setDown(id); resolve(failed('cancelled', 'Cancelled.', 'getting an address')); });
      };
      if (signal.aborted) aborted();
      else signal.addEventListener('abort', aborted, { once: true });
    });
  }

  #later(run: () => Outcome): Promise<Outcome> {
    return new Promise((resolve) => { this.clock.after(this.delay, () => { resolve(run()); }); });
  }

  #setUp(id: string, connectivity: Connectivity): void {
    if (!this.accessPoints.has(id)) return;
    this.#setInterface(id, { connectivity, addresses: [{ address: `10.0.0.${this.interfaces.size}`, prefix: 24 }], gateways: ['10.0.0.254'] });
    this.change(id, { link: { state: 'active', interface: this.#interfaceOf(id), stage: null } });
  }

  #setDown(id: string): void {
    if (!this.accessPoints.get(id)?.link) return;
    this.change(id, { link: null });
    this.#setInterface(id, { connectivity: 'none', addresses: [], gateways: [] });
  }

  #setInterface(id: string, change: Partial<DriverInterface>): void {
    const known = this.interfaces.get(this.#interfaceOf(id));
    if (!known) return;
    const next = { ...known, ...change };
    this.interfaces.set(next.id, next);
    this.#listener({ change: 'interface', interface: next });
  }

  #interfaceOf(id: string): string { return this.accessPoints.get(id)?.interfaces[0] ?? `if-${id}`; }
  #snapshot(): DriverSnapshot { return { interfaces: [...this.interfaces.values()], accessPoints: [...this.accessPoints.values()] }; }
}
