import { describe } from 'vitest';
import { SystemClock } from '../../../host/system-clock.ts';
import { realTime, type DriverRig } from '../../shared/driver-rig.ts';
import { describeStoreContract } from '../../shared/store-contract.ts';
import { createNetworkManagerDriver } from '../index.ts';
import { busUnavailable, PrivateBus, skipped } from './private-bus.ts';
import { network } from './stub/devices.ts';
import { NetworkManagerStub } from './stub/network-manager-stub.ts';
import { profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const ssid = Buffer.from('Office');
const right = 'correct horse';

const reason = busUnavailable();

describe.skipIf(reason !== null)(`on a stub of NetworkManager${skipped(reason)}`, () => {
  describeStoreContract('NetworkManager stub', async (): Promise<DriverRig> => {
    const bus = await PrivateBus.start();
    const stub = new NetworkManagerStub();
    const wlan0 = stub.devices.wifi('wlan0', network(0));
    stub.devices.wired('eth0', network(1));
    stub.air.appear(wlan0, [{ ssid, bssid: '02:AA:00:00:00:01', beacon: 'wpa2', strength: 60 }]);
    stub.profiles.add(wiredProfile(1, 'Cable', 'eth0'));
    stub.profiles.add(wifiProfile(2, 'Elsewhere', Buffer.from('Elsewhere'), 'wpa-psk'));
    stub.agents.passwords.set(ssid.toString('hex'), right);
    // The suite looks every few ms, and has to see an activation on its way.
    stub.links.stepTakes = 8;
    await stub.join(bus.address);
    return {
      create: () => createNetworkManagerDriver({ clock: new SystemClock(), busAddress: bus.address }),
      wait: realTime,
      dispose: async () => {
        await stub.stop();
        await bus.stop();
      },
      accessPoint: profileUuid(1),
      pair: [profileUuid(1), profileUuid(2)],
      overlap: true,
      limit: 5_000,
      joining: { accessPoint: `wlan:${ssid.toString('hex')}:wpa2`, right, wrong: 'a wrong horse', countStored: () => stub.profiles.all().length },
    };
  });
});
