import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { noAnswers } from '../contract/answers.ts';
import { RequestError, requests, type EventName, type EventPayload, type RequestInput, type RequestName, type RequestOutput } from '../contract/contract.ts';
import type { ClientView, HostState, Notice, Settings } from '../contract/state.ts';
import { nothingKnown } from '../contract/management.ts';
import type { StateSnapshot } from '../contract/state-patch.ts';
import { Journal, journalFile } from '../journal/journal.ts';
import { OpenTrialFile, type OpenTrial } from '../journal/open-trial-file.ts';
import { defaultSettings, SettingsFile } from '../journal/settings-file.ts';
import { ScenarioError } from '../drivers/simulated/scenario-error.ts';
import { Emitter } from '../contract/emitter.ts';
import type { RecordEntry, RecordSink } from '../core/ports/record.ts';
import { chooseDriver, choicesHere, type ChosenDriver, type DriverChoice } from './choose-driver.ts';
import type { ClientHandle, Host, HostOptions } from './host.ts';
import { handlers } from './requests.ts';
import { Room } from './room.ts';
import { SessionRelay } from './session-relay.ts';
import { StateFeed } from './state-feed.ts';

type HostEvents = { [E in EventName]: [payload: EventPayload<E>] };

/**
 * Opens the host. Rejects with a RequestError or ScenarioError that says what to do when an option is wrong.
 *
 * @param choose where the driver comes from; handed in by who has one of his own, such as a benchmark
 */
export async function openHost(options: HostOptions, choose: typeof chooseDriver = chooseDriver): Promise<Host> {
  const host = new HandoverHost(options, choose);
  await host.open();
  return host;
}

class HandoverHost implements Host {
  readonly desktop: ClientHandle;
  readonly #emitter = new Emitter<HostEvents>(onError);
  readonly #settingsFile: SettingsFile;
  /** Of the network that the room is on: what is simulated is kept apart. */
  #journal: Journal | null = null;
  readonly #openTrial: OpenTrialFile;
  /** What the core tells goes to the journal; a trial is also marked while it runs. */
  readonly #record: RecordSink = { add: (at, entry) => { this.#add(at, entry); } };
  readonly #feed: StateFeed;
  readonly #relay = new SessionRelay((event, payload) => { this.#emitter.emit(event, payload as never); });
  readonly #watched = { accessPoints: 0, traffic: 0 };
  /** On the command line; the setting counts again once the user changes it. */
  #driverAsked: DriverChoice['driver'] | undefined;
  #room: Room | null = null;
  #stopping: Promise<void> | null = null;
  /** Never given twice: a program must not meet another's session under the id of one that went with its network. */
  #sessionNumber = 0;

  constructor(private readonly options: HostOptions, private readonly choose: typeof chooseDriver) {
    this.#driverAsked = options.driver;
    this.#settingsFile = new SettingsFile(options.dataFolder, (reason) => { this.#tellNotice('settingsNotSaved', reason); });
    this.#openTrial = new OpenTrialFile(options.dataFolder, (reason) => { this.#tellNotice('journalFailed', reason); });
    this.#feed = new StateFeed(emptyState(this.#settingsFile.content.settings), (patch) => { this.#emitter.emit('state.patch', patch); });
    this.desktop = this.#client({ name: 'Desktop', pid: process.pid, isDesktop: true });
    const { problem } = this.#settingsFile;
    if (problem) this.#tellNotice(problem.code, problem.detail);
  }

  async open(): Promise<void> {
    const left = this.#openTrial.takeLeft();
    const choice = this.#choice();
    try {
      await this.#enter(choice);
    } catch (error) {
      // Asked for now: said at once. A setting of former days must not keep Handover from starting.
      if (!(error instanceof ScenarioError) || this.options.scenario !== undefined) throw error;
      this.#tellNotice('scenarioInvalid', error.message);
      await this.#enter({ ...choice, scenario: defaultSettings.scenario });
    }
    if (left) await this.#tellOfTrialLeft(left);
  }

