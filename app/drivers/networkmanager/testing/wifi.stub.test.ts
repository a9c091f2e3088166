import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Security } from '../../../contract/values.ts';
import type { DriverAccessPoint } from '../../../core/ports/driver.ts';
import { Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import type { beacons, StubRadio } from './stub/air.ts';
import { network } from './stub/devices.ts';
import { profileUuid, wifiProfile } from './stub/profiles.ts';

const radio = (name: string | Buffer, beacon: keyof typeof beacons, more: Partial<StubRadio> = {}): StubRadio =>
  ({ ssid: Buffer.from(name), bssid: '02:AA:00:00:00:01', beacon, strength: 67, ...more });

const reason = busUnavailable();

describe.skipIf(reason !== null)(`Wi-Fi, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let wlan0: string;
  let wlan1: string;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      wlan0 = stub.devices.wifi('wlan0', network(0));
      wlan1 = stub.devices.wifi('wlan1', network(1));
      stub.profiles.add(wifiProfile(1, 'Home', Buffer.from('Home'), 'wpa-psk'));
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  const told = (): DriverAccessPoint[] => [...on.witness.accessPoints.values()];
  const seen = (): DriverAccessPoint[] => told().filter(({ stored }) => !stored);

  test('each kind of security is told as what it is', async () => {
    const expected: Record<keyof typeof beacons, Security> = {
      open: 'open', wep: 'wep', owe: 'owe', oweTransition: 'owe', wpa1: 'wpa1', wpa1wpa2: 'wpa2', wpa2: 'wpa2', wpa2wpa3: 'wpa2wpa3', wpa3: 'wpa3', enterprise: 'enterprise', enterprise192: 'enterprise192',
    };
    const kinds = Object.keys(expected) as (keyof typeof beacons)[];
    on.stub.air.appear(wlan0, kinds.map(beacon => radio(beacon, beacon)));
    await on.until('all are told', () => seen().length === kinds.length);
    expect(Object.fromEntries(seen().map(({ name, security }) => [name, security]))).toEqual(expected);
  });

  test('names are bytes: 32 of them, with a zero, with an escape sequence, with none of UTF-8', async () => {
    const names = [Buffer.alloc(32, 0x41), Buffer.from([0x00, 0x41]), Buffer.from('\u001b[31m<b>'), Buffer.from([0xff, 0xfe, 0x80])];
    on.stub.air.appear(wlan0, names.map(ssid => radio(ssid, 'open')));
    await on.until('all are told', () => seen().length === names.length);
    expect(new Set(seen().map(({ ssid }) => ssid))).toEqual(new Set(names.map(name => name.toString('hex'))));
  });

  test('radios of one name and one security are one access point, the strongest first, over both adapters', async () => {
    on.stub.air.appear(wlan0, [radio('Office', 'wpa2', { strength: 42, bssid: '02:AA:00:00:00:01' }), radio('Office', 'wpa2', { strength: 84, bssid: '02:AA:00:00:00:02', frequency: 5180 })]);
    on.stub.air.appear(wlan1, [radio('Office', 'wpa2', { strength: 67, bssid: '02:AA:00:00:00:03' })]);
    await on.until('three radios are told', () => seen()[0]?.bss.length === 3);
    const [office, ...others] = seen();
    expect(others).toEqual([]);
    expect(office?.bss.map(({ bssid, level, interface: by }) => [bssid, level, by])).toEqual([['02:AA:00:00:00:02', -50, 'wlan0'], ['02:AA:00:00:00:03', -60, 'wlan1'], ['02:AA:00:00:00:01', -75, 'wlan0']]);
    expect(office).toMatchObject({ level: -50, inReach: true });
    expect(office?.interfaces.toSorted()).toEqual(['wlan0', 'wlan1']);
  });

  test('one name with two securities is two access points', async () => {
    on.stub.air.appear(wlan0, [radio('Cafe', 'open'), radio('Cafe', 'wpa2', { bssid: '02:AA:00:00:00:02' })]);
    await on.until('both are told', () => seen().length === 2);
    expect(seen().map(({ id }) => id).sort()).toEqual(['wlan:43616665:open', 'wlan:43616665:wpa2']);
  });

  test('a stored one takes the place of the seen one while it is in the air, and stays when it goes', async () => {
    expect(on.witness.accessPoints.get(profileUuid(1))).toMatchObject({ stored: true, inReach: false, bss: [] });
    const [path = ''] = on.stub.air.appear(wlan0, [radio('Home', 'wpa2wpa3')]);
    await on.until('it is in reach', () => on.witness.accessPoints.get(profileUuid(1))?.inReach === true);
    expect(on.witness.accessPoints.get(profileUuid(1))).toMatchObject({ security: 'wpa2wpa3', level: -60, interfaces: ['wlan0'] });
    expect(seen()).toEqual([]);
    on.stub.air.disappear(wlan0, path);
    await on.until('it is out of reach', () => on.witness.accessPoints.get(profileUuid(1))?.inReach === false);
    expect(on.witness.accessPoints.get(profileUuid(1))).toMatchObject({ bss: [], level: null });
  });

  test('an open network that carries the name of a stored protected one is not that one', async () => {
    on.stub.air.appear(wlan0, [radio('Home', 'open')]);
    await on.until('the impostor is told', () => seen().length === 1);
    expect(on.witness.accessPoints.get(profileUuid(1))?.bss).toEqual([]);
  });

  test('a level that changes costs one change, of its own network', async () => {
    const paths = on.stub.air.appear(wlan0, [radio('One', 'wpa2'), radio('Two', 'wpa2')]);
    await on.until('both are told', () => seen().length === 2);
    const before = on.witness.changes.length;
    on.stub.air.change(paths[1] ?? '', { Strength: 100 });
    await on.until('the level is told', () => seen().some(({ level }) => level === -40));
    expect(on.witness.changes.slice(before)).toMatchObject([{ change: 'accessPoint', accessPoint: { name: 'Two', level: -40 } }]);
  });

  test('the radio in use is marked, and its level read on its own scale', async () => {
    on.stub.air.appear(wlan0, [radio('Home', 'wpa2', { strength: 60 })]);
    await on.until('it is in reach', () => on.witness.accessPoints.get(profileUuid(1))?.inReach === true);
    valueOf(await on.driver.activate(profileUuid(1), { signal: patient() }));
    expect(on.witness.accessPoints.get(profileUuid(1))).toMatchObject({ level: -60, bss: [{ inUse: true, level: -60 }], link: { state: 'active', interface: 'wlan0' } });
    expect(on.witness.interfaces.get('wlan0')?.speed).toBe(54_000_000);
  });

  describe('scan', () => {
    test('asks each adapter once, and ends when both have told their results', async () => {
      on.stub.air.nextScanFinds(wlan1, [radio('New', 'wpa3')]);
      on.stub.forgetMessages();
      valueOf(await on.driver.scan());
      expect(on.stub.messages.byMethod['RequestScan']).toBe(2);
      expect(seen()).toMatchObject([{ name: 'New', security: 'wpa3', interfaces: ['wlan1'] }]);
      expect(on.witness.changes.some(({ change }) => change === 'scanned')).toBe(true);
    });

    test('one that is under way serves as well', async () => {
      const [first, second] = [on.driver.scan(), on.driver.scan()];
      expect([await first, await second]).toEqual([{ ok: true, value: undefined }, { ok: true, value: undefined }]);
    });

    test('one that brings nothing ends after its limit, with a reason', async () => {
      on.stub.air.answersScans = false;
      const asked = on.stub.messages.byMethod['RequestScan'] ?? 0;
      const scan = on.driver.scan();
      await expect.poll(() => on.stub.messages.byMethod['RequestScan']).toBe(asked + 2);
      // The wait begins when the answers are in; then its timer is set.
      await expect.poll(() => on.clock.pending).toBeGreaterThan(0);
      await on.clock.advance(60_000);
      expect(await scan).toMatchObject({ ok: false, failure: { code: 'timedOut' } });
    });
  });

  test('an adapter that goes takes its networks with it', async () => {
    on.stub.air.appear(wlan0, [radio('Here', 'wpa2')]);
    await on.until('it is told', () => seen().length === 1);
    for (const path of on.stub.objects.texts(wlan0, Name.wireless, 'AccessPoints')) on.stub.air.disappear(wlan0, path);
    on.stub.devices.remove(wlan0);
    await on.until('both are gone', () => seen().length === 0 && !on.witness.interfaces.has('wlan0'));
  });
});
