import { expect, test } from 'vitest';
import { accessPointsOfNetwork, allAccessPoints, targetOf, type Surroundings } from './access-points.ts';
import { ObjectTree } from './object-tree.ts';
import type { Profile } from './profile.ts';
import { Name, SERVICE } from './protocol.ts';
import { WifiNetworks } from './wifi-networks.ts';

/** A laptop with a cable and a Wi-Fi radio that hears two radios of "Office", one of "Cafe", and a hidden one. */
const world = (): Record<string, Record<string, Record<string, unknown>>> => ({
  '/eth': {
    [Name.device]: { Interface: 'eth0', DeviceType: 1, State: 100, Managed: true, Real: true, HwAddress: '02:00:00:00:00:01', AvailableConnections: ['/p/desk'] },
    [Name.wired]: { Carrier: true, PermHwAddress: '02:00:00:00:00:01', Speed: 1000 },
  },
  '/wlan': {
    [Name.device]: { Interface: 'wlan0', DeviceType: 2, State: 100, Managed: true, Real: true, InterfaceFlags: 0x10003, AvailableConnections: ['/p/office'] },
    [Name.wireless]: { AccessPoints: ['/ap/a', '/ap/b', '/ap/c', '/ap/h'], ActiveAccessPoint: '/ap/b', Bitrate: 54_000 },
  },
  '/lo': { [Name.device]: { Interface: 'lo', DeviceType: 32, State: 100, Managed: true, Real: true } },
  '/ap/a': { [Name.accessPoint]: { Ssid: Buffer.from('Office'), HwAddress: 'AA', Strength: 92, Frequency: 2412, Flags: 1, WpaFlags: 0, RsnFlags: 0x188, LastSeen: 100 } },
  '/ap/b': { [Name.accessPoint]: { Ssid: Buffer.from('Office'), HwAddress: 'BB', Strength: 55, Frequency: 5180, Flags: 1, WpaFlags: 0, RsnFlags: 0x188, LastSeen: 100 } },
  '/ap/c': { [Name.accessPoint]: { Ssid: Buffer.from('Cafe'), HwAddress: 'CC', Strength: 59, Frequency: 2437, Flags: 0, WpaFlags: 0, RsnFlags: 0, LastSeen: 90 } },
  '/ap/h': { [Name.accessPoint]: { Ssid: Buffer.alloc(0), HwAddress: 'DD', Strength: 59, Frequency: 2437, Flags: 1, WpaFlags: 0, RsnFlags: 0x188, LastSeen: 90 } },
  '/ac/1': { [Name.activeConnection]: { Connection: '/p/office', Devices: ['/wlan'], State: 2, Type: '802-11-wireless', Default: true } },
});
const stored = (path: string, values: Partial<Profile>): Profile => ({
  path, uuid: `uuid${path}`, name: path, kind: 'wired', type: '', interfaceName: '', macAddress: '', ssid: null, security: null, metered: false, passing: false, isHotspot: false, isOwn: false, isPort: false, steeringOwner: null, ...values,
});
const office = stored('/p/office', { kind: 'wifi', ssid: Buffer.from('Office').toString('hex'), security: 'wpa2' });

function surroundings(profiles: Profile[], managed = world()): Surroundings {
  const tree = new ObjectTree(managed);
  return { tree, profiles: new Map(profiles.map(profile => [profile.path, profile])), networks: new WifiNetworks(tree), profilesOfSsid: ssid => profiles.filter(profile => profile.ssid === ssid), modems: { bearerOf: () => 'unknown' }, startedAt: 1_000_000, now: 2_000_000 };
}

test('radios of one name and security are one network, joined to its profile, the strongest radio first', () => {
  const all = allAccessPoints(surroundings([office]));
  const own = all.find(({ id }) => id === 'uuid/p/office');
  expect(own).toMatchObject({ stored: true, inReach: true, security: 'wpa2', interfaces: ['wlan0'], link: { state: 'active', interface: 'wlan0' } });
  expect(own?.bss.map(({ bssid, level, inUse }) => [bssid, level, inUse])).toEqual([['AA', -45, false], ['BB', -65, true]]);
  expect(all.some(({ id }) => id === `wlan:${office.ssid}:wpa2`)).toBe(false);
});

test('the level is that of the radio in use', () => {
  expect(allAccessPoints(surroundings([office])).find(({ id }) => id === 'uuid/p/office')?.level).toBe(-65);
});

