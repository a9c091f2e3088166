import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { StubTest } from './stub-test.ts';
import type { StubRadio } from './stub/air.ts';
import { network } from './stub/devices.ts';
import { profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const reason = busUnavailable();
/** GetManagedObjects, GetPermissions; what else a start asks whatever there is. */
const FIXED_CALLS = 8;

/** Networks of ten radios each. */
const radios = (count: number): StubRadio[] => Array.from({ length: count }, (_, index) => ({
  ssid: Buffer.from(`Venue ${Math.floor(index / 10)}`), bssid: `02:BB:00:${[index >> 16, index >> 8, index].map(byte => (byte & 0xff).toString(16).padStart(2, '0').toUpperCase()).join(':')}`,
  beacon: 'wpa2', frequency: 2412 + (index % 13) * 5, strength: 30 + (index % 60),
}));

describe.skipIf(reason !== null)(`large worlds, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;

  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  const startWith = async (size: { profiles: number; radios: number }): Promise<void> => {
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      const wlan0 = stub.devices.wifi('wlan0', network(1));
      for (let number = 1; number <= size.profiles; number += 1) {
        stub.profiles.add(number % 2 === 0 ? wiredProfile(number, `Dock ${number}`) : wifiProfile(number, `Place ${number}`, Buffer.from(`Venue ${number}`), 'wpa-psk'));
      }
      stub.air.appear(wlan0, radios(size.radios));
    });
  };

  test('500 stored profiles are all told after one call for the world and one for each profile', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => { warnings.push(warning); };
    process.on('warning', hear);
    onTestFinished(() => { process.off('warning', hear); });
    await startWith({ profiles: 500, radios: 0 });
    expect([...on.witness.accessPoints.values()].filter(({ stored }) => stored).length).toBe(500);
    const { byMethod, calls } = on.stub.messages;
    expect(byMethod).toMatchObject({ GetManagedObjects: 1, GetSettings: 500 });
    expect(calls).toBeLessThanOrEqual(500 + FIXED_CALLS);
    expect(warnings).toEqual([]);
  });

  test('3,000 radios are told after as many calls as none', async () => {
    await startWith({ profiles: 0, radios: 3_000 });
    const networks = [...on.witness.accessPoints.values()].filter(({ kind }) => kind === 'wifi');
    expect(networks.length).toBe(300);
    expect(networks.flatMap(({ bss }) => bss).length).toBe(3_000);
    expect(on.stub.messages.calls).toBeLessThanOrEqual(FIXED_CALLS);
  });

  test('of 3,000 radios and 200 profiles, one level that changes costs one change and no call', async () => {
    await startWith({ profiles: 200, radios: 3_000 });
    const [path = ''] = on.stub.objects.paths(Name.accessPoint).slice(-1);
    on.stub.forgetMessages();
    const before = on.witness.changes.length;
    on.stub.air.change(path, { Strength: 100 });
    await on.until('it is told', () => on.witness.accessPoints.get(`wlan:${Buffer.from('Venue 299').toString('hex')}:wpa2`)?.level === -40);
    expect(on.witness.changes.length - before).toBe(1);
    expect(on.stub.messages.calls).toBe(0);
  });

  test('a scan that brings 500 radios more tells each network once', async () => {
    await startWith({ profiles: 100, radios: 0 });
    const [wlan0 = ''] = on.stub.objects.paths(Name.wireless);
    const before = on.witness.changes.length;
    on.stub.air.nextScanFinds(wlan0, radios(500));
    await on.driver.scan();
    const networks = on.witness.changes.slice(before).flatMap(told => (told.change === 'accessPoint' && !told.accessPoint.stored && told.accessPoint.kind === 'wifi' ? [told.accessPoint.id] : []));
    // Two reads of the socket may see a network half and whole; one change a radio would be 500.
    expect(networks.length).toBeLessThan(150);
  });

  test('a profile that is stored among 500 is told, and one that is removed', async () => {
    await startWith({ profiles: 500, radios: 0 });
    const added = on.stub.profiles.add(wiredProfile(900, 'New'));
    await on.until('the new one is told', () => on.witness.accessPoints.get(profileUuid(900))?.name === 'New');
    on.stub.profiles.remove(added.path);
    await on.until('it is gone', () => !on.witness.accessPoints.has(profileUuid(900)));
  });
});
