import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import type { DriverAccessPoint } from '../ports/driver.ts';
import { atTen } from '../testing/engine-rig.ts';
import { Traffic } from '../traffic.ts';
import { World } from '../world.ts';
import { balanced, presets, roamingSettings } from './settings.ts';
import { standingOf } from './standing.ts';

describe('the settings of roaming', () => {
  it('presets move the numbers together', () => {
    expect(presets.conservative.betterBy).toBeGreaterThan(balanced.betterBy);
    expect(presets.eager.noInternetFor).toBeLessThan(balanced.noInternetFor);
  });
  it('single numbers can be changed in each preset', () => {
    expect(roamingSettings('conservative', { betterBy: 9 })).toEqual({ ...presets.conservative, betterBy: 9 });
  });
  it('a name that is not known and a value that is no number are left out', () => {
    expect(roamingSettings('balanced', { nonsense: 1, holdFor: Number.NaN, linger: Number.POSITIVE_INFINITY })).toEqual(balanced);
  });
  it('a change leaves the preset as it was', () => {
    roamingSettings('balanced', { betterBy: 9 });
    expect(balanced.betterBy).toBe(8);
  });
});

describe('numbers that are facts to the rules are settings too', () => {
  const clock = new FakeClock();
  const seen = (level: number): DriverAccessPoint => ({
    id: 'home', name: 'Home', kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid: '00', security: 'wpa2', stored: true, inReach: true, metered: false, interfaces: ['wlan0'], level, link: null,
    bss: [{ bssid: '02:00:00:00:00:01', frequency: 6115, level, interface: 'wlan0', inUse: false, lastSeen: 0 }],
  });

  it.each([[1, -64], [2, -63], [5, -60], [0, -64]])('of %j kept levels the mean is the level', (levelsKept, mean) => {
    const world = new World(clock, () => ({ levelsKept }));
    for (const level of [-40, -56, -58, -60, -62, -64]) world.setAccessPoint(seen(level));
    expect(world.smoothedLevel('home')).toBe(mean);
  });

  it('the bonus of a band', () => {
    const world = new World(clock);
    world.setAccessPoint(seen(-60));
    expect(standingOf('home', world, clock, null, { ...balanced, bandBonus: 3 })?.score).toEqual({ level: -60, band: 6 });
  });

  it('how long a missing internet is believed', async () => {
    const rig = await atTen();
    rig.settings = { ...balanced, believedFor: 5_000 };
    rig.watch();
    for (const id of ['b', 'c']) { rig.set(id, { up: true, reaches: 'none' }); rig.set(id, { up: false }); }
    rig.loseInternet();
    expect(await rig.asked()).toBe(10 + 20);
  });

  it('the window in which packets are counted', async () => {
    const traffic = new Traffic(clock, () => ({ callWindow: 2_000 }));
    for (const receivedPackets of [0, 1_000, 1_010, 1_020]) {
      traffic.sample('wlan0', { received: 0, sent: 0, receivedPackets, sentPackets: 0 });
      await clock.advance(1_000);
    }
    expect(traffic.packetsPerSecond('wlan0')).toBe(10);
  });

  it.each([[20, 1], [6, 1], [2, 2], [1, 4]])('from a change of %j dB on the same decision is recorded again: %j times while a level falls', async (recordAgainBy, times) => {
    const rig = await atTen();
    rig.settings = { ...balanced, recordAgainBy };
    rig.watch();
    for (let level = -78; level >= -82; level -= 0.5) rig.setLevel('a', level);
    expect(rig.decisions().filter((each) => each === '10 b held holding')).toHaveLength(times);
  });
});
