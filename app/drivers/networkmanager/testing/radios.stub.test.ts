import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Name, WifiCapability } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { failingAt } from './stub/links.ts';
import { mobileProfile, profileUuid, textOf, wifiProfile, wiredProfile } from './stub/profiles.ts';

const [cable, home, mobile] = [profileUuid(1), profileUuid(2), profileUuid(3)];
const CONFIG = 50;
/** NMDeviceStateReason SHARED_START_FAILED */
const SHARED_START_FAILED = 18;

const reason = busUnavailable();

describe.skipIf(reason !== null)(`radios and the hotspot, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let wlan0: string;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      wlan0 = stub.devices.wifi('wlan0', network(1));
      stub.devices.modem('cdc-wdm0', network(2, { ip6: null }));
      stub.profiles.add(wiredProfile(1, 'Cable'));
      stub.profiles.add(wifiProfile(2, 'Home', Buffer.from('Home'), 'wpa-psk'));
      stub.profiles.add(mobileProfile(3, 'Mobile', 'internet'));
      stub.air.appear(wlan0, [{ ssid: Buffer.from('Home'), bssid: '02:AA:00:00:00:01', beacon: 'wpa2', strength: 67 }]);
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  describe('radios', () => {
    test('are told with the world: there, switched on, and not switched off by the machine', () => {
      expect(on.witness.system?.radios).toEqual({ wifi: { present: true, on: true, hardwareOn: true }, mobile: { present: true, on: true, hardwareOn: true } });
    });

    test('one that is switched off is told as off when that ends, and its access points are out of reach', async () => {
      valueOf(await on.driver.activate(home, { signal: patient() }));
      expect(await on.driver.radios?.set('wifi', false)).toEqual({ ok: true, value: undefined });
      expect(on.witness.system?.radios).toMatchObject({ wifi: { on: false }, mobile: { on: true } });
      await on.until('the link is gone', () => on.witness.link(home) === null && on.witness.accessPoints.get(home)?.inReach === false);
      expect(await on.driver.radios?.set('wifi', true)).toEqual({ ok: true, value: undefined });
      await on.until('it is in reach again', () => on.witness.accessPoints.get(home)?.inReach === true);
    });

    test('mobile broadband has a switch of its own', async () => {
      expect(await on.driver.radios?.set('mobile', false)).toEqual({ ok: true, value: undefined });
      await on.until('it is out of reach', () => on.witness.accessPoints.get(mobile)?.inReach === false);
      expect(on.witness.accessPoints.get(home)?.inReach).toBe(true);
    });

    test('one that somebody else switches is told', async () => {
      on.stub.radios.set('WirelessEnabled', false);
      await on.until('it is told as off', () => on.witness.system?.radios.wifi.on === false);
    });

    test('one that the machine’s own switch has off is told so, and switching it on says where, untried', async () => {
      on.stub.radios.setHardware('WirelessEnabled', false);
      await on.until('it is told', () => on.witness.system?.radios.wifi.hardwareOn === false);
      on.stub.forgetMessages();
      expect(await on.driver.radios?.set('wifi', true)).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining('own switch') as string } });
      expect(on.stub.messages.calls).toBe(0);
    });

    test('one that may not be switched is refused', async () => {
      on.stub.grant('enable-disable-wwan', 'no');
      await on.until('it is told', () => on.witness.system?.permissions.switchMobile === 'no');
      expect(await on.driver.radios?.set('mobile', false)).toMatchObject({ ok: false, failure: { code: 'notAllowed' } });
      expect(on.witness.system?.radios.mobile.on).toBe(true);
    });
  });

  describe('hotspot', () => {
    const wanted = { interface: 'wlan0', name: 'Tée & co', password: 'correct horse', band: 'automatic' } as const;
    const profiles = (): string[] => on.stub.profiles.all().map(({ settings }) => JSON.stringify(settings));

    test('starts in memory, is told, is no access point of the list, and goes with stop()', async () => {
      expect(await on.driver.hotspot?.start(wanted)).toEqual({ ok: true, value: undefined });
      expect(on.witness.system?.hotspot).toMatchObject({ interface: 'wlan0', name: 'Tée & co' });
      const own = on.stub.profiles.all().find(({ settings }) => textOf(settings, '802-11-wireless', 'mode') === 'ap');
      expect(own && on.stub.profiles.isVolatile(own.path)).toBe(true);
      expect([...on.witness.accessPoints.values()].map(({ name }) => name)).not.toContain('Tée & co');
      expect(await on.driver.hotspot?.stop()).toEqual({ ok: true, value: undefined });
      await on.until('it is told as gone', () => on.witness.system?.hotspot === null);
      expect(profiles().length).toBe(3);
    });

    test('its password goes to NetworkManager and into nothing that is told', async () => {
      valueOf(await on.driver.hotspot!.start(wanted));
      expect(JSON.stringify([...on.witness.changes, on.witness.system])).not.toContain(wanted.password);
    });

    test('one that does not come up leaves nothing behind, and says why', async () => {
      on.stub.links.usual = failingAt(CONFIG, SHARED_START_FAILED);
      expect(await on.driver.hotspot?.start(wanted)).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining('dnsmasq') as string } });
      await on.until('its profile is gone', () => profiles().length === 3);
      expect(on.witness.system?.hotspot).toBeNull();
    });

    test.each([
      ['a wire', { interface: 'eth0' }, 'notSupported', 'Only a Wi-Fi device'],
      ['a device that is gone', { interface: 'wlan9' }, 'notFound', 'no longer there'],
      ['a band that the device lacks', { band: '5' }, 'notSupported', '5 GHz'],
    ] as const)('%s is refused, untried', async (_what, more, code, words) => {
      on.stub.forgetMessages();
      expect(await on.driver.hotspot?.start({ ...wanted, ...more })).toMatchObject({ ok: false, failure: { code, detail: expect.stringContaining(words) as string } });
      expect(on.stub.messages.calls).toBe(0);
    });

    test('a device that cannot be an access point is told as such, and refused', async () => {
      on.stub.objects.set(wlan0, Name.wireless, { WirelessCapabilities: 0x3ff & ~WifiCapability.accessPoint });
      await on.until('it is told', () => on.witness.system?.permissions.hotspot === 'notSupported');
      expect(await on.driver.hotspot?.start(wanted)).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
    });

    test('with Wi-Fi switched off it says so', async () => {
      valueOf(await on.driver.radios!.set('wifi', false));
      expect(await on.driver.hotspot?.start(wanted)).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining('switched off') as string } });
    });
  });

  test('a cable is not touched by any of it', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    valueOf(await on.driver.radios!.set('wifi', false));
    valueOf(await on.driver.radios!.set('mobile', false));
    expect(on.witness.isActive(cable)).toBe(true);
  });
});
