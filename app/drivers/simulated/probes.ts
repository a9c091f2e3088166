import type { CarrierProbes, ProbedLink, ProbeOptions, ProbeResult } from '../../core/ports/probes.ts';
import type { Link, Links } from './links.ts';
import type { Pauses } from './pauses.ts';
import type { World } from './world.ts';

/** ms after which a question without an answer is given up */
const patience = { gateway: 2_000, names: 3_000, internet: 5_000, quality: 900 };
/** Questions of a measurement, and ms between two of them */
const questions = 10;
const apart = 100;
/** ms there and back over a good link, to its gateway and from there into the internet */
const nearby = { wired: 1, wifi: 3, mobile: 38, vpn: 15 };
const beyond = 12;
/** Where a sign-in page wants to lead to. */
const signIn = 'http://login.portal.test/';

/** The carrier's probes, answered by the world: by what an access point reaches, and by the level of its radio. */
export class SimulatedProbes implements CarrierProbes {
  readonly #world: World;
  readonly #links: Links;
  readonly #pauses: Pauses;

  constructor({ world, links, pauses }: { world: World; links: Links; pauses: Pauses }) {
    this.#world = world;
    this.#links = links;
    this.#pauses = pauses;
  }

  /** Nothing of this machine goes out on a simulated network, and the window says so. */
  systemCheckAddress(): string { return 'http://check.simulated.test/'; }

  gateway(link: ProbedLink, options: ProbeOptions): Promise<ProbeResult> {
    return this.#ask(link, options, patience.gateway, (up) => (up.accessPoint.connectivity === 'full' || up.accessPoint.connectivity === 'portal' || up.accessPoint.connectivity === 'limited' ? this.#delay(up) : null));
  }

  names(link: ProbedLink, _name: string | null, options: ProbeOptions): Promise<ProbeResult> {
    return this.#ask(link, options, patience.names, (up) => (this.#resolves(up) ? this.#delay(up) + beyond / 2 : null));
  }

  async internet(link: ProbedLink, _address: string, options: ProbeOptions): Promise<ProbeResult> {
    const result = await this.#ask(link, options, patience.internet, (up) => (this.#resolves(up) ? 2 * this.#delay(up) + beyond : null));
    return result.result === 'answered' && this.#up(link)?.accessPoint.connectivity === 'portal' ? { result: 'portal', address: signIn } : result;
  }

  async quality(link: ProbedLink, _address: string, { signal }: ProbeOptions): Promise<ProbeResult> {
    const delays: number[] = [];
    for (let question = 0; question < questions; question += 1) {
      await this.#wait(apart, signal);
      const up = this.#up(link);
      const at = this.#world.seconds();
      if (up?.accessPoint.connectivity === 'full' && this.#world.chance.unit('lost', up.accessPoint.plan.id, at) >= this.#loss(up))
        delays.push(Math.round((this.#delay(up) + beyond) * (0.8 + 0.4 * this.#world.chance.unit('jitter', up.accessPoint.plan.id, at))));
    }
    if (delays.length < questions) await this.#wait(patience.quality, signal);
    return { result: 'measured', share: (questions - delays.length) / questions, ms: delays.toSorted((a, b) => a - b)[delays.length >> 1] ?? null };
  }

  /** @param answer ms until the answer; null: none comes */
  async #ask(link: ProbedLink, { signal }: ProbeOptions, limit: number, answer: (up: Link) => number | null): Promise<ProbeResult> {
    const up = this.#up(link);
    const ms = up && answer(up);
    if (ms === null || ms === undefined) {
      await this.#wait(limit, signal);
      return { result: 'silent' };
    }
    await this.#wait(ms, signal);
    return this.#up(link) ? { result: 'answered', ms: Math.round(ms) } : { result: 'silent' };
  }

  #up(link: ProbedLink): Link | undefined {
    const up = this.#links.on(link.interface.id);
    return up?.state === 'active' && up.accessPoint.id === link.accessPoint ? up : undefined;
  }

  /** A portal's name servers answer, so that it can be found. */
  #resolves({ accessPoint }: Link): boolean {
    return accessPoint.plan.nameServersAnswer && (accessPoint.connectivity === 'full' || accessPoint.connectivity === 'portal');
  }

  /** dBm of the radio in use; null where there is none */
  #level(up: Link): number | null {
    return up.radio ? this.#world.level(up.accessPoint, up.radio, up.interface) : null;
  }

  /** A weak radio sends again and again: each dB below −67 costs 3 ms. */
  #delay(up: Link): number {
    return nearby[up.accessPoint.plan.kind] + 3 * Math.max(0, -67 - (this.#level(up) ?? 0));
  }

  /** … and below −75 dBm what it sends is lost at times, nearly all of it at −90. */
  #loss(up: Link): number {
    return Math.min(0.9, 0.06 * Math.max(0, -75 - (this.#level(up) ?? 0)));
  }

  /** Also over when nobody wants the answer any more. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const owner = {};
    const wake = (): void => this.#pauses.wake(owner);
    signal.addEventListener('abort', wake, { once: true });
    await this.#pauses.pause(ms, owner);
    signal.removeEventListener('abort', wake);
  }
}
