import { networkInterfaces } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';
import { done, failed, type Driver, type DriverAccessPoint, type DriverCapabilities, type DriverListener, type DriverSnapshot, type DriverTrial, type Outcome } from '../../core/ports/driver.ts';
import type { DriverStore } from '../../core/ports/management.ts';
import type { Addresses } from '../shared/addresses.ts';
import { WorldTeller } from '../shared/world-teller.ts';
import { Activations } from './activations.ts';
import type { Abilities, Look } from './answers.ts';
import { failureOf } from './failures.ts';
import type { Helper } from './helper.ts';
import { wifiStore } from './store.ts';
import { beginWifiTrial, type WifiTrial } from './trial.ts';
import { storedId, viewOf } from './view.ts';

/** How often addresses are compared with those before, ms: inside this process, so it costs nothing. Only a difference asks the system. */
const compareEvery = 10_000;
/** How often counters are asked for while nobody watches, ms. */
const countSeldom = 30_000;
/** How long a scan may take until the system says that something changed, ms. */
const scanLimit = 4_000;

export interface WifiDriverOptions {
  clock: Clock;
  helper: Helper;
  addresses?: () => Addresses;
}

/**
 * Windows and macOS (and Linux by setting): the system's own Wi-Fi, asked through a child process. It is asked when
 * somebody looks or does something, and when the machine's addresses changed; never over and over in the background.
 */
export class WifiDriver implements Driver {
  readonly name = 'wifi';
  readonly clock: Clock;
  readonly helper: Helper;
  readonly store: DriverStore;
  readonly #addresses: () => Addresses;
  readonly #activations: Activations;
  #calls = 0;
  #abilities: Abilities | null = null;
  #look: Look | null = null;
  #told: WorldTeller | null = null;
  #listener: DriverListener | null = null;
  #looking: Promise<void> | null = null;
  #isGone = false;
  #before = '';
  #interval: number | null = null;
  #cancelCompare: () => void = () => {};
  #cancelCount: () => void = () => {};
  #trial: WifiTrial | null = null;
  #isTrialBeginning = false;
  readonly #changed = new Set<() => void>();

