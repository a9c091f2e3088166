import { expect, test } from 'vitest';
import { toPlain, Variant } from '../bus.ts';
import type { Settings } from '../profile.ts';
import { wantedSecret } from './wanted-secret.ts';

const text = (value: string): Variant => new Variant('s', value);
const wifi = (keyManagement: string, more: Record<string, unknown> = {}): Settings => ({ '802-11-wireless-security': { 'key-mgmt': text(keyManagement), ...more } });

test.each<[what: string, settings: Settings, setting: string, hints: string[], kind: string, answer: object]>([
  ['a Wi-Fi password', wifi('wpa-psk'), '802-11-wireless-security', [], 'password', { '802-11-wireless-security': { psk: 'x' } }],
  ['a WEP key, the one in use', wifi('none', { 'wep-tx-keyidx': new Variant('u', 2) }), '802-11-wireless-security', [], 'password', { '802-11-wireless-security': { 'wep-key2': 'x' } }],
  ['a password of a person', { '802-1x': { eap: new Variant('as', ['peap']) } }, '802-1x', ['password'], 'eapPassword', { '802-1x': { password: 'x' } }],
  ['the password of a key', { '802-1x': { eap: new Variant('as', ['tls']) } }, '802-1x', [], 'privateKeyPassword', { '802-1x': { 'private-key-password': 'x' } }],
  ['a PIN', { gsm: {} }, 'gsm', ['pin'], 'pin', { gsm: { pin: 'x' } }],
  ['what a VPN names', { vpn: {} }, 'vpn', ['x-vpn-message:Code?', 'otp'], 'vpn', { vpn: { secrets: { otp: 'x' } } }],
])('%s', (_what, settings, setting, hints, kind, answer) => {
  const wanted = wantedSecret(settings, setting, hints);
  expect(wanted?.kind).toBe(kind);
  expect(toPlain(wanted?.answer('x'))).toEqual(answer);
});

test('a VPN’s own words are passed on', () => {
  expect(wantedSecret({ vpn: {} }, 'vpn', ['x-vpn-message:Enter the code', 'otp'])?.message).toBe('Enter the code');
});

test('what no person is asked for is not asked', () => {
  expect(wantedSecret({ wireguard: {} }, 'wireguard', [])).toBeNull();
  expect(wantedSecret({ gsm: {} }, 'gsm', ['something'])).toBeNull();
});
