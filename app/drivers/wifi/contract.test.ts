import { FakeClock } from '../shared/fake-clock.ts';
import { describeDriverContract } from '../shared/driver-contract.ts';
import type { DriverRig } from '../shared/driver-rig.ts';
import { WifiDriver } from './driver.ts';
import { windowsPlatform } from './platforms/windows.ts';
import { profileFor } from './platforms/wlan-profile.ts';
import { DirectHelper } from './testing/direct-helper.ts';
import { FakeWindows } from './testing/fake-windows.ts';

const stored = ['Home', 'Office', 'Silent'];

async function makeRig(): Promise<DriverRig> {
  const clock = new FakeClock();
  const windows = new FakeWindows(clock, [
    { name: 'Home', bssid: '02:00:00:00:00:01', level: -48, authentication: 7, password: 'correct horse' },
    { name: 'Office', bssid: '02:00:00:00:00:02', level: -55, authentication: 9, password: 'battery staple' },
    { name: 'Silent', bssid: '02:00:00:00:00:03', level: -60, authentication: 1, isSilent: true },
    { name: 'Neighbour', bssid: '02:00:00:00:00:04', level: -80, authentication: 7, password: 'not ours' },
  ]);
  for (const name of stored) {
    const network = windows.air.find((each) => each.name === name)!;
    windows.setProfile(Buffer.alloc(16), profileFor({ interface: 'Wi-Fi', ssid: Buffer.from(name).toString('hex'), security: network.authentication === 9 ? 'wpa3' : network.authentication === 7 ? 'wpa2' : 'open', password: network.password ?? null, hidden: false }).xml);
  }
  return {
    create: () => new WifiDriver({ clock, helper: new DirectHelper(windowsPlatform(windows, windows.run)), addresses: windows.addresses }),
    wait: (holds, limit) => clock.advanceUntil(holds, limit),
    dispose: async () => { windows.stopTimers(); },
    accessPoint: 'profile:Home',
    pair: ['profile:Home', 'profile:Office'],
    overlap: false,
    broken: 'profile:Silent',
    connectivityUntold: true,
    limit: 200_000,
    breakLink: () => windows.breakLink(),
    managerGone: () => { windows.isStopped = true; windows.breakLink(); },
    managerBack: () => { windows.isStopped = false; },
    pendingTimers: () => { windows.stopTimers(); return clock.pending; },
  };
}

describeDriverContract('wifi, on Windows’ WLAN functions as a fake', makeRig);