  constructor({ clock, helper, addresses = networkInterfaces }: WifiDriverOptions) {
    this.clock = clock;
    this.helper = {
      ask: (question, input) => {
        this.#calls += 1;
        return helper.ask(question, input);
      },
      onChange: (changed) => { helper.onChange(changed); },
      end: () => { helper.end(); },
    };
    this.#addresses = addresses;
    this.#activations = new Activations(this);
    this.store = wifiStore(this, this.#activations);
  }

  get capabilities(): DriverCapabilities {
    const startAndStopInterfaces = this.#abilities === null || (this.#abilities.connect && this.#abilities.disconnect);
    return { startAndStopInterfaces, systemSessions: false, forcedRoaming: startAndStopInterfaces, dataStatistics: true, scan: true, overlap: true, keepsOldFlows: false };
  }

  /** Questions to the child process; each runs one program of the system or a few. */
  readonly callsMade = (): number => this.#calls;

  get abilities(): Abilities | null { return this.#abilities; }
  /** Why names or levels are missing. */
  get hidden(): string | null { return this.#look?.hidden ?? null; }
  get devices(): Look['devices'] { return this.#look?.devices ?? []; }

  async start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    this.#listener = listener;
    try {
      return { ok: true, value: await this.#begin(listener) };
    } catch (error) {
      this.#isGone = true;
      if (this.#listener === listener) this.#beginLater();
      return failed('managerGone', failureOf(error).detail);
    }
  }

  /** The first look at all. Rejects where the system's Wi-Fi does not answer. */
  async #begin(listener: DriverListener): Promise<DriverSnapshot> {
    this.#abilities = await this.helper.ask('abilities', null);
    this.#look = await this.helper.ask('look', null);
    const snapshot = this.#view();
    const told = new WorldTeller(snapshot, listener);
    this.#told = told;
    this.#before = JSON.stringify(this.#addresses());
    setImmediate(() => {
      if (this.#told !== told) return;
      this.helper.onChange(() => { void this.look(); });
      this.#compareLater();
      this.#countLater();
    });
    return snapshot;
  }

  /** It did not answer at the start: a service that is started later is found then. */
  #beginLater(): void {
    this.#cancelCompare = this.clock.after(compareEvery, () => {
      const listener = this.#listener;
      if (!listener) return;
      this.#begin(listener).then((snapshot) => {
        // Stopped meanwhile: nobody is to be told.
        if (this.#listener !== listener) { this.#told = null; return; }
        this.#isGone = false;
        listener({ change: 'managerBack', snapshot });
      }, () => { if (this.#listener === listener) this.#beginLater(); });
    });
  }

  async stop(): Promise<void> {
    this.#told = null;
    this.#listener = null;
    this.#activations.stop();
    this.#cancelCompare();
    this.#cancelCount();
    for (const changed of [...this.#changed]) changed();
    this.helper.end();
  }

  async scan(): Promise<Outcome> {
    const away = this.away();
    if (away) return away;
    try {
      const news = this.nextLook(scanLimit);
      await this.helper.ask('scan', null);
      if (this.#abilities?.watches) await news;
      await this.look();
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
    const gone = this.away();
    if (gone) return gone;
    this.#listener?.({ change: 'scanned' });
    // Nothing is heard because nothing may be heard: the person can change that.
    return this.hidden !== null && this.#look?.seen.length === 0 ? failed('notAllowed', this.hidden) : done;
  }

  activate(accessPoint: string, { signal }: { signal: AbortSignal }): Promise<Outcome> { return this.#activations.activate(accessPoint, signal); }
  deactivate(accessPoint: string): Promise<Outcome> { return this.#activations.deactivate(accessPoint); }

  async checkConnectivity(interfaceId: string): Promise<Outcome> {
    const away = this.away();
    if (away) return away;
    if (!this.#told?.interfaces.has(interfaceId)) return failed('notFound', 'This interface is no longer there.');
    await nextTurn();
    await this.look();
    return done;
  }

  watchCounters(intervalMs: number | null): void {
    this.#interval = intervalMs;
    if (this.#told) this.#countLater();
  }

  async beginTrial(from: string, to: string, { signal }: { signal: AbortSignal }): Promise<Outcome<DriverTrial>> {
    if (this.#isTrialBeginning || this.#trial?.ended === false) return failed('failed', 'Another trial is under way.');
    this.#isTrialBeginning = true;
    try {
      const outcome = await beginWifiTrial(this, this.#activations, from, to, signal);
      if (outcome.ok) this.#trial = outcome.value;
      return outcome;
    } finally {
      this.#isTrialBeginning = false;
    }
  }

  /** Why nothing can be commanded now; null: it can. */
  away(): ReturnType<typeof failed> | null {
    if (this.#isGone) return failed('managerGone', 'The system’s Wi-Fi does not answer.');
    return this.#told ? null : failed('failed', 'Handover does not look at this machine’s Wi-Fi now.');
  }

  find(accessPoint: string): DriverAccessPoint | null { return this.#told?.accessPoints.get(accessPoint) ?? null; }

  /** The system shows it as up, whatever is under way by a command of ours. */
  isUp(accessPoint: string): boolean { return this.#view(new Map()).accessPoints.some(({ id, link }) => id === accessPoint && link?.state === 'active'); }

  storedIds(): string[] { return (this.#look?.stored ?? []).map(storedId); }

  /** Tells anew what is known, after something of ours changed. */
  retell(): void { if (this.#look && !this.#isGone) this.#told?.tell(this.#view()); }

  /** Asks the system and tells what is new. One at a time: who asks meanwhile gets the next one. */
  look(): Promise<void> {
    if (this.#looking) return this.#looking.then(() => (this.#looking ? this.#looking : this.look()));
    this.#looking = this.#lookOnce().finally(() => { this.#looking = null; });
    return this.#looking;
  }

  /** Ends when the system was looked at again, or after `limit` ms. */
  nextLook(limit: number): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.#changed.delete(over);
        cancelTimer();
        resolve();
      };
      const cancelTimer = this.clock.after(limit, over);
      this.#changed.add(over);
    });
  }

  async #lookOnce(): Promise<void> {
    try {
      const look = await this.helper.ask('look', null).catch(() => this.helper.ask('look', null));
      if (!this.#told) return;
      this.#look = look;
      this.#before = JSON.stringify(this.#addresses());
      if (this.#isGone) this.#back();
      else this.retell();
    } catch (error) {
      this.#gone(failureOf(error).detail);
    }
    for (const changed of [...this.#changed]) changed();
  }

  #gone(reason: string): void {
    if (this.#isGone || !this.#told) return;
    this.#isGone = true;
    this.#activations.gone();
    this.#listener?.({ change: 'managerGone', reason });
  }

  #back(): void {
    if (!this.#listener) return;
    this.#isGone = false;
    const snapshot = this.#view();
    this.#told = new WorldTeller(snapshot, this.#listener);
    this.#listener({ change: 'managerBack', snapshot });
  }

  #view(activating: ReadonlyMap<string, string> = this.#activations.underWay): DriverSnapshot {
    return viewOf({ look: this.#look as Look, abilities: this.#abilities as Abilities, addresses: this.#addresses(), activating, now: this.clock.now() });
  }

  #compareLater(): void {
    this.#cancelCompare = this.clock.after(compareEvery, () => {
      if (this.#isGone || JSON.stringify(this.#addresses()) !== this.#before) void this.look();
      this.#compareLater();
    });
  }

  #countLater(): void {
    this.#cancelCount();
    this.#cancelCount = this.clock.after(this.#interval ?? countSeldom, () => { void this.#count(); });
  }

  async #count(): Promise<void> {
    const told = this.#told;
    const interval = this.#interval;
    if (!this.#isGone) {
      try {
        for (const { interface: name, ...counts } of await this.helper.ask('counts', null)) this.#told?.tellCounters({ change: 'counters', interface: name, ...counts });
      } catch { /* not told this time; that the system does not answer is told by who looks */ }
    }
    // Watched otherwise meanwhile: then that has set its own time.
    if (this.#told === told && told !== null && this.#interval === interval) this.#countLater();
  }
}

/** The core is told nothing from inside a call of its own. */
const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
