import type { Security } from '../../../contract/values.ts';
import type { JoinWish } from '../answers.ts';

const authentications: Partial<Record<Security, string>> = { open: 'open', owe: 'OWE', wpa1: 'WPAPSK', wpa2: 'WPA2PSK', wpa2wpa3: 'WPA3SAE', wpa3: 'WPA3SAE' };

/**
 * A WLAN profile (WLAN_profile v1) for the WLAN service, which keeps the password encrypted. The name is the SSID's own
 * bytes in hex, so that no two names of the air meet in one profile. Throws where Windows has no simple profile for it.
 */
export function profileFor({ ssid, security, password, hidden }: JoinWish): { name: string; xml: string } {
  const authentication = authentications[security];
  if (authentication === undefined) throw new Error('Windows sets this kind of security up in its own dialog. Join the network there once; Handover then knows it.');
  const needsKey = !['open', 'owe'].includes(security);
  if (needsKey && password === null) throw new Error('This network needs a password.');
  const name = nameFor(ssid);
  const cipher = security === 'open' ? 'none' : security === 'wpa1' ? 'TKIP' : 'AES';
  // 64 hexadecimal digits are the key itself.
  const kind = /^[0-9a-f]{64}$/i.test(password ?? '') ? 'networkKey' : 'passPhrase';
  const key = needsKey ? `<sharedKey><keyType>${kind}</keyType><protected>false</protected><keyMaterial>${escaped(password as string)}</keyMaterial></sharedKey>` : '';
  return {
    name,
    xml: `<?xml version="1.0"?><WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>${escaped(name)}</name>`
      + `<SSIDConfig><SSID><hex>${ssid.toUpperCase()}</hex></SSID>${hidden ? '<nonBroadcast>true</nonBroadcast>' : ''}</SSIDConfig><connectionType>ESS</connectionType><connectionMode>auto</connectionMode>`
      + `<MSM><security><authEncryption><authentication>${authentication}</authentication><encryption>${cipher}</encryption><useOneX>false</useOneX></authEncryption>${key}</security></MSM></WLANProfile>`,
  };
}

/** As Windows names its own: the name where it is plain text, else the bytes. */
function nameFor(ssid: string): string {
  const bytes = Buffer.from(ssid, 'hex');
  const text = bytes.toString('utf8');
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  return Buffer.from(text, 'utf8').equals(bytes) && !/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(text) && text.trim() === text && text !== '' ? text : `ssid-${ssid}`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');

/** The SSID of a stored profile, by its XML as Windows gives it back; null where there is none to find. */
export function ssidOfProfile(xml: string): string | null {
  const hex = /<SSID>\s*<hex>([0-9A-Fa-f]{2,64})<\/hex>/.exec(xml)?.[1];
  return hex !== undefined && hex.length % 2 === 0 ? hex.toLowerCase() : null;
}

export function securityOfProfile(xml: string): Security | null {
  const authentication = /<authentication>([^<]{1,40})<\/authentication>/.exec(xml)?.[1];
  const isOneX = /<useOneX>true<\/useOneX>/.test(xml);
  if (isOneX) return authentication === 'WPA3ENT192' ? 'enterprise192' : 'enterprise';
  if (authentication === 'open') return /<encryption>none<\/encryption>/i.test(xml) ? 'open' : 'wep';
  if (authentication === 'shared') return 'wep';
  const found = Object.entries(authentications).find(([security, name]) => name === authentication && security !== 'wpa2wpa3');
  return (found?.[0] as Security | undefined) ?? null;
}
