import { randomUUID } from 'node:crypto';
import { RequestError, type RequestInput, type RequestOutput } from '../contract/contract.ts';
import { radioKinds, type RadioKind } from '../contract/management.ts';
import type { DriverFailure } from '../contract/reason.ts';
import type { SessionHost } from '../core/session-host.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Driver, Outcome } from '../core/ports/driver.ts';

/** How long a forgotten access point can be brought back, ms; its secrets are in memory until then. */
const undoLasts = 5 * 60_000;

/** Stored access points, radios, the hotspot and secrets: requests carried to the driver's parts, and what must be remembered between two of them. */
export class Management {
  readonly #forgotten = new Map<string, { restore: () => Promise<Outcome>; cancelTimer: () => void }>();
  #connecting: AbortController | null = null;
  /** Radios that were on before airplane mode. */
  #onBefore: RadioKind[] = [];

  constructor(private readonly driver: Driver, private readonly core: SessionHost, private readonly clock: Clock) {}

  async connect(wanted: RequestInput<'accessPoint.connect'>): Promise<RequestOutput<'accessPoint.connect'>> {
    const store = part(this.driver.store, 'This network manager cannot store a new access point.');
    if (this.#connecting) throw new RequestError('failed', 'Another access point is being connected. Wait for it or cancel it.');
    const connecting = new AbortController();
    this.#connecting = connecting;
    try {
      const outcome = await store.connect(wanted, { signal: connecting.signal });
      if (outcome.ok) {
        this.core.userConnected();
        return { result: 'connected', configuration: outcome.value.accessPoint };
      }
      if (wanted.target.target === 'accessPoint' && outcome.failure.code !== 'cancelled') this.core.connectFailed(wanted.target.accessPoint, outcome.failure);
      return { result: 'failed', failure: outcome.failure };
    } finally {
      this.#connecting = null;
    }
  }

  cancelConnect(): void { this.#connecting?.abort(); }

  profile(accessPoint: string): Promise<RequestOutput<'accessPoint.profile'>> { return value(this.#store().profile(accessPoint)); }

  async change({ accessPoint, change }: RequestInput<'accessPoint.change'>): Promise<void> { await value(this.#store().change(accessPoint, change)); }

  async forget(accessPoint: string): Promise<RequestOutput<'accessPoint.forget'>> {
    const { restore } = await value(this.#store().forget(accessPoint));
    const undo = randomUUID();
    this.#forgotten.set(undo, { restore, cancelTimer: this.clock.after(undoLasts, () => { this.#forgotten.delete(undo); }) });
    return { undo };
  }

  async restore(undo: string): Promise<void> {
    const forgotten = this.#forgotten.get(undo);
    if (!forgotten) throw new RequestError('notFound', 'It was forgotten too long ago to be brought back. Connect to it anew.');
    await value(forgotten.restore());
    forgotten.cancelTimer();
    this.#forgotten.delete(undo);
  }

  async share(accessPoint: string): Promise<RequestOutput<'accessPoint.share'>> { return { text: await value(this.#store().share(accessPoint)) }; }

  async setRadio(radio: RadioKind, on: boolean): Promise<void> { await value(part(this.driver.radios, 'This network manager cannot switch radios.').set(radio, on)); }

  async setAirplane(on: boolean): Promise<void> {
    const { radios } = this.core.machine.system;
    const present = radioKinds.filter((each) => radios[each].present);
    const before = this.#onBefore.length > 0 ? this.#onBefore : present;
    if (on) this.#onBefore = present.filter((each) => radios[each].on);
    for (const each of on ? present : before) await this.setRadio(each, !on);
    if (!on) this.#onBefore = [];
  }

  async startHotspot(wanted: RequestInput<'hotspot.start'>): Promise<void> { await value(this.#hotspot().start(wanted)); }
  async stopHotspot(): Promise<void> { await value(this.#hotspot().stop()); }

  async giveSecret(request: string, secret: string): Promise<void> { await value(this.#secrets(request).give(request, secret)); }
  async refuseSecret(request: string): Promise<void> { await value(this.#secrets(request).refuse(request)); }

  /** Lets go of what waits, and of the secrets of what was forgotten. */
  leave(): void {
    this.cancelConnect();
    for (const each of this.#forgotten.values()) each.cancelTimer();
    this.#forgotten.clear();
  }

  #store(): NonNullable<Driver['store']> { return part(this.driver.store, 'This network manager does not let stored access points be changed.'); }
  #hotspot(): NonNullable<Driver['hotspot']> { return part(this.driver.hotspot, 'This network manager cannot offer a hotspot.'); }

  #secrets(request: string): NonNullable<Driver['secrets']> {
    if (!this.core.machine.secretRequests.has(request)) throw new RequestError('notFound', 'Nothing waits for this password any more. Connect again.');
    return part(this.driver.secrets, 'This network manager asks for no passwords.');
  }
}

function part<T>(offered: T | undefined, whyNot: string): T {
  if (offered === undefined) throw new RequestError('notSupported', whyNot);
  return offered;
}

async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const ended = await outcome;
  if (ended.ok) return ended.value;
  throw new RequestError(codeOf(ended.failure), ended.failure.detail);
}

const codeOf = ({ code }: DriverFailure): RequestError['code'] =>
  code === 'notSupported' || code === 'notAllowed' || code === 'notFound' ? code : 'failed';