  snapshot(): StateSnapshot { return this.#feed.snapshot(); }

  async request<N extends RequestName>(client: ClientHandle, name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const schema = requests[name] as (typeof requests)[RequestName] | undefined;
    if (!schema) throw new RequestError('notFound', `There is no request "${name}". The requests are: ${Object.keys(requests).join(', ')}.`);
    const parsed = schema.input.safeParse(input);
    if (!parsed.success) throw new RequestError('invalidInput', `The input of "${name}" does not fit: ${z.prettifyError(parsed.error)}`);
    const room = this.#room;
    const journal = this.#journal;
    if (!room || !journal) throw new RequestError('failed', 'Handover is just changing the network. Try again in a moment.');
    return handlers[name]({
      core: room.core, feed: this.#feed, settingsFile: this.#settingsFile, driverName: room.chosen.driver.name, management: room.management, relay: this.#relay,
      simulation: room.chosen.simulation && {
        play: (scenario, speed) => this.#play(scenario, speed),
        playAt: (change) => { room.playAt(change); },
        control: room.chosen.simulation.control,
      },
      settingsChanged: (settings) => this.#settingsChanged(settings, room),
      nicknamed: (accessPoint) => { room.nicknamed(accessPoint); },
      dismissNotice: (id) => { this.#feed.setEntry('notices', id, null); },
      journal, capsChanged: () => { room.loadCaps(); }, lookAtCost: () => { room.lookAtCost(); }, programsOn: (accessPoint) => room.programsOn(accessPoint),
    }, client.view, parsed.data as RequestInput<N>);
  }

  on<E extends EventName>(event: E, handler: (payload: EventPayload<E>) => void): () => void {
    return this.#emitter.on(event, handler);
  }

  connectClient(info: { name: string; pid: number | null }): ClientHandle { return this.#client({ ...info, isDesktop: false }); }

  watch(what: 'accessPoints' | 'traffic'): () => void {
    this.#watched[what] += 1;
    this.#room?.watch(what);
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#watched[what] -= 1;
      this.#room?.unwatch(what);
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await this.#room?.leave();
      this.#feed.stop();
      await this.#settingsFile.flush();
      this.#journal?.close();
    })();
    return this.#stopping;
  }

  #canAsk(): boolean {
    const { canAsk = true } = this.options;
    return typeof canAsk === 'function' ? canAsk() : canAsk;
  }

