import type { Security } from './values.ts';

/** What a network of this security wants to be given. */
export type Wanted = 'nothing' | 'password' | 'eap';
export function wantedBy(security: Security | null): Wanted {
  switch (security) {
    case null: case 'open': case 'owe': return 'nothing';
    case 'enterprise': case 'enterprise192': return 'eap';
    default: return 'password';
  }
}

const isHex = (text: string, ...lengths: number[]): boolean => lengths.includes(text.length) && /^[0-9a-f]+$/i.test(text);
const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Whether a password has the form that the security asks for, so that it is worth a try: WPA and WPA2 take 8 to 63
 * characters or 64 hexadecimal digits (IEEE 802.11, J.4), WEP 5 or 13 characters or twice as many digits, WPA3 any.
 */
export function passwordFits(security: Security | null, password: string): boolean {
  switch (security) {
    case 'wep': return [5, 13].includes(bytes(password)) || isHex(password, 10, 26);
    case 'wpa1': case 'wpa2': case 'wpa2wpa3': return (bytes(password) >= 8 && bytes(password) <= 63) || isHex(password, 64);
    default: return password !== '';
  }
}

/** What can run inside a tunnel of 802.1X: PEAP carries EAP methods, TTLS plain ones too. */
export const innerOf = { peap: ['mschapv2', 'gtc'], ttls: ['mschapv2', 'pap', 'md5', 'gtc'] } as const;
