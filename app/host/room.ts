import { decisionId, defaultCheckAddress, type ClientView, type ConfigurationView, type Settings } from '../contract/state.ts';
import { UsagePolicy } from '../contract/values.ts';
import { builtInNetwork } from '../core/configuration-registry.ts';
import { Caps } from '../core/caps.ts';
import { Dirty } from '../core/dirty.ts';
import type { RecordSink } from '../core/ports/record.ts';
import { roamingSettings, type RoamingSettings } from '../core/roaming/settings.ts';
import { SessionHost } from '../core/session-host.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenTrial } from '../journal/open-trial-file.ts';
import type { SettingsFile } from '../journal/settings-file.ts';
import type { ChosenDriver } from './choose-driver.ts';
import { Management } from './management.ts';
import type { ProgramsOnline } from './open-connections.ts';
import { OwnCost } from './own-cost.ts';
import type { StateFeed } from './state-feed.ts';
import { configurationView, driverView, interfaceView, offersView, sessionView, trafficView } from './views.ts';

/** How often scans are asked for while somebody looks at the list, ms (roaming.md, Scans). */
const scanWhileWatched = 15_000;
/** How often counters are wanted while somebody looks at traffic, ms. */
const countersWhileWatched = 1_000;

/**
 * One driver and the core on it, with its state put into the feed. The host has one room at a time and moves to a
 * new one when another driver or scenario is chosen.
 */
export class Room {
  readonly core: SessionHost;
  readonly management: Management;
  #watchers = { accessPoints: 0, traffic: 0 };
  readonly #caps: Caps;
  readonly #ownCost: OwnCost;
  /** Asked for with everything that is judged, so they are put together once for each settings. */
  #roaming: { of: Settings; settings: RoamingSettings } | null = null;
  #cancelCapsTimer: () => void = () => {};
  #cancelScan: () => void = () => {};
  #left = false;

