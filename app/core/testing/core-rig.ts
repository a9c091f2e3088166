import { expect, onTestFinished } from 'vitest';
import type { NetworkSession } from '../../contract/session.ts';
import { defaultCheckAddress, type ClientView } from '../../contract/state.ts';
import type { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { Dirty } from '../dirty.ts';
import type { Driver } from '../ports/driver.ts';
import type { RecordEntry } from '../ports/record.ts';
import { balanced, type RoamingSettings } from '../roaming/settings.ts';
import { SessionHost, type SessionHostOptions } from '../session-host.ts';
import type { Session } from '../session.ts';
import { wrongAtRest } from './at-rest.ts';
import { ToldEvents } from './told-events.ts';
import { ToldViews } from './told-views.ts';
import { WatchedDriver } from './watched-driver.ts';

export const desktop = { id: 'desktop', name: 'Desktop', pid: 1, isDesktop: true };
export const program = { id: 'program', name: 'rsync', pid: 2, isDesktop: false };

/** A core with more sessions, or more access points, than this is not looked at: each look asks them all. */
const few = 50;
/** Each of the first looks, then one in so many: a day on the simulated network comes to rest a million times. */
const firstLooks = 500;
const laterLooks = 100;

/**
 * A core on a driver, with everything it says kept for looking at. Whatever a test does with it, the invariants of
 * design 3 are looked at whenever the core has come to rest, and the test fails where one does not hold.
 */
export class CoreRig<D extends Driver> {
  readonly core: SessionHost;
  readonly records: RecordEntry[] = [];
  readonly errors: unknown[] = [];
  readonly watched: WatchedDriver;
  /** All that the core marked as changed. A test that wants to know of a step begins a new one before it. */
  marked = new Dirty();
  settings: RoamingSettings = { ...balanced };
  /** Undefined: as the driver's platform has it. */
  checkAddress: string | null | undefined;
  readonly #events: ToldEvents;
  readonly #views: ToldViews;
  readonly #wrong = new Set<string>();
  #making = false;
  #isLarge = false;
  #looks = 0;

  constructor(readonly driver: D, readonly clock: FakeClock, options: Partial<Pick<SessionHostOptions, 'canAsk' | 'policyOf' | 'onPassed'>> = {}) {
    this.watched = new WatchedDriver(driver);
    this.#events = new ToldEvents(() => this.core, () => clock.now());
    this.core = new WatchedHost({
      driver: this.watched, clock, settings: () => this.settings,
      checkAddress: () => (this.checkAddress === undefined ? driver.probes?.systemCheckAddress() ?? defaultCheckAddress : this.checkAddress),
      record: { add: (at, entry) => { this.records.push(entry); this.#events.record(at, entry); } },
      onError: (error) => { this.errors.push(error); },
      onDirty: () => { this.#look(); },
      ...options,
    }, (make) => this.#make(make));
    this.#views = new ToldViews(this.core);
    onTestFinished(() => { expect(this.wrong).toEqual([]); });
  }

  async start(): Promise<this> {
    const outcome = await this.core.start();
    if (!outcome.ok) throw new Error(outcome.failure.detail);
    await this.clock.settle();
    return this;
  }

  kinds(): string[] { return this.records.map((each) => each.kind); }

  /** Which invariants did not hold, in words; empty in a core that works. */
  get wrong(): string[] { return [...this.#wrong, ...this.#events.wrong, ...this.watched.wrong]; }

  /** With what was called before it still in the queue, the core is not at rest while a session is made. */
  #make(make: () => Session): Session {
    this.#making = true;
    const session = make();
    this.#making = false;
    this.#events.watch(session);
    return session;
  }

  #keepMarks(): void {
    const { dirty } = this.core;
    for (const what of ['interfaces', 'configurations', 'sessions', 'traffic'] as const) for (const id of dirty[what]) this.marked[what].add(id);
    for (const what of ['offers', 'answers', 'questions', 'secretRequests', 'system', 'trial', 'driver', 'scans'] as const) this.marked[what] ||= dirty[what];
  }

  #look(): void {
    this.#keepMarks();
    this.#isLarge ||= [...this.core.sessions.keys()].length > few || this.core.world.accessPoints.size > few;
    if (this.#isLarge) return;
    this.#views.read();
    this.#looks += 1;
    if (this.#making || (this.#looks > firstLooks && this.#looks % laterLooks !== 0)) return;
    for (const each of [...wrongAtRest(this.core), ...this.#views.stale(), ...this.#events.leftOut()]) this.#wrong.add(each);
  }
}

class WatchedHost extends SessionHost {
  constructor(options: SessionHostOptions, private readonly make: (make: () => Session) => Session) { super(options); }

  override createSession(configuration: string, client: ClientView): Session {
    return this.make(() => super.createSession(configuration, client));
  }
}

/** Everything a session tells, in order, in the reference's words. */
export function listen(session: NetworkSession | Session, options: { answers?: boolean } = {}): string[] {
  const heard: string[] = [];
  session.on('stateChanged', (state) => { heard.push(`state ${state}`); });
  session.on('opened', () => { heard.push('opened'); });
  session.on('closed', () => { heard.push('closed'); });
  session.on('error', (error) => { heard.push(`error ${error}`); });
  session.on('newConfigurationActivated', () => { heard.push('activated'); });
  if (options.answers) session.on('preferredConfigurationChanged', (candidate, seamless) => { heard.push(`preferred ${candidate.identifier}${seamless ? ' seamless' : ''}`); });
  return heard;
}
