import { beforeEach, describe, expect, it } from 'vitest';
import type { Connectivity } from '../contract/values.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import type { DriverAccessPoint, DriverInterface, DriverLink } from './ports/driver.ts';
import { World } from './world.ts';

let clock: FakeClock;
let world: World;

beforeEach(() => {
  clock = new FakeClock();
  world = new World(clock, () => ({ levelsKept: 3 }));
});

const device = (id: string, change: Partial<DriverInterface> = {}): void => {
  world.setInterface({ id, name: id, kind: 'wifi', managed: true, carrier: true, speed: null, addresses: [], gateways: [], nameServers: [], connectivity: 'full', metered: false, ...world.interfaces.get(id)?.now, ...change });
};
const set = (id: string, change: Partial<DriverAccessPoint> = {}): void => {
  world.setAccessPoint({
    id, name: id, kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid: '00', security: 'wpa2', stored: true, inReach: true, metered: false, interfaces: ['radio'], bss: [], level: null, link: null,
    ...world.accessPoints.get(id)?.now, ...change,
  });
};
const link = (state: DriverLink['state'] = 'active', on = 'radio', isDefault = false): DriverLink => ({ state, interface: on, stage: null, isDefault });
const reached = (id: string): Connectivity | undefined => world.accessPoints.get(id)?.lastConnectivity?.value;
const since = (id: string, what: 'linkSince' | 'reachSince'): number => (world.accessPoints.get(id)?.[what] ?? 0) - clock.now();

describe('since when something is so', () => {
  it('a link counts from its last change of state, the reach from when it came or went, and nothing else begins them anew', async () => {
    set('home');
    await clock.advance(1_000);
    set('home', { level: -50 });
    expect([since('home', 'linkSince'), since('home', 'reachSince')]).toEqual([-1_000, -1_000]);
    set('home', { link: link('activating') });
    expect([since('home', 'linkSince'), since('home', 'reachSince')]).toEqual([0, -1_000]);
    await clock.advance(500);
    set('home', { link: link(), inReach: false });
    await clock.advance(500);
    set('home', { name: 'Home' });
    expect([since('home', 'linkSince'), since('home', 'reachSince')]).toEqual([-500, -500]);
  });

  it('what an interface reaches counts from its last change', async () => {
    device('radio');
    await clock.advance(1_000);
    device('radio', { metered: true });
    const began = () => (world.interfaces.get('radio')?.connectivitySince ?? 0) - clock.now();
    expect(began()).toBe(-1_000);
    device('radio', { connectivity: 'none' });
    expect(began()).toBe(0);
  });

  it('a pulled cable is gone from when it was pulled, while somebody holds on to its link', async () => {
    set('cable', { kind: 'wired', link: link() });
    expect(world.goneSince('cable')).toBeNull();
    await clock.advance(1_000);
    const pulled = clock.now();
    set('cable', { inReach: false });
    await clock.advance(1_000);
    expect(world.goneSince('cable')).toBe(pulled);
    set('cable', { link: null });
    expect(world.goneSince('cable')).toBeNull();
  });

  it('a radio network that is not heard at the moment is not a pulled cable, and neither is one that nobody knows', () => {
    set('home', { link: link(), inReach: false });
    expect([world.goneSince('home'), world.goneSince('nowhere')]).toEqual([null, null]);
  });
});

describe('levels', () => {
  const heard = (level: number, lastSeen = 0) => { set('home', { level, bss: [{ bssid: 'x', frequency: 5180, level, lastSeen, interface: 'radio', inUse: false }] }); };
  const kept = () => world.accessPoints.get('home')?.levels.map((each) => each.level);

  it('are the mean of the last ones, each counted once it was measured anew', () => {
    expect(world.smoothedLevel('home')).toBeNull();
    heard(-60);
    heard(-60);
    expect(kept()).toEqual([-60]);
    heard(-60, 5);
    heard(-70, 5);
    expect([kept(), Math.round(world.smoothedLevel('home') ?? 0)]).toEqual([[-60, -60, -70], -63]);
    heard(-80);
    expect([kept(), world.smoothedLevel('home')]).toEqual([[-60, -70, -80], -70]);
  });

  it('begin anew once it was out of reach, and are told raw while there is none', () => {
    heard(-60);
    set('home', { inReach: false, level: -90 });
    expect([kept(), world.smoothedLevel('home')]).toEqual([[], -90]);
    set('home', { inReach: true });
    expect([kept(), world.smoothedLevel('home')]).toEqual([[-90], -90]);
    set('cable', { kind: 'wired' });
    expect([world.accessPoints.get('cable')?.levels, world.smoothedLevel('cable')]).toEqual([[], null]);
  });

  it('at least the last one is kept', () => {
    world = new World(clock, () => ({ levelsKept: 0 }));
    heard(-60);
    heard(-70);
    expect(kept()).toEqual([-70]);
  });
});