  constructor(readonly chosen: ChosenDriver, private readonly feed: StateFeed, private readonly settingsFile: SettingsFile, record: RecordSink, journal: Journal, hooks: { canAsk: () => boolean; sessionId: () => string; onError: (error: unknown) => void }) {
    this.core = new SessionHost({
      driver: chosen.driver, clock: chosen.clock, record, ...hooks,
      settings: () => this.#roamingSettings(),
      checkAddress: () => {
        const { checkInternet, checkAddress } = settingsFile.content.settings;
        return checkInternet ? checkAddress || (chosen.driver.probes?.systemCheckAddress() ?? defaultCheckAddress) : null;
      },
      onAnswers: () => {
        const { answers } = settingsFile.content;
        settingsFile.change({ answers: { ...answers, [chosen.driver.name]: this.core.roaming.answers.view() } });
      },
      onDirty: () => { this.#tell(); },
      onPassed: (passed) => {
        journal.count(passed);
        this.#caps.passed(passed);
      },
      policyOf: (accessPoint) => (this.core.world.isMetered(accessPoint) || this.#caps.isReached(accessPoint) ? UsagePolicy.noBackgroundTrafficPolicy : UsagePolicy.noPolicy),
    });
    feed.readFrom((id) => this.#configurationView(id));
    this.management = new Management(chosen.driver, this.core, chosen.clock);
    const networks = [...chosen.serviceNetworks, ...settingsFile.content.serviceNetworks.filter((each) => each.driver === chosen.driver.name)];
    for (const network of networks) this.core.setServiceNetwork(network);
    this.core.setOrder(settingsFile.content.order[chosen.driver.name] ?? []);
    const members = (about: string): readonly string[] => this.core.registry.get(about)?.members ?? [];
    this.#caps = new Caps({
      now: () => chosen.clock.now(), members, usedSince: (accessPoints, from) => journal.used(accessPoints, from),
      levelChanged: (about, level, { used, cap }) => {
        record.add(chosen.clock.now(), { kind: 'cap', about, level, used, limit: cap.bytes });
        this.core.post(() => { for (const each of new Set([about, ...members(about)])) this.core.policiesChanged(each); });
      },
    });
    this.#ownCost = new OwnCost(() => ({ scans: this.core.scans.count, calls: chosen.driver.callsMade?.() ?? 0 }), (costs) => { journal.spend(chosen.clock.now(), costs); });
    this.core.roaming.answers.load(settingsFile.content.answers[chosen.driver.name]);
    this.core.dirty.answers = true;
    this.core.drain();
  }

  /** Starts the driver, and the desktop's own session on the built-in network: it follows what the machine does. */
  async enter(desktop: ClientView): Promise<void> {
    const { simulation } = this.chosen;
    simulation?.control.onChange(() => { this.#tellSimulation(); });
    this.#tellSimulation();
    this.#tell();
    await this.core.start();
    this.loadCaps();
    this.#tellSimulation();
    const session = this.core.createSession(builtInNetwork, desktop);
    session.setSessionProperty('reopenWhenAvailable', true);
    session.setSessionProperty('holdsLink', false);
    this.core.post(() => {
      session.apply({ input: 'wait' });
      this.core.memberUpFor(session);
    });
    this.core.drain();
    this.#tell();
  }

  /** A trial that Handover's death rejected may have left the new link up beside the old one: nobody holds it any more. */
  async finishReject({ from, to, broughtUp }: OpenTrial): Promise<void> {
    const { world } = this.core;
    const isUp = (id: string): boolean => world.accessPoints.get(id)?.now.link?.state === 'active';
    if (broughtUp && isUp(from) && isUp(to) && !world.isDefault(to)) await this.chosen.driver.deactivate(to);
  }

  async leave(): Promise<void> {
    this.#cancelScan();
    this.#cancelCapsTimer();
    this.#ownCost.stop();
    this.management.leave();
    // What has to be taken back takes time: a play that stands still, or nearly, goes on for that.
    const clock = this.chosen.simulation?.clock;
    clock?.setSpeed(Math.max(clock.speed, 1));
    clock?.setPaused(false);
    await this.core.stop();
    this.core.drain();
    this.#left = true;
    this.feed.readFrom(() => null);
  }

  /** What Handover itself took until now goes into the record. */
  lookAtCost(): void { this.#ownCost.look(); }

  /** Caps as the settings have them, with what the record knows to have passed. */
  loadCaps(): void {
    const caps = Object.entries(this.settingsFile.content.caps[this.chosen.driver.name] ?? {});
    // A service network that was removed may come back, and its cap with it.
    this.#caps.load(Object.fromEntries(caps.filter(([about]) => !about.startsWith('network:') || this.core.registry.get(about))));
    this.#tellCaps();
  }

  /** Tells them, and looks again when the first of their periods is over. */
  #tellCaps(): void {
    const caps = this.#caps.view();
    this.feed.setValue('caps', caps);
    this.#cancelCapsTimer();
    const next = Math.min(...Object.values(caps).map(({ until }) => until));
    if (!Number.isFinite(next)) return;
    // Timers wait for 24 days at most.
    this.#cancelCapsTimer = this.chosen.clock.after(Math.min(Math.max(next - this.chosen.clock.now(), 1000), 86_400_000), () => {
      this.#caps.look();
      this.#tellCaps();
    });
  }

  /** Programs that have connections open on an access point's link. */
  async programsOn(accessPoint: string): Promise<ProgramsOnline | null> {
    const { world } = this.core;
    const { simulation } = this.chosen;
    // What the simulated network's applications do goes by its default route.
    if (simulation) return { names: world.isDefault(accessPoint) ? [...simulation.applications] : [], areAll: true };
    // Read when somebody is shown an offer: a start has no use for it.
    const { programsOnline } = await import('./open-connections.ts');
    return programsOnline((world.interfaceOf(accessPoint)?.now.addresses ?? []).map(({ address }) => address));
  }

  #roamingSettings(): RoamingSettings {
    const { settings } = this.settingsFile.content;
    if (this.#roaming?.of !== settings) this.#roaming = { of: settings, settings: roamingSettings(settings.roamingPreset, settings.roaming) };
    return this.#roaming.settings;
  }

  watch(what: 'accessPoints' | 'traffic'): void {
    this.#watchers[what] += 1;
    if (this.#watchers[what] > 1) return;
    if (what === 'traffic') this.chosen.driver.watchCounters(countersWhileWatched);
    else this.#scanWhileWatched();
  }

  unwatch(what: 'accessPoints' | 'traffic'): void {
    this.#watchers[what] -= 1;
    if (this.#watchers[what] > 0 || this.#left) return;
    if (what === 'traffic') this.chosen.driver.watchCounters(null);
    else this.#cancelScan();
  }

  settingsChanged(settings: Settings): void {
    this.feed.setValue('settings', settings);
    this.core.post(() => { this.core.engine.lookAgain(); });
  }

  /** How the simulated network's time runs. */
  playAt(change: { speed: number } | { paused: boolean }): void {
    const { simulation } = this.chosen;
    if (!simulation) return;
    if ('speed' in change) simulation.clock.setSpeed(change.speed); else simulation.clock.setPaused(change.paused);
    this.core.dirty.driver = true;
    this.#tell();
  }

  #tellSimulation(): void {
    if (!this.#left) this.feed.setValue('simulation', this.chosen.simulation?.control.state() ?? null);
  }

  #scanWhileWatched(): void {
    const { clock } = this.chosen;
    const last = this.core.scans.lastAt;
    const due = last === null ? 0 : Math.max(0, last + scanWhileWatched - clock.now());
    const scan = () => {
      this.core.scan('list');
      this.#cancelScan = clock.after(scanWhileWatched, scan);
    };
    if (due === 0) scan();
    else this.#cancelScan = clock.after(due, scan);
  }

  #configurationView(id: string): ConfigurationView | null { return configurationView(this.core, id, this.settingsFile.content.nicknames[id]); }

  /** The user calls it otherwise. */
  nicknamed(id: string): void { this.feed.setEntry('configurations', id, this.#configurationView(id)); }

  /** Reads what changed anew and puts it into the feed. */
  #tell(): void {
    if (this.#left) return;
    const { core, feed } = this;
    const dirty = core.dirty;
    core.dirty = new Dirty();
    for (const id of dirty.interfaces) feed.setEntry('interfaces', id, interfaceView(core, id));
    // What is merely seen may come in thousands; what is up, or is no access point, is told at once.
    for (const id of dirty.configurations) if (core.world.accessPoints.get(id)?.now.link === null) feed.mark(id); else feed.setEntry('configurations', id, this.#configurationView(id));
    for (const id of dirty.sessions) {
      const session = core.sessions.get(id);
      feed.setEntry('sessions', id, session ? sessionView(session) : null);
      // Its service network shows how many sessions are open on it.
      if (session && !dirty.configurations.has(session.configuration.identifier))
        feed.setEntry('configurations', session.configuration.identifier, this.#configurationView(session.configuration.identifier));
    }
    for (const id of dirty.traffic) feed.setEntry('traffic', id, trafficView(core, id));
    if (dirty.traffic.size > 0) this.#tellCaps();
    for (const { session, candidate } of dirty.decisions) {
      // For the user's own: a program's are its own matter, and there may be many.
      const decision = core.sessions.get(session)?.client.isDesktop === true ? core.engine.decisionOf(session, candidate) : null;
      feed.setEntry('decisions', decisionId(session, candidate), decision);
    }
    if (dirty.answers) feed.setValue('answers', core.roaming.answers.view());
    if (dirty.offers) feed.setCollection('offers', offersView(core));
    if (dirty.questions) feed.setCollection('questions', Object.fromEntries(core.questions.list().map((each) => [each.id, each])));
    if (dirty.system) feed.setValue('system', core.machine.system);
    if (dirty.secretRequests) feed.setCollection('secretRequests', Object.fromEntries(core.machine.secretRequests));
    if (dirty.trial) feed.setValue('trial', core.trial?.view() ?? null);
    if (dirty.driver) feed.setValue('driver', driverView(core, this.chosen.driver, this.chosen.simulation));
    if (dirty.scans) feed.setValue('scans', { ...core.scans });
    feed.setValue('isOnline', core.registry.isOnline);
    feed.setValue('clock', this.chosen.clock.view);
  }
}
