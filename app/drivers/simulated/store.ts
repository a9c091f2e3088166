import { passwordFits, wantedBy } from '../../contract/credentials.ts';
import type { Credentials, Profile } from '../../contract/management.ts';
import { done, failed, type Outcome } from '../../core/ports/driver.ts';
import type { DriverRadios, DriverStore } from '../../core/ports/management.ts';
import { wifiQr } from '../../contract/wifi-qr.ts';
import type { Simulation } from './simulation.ts';
import type { AccessPoint } from './world.ts';

/** ms until a radio has done as it was told. */
const switchingTime = 300;
/** Of a stored network for which the scenario gives no password. */
const anyPassword = 'simulated';

const unknown = failed('notFound', 'The simulated network has no such access point.');
const notStored = failed('notFound', 'It is not stored. Connect to it first.');

/** What the simulated machine has stored: joining, changing, forgetting. Secrets are in this object alone. */
export class Store implements DriverStore {
  readonly #simulation: Simulation;
  readonly #secrets = new Map<AccessPoint, string>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    for (const each of simulation.world.accessPoints) if (each.stored && wanted(each) === 'password') this.#secrets.set(each, right(each) ?? anyPassword);
  }

  async connect({ target, credentials, interface: by }: Parameters<DriverStore['connect']>[0], { signal }: { signal: AbortSignal }): Promise<Outcome<{ accessPoint: string }>> {
    const { world, links, pauses } = this.#simulation;
    const found = target.target === 'hidden' ? world.findWifi(target.ssid, target.security) : this.#simulation.known(target.accessPoint);
    if (!found) return target.target === 'hidden' ? failed('notFound', 'No network of that name and security answered.') : unknown;
    const refusal = this.#refusal(found, credentials);
    if (refusal) return refusal;
    // Nothing is told from inside a call.
    await pauses.pause(0);
    const wasStored = found.stored;
    if (!wasStored) this.#setStored(found, { autoconnect: true });
    const secret = passwordOf(credentials);
    const isRight = secret === null || right(found) === null || secret === right(found);
    if (!isRight) found.nextFault = 'authentication';
    else if (secret !== null && found.fault === 'authentication') found.fault = null;
    const outcome = await links.bringUp(found, signal, world.interfaces.find(({ name }) => name === by));
    if (!isRight) found.nextFault = null;
    if (!outcome.ok) {
      if (!wasStored) this.#setStored(found, null);
      return outcome;
    }
    if (secret !== null) this.#secrets.set(found, secret);
    return { ok: true, value: { accessPoint: found.id } };
  }

  async profile(id: string): Promise<Outcome<Profile>> {
    const found = this.#stored(id);
    return found ? { ok: true, value: found.profile ?? plain(found) } : notStored;
  }

  async change(id: string, change: Partial<Profile>): Promise<Outcome> {
    const found = this.#stored(id);
    if (!found) return notStored;
    await this.#simulation.pauses.pause(0);
    found.profile = { ...(found.profile ?? plain(found)), ...change };
    found.name = found.profile.name;
    this.#simulation.storedChanged(found);
    return done;
  }

  async forget(id: string): Promise<Outcome<{ restore: () => Promise<Outcome> }>> {
    const found = this.#stored(id);
    if (!found) return notStored;
    const profile = found.profile ?? plain(found);
    const secret = this.#secrets.get(found);
    await this.#simulation.links.takeDown(found);
    this.#secrets.delete(found);
    this.#setStored(found, null);
    const restore = async (): Promise<Outcome> => {
      await this.#simulation.pauses.pause(0);
      if (secret !== undefined) this.#secrets.set(found, secret);
      if (!found.stored) this.#setStored(found, profile);
      return done;
    };
    return { ok: true, value: { restore } };
  }

  async share(id: string): Promise<Outcome<string>> {
    const found = this.#stored(id);
    if (!found) return notStored;
    if (found.plan.kind !== 'wifi') return failed('notSupported', 'Only a wireless network can be shared by QR.');
    const text = wifiQr({ ssid: found.ssid!, security: found.plan.security, hidden: found.plan.hidden, password: this.#secrets.get(found) ?? null });
    return text === null ? failed('notSupported', 'No QR can carry this network: its name is no text, or each person signs in with an own name.') : { ok: true, value: text };
  }

  #stored(id: string): AccessPoint | undefined {
    const found = this.#simulation.known(id);
    return found?.stored ? found : undefined;
  }

  /** @param profile what differs from what one would store unasked; null: it is no longer stored */
  #setStored(accessPoint: AccessPoint, profile: Partial<Profile> | null): void {
    const { world, teller } = this.#simulation;
    teller.forget(accessPoint);
    world.setStored(accessPoint, profile !== null);
    accessPoint.profile = profile && { ...plain(accessPoint), ...profile };
    accessPoint.name = accessPoint.profile?.name ?? accessPoint.name;
    this.#simulation.storedChanged(accessPoint);
  }

  /** What can be told without a try. */
  #refusal(accessPoint: AccessPoint, credentials: Credentials): Outcome<never> | null {
    const security = accessPoint.plan.kind === 'wifi' ? accessPoint.plan.security : null;
    const wants = wantedBy(security);
    if (wants === 'nothing' || (credentials.kind === 'none' && accessPoint.stored && !accessPoint.fault)) return null;
    if (credentials.kind === 'none') return failed('secretNeeded', 'The network needs a password, and none is stored.');
    if ((wants === 'eap') !== (credentials.kind === 'passwordEap' || credentials.kind === 'certificateEap')) return failed('notSupported', `This network is secured otherwise: ${security}.`);
    if (credentials.kind === 'password' && !passwordFits(security, credentials.password)) return failed('wrongSecret', 'A password of this length cannot be the one.');
    return null;
  }
}

/** Wi-Fi and mobile radios of the simulated machine. */
export class Radios implements DriverRadios {
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  async set(radio: 'wifi' | 'mobile', on: boolean): Promise<Outcome> {
    const { world, pauses } = this.#simulation;
    if (!world.interfaces.some(({ kind }) => kind === radio)) return failed('notSupported', 'This machine has no such radio.');
    if (!(await pauses.pause(switchingTime))) return failed('cancelled', 'The simulated network was stopped.');
    this.#simulation.setRadio(radio, on);
    return done;
  }
}

const wanted = ({ plan }: AccessPoint): ReturnType<typeof wantedBy> => wantedBy(plan.kind === 'wifi' ? plan.security : null);

/** The right password; null: any of the right form. */
const right = ({ plan }: AccessPoint): string | null => (plan.kind === 'wifi' ? plan.password ?? null : null);

function passwordOf(credentials: Credentials): string | null {
  return credentials.kind === 'password' || credentials.kind === 'passwordEap' ? credentials.password : null;
}

/** What is stored of an access point that nobody has changed. */
function plain({ plan, name }: AccessPoint): Profile {
  const addressing = { method: 'automatic', addresses: [], gateway: null, nameServers: [], automaticNameServers: true, routeMetric: null } as const;
  return {
    name, autoconnect: plan.autoconnect, priority: 0, metered: 'automatic', hidden: plan.kind === 'wifi' ? plan.hidden : null,
    hardwareAddress: plan.kind === 'wifi' ? 'default' : null, ipv4: { ...addressing, addresses: [], nameServers: [] }, ipv6: { ...addressing, addresses: [], nameServers: [] }, proxy: { method: 'none', url: null },
  };
}
