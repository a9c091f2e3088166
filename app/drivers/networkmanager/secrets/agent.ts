import { randomUUID } from 'node:crypto';
import type { SecretRequest } from '../../../core/ports/management.ts';
import { ServedError, toPlain } from '../bus.ts';
import { fail } from '../failures.ts';
import type { ManagerLife, OwnActivation } from '../manager-life.ts';
import { read, type Properties } from '../object-tree.ts';
import type { Settings } from '../profile.ts';
import { AGENT_PATH, AGENTS_PATH, Name, SERVICE } from '../protocol.ts';
import { wantedSecret, type WantedSecret } from './wanted-secret.ts';

export interface AgentEvents {
  wanted: (request: SecretRequest) => void;
  over: (id: string) => void;
}

interface Waiting { path: string; setting: string; wanted: WantedSecret; settle: (answer: Settings | ServedError) => void }

/** Letters, digits, dots: NetworkManager's rule for an agent's name. */
const IDENTIFIER = 'handover';
/** NMSecretAgentCapabilities: it understands what a VPN's program says. */
const VPN_HINTS = 0x1;
/** NMSecretAgentGetSecretsFlags */
const GetFlag = { allowInteraction: 0x1, requestNew: 0x2 } as const;
/** NetworkManager waits 120 s for an agent (src/core/nm-secret-agent.c); a little less, so that an answer is never too late. */
const ANSWER_LIMIT = 115_000;

const error = (name: string, message: string): ServedError => new ServedError(`${SERVICE}.SecretManager.${name}`, message);
/** NetworkManager asks the next agent. */
const noSecrets = (): ServedError => error('NoSecrets', 'Handover has none.');
/** NetworkManager asks nobody else and ends the activation. */
const cancelledByUser = (): ServedError => error('UserCanceled', 'No secret is given.');

/**
 * Handover's secret agent: what NetworkManager asks when an activation lacks a secret, or had a wrong one.
 *
 * It gives way to the desktop's own: of activations that Handover did not begin it knows nothing, and NetworkManager
 * goes on to the next agent. Of those that it did begin it is asked first, as NetworkManager prefers the agent of the
 * process that asked for the activation. It stores nothing: what the system keeps, NetworkManager keeps.
 */
export class SecretAgent {
  readonly #waiting = new Map<string, Waiting>();

  /** From now on NetworkManager asks. Where it takes no agent of this user, it asks others, and this one is silent. */
  constructor(readonly life: ManagerLife, readonly events: AgentEvents) {
    const done = (): Promise<unknown[]> => Promise.resolve([]);
    life.bus.serve(AGENT_PATH, Name.agent, {
      GetSecrets: { answers: 'a{sa{sv}}', run: async (body, sender) => [await this.#get(body as [Settings, string, string, string[], number], sender)] },
      CancelGetSecrets: { answers: '', run: ([path, setting], sender) => { if (sender === life.owner) this.#cancel(path as string, setting as string); return done(); } },
      SaveSecrets: { answers: '', run: done },
      DeleteSecrets: { answers: '', run: done },
    });
    life.call(AGENTS_PATH, Name.agents, 'RegisterWithCapabilities', 'su', [IDENTIFIER, VPN_HINTS]).catch(() => undefined);
  }

  /** Gives the secret that is asked for; it goes to NetworkManager and nowhere else. */
  async give(id: string, secret: string): Promise<undefined> {
    const { settle, wanted } = this.#of(id);
    settle(wanted.answer(secret));
    return Promise.resolve(undefined);
  }

  async refuse(id: string): Promise<undefined> {
    this.#leave(id, 'refused', cancelledByUser());
    return Promise.resolve(undefined);
  }

  /** Nobody is there to be asked: NetworkManager asks the desktop's own agent, or ends the activation. */
  async decline(id: string): Promise<undefined> {
    this.#leave(id, 'nobodyThere', noSecrets());
    return Promise.resolve(undefined);
  }

  #leave(id: string, unanswered: OwnActivation['unanswered'], answer: ServedError): void {
    const { settle, path } = this.#of(id);
    const own = this.life.ownActivations.get(path);
    if (own) own.unanswered = unanswered;
    settle(answer);
  }

  /** Nothing is waited for any more: NetworkManager or Handover goes. */
  end(): void {
    for (const { settle } of [...this.#waiting.values()]) settle(noSecrets());
  }

  #of(id: string): Waiting {
    const waiting = this.#waiting.get(id);
    if (!waiting) throw fail('notFound', 'Nothing waits for this any more. Connect again.');
    return waiting;
  }

  async #get([settings, path, setting, hints, flags]: [Settings, string, string, string[], number], sender: string): Promise<Settings> {
    // Anybody on the bus could ask; only NetworkManager is answered.
    if (sender !== this.life.owner) throw new ServedError('org.freedesktop.DBus.Error.AccessDenied', 'Only NetworkManager is answered.');
    // The reply that tells which activation it is about may be in the same read of the socket.
    await new Promise(resolve => { setImmediate(resolve); });
    const own = this.life.ownActivations.get(path);
    const wanted = wantedSecret(settings, setting, hints);
    if (!own || !wanted || (flags & GetFlag.allowInteraction) === 0) throw noSecrets();
    if (own.secrets === 'refuse') throw cancelledByUser();
    const answer = await this.#ask(path, setting, wanted, {
      accessPoint: read.text(toPlain<Properties>(settings['connection'] ?? {}), 'uuid'), wrongBefore: (flags & GetFlag.requestNew) !== 0,
    });
    if (answer instanceof ServedError) throw answer;
    return answer;
  }

  #ask(path: string, setting: string, wanted: WantedSecret, about: Pick<SecretRequest, 'accessPoint' | 'wrongBefore'>): Promise<Settings | ServedError> {
    const id = randomUUID();
    return new Promise(resolve => {
      const stopTimer = this.life.clock.after(ANSWER_LIMIT, () => { this.#waiting.get(id)?.settle(noSecrets()); });
      this.#waiting.set(id, {
        path, setting, wanted,
        settle: answer => {
          if (!this.#waiting.delete(id)) return;
          stopTimer();
          // Not from inside the call that gives it.
          queueMicrotask(() => this.events.over(id));
          resolve(answer);
        },
      });
      this.events.wanted({ id, ...about, kind: wanted.kind, message: wanted.message, limit: ANSWER_LIMIT });
    });
  }

  /** NetworkManager no longer wants it: the activation was called off, or ended. */
  #cancel(path: string, setting: string): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.path === path && waiting.setting === setting) waiting.settle(error('AgentCanceled', 'It was called off.'));
    }
  }
}
