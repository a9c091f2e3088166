import type { DriverFailure } from '../contract/reason.ts';
import type { Configuration } from './configuration.ts';
import { builtInNetwork, type ConfigurationRegistry } from './configuration-registry.ts';
import type { Links } from './links.ts';
import type { RecordSink } from './ports/record.ts';
import type { Questions } from './questions.ts';
import type { Target } from './session-machine.ts';
import type { Session } from './session.ts';
import { Targets } from './targets.ts';
import type { World } from './world.ts';

/** The parts of the session host that openings go by. */
export interface OpeningParts {
  readonly world: World;
  readonly registry: ConfigurationRegistry;
  readonly links: Links;
  readonly questions: Questions;
  readonly failures: ReadonlyMap<string, { failure: DriverFailure }>;
  now(): number;
}

/** How a session that is opened comes to its access point: the member to use, the user's choice, and what is tried after a failure. */
export class Openings {
  readonly #targets: Targets;
  /** Which member of what the user chose was tried last, for the reason in the next question. */
  readonly #lastTried = new WeakMap<Session, string>();

  constructor(private readonly core: OpeningParts, private readonly record: RecordSink) {
    this.#targets = new Targets(core.world, core.links, core.registry);
  }

  open(session: Session): void {
    if (session.configuration.type !== 'userChoice') {
      session.apply({ input: 'open', target: this.#targets.of(session.configuration) });
      return;
    }
    const { phase } = session.phase;
    if (phase !== 'closed' && phase !== 'waiting') { session.apply({ input: 'open', target: null }); return; }
    if (this.#mayAsk(session)) { session.apply({ input: 'ask' }); return; }
    session.apply({ input: 'open', target: this.#resolveWithoutAsking(session, []) });
  }

  /** A session that waits opens at once where a member is up already. */
  openWaiting(session: Session): void {
    const target = this.#targets.of(session.used);
    if (session.phase.phase === 'waiting' && target?.up === true) session.apply({ input: 'memberUp', member: target.member });
  }

  /** Asks the user which one, with the reason why the last choice did not work. */
  ask(session: Session): void {
    const chosen = session.used;
    const failure = chosen === session.configuration ? undefined : this.core.failures.get(this.#lastTried.get(session) ?? '')?.failure;
    this.core.questions.ask(session, failure ? { configuration: chosen.identifier, failure } : null);
    session.resolve(null);
  }

  /** The user's answer to a question. */
  chosen(question: string, configuration: string): void {
    const session = this.core.questions.sessionOf(question);
    const chosen = this.core.registry.get(configuration);
    if (!session || !chosen || chosen.type === 'userChoice') return;
    session.resolve(chosen);
    session.apply({ input: 'chosen', target: this.#targets.of(chosen) });
  }

  /** The access point that it was being opened on did not come up. */
  failed(session: Session, accessPoint: string, failure: DriverFailure): void {
    if (session.phase.phase !== 'opening' || session.phase.member !== accessPoint) return;
    this.#lastTried.set(session, accessPoint);
    const next = this.#nextAfter(session, [...session.phase.tried, accessPoint]);
    if (next === null) this.record.add(this.core.now(), { kind: 'openFailed', session: session.id, client: session.client.name, configuration: session.configuration.identifier, failure });
    session.apply({ input: 'openFailed', failure, next });
  }

  /** What to try after a failure: the next member, for a user choice without asking the next known one, else the user is asked again. */
  #nextAfter(session: Session, tried: readonly string[]): Target | 'ask' | null {
    const inNetwork = session.used.type === 'serviceNetwork' ? this.#targets.of(session.used, tried) : null;
    if (inNetwork || session.configuration.type !== 'userChoice') return inNetwork;
    return this.#mayAsk(session) ? 'ask' : this.#resolveWithoutAsking(session, tried);
  }

  #mayAsk(session: Session): boolean { return session.sessionProperty('ConnectInBackground') !== true && this.core.questions.canAsk; }

  /** A user choice becomes what is known, in order (PROP-07). */
  #resolveWithoutAsking(session: Session, tried: readonly string[]): Target | null {
    const known: Configuration | undefined = this.core.registry.get(builtInNetwork);
    const target = known ? this.#targets.of(known, tried) : null;
    if (target) session.resolve(this.core.registry.get(target.member) ?? null);
    return target;
  }
}
