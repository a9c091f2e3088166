import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../contract/management.ts';
import type { Security } from '../../../contract/values.ts';
import { toPlain } from '../bus.ts';
import { CommandFailure } from '../failures.ts';
import { joinSettings } from './join-settings.ts';

type Plain = Record<string, Record<string, unknown>>;
const join = (security: Security, credentials: Credentials = { kind: 'none' }, more: Partial<Parameters<typeof joinSettings>[0]> = {}): Plain =>
  toPlain<Plain>(joinSettings({ ssid: '4f66666963650a', security, hidden: false, hardwareAddress: 'default', credentials, ...more }));
const password = (word: string): Credentials => ({ kind: 'password', password: word });
const authority = { check: 'file', path: '/etc/ca.pem', domain: 'radius.test' } as const;
const eap = (more: Partial<Extract<Credentials, { kind: 'passwordEap' }>> = {}): Credentials =>
  ({ kind: 'passwordEap', method: 'peap', inner: 'mschapv2', identity: 'alice', anonymousIdentity: null, password: 'secret', authority, ...more });
const file = (path: string): Buffer => Buffer.from(`file://${path}\0`);

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CommandFailure) return error.failure.code;
    throw error;
  }
  return 'none';
}

test('the name is bytes; hidden and the hardware address are there where they were asked for', () => {
  expect(join('open')['802-11-wireless']).toEqual({ ssid: Buffer.from('Office\n'), mode: 'infrastructure' });
  expect(join('open', { kind: 'none' }, { hidden: true, hardwareAddress: 'stable' })['802-11-wireless']).toMatchObject({ hidden: true, 'assigned-mac-address': 'stable' });
});

test.each<[security: Security, credentials: Credentials, expected: Record<string, unknown> | undefined]>([
  ['open', { kind: 'none' }, undefined],
  ['owe', { kind: 'none' }, { 'key-mgmt': 'owe' }],
  ['wep', password('12345'), { 'key-mgmt': 'none', 'wep-key0': '12345', 'wep-key-type': 1 }],
  ['wpa1', password('correct horse'), { 'key-mgmt': 'wpa-psk', psk: 'correct horse' }],
  ['wpa2', password('f'.repeat(64)), { 'key-mgmt': 'wpa-psk', psk: 'f'.repeat(64) }],
  ['wpa2wpa3', password('correct horse'), { 'key-mgmt': 'wpa-psk', psk: 'correct horse' }],
  ['wpa3', password('short'), { 'key-mgmt': 'sae', psk: 'short' }],
  ['enterprise', eap(), { 'key-mgmt': 'wpa-eap' }],
  ['enterprise192', eap(), { 'key-mgmt': 'wpa-eap-suite-b-192' }],
])('%s', (security, credentials, expected) => {
  expect(join(security, credentials)['802-11-wireless-security']).toEqual(expected);
});

test.each<[what: string, security: Security, credentials: Credentials, code: string]>([
  ['a password is missing', 'wpa2', { kind: 'none' }, 'secretNeeded'],
  ['a password is too short', 'wpa2', password('short'), 'wrongSecret'],
  ['a WEP key has a wrong length', 'wep', password('123456'), 'wrongSecret'],
  ['a name is missing', 'enterprise', password('correct horse'), 'secretNeeded'],
  ['PEAP is to have PAP inside', 'enterprise', eap({ inner: 'pap' }), 'notSupported'],
])('is refused before it is tried: %s', (_what, security, credentials, code) => {
  expect(failureOf(() => join(security, credentials))).toBe(code);
});

describe('802.1X', () => {
  test('PEAP, with the authority’s file and the server’s name', () => {
    expect(join('enterprise', eap({ anonymousIdentity: 'anonymous' }))['802-1x']).toEqual({
      eap: ['peap'], identity: 'alice', 'anonymous-identity': 'anonymous', 'phase2-auth': 'mschapv2', password: 'secret', 'ca-cert': file('/etc/ca.pem'), 'domain-suffix-match': 'radius.test',
    });
  });

  test('inside TTLS a password goes bare, or in an EAP of its own', () => {
    expect(join('enterprise', eap({ method: 'ttls', inner: 'pap' }))['802-1x']).toMatchObject({ eap: ['ttls'], 'phase2-auth': 'pap' });
    expect(join('enterprise', eap({ method: 'ttls', inner: 'gtc' }))['802-1x']).toMatchObject({ eap: ['ttls'], 'phase2-autheap': 'gtc' });
  });

  test('the system’s authorities with the server’s name, or no check at all', () => {
    const system = join('enterprise', eap({ authority: { check: 'system', domain: 'radius.test' } }))['802-1x'];
    expect(system).toMatchObject({ 'system-ca-certs': true, 'domain-suffix-match': 'radius.test' });
    expect(Object.keys(join('enterprise', eap({ authority: { check: 'none', userAcceptsRisk: true } }))['802-1x'] ?? {})).toEqual(['identity', 'eap', 'phase2-auth', 'password']);
  });

  test('TLS: files of the user’s, and a key without a password', () => {
    const tls = (privateKeyPassword: string | null): Credentials => ({ kind: 'certificateEap', identity: 'alice', clientCertificate: '/home/a.crt', privateKey: '/home/a.key', privateKeyPassword, authority });
    expect(join('enterprise', tls('secret'))['802-1x']).toMatchObject({ eap: ['tls'], 'client-cert': file('/home/a.crt'), 'private-key': file('/home/a.key'), 'private-key-password': 'secret' });
    expect(join('enterprise', tls(null))['802-1x']).toMatchObject({ 'private-key-password-flags': 4 });
  });
});
