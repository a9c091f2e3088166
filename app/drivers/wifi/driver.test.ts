import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriverChange } from '../../core/ports/driver.ts';
import { FakeClock } from '../shared/fake-clock.ts';
import { WifiDriver } from './driver.ts';
import { windowsPlatform } from './platforms/windows.ts';
import { DirectHelper } from './testing/direct-helper.ts';
import { FakeWindows } from './testing/fake-windows.ts';

describe('the system’s Wi-Fi that does not answer at the start', () => {
  let clock: FakeClock;
  let windows: FakeWindows;
  let driver: WifiDriver;
  let told: DriverChange[];

  beforeEach(async () => {
    clock = new FakeClock();
    windows = new FakeWindows(clock, [{ name: 'Cafe', bssid: '02:00:00:00:00:02', level: -70, authentication: 1 }]);
    windows.isStopped = true;
    told = [];
    driver = new WifiDriver({ clock, helper: new DirectHelper(windowsPlatform(windows, windows.run)), addresses: windows.addresses });
    expect(await driver.start((change) => { told.push(change); })).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
  });
  afterEach(async () => { await driver.stop(); windows.stopTimers(); });

  it('commands nothing meanwhile, and says why', async () => {
    expect(await driver.scan()).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('is there as soon as it answers, with all that it knows', async () => {
    windows.isStopped = false;
    await clock.advance(10_000);
    expect(told).toMatchObject([{ change: 'managerBack', snapshot: { accessPoints: [{ name: 'Cafe' }] } }]);
    expect(await driver.checkConnectivity('Wi-Fi')).toMatchObject({ ok: true });
  });

  it('is not asked any more when the driver has stopped', async () => {
    await driver.stop();
    windows.isStopped = false;
    await clock.advance(60_000);
    windows.stopTimers();
    expect([told, clock.pending]).toEqual([[], 0]);
  });
});
