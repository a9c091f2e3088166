import { expect, test } from 'vitest';
import { Variant } from './bus.ts';
import { readProfile, type Settings } from './profile.ts';

const wired: Settings = {
  connection: { id: new Variant('s', 'Desk'), uuid: new Variant('s', 'u-1'), type: new Variant('s', '802-3-ethernet'), 'interface-name': new Variant('s', 'eth0'), metered: new Variant('i', 1) },
  '802-3-ethernet': { 'mac-address': new Variant('ay', Buffer.from('0200007700aB', 'hex')) },
};
const wifi = (security: Record<string, unknown>): Settings => ({
  connection: { id: new Variant('s', 'Cafe'), uuid: new Variant('s', 'u-2'), type: new Variant('s', '802-11-wireless') },
  '802-11-wireless': { ssid: new Variant('ay', Buffer.from([0xff, 0x00, 0x41])) },
  ...security,
});

test('a wired profile: name, device, hardware address, metered by the user’s word', () => {
  expect(readProfile('/p', wired, 0)).toMatchObject({ uuid: 'u-1', name: 'Desk', kind: 'wired', interfaceName: 'eth0', macAddress: '02:00:00:77:00:AB', metered: true, ssid: null, security: null, passing: false });
});

test('a Wi-Fi profile keeps the bytes of its name', () => {
  expect(readProfile('/p', wifi({}), 0)).toMatchObject({ kind: 'wifi', ssid: 'ff0041', security: 'open' });
});

test.each([['wpa-psk', 'wpa2'], ['sae', 'wpa3'], ['owe', 'owe'], ['wpa-eap', 'enterprise'], ['none', 'wep']])('key management %s is %s', (keyManagement, security) => {
  expect(readProfile('/p', wifi({ '802-11-wireless-security': { 'key-mgmt': new Variant('s', keyManagement) } }), 0).security).toBe(security);
});

test('one that lives as long as its link, or was made up for somebody else’s, is not stored', () => {
  expect([0x0, 0x1, 0x4, 0x8].map(flags => readProfile('/p', wired, flags).passing)).toEqual([false, false, true, true]);
});

test('a steering connection of Handover’s is known by its mark', () => {
  const marked: Settings = { ...wired, user: { data: new Variant('a{ss}', { 'handover.owner': 'bus:1.5' }) } };
  expect(readProfile('/p', marked, 0).steeringOwner).toBe('bus:1.5');
});
