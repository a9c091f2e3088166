import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../contract/management.ts';
import type { Outcome } from '../../../core/ports/driver.ts';
import { toPlain, Variant } from '../bus.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import type { beacons } from './stub/air.ts';
import { network } from './stub/devices.ts';
import { waitingAt } from './stub/links.ts';
import { mobileProfile, profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const hex = (name: string): string => Buffer.from(name).toString('hex');
const password = (word: string): Credentials => ({ kind: 'password', password: word });
const nothing: Credentials = { kind: 'none' };
const RIGHT = 'the right one';
const [home, cable, sim] = [profileUuid(1), profileUuid(2), profileUuid(3)];
const CONFIG = 50;

const reason = busUnavailable();

describe.skipIf(reason !== null)(`what is stored, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      const wlan0 = stub.devices.wifi('wlan0', network(0));
      stub.devices.wifi('wlan1', network(1));
      stub.devices.wired('eth0', network(2));
      stub.devices.modem('cdc0', network(3));
      const radio = (name: string, beacon: keyof typeof beacons, number: number): Parameters<typeof stub.air.appear>[1][number] => ({ ssid: Buffer.from(name), bssid: `02:AA:00:00:00:0${number}`, beacon, strength: 60 });
      stub.air.appear(wlan0, [radio('Home', 'wpa2', 1), radio('New', 'wpa2', 2), radio('Free', 'open', 3), radio('', 'wpa2', 4)]);
      stub.air.appear(stub.devices.path('wlan1'), [radio('Home', 'wpa2', 5), radio('New', 'wpa2', 6)]);
      stub.profiles.add(wifiProfile(1, 'Home', Buffer.from('Home'), 'wpa-psk'));
      stub.profiles.add(wiredProfile(2, 'Cable', 'eth0'));
      stub.profiles.add(mobileProfile(3, 'Phone', 'internet'));
      for (const name of ['Home', 'New', 'Veiled']) stub.agents.passwords.set(hex(name), RIGHT);
      stub.profiles.merge(stub.profiles.all()[0]!.path, { '802-11-wireless-security': { psk: new Variant('s', RIGHT) } });
    });
  });
  afterEach(async () => {
    const told = JSON.stringify(on.witness.changes);
    await on.stop();
    expect(on.witness.faults).toEqual([]);
    expect(told).not.toContain('the right one');
    expect(told).not.toContain('a wrong one');
  });

  const connect = (accessPoint: string, credentials: Credentials, more: { interface?: string; signal?: AbortSignal } = {}): Promise<Outcome<{ accessPoint: string }>> =>
    on.driver.store!.connect({ target: { target: 'accessPoint', accessPoint }, credentials, interface: more.interface ?? null, hardwareAddress: 'default' }, { signal: more.signal ?? patient() });
  const uuids = (): string[] => on.stub.profiles.all().map(({ settings }) => toPlain<string>(settings['connection']?.['uuid']));
  const secret = (path = on.stub.profiles.all()[0]!.path): unknown => toPlain(on.stub.profiles.get(path).settings['802-11-wireless-security']?.['psk']);
  const seen = (name: string, security: string): string => `wlan:${hex(name)}:${security}`;

  test('a new network is joined in a profile that goes with its link, and stored when that is active', async () => {
    const { accessPoint } = valueOf(await connect(seen('New', 'wpa2'), password(RIGHT)));
    expect(on.witness.accessPoints.get(accessPoint)).toMatchObject({ stored: true, link: { state: 'active' } });
    expect(on.witness.accessPoints.has(seen('New', 'wpa2'))).toBe(false);
    expect(on.stub.profiles.all().map(({ flags }) => flags)).toEqual([0, 0, 0, 0]);
    // NetworkManager ties a new profile to the device that it came up on.
    expect(on.stub.profiles.all()[3]!.settings['connection']).not.toHaveProperty('interface-name');
  });

  test.each([['a wrong password', password('a wrong one'), 'wrongSecret'], ['a password that cannot be one', password('short'), 'wrongSecret'], ['no password', nothing, 'secretNeeded']] as const)(
    'with %s nothing is left of it', async (_what, credentials, code) => {
      expect(await connect(seen('New', 'wpa2'), credentials)).toMatchObject({ ok: false, failure: { code } });
      expect(uuids()).toEqual([home, cable, sim]);
    });

  test('called off, nothing is left of it', async () => {
    const abort = new AbortController();
    on.stub.links.endings.set('', waitingAt(CONFIG));
    on.stub.links.usual = waitingAt(CONFIG);
    const connecting = connect(seen('New', 'wpa2'), password(RIGHT), { signal: abort.signal });
    await on.until('it is under way', () => on.stub.profiles.all().length === 4 && on.stub.devices.state(on.stub.devices.path('wlan0')) === CONFIG);
    abort.abort();
    expect(await connecting).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(uuids()).toEqual([home, cable, sim]);
  });

  test('who may not store it is told so, and it does not stay up', async () => {
    on.stub.grant('settings.modify.system', 'no');
    await on.until('it is denied', () => on.witness.system?.permissions.changeStored !== 'no' || true);
    on.stub.grant('settings.modify.own', 'no');
    await on.until('it is told', () => on.witness.system?.permissions.changeStored === 'no');
    expect(await connect(seen('Free', 'open'), nothing)).toMatchObject({ ok: false, failure: { code: 'notAllowed' } });
    expect(uuids()).toEqual([home, cable, sim]);
  });

  test('it comes up on a device that carries no link yet', async () => {
    valueOf(await on.driver.activate(home, { signal: patient() }));
    const { accessPoint } = valueOf(await connect(seen('New', 'wpa2'), password(RIGHT)));
    expect([home, accessPoint].map(id => on.witness.isActive(id))).toEqual([true, true]);
  });

  test('it comes up on the device that is asked for; one that is not there is not found', async () => {
    const { accessPoint } = valueOf(await connect(seen('New', 'wpa2'), password(RIGHT), { interface: 'wlan1' }));
    expect(on.witness.link(accessPoint)?.interface).toBe('wlan1');
    expect(await connect(seen('New', 'wpa2'), password(RIGHT), { interface: 'wlan7' })).toMatchObject({ ok: false, failure: { code: 'notFound' } });
  });

  test('a hidden one is joined by its name, and told without one where it is only seen', async () => {
    expect(on.witness.accessPoints.get('wlan::wpa2')).toMatchObject({ ssid: '', name: '', security: 'wpa2', stored: false });
    expect(await connect('wlan::wpa2', password(RIGHT))).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
    const target = { target: 'hidden', ssid: hex('Veiled'), security: 'wpa2' } as const;
    const { accessPoint } = valueOf(await on.driver.store!.connect({ target, credentials: password(RIGHT), interface: null, hardwareAddress: 'stable' }, { signal: patient() }));
    expect(valueOf(await on.driver.store!.profile(accessPoint))).toMatchObject({ hidden: true, hardwareAddress: 'stable' });
  });

  test('an open network that is only seen comes up without being stored, and one with a password does not', async () => {
    valueOf(await on.driver.activate(seen('Free', 'open'), { signal: patient() }));
    expect(on.witness.accessPoints.get(seen('Free', 'open'))).toMatchObject({ stored: false, link: { state: 'active' } });
    valueOf(await on.driver.deactivate(seen('Free', 'open')));
    expect(on.witness.link(seen('Free', 'open'))).toBeNull();
    expect(uuids()).toEqual([home, cable, sim]);
    expect(await on.driver.activate(seen('New', 'wpa2'), { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'secretNeeded' } });
  });

  describe('of one that is stored', () => {
    test('a new password is kept once it has worked', async () => {
      on.stub.agents.passwords.set(hex('Home'), 'a newer one');
      expect(valueOf(await connect(home, password('a newer one')))).toEqual({ accessPoint: home });
      expect(secret()).toBe('a newer one');
      expect(on.stub.profiles.all()[0]!.flags).toBe(0);
    });

    test('a wrong password leaves the one that was stored, or none where there was none', async () => {
      expect(await connect(home, password('a wrong one'))).toMatchObject({ ok: false, failure: { code: 'wrongSecret' } });
      expect(secret()).toBe(RIGHT);
      on.stub.profiles.clearSecrets(on.stub.profiles.all()[0]!.path);
      expect(await connect(home, password('a wrong one'))).toMatchObject({ ok: false, failure: { code: 'wrongSecret' } });
      expect(secret()).toBeUndefined();
    });

    test('a PIN goes to the SIM that asks for it', async () => {
      on.stub.agents.pins.set(sim, '4711');
      expect(await connect(sim, { kind: 'pin', pin: '1234' })).toMatchObject({ ok: false });
      valueOf(await connect(sim, { kind: 'pin', pin: '4711' }));
    });
  });

  test('what is stored is read and changed; what the change does not name stays, the secret too', async () => {
    const store = on.driver.store!;
    const before = valueOf(await store.profile(home));
    valueOf(await store.change(home, {
      name: 'At home', priority: -5, metered: 'yes', hardwareAddress: 'random',
      ipv4: { method: 'manual', addresses: [{ address: '192.0.2.7', prefix: 24 }], gateway: '192.0.2.1', nameServers: ['192.0.2.53'], automaticNameServers: false, routeMetric: 77 },
      ipv6: { ...before.ipv6, nameServers: ['2001:db8::53'] }, proxy: { method: 'automatic', url: 'http://proxy.test/pac' },
    }));
    expect(valueOf(await store.profile(home))).toEqual({
      ...before, name: 'At home', priority: -5, metered: 'yes', hardwareAddress: 'random',
      ipv4: { method: 'manual', addresses: [{ address: '192.0.2.7', prefix: 24 }], gateway: '192.0.2.1', nameServers: ['192.0.2.53'], automaticNameServers: false, routeMetric: 77 },
      ipv6: { ...before.ipv6, nameServers: ['2001:db8::53'] }, proxy: { method: 'automatic', url: 'http://proxy.test/pac' },
    });
    expect(secret()).toBe(RIGHT);
    await on.until('the new name is told', () => on.witness.accessPoints.get(home)?.name === 'At home');
  });

  test.each([
    ['no address by hand', { method: 'manual', addresses: [] }, 'address'],
    ['an address of the other family', { method: 'manual', addresses: [{ address: '2001:db8::1', prefix: 64 }] }, 'IPv4'],
    ['a prefix that is too long', { method: 'manual', addresses: [{ address: '192.0.2.7', prefix: 64 }] }, 'prefix'],
  ] as const)('a change that makes no sense is refused in words: %s', async (_what, change, words) => {
    const { ipv4 } = valueOf(await on.driver.store!.profile(home));
    expect(await on.driver.store!.change(home, { ipv4: { ...ipv4, ...change, addresses: [...change.addresses] } })).toMatchObject({ ok: false, failure: { detail: expect.stringContaining(words) as string } });
  });

  test('forgotten, it is gone and its link with it; brought back, it has its secret', async () => {
    valueOf(await on.driver.activate(home, { signal: patient() }));
    const { restore } = valueOf(await on.driver.store!.forget(home));
    expect(on.witness.accessPoints.has(home)).toBe(false);
    expect(on.witness.accessPoints.get(seen('Home', 'wpa2'))).toMatchObject({ stored: false, link: null });
    valueOf(await restore());
    expect(on.witness.accessPoints.get(home)).toMatchObject({ stored: true });
    valueOf(await on.driver.activate(home, { signal: patient() }));
  });

  test('it is shared as the text of a QR; a cable is not', async () => {
    expect(valueOf(await on.driver.store!.share(home))).toBe(`WIFI:T:WPA;S:Home;P:${RIGHT};;`);
    expect(await on.driver.store!.share(cable)).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
    on.stub.profiles.clearSecrets(on.stub.profiles.all()[0]!.path);
    expect(await on.driver.store!.share(home)).toMatchObject({ ok: false, failure: { code: 'secretNeeded' } });
  });

  test('of what is only seen, or unknown, nothing is stored', async () => {
    for (const id of [seen('New', 'wpa2'), 'nothing']) {
      expect(await on.driver.store!.profile(id)).toMatchObject({ ok: false, failure: { code: 'notFound' } });
      expect(await on.driver.store!.forget(id)).toMatchObject({ ok: false, failure: { code: 'notFound' } });
    }
  });
});
