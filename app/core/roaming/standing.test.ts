import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import type { DriverAccessPoint, DriverInterface, DriverLink } from '../ports/driver.ts';
import { World } from '../world.ts';
import { balanced } from './settings.ts';
import { believedUntil, is24GHz, isCritical, isWeak, lacksInternet, standingOf } from './standing.ts';

let clock: FakeClock;
let world: World;
let began: number;

const up: DriverLink = { state: 'active', interface: 'wlan0', stage: null };
const radio = (frequency: number, inUse = false): DriverAccessPoint['bss'][number] => ({ bssid: `${frequency}`, frequency, level: -60, interface: 'wlan0', inUse, lastSeen: 0 });
function accessPoint(change: Partial<DriverAccessPoint> = {}): void {
  world.setAccessPoint({
    id: 'home', name: 'Home', kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid: '00', security: 'wpa2', stored: true, inReach: true, metered: false,
    interfaces: ['wlan0'], bss: [radio(5180)], level: -60, link: null, ...change,
  });
}
function wlan0(change: Partial<DriverInterface> = {}): void {
  world.setInterface({
    id: 'wlan0', name: 'wlan0', kind: 'wifi', managed: true, carrier: true, speed: null, addresses: [], gateways: [], nameServers: [], connectivity: 'full', metered: false, ...change,
  });
}
const standing = () => {
  const found = standingOf('home', world, clock, 3, balanced);
  if (!found) throw new Error('There is no such access point.');
  return found;
};

beforeEach(() => {
  clock = new FakeClock();
  began = clock.now();
  world = new World(clock);
  wlan0();
});

describe('what is known of an access point', () => {
  it('is nothing where there is none', () => { expect(standingOf('nowhere', world, clock, null, balanced)).toBeNull(); });
  it('is what the driver tells, with the order of the network asked about', () => {
    accessPoint({ link: up });
    expect(standing()).toEqual({
      accessPoint: 'home', order: 3, level: -60, inReach: true, kind: 'wifi', connectivity: 'full', connectivitySince: began, metered: false, security: 'wpa2',
      frequency: 5180, noise: null, score: { level: -60, band: 2 },
    });
  });
  it('is in reach while its link is up, though no scan has seen it', () => {
    accessPoint({ inReach: false });
    expect(standing().inReach).toBe(false);
    accessPoint({ inReach: false, link: up });
    expect(standing().inReach).toBe(true);
    accessPoint({ inReach: false, link: { ...up, state: 'activating' } });
    expect(standing().inReach).toBe(false);
  });
  it('a cable that was pulled is out of reach, though the manager still holds the link', () => {
    accessPoint({ kind: 'wired', bss: [], level: null, inReach: false, link: up });
    expect(standing().inReach).toBe(false);
  });
  it('is metered by its own setting or by what the interface in use says', () => {
    accessPoint({ metered: true });
    expect(standing().metered).toBe(true);
    accessPoint({ link: up });
    expect(standing().metered).toBe(false);
    wlan0({ metered: true });
    expect(standing().metered).toBe(true);
    accessPoint();
    expect(standing().metered).toBe(false);
  });
  it('its frequency is that of the radio in use, else of the first; none where no radio is heard', () => {
    accessPoint({ bss: [radio(2437), radio(5180, true)] });
    expect(standing().frequency).toBe(5180);
    accessPoint({ bss: [radio(2437), radio(5180)] });
    expect(standing().frequency).toBe(2437);
    accessPoint({ bss: [] });
    expect(standing().frequency).toBeNull();
  });
  it.each([[2437, 0], [3999, 0], [4000, 2], [5180, 2], [5885, 2], [5955, 4], [7115, 4]])('a radio at %i MHz adds %i dB to its score: two a band', (frequency, band) => {
    accessPoint({ bss: [radio(frequency)] });
    expect(standing().score).toEqual({ level: -60, band });
  });
  it('a band nobody knows adds nothing, and without a level there is no score', () => {
    accessPoint({ bss: [] });
    expect(standing().score).toEqual({ level: -60, band: 0 });
    world.removeAccessPoint('home');
    accessPoint({ level: null });
    expect(standing().score).toEqual({});
  });
});

describe('what an access point reaches', () => {
  const reaches = () => [standing().connectivity, standing().connectivitySince - began];
  async function upThenDown(connectivity: DriverInterface['connectivity']): Promise<void> {
    wlan0({ connectivity });
    await clock.advance(10_000);
    accessPoint({ link: up });
    await clock.advance(10_000);
    accessPoint();
  }

  it('is what its interface reaches while it is up, since then', async () => {
    accessPoint({ link: up });
    await clock.advance(1_000);
    wlan0({ connectivity: 'portal' });
    await clock.advance(1_000);
    expect(reaches()).toEqual(['portal', 1_000]);
  });
  it('is not known of one that was never up, since it was first seen', async () => {
    await clock.advance(7_000);
    accessPoint();
    await clock.advance(1_000);
    expect(reaches()).toEqual(['unknown', 7_000]);
  });
  it.each(['none', 'portal', 'limited'] as const)('%s when it was last up is believed for five minutes', async (connectivity) => {
    await upThenDown(connectivity);
    await clock.advance(289_999);
    expect(reaches()).toEqual([connectivity, 10_000]);
    await clock.advance(1);
    expect(reaches()).toEqual(['unknown', 10_000]);
  });
  it('the internet when it was last up is no promise', async () => {
    await upThenDown('full');
    expect(reaches()).toEqual(['unknown', 10_000]);
  });
  it('counts from the waking after a sleep', () => {
    accessPoint({ link: up });
    world.wokeAt = began + 5_000;
    expect(reaches()).toEqual(['full', 5_000]);
  });
  it('a belief ends five minutes after it was formed; where nothing bad is believed nothing ends', async () => {
    const until = () => { const known = world.accessPoints.get('home'); return known ? believedUntil(known, balanced) : 'unknown'; };
    accessPoint();
    expect(until()).toBeNull();
    await upThenDown('full');
    expect(until()).toBeNull();
    await upThenDown('none');
    expect(until()).toBe(began + 30_000 + 300_000);
  });
});

describe('the words of the rules', () => {
  const at = (level: number | null, frequency: number | null = 2437) => { accessPoint({ level, bss: frequency === null ? [] : [radio(frequency)] }); return standing(); };
  beforeEach(() => { world.removeAccessPoint('home'); });

  it.each([[2437, -70, false], [2437, -70.1, true], [5180, -76, false], [5180, -76.1, true], [6115, -76, false], [null, -70.1, true], [2437, null, false]])(
    'at %j MHz a level of %j dBm is weak: %j', (frequency, level, expected) => { expect(isWeak(at(level, frequency), balanced)).toBe(expected); });
  it.each([[2437, -80, false], [2437, -80.1, true], [5180, -82, false], [5180, -82.1, true], [2437, null, false]])(
    'at %j MHz a level of %j dBm is critical: %j', (frequency, level, expected) => { expect(isCritical(at(level, frequency), balanced)).toBe(expected); });
  it.each([['none', true], ['portal', true], ['limited', true], ['full', false], ['unknown', false]] as const)(
    'reaching %s lacks the internet: %j', (connectivity, expected) => { expect(lacksInternet({ ...at(-60), connectivity })).toBe(expected); });
  it.each([[2412, true], [3999, true], [4000, false], [5180, false], [null, true]])('%j MHz is the 2.4 GHz band: %j', (frequency, expected) => { expect(is24GHz(frequency)).toBe(expected); });
});
