import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceState, DeviceType, Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { failingAt } from './stub/links.ts';
import { profileUuid, vpnProfile, wifiProfile, wiredProfile } from './stub/profiles.ts';

const [cable, any, home, work] = [profileUuid(1), profileUuid(2), profileUuid(3), profileUuid(4)];
const reason = busUnavailable();

/** Most changes look at a part of the world only: whatever happens, the parts must add up to the whole. */
describe.skipIf(reason !== null)(`what is told by changes adds up, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let eth0: string;
  let wlan0: string;
  let radios: string[];

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      eth0 = stub.devices.wired('eth0', network(0));
      stub.devices.wired('eth1', network(1));
      wlan0 = stub.devices.wifi('wlan0', network(2));
      stub.profiles.add(wiredProfile(1, 'Cable', 'eth0'));
      stub.profiles.add(wiredProfile(2, 'Any'));
      stub.profiles.add(wifiProfile(3, 'Home', Buffer.from('Home'), 'wpa-psk'));
      stub.profiles.add(vpnProfile(4, 'Work', 'org.freedesktop.NetworkManager.openvpn'));
      radios = stub.air.appear(wlan0, [{ ssid: Buffer.from('Home'), bssid: '02:AA:00:00:00:01', beacon: 'wpa2', strength: 67 }, { ssid: Buffer.from('Cafe'), bssid: '02:AA:00:00:00:02', beacon: 'open', strength: 60 }]);
    });
  });
  afterEach(async () => {
    await on.expectAllTold();
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  const up = async (id: string): Promise<void> => { valueOf(await on.driver.activate(id, { signal: patient() })); };
  const down = async (id: string): Promise<void> => { valueOf(await on.driver.deactivate(id)); };
  /** Something that is told last, so that all before it has been told. */
  const told = async (): Promise<void> => {
    on.stub.radios.set('WwanEnabled', false);
    await on.until('what came before is told', () => on.witness.system?.radios.mobile.on === false);
  };

  test.each<[string, () => Promise<void>]>([
    ['a cable up', () => up(cable)],
    ['up and down again', async () => { await up(any); await down(any); }],
    ['one takes the device of another', async () => { await up(cable); await up(any); }],
    ['two links', async () => { await up(cable); await up(home); }],
    ['Wi-Fi up, its radio stronger, then gone', async () => { await up(home); on.stub.air.change(radios[0] ?? '', { Strength: 90 }); await down(home); on.stub.air.disappear(wlan0, radios[0] ?? ''); await told(); }],
    ['an activation that fails', async () => { on.stub.links.endings.set(cable, failingAt(DeviceState.ipConfig, 5)); await on.driver.activate(cable, { signal: patient() }); }],
    ['a pulled cable', async () => { await up(cable); on.stub.devices.carrier(eth0, false); on.stub.devices.expire(eth0); await told(); }],
    ['a device that goes', async () => { await up(cable); on.stub.devices.remove(eth0); await told(); }],
    ['a device that comes, and its name changes', async () => { const path = on.stub.devices.wifi('wlan1', network(3)); on.stub.air.appear(path, [{ ssid: Buffer.from('Home'), bssid: '02:AA:00:00:00:03', beacon: 'wpa2', strength: 50 }]); on.stub.objects.set(path, Name.device, { Interface: 'wlx', IpInterface: 'wlx' }); await told(); }],
    ['a VPN over a cable', async () => { await up(cable); await up(work); }],
    ['a VPN, and then nothing beneath it', async () => { await up(cable); await up(work); on.stub.vpns.lost(); await down(cable); }],
    ['another’s bridge', async () => { on.stub.devices.foreign('docker0', DeviceType.bridge, DeviceState.activated); await told(); }],
    ['Wi-Fi switched off', async () => { await up(home); valueOf(await on.driver.radios!.set('wifi', false)); await told(); }],
    ['a profile that is removed while it is up', async () => { await up(cable); on.stub.profiles.remove(on.stub.profiles.all()[0]?.path ?? ''); await told(); }],
  ])('%s', async (_what, happens) => {
    await happens();
    expect(on.witness.changes.length).toBeGreaterThan(0);
  });
});
