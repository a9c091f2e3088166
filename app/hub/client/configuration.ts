import type { NetworkConfiguration } from '../../contract/session.ts';
import type { ConfigurationView } from '../../contract/state.ts';
import { bearers, StateFlag, userChoice, type Bearer, type ConfigurationType, type Purpose, type StateFlags } from '../../contract/values.ts';

const defaultConnectTimeout = 30_000;

/** A configuration as a live handle: there is one for each identifier, and it shows what the host last told. */
export class ClientConfiguration implements NetworkConfiguration {
  view: ConfigurationView | null = null;
  #connectTimeout = defaultConnectTimeout;

  constructor(readonly identifier: string, private readonly all: { find(identifier: string): NetworkConfiguration | undefined; setConnectTimeout(identifier: string, ms: number): void }) {}

  get name(): string { return this.view?.name ?? ''; }
  get type(): ConfigurationType { return this.view?.type ?? (this.identifier === userChoice ? 'userChoice' : 'invalid'); }
  get state(): StateFlags { return (this.view?.state as StateFlags | undefined) ?? (this.identifier === userChoice ? StateFlag.discovered : StateFlag.undefined); }
  get purpose(): Purpose { return this.view?.purpose ?? 'unknown'; }
  get bearerType(): Bearer { return this.view?.bearer ?? 'unknown'; }
  get bearerTypeName(): string { return this.type === 'internetAccessPoint' ? bearers[this.bearerType].name : ''; }
  get bearerTypeFamily(): Bearer { return bearers[this.bearerType].family; }
  get isValid(): boolean { return this.type !== 'invalid'; }
  get isRoamingAvailable(): boolean { return this.view?.isRoamingAvailable ?? false; }
  get connectTimeout(): number { return this.#connectTimeout; }

  children(): NetworkConfiguration[] {
    return (this.view?.members ?? []).map((member) => this.all.find(member)).filter((each) => each?.isValid === true) as NetworkConfiguration[];
  }

  setConnectTimeout(ms: number): boolean {
    if (!this.isValid) return false;
    this.#connectTimeout = ms;
    this.all.setConnectTimeout(this.identifier, ms);
    return true;
  }
}
