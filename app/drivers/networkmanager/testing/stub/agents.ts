import { toPlain } from '../../bus.ts';
import type { Settings } from '../../profile.ts';
import { AGENT_PATH, Name, NO_PATH, SERVICE } from '../../protocol.ts';
import type { BusService } from './bus-service.ts';
import { StateReason } from './devices.ts';
import { textOf, type StubProfiles } from './profiles.ts';

/** NMSecretAgentGetSecretsFlags: the user may be asked, for another than the one that is stored. */
const ALLOW_INTERACTION = 0x1;
const REQUEST_NEW = 0x2;

/** What a link waits for, and how it is asked. */
interface Lack { setting: string; key: string; hints: string[] }

/** Secrets: which are right, and the agents that are asked where the stored one is not. */
export class StubAgents {
  readonly #agents = new Set<string>();
  readonly #awaiting: (() => void)[] = [];
  readonly #cancels = new Map<string, () => void>();
  /** By SSID in hex: the password that its access points take. */
  readonly passwords = new Map<string, string>();
  /** By UUID: the PIN that the SIM takes. */
  readonly pins = new Map<string, string>();
  /** Whom to ask through; null while nobody is on the bus. */
  service: BusService | null = null;

  constructor(readonly profiles: StubProfiles) {}

  get registered(): string[] { return [...this.#agents]; }
  register(client: string): void {
    this.#agents.add(client);
    for (const tell of this.#awaiting.splice(0)) tell();
  }
  /** Ends when an agent is there: a driver that has started registers its own without waiting for it. */
  async untilRegistered(): Promise<void> {
    if (this.#agents.size === 0) await new Promise<void>(resolve => { this.#awaiting.push(resolve); });
  }
  left(client: string): void { this.#agents.delete(client); }

  /** What a profile lacks to be let in; null: nothing. */
  lack(profilePath: string): Lack | null {
    const { settings } = this.profiles.get(profilePath);
    const isRight = (setting: string, key: string, right: string | undefined): boolean => right === undefined || textOf(settings, setting, key) === right;
    const ssid = toPlain<Buffer | undefined>(settings['802-11-wireless']?.['ssid'])?.toString('hex') ?? '';
    if ('802-11-wireless-security' in settings && !isRight('802-11-wireless-security', 'psk', this.passwords.get(ssid))) return { setting: '802-11-wireless-security', key: 'psk', hints: [] };
    if ('gsm' in settings && !isRight('gsm', 'pin', this.pins.get(textOf(settings, 'connection', 'uuid')))) return { setting: 'gsm', key: 'pin', hints: ['pin'] };
    return null;
  }

  /** NMDeviceStateReason with which a device goes back to waiting for a secret. */
  reasonOf({ setting }: Lack): number { return setting === 'gsm' ? StateReason.none : StateReason.supplicantDisconnect; }

  /**
   * Asks one agent after the other for a new secret, that of the client that began the activation first, and stores it.
   * False: nobody gave one, or one called it off.
   */
  async ask(profilePath: string, startedBy: string | null, { setting, hints }: Lack): Promise<boolean> {
    const order = [...this.#agents].sort((a, b) => Number(b === startedBy) - Number(a === startedBy));
    const isCancelled = new Promise<null>(resolve => { this.#cancels.set(profilePath, () => resolve(null)); });
    try {
      for (const agent of order) {
        const asked = this.service?.call(agent, AGENT_PATH, Name.agent, 'GetSecrets', 'a{sa{sv}}osasu', [this.profiles.readable(profilePath), profilePath, setting, hints, ALLOW_INTERACTION | REQUEST_NEW]);
        const answer = await Promise.race([asked, isCancelled.then(() => null)]).catch((error: Error) => error);
        if (answer === null || answer === undefined) {
          this.service?.call(agent, AGENT_PATH, Name.agent, 'CancelGetSecrets', 'os', [profilePath, setting]).catch(() => undefined);
          return false;
        }
        if (!(answer instanceof Error)) {
          const [secrets] = answer as [Settings];
          this.profiles.merge(profilePath, secrets);
          return true;
        }
        if (answer.message === `${SERVICE}.SecretManager.UserCanceled`) return false;
      }
      return false;
    } finally {
      this.#cancels.delete(profilePath);
    }
  }

  /** The activation is over: whoever is asked no longer is. */
  cancel(profilePath: string): void { if (profilePath !== NO_PATH) this.#cancels.get(profilePath)?.(); }
}

