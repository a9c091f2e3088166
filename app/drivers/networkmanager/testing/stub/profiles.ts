import { toPlain, Variant } from '../../bus.ts';
import type { Settings } from '../../profile.ts';
import { Name, SETTINGS_PATH } from '../../protocol.ts';
import { ServiceError } from './bus-service.ts';
import type { ObjectStore } from './object-store.ts';

export interface StubProfile { path: string; settings: Settings; flags: number }

/** NMSettingsConnectionFlags, as far as the stub gives them. */
const UNSAVED = 0x1;
const VOLATILE = 0x4;
/** NMSettingsAddConnection2Flags and NMSettingsUpdate2Flags. */
const TO_DISK = 0x1;
const IN_MEMORY = 0x2;
/** What GetSettings leaves out. */
const secrets: readonly string[] = ['psk', 'password', 'private-key-password', 'wep-key0', 'pin'];

/** Stored connections, and the interface Settings. Paths are Settings/1, Settings/2 … in the order they were added. */
export class StubProfiles {
  readonly #profiles = new Map<string, StubProfile>();
  /** Called after one came, went or changed. */
  onChange: () => void = () => undefined;

  constructor(readonly objects: ObjectStore) {}

  add(settings: Settings, flags = 0): StubProfile {
    const path = this.objects.nextPath('Settings');
    const profile = { path, settings, flags };
    this.#profiles.set(path, profile);
    const folder = flags & UNSAVED ? '/run/NetworkManager' : '/etc/NetworkManager';
    this.objects.add(path, { [Name.profile]: { Unsaved: (flags & UNSAVED) !== 0, Flags: flags, Filename: `${folder}/system-connections/${textOf(settings, 'connection', 'id')}.nmconnection` } });
    this.objects.service?.signal(SETTINGS_PATH, Name.settings, 'NewConnection', 'o', [path]);
    this.#list();
    return profile;
  }