describe('what an access point reached when it was last up', () => {
  it('is kept when its link goes, and learnt of no other on the interface', async () => {
    device('radio', { connectivity: 'unknown' });
    set('home', { link: link() });
    set('cafe');
    expect(reached('home')).toBeUndefined();
    device('radio', { connectivity: 'portal' });
    await clock.advance(1_000);
    set('home', { link: null });
    device('radio', { connectivity: 'none' });
    expect([world.accessPoints.get('home')?.lastConnectivity, reached('cafe')]).toEqual([{ value: 'portal', at: clock.now() - 1_000 }, undefined]);
  });

  it('is learnt as it comes up on an interface that reaches something already, and not before it is up', () => {
    device('radio');
    set('home', { link: link('activating') });
    device('radio', { connectivity: 'limited' });
    expect(reached('home')).toBeUndefined();
    set('home', { link: link() });
    expect(reached('home')).toBe('limited');
    set('cafe', { link: link('active', 'nowhere') });
    expect(reached('cafe')).toBeUndefined();
  });

  it('the time of it is when it was last told otherwise, not of other news', async () => {
    device('radio');
    set('home', { link: link() });
    const came = clock.now();
    await clock.advance(1_000);
    set('home', { level: -50 });
    device('radio', { metered: true });
    expect(world.accessPoints.get('home')?.lastConnectivity).toEqual({ value: 'full', at: came });
  });
});

it('the security that is trusted is the first one seen, until it is up with another', () => {
  const trusted = () => world.accessPoints.get('home')?.trustedSecurity;
  set('home');
  set('home', { security: 'open' });
  set('home', { link: link('activating') });
  expect(trusted()).toBe('wpa2');
  set('home', { link: link() });
  expect(trusted()).toBe('open');
});

describe('who is on an interface', () => {
  it('whoever has a link on it, whatever its state, until that goes, moves, or the access point does', () => {
    set('home', { link: link() });
    set('cafe', { link: link('activating') });
    expect([world.onInterface('radio'), world.onInterface('nowhere')]).toEqual([['home', 'cafe'], []]);
    set('home', { link: link('active', 'dongle') });
    expect([world.onInterface('radio'), world.onInterface('dongle')]).toEqual([['cafe'], ['home']]);
    set('cafe', { link: null });
    world.removeAccessPoint('home');
    expect([world.onInterface('radio'), world.onInterface('dongle')]).toEqual([[], []]);
  });

  it('while one of two has gone, the other is still there', () => {
    for (const id of ['home', 'cafe']) set(id, { link: link() });
    set('home', { link: null });
    expect(world.onInterface('radio')).toEqual(['cafe']);
  });

  it('an access point uses its interface while it is up or on its way down', () => {
    device('radio');
    const used = (now: DriverLink | null) => { set('home', { link: now }); return world.interfaceOf('home')?.now.id ?? null; };
    expect([used(null), used(link('activating')), used(link()), used(link('deactivating')), used(link('active', 'nowhere'))]).toEqual([null, null, 'radio', 'radio', null]);
    expect(world.interfaceOf('nowhere')).toBeNull();
  });

  it('what passes is counted for the default route, then by name for whoever is up, else for the last that was', () => {
    expect(world.carrierOf('radio')).toBeNull();
    for (const id of ['home', 'cafe', 'alps']) set(id, { link: link(id === 'alps' ? 'activating' : 'active') });
    expect(world.carrierOf('radio')).toBe('cafe');
    set('home', { link: link('active', 'radio', true) });
    expect(world.carrierOf('radio')).toBe('home');
    for (const id of ['home', 'cafe', 'alps']) set(id, { link: null });
    expect([world.carrierOf('radio'), world.carrierOf('dongle')]).toEqual(['home', null]);
  });
});

it('the default route is on whoever was last told to have it, and on nobody that has gone', () => {
  set('home', { link: link('active', 'radio', true) });
  set('cafe', { link: link() });
  expect([[...world.defaults()], world.isDefault('home'), world.isDefault('cafe'), world.isDefault('nowhere')]).toEqual([['home'], true, false, false]);
  set('home', { link: link() });
  set('cafe', { link: link('active', 'radio', true) });
  expect([...world.defaults()]).toEqual(['cafe']);
  world.removeAccessPoint('cafe');
  expect([...world.defaults()]).toEqual([]);
});

it('metered by its own setting, or by that of the interface it is up on', () => {
  device('radio');
  set('home');
  expect(world.isMetered('home')).toBe(false);
  set('home', { metered: true });
  expect(world.isMetered('home')).toBe(true);
  device('radio', { metered: true });
  set('home', { metered: false });
  expect(world.isMetered('home')).toBe(false);
  set('home', { link: link() });
  expect(world.isMetered('home')).toBe(true);
});