  #choice(): DriverChoice {
    const { settings } = this.#settingsFile.content;
    return {
      driver: this.#driverAsked ?? settings.driver, scenario: this.options.scenario ?? settings.scenario,
      speed: this.options.speed ?? 1, seed: this.options.seed,
    };
  }

  async #enter(choice: DriverChoice): Promise<void> {
    const chosen = await this.choose(choice);
    const journal = this.#openJournal(chosen);
    const room = new Room(chosen, this.#feed, this.#settingsFile, this.#record, journal, { canAsk: () => this.#canAsk(), sessionId: () => `session-${++this.#sessionNumber}`, onError });
    this.#room = room;
    room.core.manager.on('updateCompleted', () => { this.#emitter.emit('manager.updateCompleted', null); });
    await room.enter(this.desktop.view);
    for (const session of room.core.sessions.values()) this.#relay.watch(session);
    for (const what of ['accessPoints', 'traffic'] as const) for (let each = 0; each < this.#watched[what]; each += 1) room.watch(what);
  }

  #play(scenario: string, speed: number): Promise<void> {
    return this.#moveTo({ driver: 'simulated', scenario, speed, seed: undefined });
  }

  /** Another driver is used at once. */
  async #settingsChanged(settings: Settings, room: Room): Promise<void> {
    const before = this.#choice().driver;
    const isChosen = this.#settingsFile.content.settings.driver !== settings.driver;
    if (isChosen && settings.driver !== before) {
      await this.#moveTo({ ...this.#choice(), driver: settings.driver });
      this.#driverAsked = undefined;
    }
    this.#settingsFile.change({ settings });
    (this.#room ?? room).settingsChanged(settings);
  }

  async #moveTo(choice: DriverChoice): Promise<void> {
    try {
      // Checked before anything is given up for it.
      await this.choose(choice);
    } catch (error) {
      throw error instanceof ScenarioError ? new RequestError('invalidInput', error.message) : error;
    }
    const room = this.#room;
    this.#room = null;
    await room?.leave();
    for (const collection of ['interfaces', 'configurations', 'sessions', 'offers', 'decisions', 'questions', 'secretRequests', 'traffic'] as const) this.#feed.setCollection(collection, {});
    this.#feed.setValue('trial', null);
    await this.#enter(choice);
  }

  #client(info: { name: string; pid: number | null; isDesktop: boolean }): ClientHandle {
    const view: ClientView = { id: `client-${randomUUID()}`, ...info };
    return { view, dispose: () => { this.#room?.core.disposeClient(view.id); } };
  }

  #add(at: number, entry: RecordEntry): void {
    this.#journal?.add(at, entry);
    if (entry.kind === 'trialEnded') this.#openTrial.end();
    if (entry.kind !== 'trialStarted') return;
    const { id: trial, session, from, to } = entry.trial;
    const nameOf = (id: string): string => this.#room?.core.registry.get(id)?.name ?? '';
    const broughtUp = !this.#room?.core.world.accessPoints.get(to)?.now.link;
    this.#openTrial.begin({ broughtUp, trial, session, from, to, names: { from: nameOf(from), to: nameOf(to) } });
  }

  /** The last run was killed in the middle of a trial: that is a reject (design 5), and is said. */
  async #tellOfTrialLeft(left: OpenTrial): Promise<void> {
    const { trial, session, from, to, names } = left;
    this.#journal?.add(this.#room?.chosen.clock.now() ?? Date.now(), { kind: 'trialEnded', trial, session, from, to, end: { code: 'handoverEnded' }, tests: [] });
    this.#tellNotice('recovered', names.from && names.to ? `${names.from} → ${names.to}` : '');
    await this.#room?.finishReject(left);
  }

  /** The record of this kind of network, with nothing in it from a played time that is still to come. */
  #openJournal({ driver, clock }: ChosenDriver): Journal {
    const simulated = driver.name === 'simulated';
    const folder = this.options.dataFolder;
    if (this.#journal?.path !== journalFile(folder, simulated)) {
      this.#journal?.close();
      this.#journal = new Journal({ folder, simulated, nameOf: (id) => this.#room?.core.registry.get(id)?.name, tell: (code, detail) => { this.#tellNotice(code, detail); } });
    }
    if (simulated) this.#journal.deleteAfter(clock.now());
    return this.#journal;
  }

  #tellNotice(code: Notice['code'], detail: string): void {
    const notice: Notice = { id: randomUUID(), at: Date.now(), code, detail };
    this.#feed.setEntry('notices', notice.id, notice);
  }
}

/** Nothing may be lost: what no handler caught goes to the error stream, where the desktop program logs it. */
function onError(error: unknown): void { console.error('handover:', error); }

function emptyState(settings: Settings): HostState {
  return {
    clock: { at: Date.now(), wall: Date.now(), speed: 1 },
    driver: { name: 'simulated', choices: [...choicesHere], available: false, unavailableReason: null, capabilities: 0, canScan: false, checkAddress: null, simulation: null },
    simulation: null,
    system: nothingKnown, isOnline: false, interfaces: {}, configurations: {}, sessions: {}, offers: {}, decisions: {}, trial: null, questions: {}, secretRequests: {}, traffic: {},
    scans: { count: 0, lastAt: null }, roamingPaused: null, answers: noAnswers, caps: {}, settings, notices: {},
  };
}
