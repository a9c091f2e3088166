import type { Credentials } from '../../../contract/management.ts';
import { withoutLegacyKeys } from '../applied-settings.ts';
import { toPlain, Variant } from '../bus.ts';
import { fail } from '../failures.ts';
import type { ManagerLife } from '../manager-life.ts';
import { read, type Properties } from '../object-tree.ts';
import type { Settings } from '../profile.ts';
import { Name, ProfileFlag, StoreFlag } from '../protocol.ts';
import { eapSetting, wepKey, wpaKey } from './join-settings.ts';

/** Settings that have secrets of their own; NetworkManager gives them for one setting at a time. */
const secretive: readonly string[] = ['802-11-wireless-security', '802-1x', 'gsm', 'cdma', 'pppoe', 'vpn', 'wireguard', 'bluetooth'];

/** A stored connection's settings without secrets, fit to be sent back. */
export async function settingsOf(life: ManagerLife, profile: string): Promise<Settings> {
  const [settings] = await life.call(profile, Name.profile, 'GetSettings') as [Settings];
  withoutLegacyKeys(settings);
  return settings;
}

/** The secrets of a stored connection that the system keeps, as settings that hold nothing else. They must go nowhere but back. */
export async function secretsOf(life: ManagerLife, profile: string, settings: Settings): Promise<Settings> {
  const found: Settings = {};
  for (const name of secretive) {
    if (!(name in settings)) continue;
    const [secrets] = await life.call(profile, Name.profile, 'GetSecrets', 's', [name]) as [Settings];
    for (const [setting, values] of Object.entries(secrets)) if (Object.keys(values).length > 0) found[setting] = { ...found[setting], ...values };
  }
  return found;
}

/** Both as one. */
export const merged = (settings: Settings, more: Settings): Settings => ({
  ...settings, ...Object.fromEntries(Object.entries(more).map(([name, values]) => [name, { ...settings[name], ...values }])),
});

/** Where a profile is kept now: on disk, or in memory alone. */
export const placeOf = (life: ManagerLife, profile: string): number =>
  (read.number(life.tree.get(profile, Name.profile), 'Flags') & ProfileFlag.unsaved ? StoreFlag.inMemory : StoreFlag.toDisk);

/** Replaces a stored connection's settings; none: only the place where it is kept changes. */
export async function store(life: ManagerLife, profile: string, settings: Settings, place: number): Promise<void> {
  await life.call(profile, Name.profile, 'Update2', 'a{sa{sv}}ua{sv}', [settings, place, {}]);
}

/** A stored connection's settings with the secrets that the user gave now. */
export function withCredentials(settings: Settings, credentials: Credentials): Settings {
  switch (credentials.kind) {
    case 'none': return settings;
    case 'password': return withPassword(settings, credentials.password);
    case 'passwordEap': case 'certificateEap': {
      if (!('802-1x' in settings)) throw fail('notSupported', 'What is stored of this access point takes no name and password (802.1X). Forget it, then connect to it anew.');
      return { ...settings, '802-1x': eapSetting(credentials) };
    }
    case 'pin': {
      const name = 'gsm' in settings ? 'gsm' : 'cdma' in settings ? 'cdma' : null;
      if (name === null) throw fail('notSupported', 'Only a mobile connection takes a PIN.');
      return merged(settings, { [name]: { pin: new Variant('s', credentials.pin), 'pin-flags': new Variant('u', 0) } });
    }
  }
}

function withPassword(settings: Settings, password: string): Settings {
  const security = toPlain<Properties>(settings['802-11-wireless-security'] ?? {});
  const kept = { 'psk-flags': new Variant('u', 0) };
  switch (read.text(security, 'key-mgmt')) {
    case 'wpa-psk': return merged(settings, { '802-11-wireless-security': { ...wpaKey(password), ...kept } });
    case 'sae': return merged(settings, { '802-11-wireless-security': { psk: new Variant('s', password), ...kept } });
    case 'none': return merged(settings, { '802-11-wireless-security': wepKey(password, read.number(security, 'wep-tx-keyidx')) });
    default:
      if ('802-1x' in settings) return merged(settings, { '802-1x': { password: new Variant('s', password), 'password-flags': new Variant('u', 0) } });
      throw fail('notSupported', 'What is stored of this access point takes no password. Forget it, then connect to it anew.');
  }
}
