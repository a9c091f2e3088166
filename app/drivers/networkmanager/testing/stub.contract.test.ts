import { describe } from 'vitest';
import { SystemClock } from '../../../host/system-clock.ts';
import { describeDriverContract } from '../../shared/driver-contract.ts';
import { realTime, type DriverRig } from '../../shared/driver-rig.ts';
import { createNetworkManagerDriver } from '../index.ts';
import { busUnavailable, PrivateBus, skipped } from './private-bus.ts';
import { network } from './stub/devices.ts';
import { failingAt } from './stub/links.ts';
import { NetworkManagerStub } from './stub/network-manager-stub.ts';
import { profileUuid, wiredProfile } from './stub/profiles.ts';

const reason = busUnavailable();
const connectivities = { none: 1, portal: 2, limited: 3, full: 4 } as const;
const DHCP_FAILED = 5;
const IP_CONFIG = 70;

/**
 * The stub is a NetworkManager as far as the driver can tell: the suite that runs on a real one in a laboratory
 * (e2e/labs/networkmanager/contract.test.ts) runs on it too.
 */
describe.skipIf(reason !== null)(`on a stub of NetworkManager${skipped(reason)}`, () => {
  const makeRig = (second: 'own device' | 'same device') => async (): Promise<DriverRig> => {
    const bus = await PrivateBus.start();
    const stub = new NetworkManagerStub();
    const [first, other, third] = [stub.devices.wired('eth0', network(0)), stub.devices.wired('eth1', network(1)), stub.devices.wired('eth2', network(2))];
    stub.devices.wifi('wlan0', network(3));
    for (const [number, device] of [[1, 'eth0'], [2, second === 'own device' ? 'eth1' : 'eth0'], [3, 'eth2']] as const) stub.profiles.add(wiredProfile(number, `Cable ${number}`, device));
    // The suite looks every few ms, and has to see an activation on its way.
    stub.links.stepTakes = 8;
    stub.links.endings.set(profileUuid(3), failingAt(IP_CONFIG, DHCP_FAILED));
    await stub.join(bus.address);
    const deviceOf = (id: string): string => (id === profileUuid(1) || second === 'same device' ? first : id === profileUuid(2) ? other : third);
    return {
      create: () => createNetworkManagerDriver({ clock: new SystemClock(), busAddress: bus.address }),
      wait: realTime,
      dispose: async () => {
        await stub.stop();
        await bus.stop();
      },
      accessPoint: profileUuid(1),
      pair: [profileUuid(1), profileUuid(2)],
      overlap: second === 'own device',
      broken: profileUuid(3),
      limit: 5_000,
      setConnectivity: (id, value) => stub.devices.changeNetwork(deviceOf(id), { connectivity: connectivities[value] }),
      breakLink: id => {
        stub.devices.carrier(deviceOf(id), false);
        stub.devices.expire(deviceOf(id));
      },
      managerGone: () => stub.leave(),
      managerBack: () => stub.join(bus.address),
      makeTraffic: id => stub.devices.traffic(deviceOf(id), 1_000n, 1_000n),
    };
  };

  describeDriverContract('NetworkManager stub, two devices', makeRig('own device'));
  describeDriverContract('NetworkManager stub, one device', makeRig('same device'));
});
