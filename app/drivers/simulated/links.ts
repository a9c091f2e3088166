import type { DriverFailure } from '../../contract/reason.ts';
import { done, failed, type Outcome } from '../../core/ports/driver.ts';
import { faultOf, stepsOf, type Stage } from './activation-steps.ts';
import type { Pauses } from './pauses.ts';
import type { ScenarioInterface } from './scenario.ts';
import type { AccessPoint, Radio, World } from './world.ts';

/** What an interface is on. One link an interface at most. */
export interface Link {
  readonly accessPoint: AccessPoint;
  readonly interface: ScenarioInterface;
  state: 'activating' | 'active' | 'deactivating';
  stage: Stage | null;
  associated: boolean;
  addressed: boolean;
  /** Of a wireless one; the supplicant can take another. */
  radio: Radio | null;
}

/** An access point on its way up, for all who asked for it. */
class Activation {
  failure: DriverFailure | null = null;
  holders = 0;
  finished: Promise<Outcome> = Promise.resolve(done);
  constructor(readonly accessPoint: AccessPoint, readonly cancelled: () => void) {}

  cancel({ failure }: { failure: DriverFailure }): void {
    if (this.failure) return;
    this.failure = failure;
    this.cancelled();
  }
}

/** ms from the order to take a link down until it is. */
const loweringTime = 250;
/** ms that the supplicant looks for a network before it gives up. */
const searchTime = 3000;

const aborted = failed('cancelled', 'It was cancelled.');

/**
 * Brings links up and takes them down, as a manager does: a new link on an interface replaces the one that is there.
 * Tells each step through `changed`, never inside a call.
 */
export class Links {
  readonly #world: World;
  readonly #pauses: Pauses;
  readonly #changed: (link: Link) => void;
  /** Nothing comes up while the machine sleeps. */
  isAsleep = false;
  readonly #links = new Map<string, Link>();
  readonly #activations = new Map<AccessPoint, Activation>();
  readonly #lowerings = new Map<Link, Promise<void>>();
  #tries = 0;

  constructor(world: World, pauses: Pauses, changed: (link: Link) => void) {
    this.#world = world;
    this.#pauses = pauses;
    this.#changed = changed;
  }

