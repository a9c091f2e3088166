import { passwordFits } from '../../../contract/credentials.ts';
import type { Credentials } from '../../../contract/management.ts';
import type { Security } from '../../../contract/values.ts';
import { Variant } from '../bus.ts';
import { fail } from '../failures.ts';
import type { Settings } from '../profile.ts';

type Setting = Record<string, Variant>;
type Eap = Extract<Credentials, { kind: 'passwordEap' | 'certificateEap' }>;

/** What a new Wi-Fi network is to be joined with. */
export interface Joining {
  /** Hex of the bytes. */
  ssid: string;
  security: Security;
  hidden: boolean;
  hardwareAddress: 'default' | 'permanent' | 'stable' | 'random';
  credentials: Credentials;
}

const text = (value: string): Variant => new Variant('s', value);
/** NMSettingSecretFlags: the secret need not be there. */
const NOT_REQUIRED = 0x4;

/** NetworkManager's settings for a network that is not stored yet. Throws, with words, where what was given cannot join it. */
export function joinSettings({ ssid, security, hidden, hardwareAddress, credentials }: Joining): Settings {
  return {
    connection: { type: text('802-11-wireless') },
    '802-11-wireless': {
      ssid: new Variant('ay', Buffer.from(ssid, 'hex')), mode: text('infrastructure'), ...(hidden ? { hidden: new Variant('b', true) } : {}), ...hardwareAddressSetting(hardwareAddress),
    },
    ...securitySettings(security, credentials),
    ipv4: { method: text('auto') },
    ipv6: { method: text('auto') },
  };
}

/** What the access point sees of the hardware; left out for NetworkManager's own default. */
export const hardwareAddressSetting = (wanted: Joining['hardwareAddress']): Setting => (wanted === 'default' ? {} : { 'assigned-mac-address': text(wanted) });

function securitySettings(security: Security, credentials: Credentials): Settings {
  const keyManagement = (name: string, more: Setting = {}): Settings => ({ '802-11-wireless-security': { 'key-mgmt': text(name), ...more } });
  switch (security) {
    case 'open': return {};
    case 'owe': return keyManagement('owe');
    case 'wep': return keyManagement('none', wepKey(passwordOf(credentials)));
    // NetworkManager joins a mixed network by WPA3 where the device can, with the same settings.
    case 'wpa1': case 'wpa2': case 'wpa2wpa3': return keyManagement('wpa-psk', wpaKey(passwordOf(credentials)));
    case 'wpa3': return keyManagement('sae', { psk: text(passwordOf(credentials)) });
    case 'enterprise': return { ...keyManagement('wpa-eap'), '802-1x': eapSetting(eapOf(credentials)) };
    case 'enterprise192': return { ...keyManagement('wpa-eap-suite-b-192'), '802-1x': eapSetting(eapOf(credentials)) };
  }
}

function passwordOf(credentials: Credentials): string {
  if (credentials.kind !== 'password') throw fail('secretNeeded', 'This network needs a password.');
  return credentials.password;
}

function eapOf(credentials: Credentials): Eap {
  if (credentials.kind !== 'passwordEap' && credentials.kind !== 'certificateEap') throw fail('secretNeeded', 'This network needs a name and a password or a certificate (802.1X).');
  return credentials;
}

export function wpaKey(password: string): Setting {
  if (!passwordFits('wpa2', password)) throw fail('wrongSecret', 'A WPA password has 8 to 63 characters, or it is a key of 64 hexadecimal digits.');
  return { psk: text(password) };
}

/** NMWepKeyType: a key, not a passphrase. */
const WEP_KEY = 1;

export function wepKey(key: string, index = 0): Setting {
  if (!passwordFits('wep', key)) throw fail('wrongSecret', 'A WEP key has 5 or 13 characters, or 10 or 26 hexadecimal digits.');
  return { [`wep-key${index}`]: text(key), 'wep-key-type': new Variant('u', WEP_KEY) };
}

export function eapSetting(credentials: Eap): Setting {
  const { identity, authority } = credentials;
  const common: Setting = { identity: text(identity), ...authoritySetting(authority) };
  if (credentials.kind === 'certificateEap') {
    const { clientCertificate, privateKey, privateKeyPassword } = credentials;
    return {
      ...common, eap: new Variant('as', ['tls']), 'client-cert': file(clientCertificate), 'private-key': file(privateKey),
      ...(privateKeyPassword === null ? { 'private-key-password-flags': new Variant('u', NOT_REQUIRED) } : { 'private-key-password': text(privateKeyPassword) }),
    };
  }
  const { method, inner, anonymousIdentity, password } = credentials;
  if (method === 'peap' && inner === 'pap') throw fail('notSupported', 'PEAP has no PAP inside. Choose MSCHAPv2, or TTLS as the method.');
  // Inside TTLS a password goes bare (PAP, MSCHAPv2) or in an EAP of its own (GTC, MD5); inside PEAP always in one.
  const isInnerEap = method === 'ttls' && (inner === 'gtc' || inner === 'md5');
  return {
    ...common, eap: new Variant('as', [method]), [isInnerEap ? 'phase2-autheap' : 'phase2-auth']: text(inner), password: text(password),
    ...(anonymousIdentity ? { 'anonymous-identity': text(anonymousIdentity) } : {}),
  };
}

/** How the server's certificate is checked; nothing where the user took the risk in so many words. */
function authoritySetting(authority: Eap['authority']): Setting {
  const domain: Setting = authority.check !== 'none' && authority.domain ? { 'domain-suffix-match': text(authority.domain) } : {};
  switch (authority.check) {
    case 'file': return { 'ca-cert': file(authority.path), ...domain };
    case 'system': return { 'system-ca-certs': new Variant('b', true), ...domain };
    case 'none': return {};
  }
}

/** NetworkManager's way of naming a file that the Wi-Fi service reads itself. */
const file = (path: string): Variant => new Variant('ay', Buffer.from(`file://${path}\0`));
