import type { Security } from './values.ts';

/** The text of the QR code of a wireless network, as phones write and read it: `WIFI:T:…;S:…;P:…;;` (ZXing's format; SAE, R and the fields of 802.1X from WPA3 Specification 3.1, 7.1). */

/** What such a code says. */
export interface WifiCode {
  /** The name's bytes in hex. */
  readonly ssid: string;
  /** Of several that would fit, the usual one: a code says "WPA" of all that take a password. */
  readonly security: Security;
  readonly hidden: boolean;
  readonly password: string | null;
  /** Who signs in, where the network asks for a person. */
  readonly identity: string | null;
  readonly anonymousIdentity: string | null;
}

/** Lets another device join. null: there is none for it, because its name is no text, or because each who joins signs in as a person. */
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
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes)); } catch { return null; }
}

/** Reads one. Whoever printed it may have written anything. null: it is no code of a wireless network. */
export function readWifiQr(text: string): WifiCode | null {
  const start = /^\s*WIFI:/i.exec(text);
  if (start === null) return null;
  const fields = new Map<string, string>();
  for (const [, key, value] of text.slice(start[0].length).matchAll(/([A-Za-z0-9]+):((?:\\[^]|[^\\;])*)(?:;|$)/g)) if (!fields.has(key!.toUpperCase())) fields.set(key!.toUpperCase(), value!);
  const plain = (key: string): string | null => { const value = fields.get(key); return value === undefined || value === '' ? null : value.replace(/\\([^])/g, '$1'); };
  // Quoted, so that digits are not taken for hex.
  const quoted = (key: string): string | null => { const value = plain(key); return value !== null && /^".*[^\\]"$/s.test(fields.get(key)!) ? value.slice(1, -1) : value; };
  const bytes = new TextEncoder().encode(quoted('S') ?? '');
  const password = quoted('P');
  const security = securityOf(plain('T')?.toUpperCase() ?? '', password !== null, fields.get('R') === '1');
  if (security === null || bytes.length === 0 || bytes.length > 32) return null;
  return {
    ssid: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''), security, hidden: plain('H')?.toLowerCase() === 'true',
    password: security === 'open' ? null : password, identity: plain('I'), anonymousIdentity: plain('A'),
  };
}

function securityOf(type: string, hasPassword: boolean, isWpa3Alone: boolean): Security | null {
  if (type.includes('EAP')) return 'enterprise';
  if (type === 'WEP') return 'wep';
  if (type === 'SAE' || type === 'WPA3') return 'wpa3';
  if (type.startsWith('WPA') || (type === '' && hasPassword)) return isWpa3Alone ? 'wpa3' : 'wpa2';
  return type === '' || type === 'NOPASS' ? 'open' : null;
}