test('a network without a profile is only seen, under its bytes and its security', () => {
  const cafe = allAccessPoints(surroundings([office])).find(({ name }) => name === 'Cafe');
  expect(cafe).toMatchObject({ id: 'wlan:43616665:open', stored: false, inReach: true, link: null });
});

test('a profile that asks for less security than the network has does not join it: the twin stays apart', () => {
  const open = stored('/p/open', { kind: 'wifi', ssid: office.ssid, security: 'open' });
  const ids = allAccessPoints(surroundings([open])).map(({ id }) => id);
  expect(ids).toContain(`wlan:${office.ssid}:wpa2`);
});

test('a hidden network is told without a name', () => {
  expect(allAccessPoints(surroundings([])).filter(({ kind }) => kind === 'wifi').map(({ name }) => name)).toEqual(['Office', 'Cafe', '']);
});

test('a cable without a profile is only seen; with one that fits it is that profile’s', () => {
  expect(allAccessPoints(surroundings([])).find(({ kind }) => kind === 'wired')).toMatchObject({ id: 'wired:02:00:00:00:00:01', stored: false, inReach: true });
  const desk = stored('/p/desk', { interfaceName: 'eth0' });
  expect(allAccessPoints(surroundings([desk])).filter(({ kind }) => kind === 'wired').map(({ id }) => id)).toEqual(['uuid/p/desk']);
});

test('without a carrier a wired profile is out of reach, though its device is still named', () => {
  const managed = world();
  managed['/eth'] = { ...managed['/eth'], [Name.wired]: { Carrier: false } };
  expect(allAccessPoints(surroundings([stored('/p/desk', {})], managed)).find(({ kind }) => kind === 'wired')).toMatchObject({ inReach: false, interfaces: ['eth0'] });
});

test('a profile for another device or another card does not fit', () => {
  const others = [stored('/p/x', { interfaceName: 'eth9' }), stored('/p/y', { macAddress: '02:00:00:00:00:99' })];
  for (const accessPoint of allAccessPoints(surroundings(others)).filter(({ stored: isStored }) => isStored)) expect([accessPoint.inReach, accessPoint.interfaces]).toEqual([false, []]);
});

test('ports of a bond, passing profiles and steering connections are no access points', () => {
  const none = [stored('/p/a', { isPort: true }), stored('/p/b', { passing: true }), stored('/p/c', { steeringOwner: 'x' }), stored('/p/d', { kind: 'other' })];
  const around = surroundings(none);
  expect(allAccessPoints(around).filter(({ stored: isStored }) => isStored)).toEqual([]);
  expect(none.map(({ uuid }) => targetOf(around, uuid))).toEqual([null, null, null, null]);
});

test('a radio’s change concerns its network’s access points only', () => {
  const around = surroundings([office]);
  expect([...accessPointsOfNetwork(around, 'wlan:43616665:open').keys()]).toEqual(['wlan:43616665:open']);
  expect([...accessPointsOfNetwork(around, `wlan:${office.ssid}:wpa2`)].map(([id, now]) => [id, now !== null])).toEqual([['uuid/p/office', true], [`wlan:${office.ssid}:wpa2`, false]]);
});

test('names of the bus are NetworkManager’s', () => {
  expect(Object.values(Name).filter(name => !name.startsWith('org.freedesktop.DBus')).every(name => name.startsWith(SERVICE))).toBe(true);
});

test('what one network costs does not grow with how many there are', () => {
  const looksWith = (count: number): number => {
    const radios = Array.from({ length: count }, (_, index) => [`/ap/${index}`, { [Name.accessPoint]: { Ssid: Buffer.from(`Place ${index}`), HwAddress: 'EE', Strength: 50, Frequency: 2412, Flags: 0, WpaFlags: 0, RsnFlags: 0, LastSeen: 1 } }] as const);
    const managed = { ...world(), ...Object.fromEntries(radios) };
    managed['/wlan'] = { ...managed['/wlan'], [Name.wireless]: { AccessPoints: radios.map(([path]) => path), ActiveAccessPoint: '/', Bitrate: 0 } };
    const around = surroundings([office], managed);
    let looks = 0;
    const { tree } = around;
    const counted = new Proxy(tree, {
      get: (target, name: keyof ObjectTree) => {
        looks += 1;
        const member: unknown = target[name];
        return typeof member === 'function' ? (member as (...values: unknown[]) => unknown).bind(target) : member;
      },
    });
    expect(accessPointsOfNetwork({ ...around, tree: counted }, `wlan:${Buffer.from('Place 3').toString('hex')}:open`).size).toBe(1);
    return looks;
  };
  expect(looksWith(2_000)).toBe(looksWith(20));
});