  all(): Link[] {
    return [...this.#links.values()];
  }

  on(name: string): Link | undefined {
    return this.#links.get(name);
  }

  of(accessPoint: AccessPoint): Link | undefined {
    return this.all().find((link) => link.accessPoint === accessPoint);
  }

  /** What a VPN goes over: a link that reaches the internet. */
  get carriesVpn(): boolean {
    return this.all().some((link) => link.interface.kind !== 'vpn' && link.state === 'active' && link.accessPoint.connectivity === 'full');
  }

  /** Whether something is up on the interface or on its way there. */
  isBusy(name: string): boolean {
    return this.#links.has(name);
  }

  isComingUp(accessPoint: AccessPoint): boolean {
    return this.#activations.has(accessPoint);
  }

  /** The interface that an activation would take: the one it is on, a free one that reaches it, else the first. */
  choose(accessPoint: AccessPoint): ScenarioInterface | undefined {
    const link = this.of(accessPoint);
    if (link) return link.interface;
    const able = this.#world.interfacesOf(accessPoint);
    const reaching = able.filter((each) => this.#world.reaches(accessPoint, each));
    return reaching.find((each) => !this.isBusy(each.name)) ?? reaching[0] ?? able[0];
  }

  /** Up from the start, brought up by the system before the play began. */
  place(accessPoint: AccessPoint): void {
    const by = this.choose(accessPoint);
    if (!by) return;
    this.#links.set(by.name, { accessPoint, interface: by, state: 'active', stage: null, associated: true, addressed: true, radio: this.#world.heard(accessPoint, by)[0]?.radio ?? null });
  }

  /** Ends when it is up, or why it is not. Who asks twice joins the activation under way; it ends when nobody is left. */
  async bringUp(accessPoint: AccessPoint, signal?: AbortSignal, by?: ScenarioInterface): Promise<Outcome> {
    for (let dying = this.#activations.get(accessPoint); dying?.failure; dying = this.#activations.get(accessPoint)) await dying.finished;
    if (signal?.aborted) return aborted;
    if (this.of(accessPoint)?.state === 'active') return done;
    const activation = this.#activations.get(accessPoint) ?? this.#begin(accessPoint, by);
    activation.holders += 1;
    const outcome = await this.#hold(activation, signal);
    // Aborted in the moment it had come up: undone all the same, unless another still wants it.
    if (outcome.ok && signal?.aborted && activation.holders === 0) {
      await this.takeDown(accessPoint);
      return aborted;
    }
    return outcome.ok && signal?.aborted ? aborted : outcome;
  }

  /** Ends when it is down; at once when it is. */
  async takeDown(accessPoint: AccessPoint): Promise<Outcome> {
    const activation = this.#activations.get(accessPoint);
    if (activation) {
      activation.cancel(failed('cancelled', 'It was taken down before it was up.'));
      await activation.finished;
    }
    const link = this.of(accessPoint);
    if (link) await this.#lower(link);
    return done;
  }

  /** The link went by itself: cable out, radio gone. */
  lose(link: Link, reason: string): void {
    const activation = this.#activations.get(link.accessPoint);
    if (activation && link.state === 'activating') activation.cancel(failed('failed', reason, link.stage ?? undefined));
    else this.#remove(link);
  }

  /** All activations end with this. */
  cancelAll(failure: { failure: DriverFailure }): void {
    for (const activation of [...this.#activations.values()]) activation.cancel(failure);
  }

  #hold(activation: Activation, signal: AbortSignal | undefined): Promise<Outcome> {
    return new Promise((resolve) => {
      const leave = (): void => {
        activation.holders -= 1;
        if (activation.holders === 0) activation.cancel(aborted);
        else resolve(aborted);
      };
      signal?.addEventListener('abort', leave, { once: true });
      void activation.finished.then((outcome) => {
        signal?.removeEventListener('abort', leave);
        resolve(outcome);
      });
    });
  }

  #begin(accessPoint: AccessPoint, by: ScenarioInterface | undefined): Activation {
    const activation = new Activation(accessPoint, () => this.#pauses.wake(activation));
    this.#activations.set(accessPoint, activation);
    activation.finished = this.#run(activation, by).finally(() => this.#activations.delete(accessPoint));
    return activation;
  }

  async #run(activation: Activation, wanted: ScenarioInterface | undefined): Promise<Outcome> {
    const { accessPoint } = activation;
    await this.#pass(activation, 0);
    const by = wanted ?? this.choose(accessPoint);
    if (activation.failure) return { ok: false, failure: activation.failure };
    if (!by) return failed('notSupported', 'No interface of this machine can reach it.');
    const refusal = await this.#refusal(activation, by);
    if (refusal) return refusal;
    for (let before = this.on(by.name); before && !activation.failure; before = this.on(by.name)) await this.#clear(before, accessPoint);
    if (activation.failure) return { ok: false, failure: activation.failure };

    const link: Link = { accessPoint, interface: by, state: 'activating', stage: null, associated: false, addressed: false, radio: null };
    this.#links.set(by.name, link);
    const outcome = await this.#climb(activation, link);
    if (!outcome.ok) {
      this.#remove(link);
      return outcome;
    }
    link.state = 'active';
    link.stage = null;
    accessPoint.leftAlone = false;
    this.#changed(link);
    return done;
  }

  /** What can be told before the link that is there is taken down for it. */
  async #refusal(activation: Activation, by: ScenarioInterface): Promise<Outcome | null> {
    const { accessPoint } = activation;
    const { plan } = accessPoint;
    if (this.isAsleep) return failed('failed', 'The machine is asleep.');
    if (plan.kind === 'vpn' && !this.carriesVpn) return failed('failed', 'No connection reaches the internet, which a VPN needs.');
    if (plan.kind === 'wifi' && !accessPoint.stored && plan.security !== 'open' && plan.security !== 'owe') return failed('secretNeeded', 'The network needs a password, and none is stored.');
    if (this.#world.reaches(accessPoint, by)) return null;
    if (plan.kind === 'wired') return failed('failed', 'No cable is plugged in.');
    if (plan.kind === 'mobile') return failed('failed', 'There is no mobile coverage.');
    await this.#pass(activation, searchTime);
    return activation.failure ? { ok: false, failure: activation.failure } : failed('failed', 'The network was not found.');
  }

  async #climb(activation: Activation, link: Link): Promise<Outcome> {
    const { accessPoint } = activation;
    const fault = accessPoint.nextFault ?? accessPoint.fault;
    accessPoint.nextFault = null;
    this.#tries += 1;
    for (const step of stepsOf(accessPoint.plan)) {
      link.stage = step.stage;
      this.#changed(link);
      const ending = fault && faultOf(accessPoint.plan, fault, step);
      const jitter = 0.85 + 0.3 * this.#world.chance.unit('delay', accessPoint.plan.id, step.stage, this.#tries);
      await this.#pass(activation, ending ? ending.after : step.delay * jitter);
      if (activation.failure) return failed(activation.failure.code, activation.failure.detail, step.stage);
      if (ending) return failed(ending.code, ending.detail, step.stage);
      if (step.reached === 'associated') {
        link.associated = true;
        link.radio = this.#world.heard(accessPoint, link.interface)[0]?.radio ?? null;
      }
      if (step.reached === 'addressed') link.addressed = true;
    }
    if (fault === 'portal') accessPoint.connectivity = 'portal';
    return done;
  }

  async #clear(before: Link, coming: AccessPoint): Promise<void> {
    const activation = before.state === 'activating' ? this.#activations.get(before.accessPoint) : undefined;
    if (!activation) return this.#lower(before);
    activation.cancel(failed('cancelled', `${coming.name} was brought up on ${before.interface.name} instead.`));
    await activation.finished;
  }

  #lower(link: Link): Promise<void> {
    const underway = this.#lowerings.get(link);
    if (underway) return underway;
    const lowering = this.#lowerNow(link).finally(() => this.#lowerings.delete(link));
    this.#lowerings.set(link, lowering);
    return lowering;
  }

  async #lowerNow(link: Link): Promise<void> {
    await this.#pauses.pause(0);
    if (this.on(link.interface.name) !== link) return;
    link.state = 'deactivating';
    link.stage = null;
    this.#changed(link);
    await this.#pauses.pause(loweringTime);
    this.#remove(link);
  }

  #remove(link: Link): void {
    if (this.on(link.interface.name) !== link) return;
    this.#links.delete(link.interface.name);
    this.#changed(link);
  }

  /** Waits, unless the activation was cancelled or everything stops. */
  async #pass(activation: Activation, ms: number): Promise<void> {
    if (activation.failure) return;
    const elapsed = await this.#pauses.pause(ms, activation);
    if (!elapsed) activation.failure ??= failed('cancelled', 'The simulated network was stopped.').failure;
  }
}
