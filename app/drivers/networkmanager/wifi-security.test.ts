import { expect, test } from 'vitest';
import type { Security } from '../../contract/values.ts';
import { canJoin, securityOf } from './wifi-security.ts';

test.each<[string, number, number, number, Security]>([
  ['open', 0x0, 0x0, 0x0, 'open'],
  ['WEP: privacy and nothing else', 0x1, 0x0, 0x0, 'wep'],
  ['WPA with a password', 0x1, 0x188, 0x0, 'wpa1'],
  ['WPA2 with a password', 0x1, 0x0, 0x188, 'wpa2'],
  ['WPA and WPA2', 0x1, 0x144, 0x188, 'wpa2'],
  ['WPA3', 0x1, 0x0, 0x488, 'wpa3'],
  ['WPA2 and WPA3', 0x1, 0x0, 0x588, 'wpa2wpa3'],
  ['enhanced open', 0x1, 0x0, 0x888, 'owe'],
  ['802.1X', 0x1, 0x0, 0x288, 'enterprise'],
  ['802.1X, 192 bit', 0x1, 0x0, 0x2200, 'enterprise192'],
])('%s', (_name, flags, wpa, rsn, security) => {
  expect(securityOf(flags, wpa, rsn)).toBe(security);
});

test('a profile with a password joins WPA2 and mixed networks, and no open one', () => {
  expect((['wpa2', 'wpa2wpa3', 'wpa1', 'open', 'wpa3', 'owe'] as const).filter(network => canJoin('wpa2', network))).toEqual(['wpa2', 'wpa2wpa3', 'wpa1']);
});
