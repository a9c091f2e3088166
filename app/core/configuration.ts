import type { NetworkConfiguration } from '../contract/session.ts';
import { bearers, StateFlag, type Bearer, type ConfigurationType, type Purpose, type StateFlags } from '../contract/values.ts';

export const defaultConnectTimeout = 30_000;

/**
 * A configuration as a live handle: there is one object for each identifier, so that every copy of it is the same
 * and sees every change (CFG-02, CFG-03). Only the registry writes to it.
 */
export class Configuration implements NetworkConfiguration {
  isValid: boolean;
  name = '';
  state: StateFlags = StateFlag.undefined;
  purpose: Purpose = 'unknown';
  bearer: Bearer = 'unknown';
  /** Identifiers of a service network's members, in order. */
  members: readonly string[] = [];
  #connectTimeout = defaultConnectTimeout;

  constructor(
    readonly identifier: string,
    readonly type: ConfigurationType,
    private readonly find: (identifier: string) => Configuration | undefined,
  ) {
    this.isValid = type !== 'invalid';
  }

  get bearerType(): Bearer { return this.isValid ? this.bearer : 'unknown'; }

  get bearerTypeName(): string {
    return this.isValid && this.type === 'internetAccessPoint' ? bearers[this.bearer].name : '';
  }

  get bearerTypeFamily(): Bearer { return bearers[this.bearerType].family; }

  get isRoamingAvailable(): boolean { return this.type === 'serviceNetwork' && this.children().length >= 2; }

  children(): Configuration[] {
    if (!this.isValid || this.type !== 'serviceNetwork') return [];
    return this.members.map((member) => this.find(member)).filter((member): member is Configuration => member?.isValid === true);
  }

  get connectTimeout(): number { return this.#connectTimeout; }

  setConnectTimeout(ms: number): boolean {
    if (!this.isValid) return false;
    this.#connectTimeout = ms;
    return true;
  }
}

/** What a look-up of an unknown identifier gives (MGR-05, CFG-01). */
export const invalidConfiguration = (): Configuration => new Configuration('', 'invalid', () => undefined);
