import type { Security } from '../../contract/values.ts';

/**
 * The text of a QR that lets another device join a wireless network, as phones read it (`WIFI:T:…;S:…;P:…;;`).
 * null: there is none for it, because its name is no text, or because each who joins signs in as a person.
 */
export function wifiQr({ ssid, security, hidden, password }: { ssid: string; security: Security; hidden: boolean; password: string | null }): string | null {
  const type = types[security];
  const name = textOf(ssid);
  if (type === null || name === null || (type !== 'nopass' && password === null)) return null;
  const fields = [['T', type], ['S', name], ...(type === 'nopass' ? [] : [['P', password!]]), ...(hidden ? [['H', 'true']] : [])];
  return `WIFI:${fields.map(([key, value]) => `${key}:${value!.replace(/[\\;,":]/g, '\\$&')};`).join('')};`;
}

const types: Record<Security, 'nopass' | 'WEP' | 'WPA' | null> = {
  open: 'nopass', owe: 'nopass', wep: 'WEP', wpa1: 'WPA', wpa2: 'WPA', wpa2wpa3: 'WPA', wpa3: 'WPA', enterprise: null, enterprise192: null,
};

function textOf(hex: string): string | null {
  try { return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(hex, 'hex')); } catch { return null; }
}