  /** As AddConnection2 stores it. */
  store(settings: Settings, how: { inMemory: boolean; isVolatile?: boolean }): StubProfile {
    return this.add(withUuid(settings, this.#profiles.size), (how.inMemory ? UNSAVED : 0) | (how.isVolatile ? VOLATILE : 0));
  }
  addByCall(settings: Settings, flags: number): StubProfile { return this.store(settings, { inMemory: (flags & IN_MEMORY) !== 0 }); }

  remove(path: string): void {
    if (!this.#profiles.delete(path)) return;
    const { objects } = this;
    this.#list();
    objects.service?.signal(path, Name.profile, 'Removed', '', []);
    objects.service?.signal(SETTINGS_PATH, Name.settings, 'ConnectionRemoved', 'o', [path]);
    objects.remove(path);
  }

  /** Update2: no settings at all change only the place; settings without any secret leave those in place that are there. */
  change(path: string, settings: Settings, flags = 0): void {
    const profile = this.get(path);
    if (Object.keys(settings).length > 0) {
      const hasSecrets = Object.values(settings).some(values => Object.keys(values).some(key => secrets.includes(key)));
      const kept = hasSecrets ? {} : this.#secretsIn(profile.settings);
      profile.settings = settings;
      this.#put(profile, Object.fromEntries(Object.entries(kept).filter(([name]) => name in settings)));
    }
    if (flags & TO_DISK) profile.flags = 0;
    else if (flags & IN_MEMORY) profile.flags = UNSAVED;
    this.objects.set(path, Name.profile, { Flags: profile.flags, Unsaved: (profile.flags & UNSAVED) !== 0 });
    this.#updated(path);
  }

  /** As with secrets that an agent gave. */
  merge(path: string, more: Settings): void {
    this.#put(this.get(path), more);
    this.#updated(path);
  }

  /** GetSecrets: those of one setting. */
  secretsOf(path: string, setting: string): Settings {
    const profile = this.get(path);
    if (!(setting in profile.settings)) throw new ServiceError(`${Name.settings}.InvalidSetting`, 'The setting is not there.');
    return { [setting]: this.#secretsIn(profile.settings)[setting] ?? {} };
  }

  clearSecrets(path: string): void {
    const profile = this.get(path);
    profile.settings = this.readable(path);
    this.#updated(path);
  }

  get(path: string): StubProfile {
    const profile = this.#profiles.get(path);
    if (!profile) throw new ServiceError('org.freedesktop.NetworkManager.UnknownConnection', 'Connection could not be found.');
    return profile;
  }
  all(): StubProfile[] { return [...this.#profiles.values()]; }
  isVolatile(path: string): boolean { return ((this.#profiles.get(path)?.flags ?? 0) & VOLATILE) !== 0; }

  /** What GetSettings gives: everything but secrets. */
  readable(path: string): Settings {
    return Object.fromEntries(Object.entries(this.get(path).settings).map(([name, values]) => [name, Object.fromEntries(Object.entries(values).filter(([key]) => !secrets.includes(key)))]));
  }

  #put(profile: StubProfile, more: Settings): void {
    profile.settings = { ...profile.settings, ...Object.fromEntries(Object.entries(more).map(([name, values]) => [name, { ...profile.settings[name], ...values }])) };
  }

  #updated(path: string): void {
    this.objects.service?.signal(path, Name.profile, 'Updated', '', []);
    this.onChange();
  }

  #secretsIn(settings: Settings): Settings {
    return Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, Object.fromEntries(Object.entries(values).filter(([key]) => secrets.includes(key)))]));
  }

  #list(): void {
    this.objects.set(SETTINGS_PATH, Name.settings, { Connections: [...this.#profiles.keys()] });
    this.onChange();
  }
}

export const textOf = (settings: Settings, setting: string, key: string): string => {
  const value = toPlain(settings[setting]?.[key]);
  return typeof value === 'string' ? value : '';
};

const withUuid = (settings: Settings, seed: number): Settings => (textOf(settings, 'connection', 'uuid') === ''
  ? { ...settings, connection: { ...settings['connection'], uuid: new Variant('s', `5b000000-0000-4000-8000-${String(seed).padStart(12, '0')}`) } }
  : settings);

/** The UUID of the profile with a number, such as 00000000-0000-4000-8000-000000000007. */
export const profileUuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const connection = (number: number, type: string, name: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ id: new Variant('s', name), uuid: new Variant('s', profileUuid(number)), type: new Variant('s', type), ...more });
const automatic = { ipv4: { method: new Variant('s', 'auto') }, ipv6: { method: new Variant('s', 'auto') } };

export const wiredProfile = (number: number, name: string, device = ''): Settings => ({
  connection: connection(number, '802-3-ethernet', name, device === '' ? {} : { 'interface-name': new Variant('s', device) }), '802-3-ethernet': {}, ...structuredCopy(automatic),
});

/** @param keyManagement NetworkManager's key-mgmt; null for an open network */
export const wifiProfile = (number: number, name: string, ssid: Buffer, keyManagement: string | null): Settings => ({
  connection: connection(number, '802-11-wireless', name),
  '802-11-wireless': { ssid: new Variant('ay', ssid), mode: new Variant('s', 'infrastructure') },
  ...(keyManagement === null ? {} : { '802-11-wireless-security': { 'key-mgmt': new Variant('s', keyManagement), psk: new Variant('s', 'not to be told') } }),
  ...structuredCopy(automatic),
});

export const mobileProfile = (number: number, name: string, apn: string): Settings => ({
  connection: connection(number, 'gsm', name), gsm: { apn: new Variant('s', apn), pin: new Variant('s', '0000') }, ...structuredCopy(automatic),
});

/** A phone that lends its connection over Bluetooth. */
export const bluetoothProfile = (number: number, name: string): Settings => ({
  connection: connection(number, 'bluetooth', name), bluetooth: { bdaddr: new Variant('ay', Buffer.from('020000000001', 'hex')), type: new Variant('s', 'panu') }, ...structuredCopy(automatic),
});

/** @param service null: WireGuard, which needs no plugin */
export const vpnProfile = (number: number, name: string, service: string | null): Settings => ({
  connection: connection(number, service === null ? 'wireguard' : 'vpn', name, service === null ? { 'interface-name': new Variant('s', 'wg0') } : {}),
  ...(service === null ? { wireguard: {} } : { vpn: { 'service-type': new Variant('s', service), data: new Variant('a{ss}', {}) } }), ...structuredCopy(automatic),
});

/** Each profile has its own: who adjusts one does not adjust all. */
const structuredCopy = (settings: Settings): Settings => Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, { ...values }]));
