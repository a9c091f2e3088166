import type { Clock } from '../../ports/clock.ts';
import { done, failed, type Driver, type DriverCapabilities, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../../ports/driver.ts';
import { ReplayWorld, type ReplayedAccessPoint } from './replay-world.ts';
import type { Trace, TraceChange } from './trace.ts';

/** ms that a scan takes, and a look at what an interface reaches. */
const scanTime = 2_000;
const checkTime = 200;
/** ms from one telling of counters to the next. */
const countersEvery = 5_000;
/** Seconds until a link is up, unless the trace tells. */
const usualTime = { wired: 1.6, wifi: 2.8, mobile: 3.1 } as const;
const packetSize = 200;

/** A driver that plays a trace. Commands of the core are carried out in the world of the trace, so that moving can be tried in it. */
export class ReplayDriver implements Driver {
  readonly name = 'simulated';
  readonly capabilities: DriverCapabilities;
  readonly world: ReplayWorld;
  readonly #counters = new Map<string, { packets: number; rate: number; since: number }>();
  #listener: DriverListener = () => {};
  #tellsCounters = false;

  constructor(trace: Trace, private readonly clock: Clock) {
    this.world = new ReplayWorld(trace, () => clock.now());
    this.capabilities = {
      startAndStopInterfaces: true, systemSessions: false, forcedRoaming: true, dataStatistics: true, overlap: trace.overlap && trace.interfaces.length > 1, keepsOldFlows: trace.overlap,
      scan: trace.interfaces.some(({ kind }) => kind === 'wifi'),
    };
  }

  start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    this.#listener = listener;
    this.world.listen(listener);
    return Promise.resolve({ ok: true, value: this.world.snapshot() });
  }

  stop(): Promise<void> {
    this.#listener = () => {};
    this.world.listen(() => {});
    return Promise.resolve();
  }

  /** The next thing that the trace says. */
  play(change: TraceChange): void {
    switch (change.change) {
      case 'traffic': this.#setTraffic(change.interface, change.packets); return;
      case 'sleep': this.#listener({ change: 'sleep', sleeping: change.sleeping }); return;
      case 'managerGone': this.#listener({ change: 'managerGone', reason: change.reason }); return;
      case 'managerBack': this.#listener({ change: 'managerBack', snapshot: this.world.snapshot() }); return;
      default: this.world.apply(change);
    }
  }

  scan(): Promise<Outcome> { return this.#later(scanTime, () => { this.world.scanned(); return done; }); }
  checkConnectivity(interfaceId: string): Promise<Outcome> { return this.#later(checkTime, () => { this.world.tellInterface(interfaceId); return done; }); }
  watchCounters(): void {}

  activate(id: string, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    const known = this.world.find(id);
    return known ? this.#bringUp(known, signal) : this.#later(0, () => failed('notFound', `The trace has no ${id}.`));
  }

  deactivate(id: string): Promise<Outcome> {
    return this.#later(checkTime, () => {
      const known = this.world.find(id);
      if (known) this.world.down(known);
      return done;
    });
  }

  async beginTrial(fromId: string, toId: string, { signal }: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    const { world } = this;
    const from = world.find(fromId);
    const to = world.find(toId);
    if (!from || !to) return failed('notFound', 'The trace has no such access point.');
    const old = from.link && { ...from.link };
    const overlap = to.link?.state === 'active' || (this.capabilities.overlap && to.interfaces.some((each) => world.on(each) === undefined));
    const back = () => { if (!from.link && old && world.isThere(from)) world.up(from, old.interface, { byCommand: old.byCommand, bssid: old.bssid ?? undefined }); };
    const outcome = await this.#bringUp(to, signal, overlap ? undefined : from);
    if (!outcome.ok) {
      back();
      return outcome;
    }
    return {
      ok: true,
      value: {
        overlap,
        switch: () => { world.setDefault(to.id); return Promise.resolve(done); },
        commit: ({ releaseOld }) => this.#later(checkTime, () => {
          if (to.link?.state === 'active') world.setDefault(to.id);
          if (releaseOld) world.down(from);
          return done;
        }),
        rollBack: ({ releaseNew }) => this.#later(checkTime, () => {
          if (releaseNew || !overlap) world.down(to);
          back();
          if (from.link?.state === 'active') world.setDefault(from.id);
          return done;
        }),
      },
    };
  }

  /** @param instead goes down for it: one radio */
  #bringUp(to: ReplayedAccessPoint, signal: AbortSignal, instead?: ReplayedAccessPoint): Promise<Outcome> {
    const { world } = this;
    if (to.link?.state === 'active') return this.#later(0, () => done);
    const by = to.interfaces.find((each) => world.on(each) === undefined) ?? to.interfaces[0] ?? '';
    const { after, fails } = to.plan.connects;
    const seconds = after ?? usualTime[to.plan.kind as keyof typeof usualTime] ?? 3;
    return new Promise((resolve) => {
      const cancelStart = this.clock.after(0, () => {
        if (instead) world.down(instead);
        world.activating(to, by, true);
      });
      const cancelEnd = this.clock.after(seconds * 1000, () => {
        signal.removeEventListener('abort', aborted);
        const failure = fails ?? (world.isThere(to) ? null : failed('notFound', 'It is out of reach.').failure);
        if (failure) world.down(to);
        else if (to.link?.state !== 'active') world.up(to, by, { byCommand: true });
        resolve(failure ? { ok: false, failure } : done);
      });
      const aborted = () => {
        cancelStart();
        cancelEnd();
        this.clock.after(0, () => { world.down(to); resolve(failed('cancelled', 'Cancelled.')); });
      };
      if (signal.aborted) aborted();
      else signal.addEventListener('abort', aborted, { once: true });
    });
  }

  #setTraffic(interfaceId: string, rate: number): void {
    const now = this.clock.now();
    const before = this.#counters.get(interfaceId);
    this.#counters.set(interfaceId, { packets: before ? before.packets + (before.rate * (now - before.since)) / 1000 : 0, rate, since: now });
    if (this.#tellsCounters) return;
    this.#tellsCounters = true;
    this.#tellCounters();
  }

  #tellCounters(): void {
    const now = this.clock.now();
    for (const [id, { packets, rate, since }] of this.#counters) {
      const total = Math.floor(packets + (rate * (now - since)) / 1000);
      this.#listener({ change: 'counters', interface: id, received: total * packetSize, sent: total * packetSize, receivedPackets: total, sentPackets: total });
    }
    this.clock.after(countersEvery, () => { this.#tellCounters(); });
  }

  #later<T>(ms: number, run: () => Outcome<T>): Promise<Outcome<T>> {
    return new Promise((resolve) => { this.clock.after(ms, () => { resolve(run()); }); });
  }
}
