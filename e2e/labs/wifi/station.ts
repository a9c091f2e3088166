import { toPlain, Bus } from '../../../app/drivers/networkmanager/bus.ts';
import { labNames } from './access-points.ts';
import type { Machine } from './machine.ts';

const SERVICE = 'org.freedesktop.NetworkManager';
const LIMIT = 180_000;

export const busAddressOf = (machine: Machine): string => `tcp:host=127.0.0.1,port=${machine.port('bus')}`;

/** Ends when NetworkManager in the machine hears every access point with both of its radios. */
export async function untilAllAreHeard(machine: Machine): Promise<void> {
  const end = performance.now() + LIMIT;
  let heard = 'nothing';
  while (performance.now() < end) {
    try {
      heard = await scanned(machine);
      if (heard === '') return;
    } catch (error) {
      heard = (error as Error).message;
    }
    // A booting machine tells nobody how far it is.
    await new Promise(resolve => { setTimeout(resolve, 1_000); });
  }
  throw new Error(`not all access points were heard: ${heard}\n${await machine.run('tail -n 20 /run/lab/hostapd.log')}`);
}

/** Has both radios scan; "" when they hear all, else what they hear. */
async function scanned(machine: Machine): Promise<string> {
  const bus = await Bus.connect(busAddressOf(machine));
  try {
    const found = await Promise.all(['wlan0', 'wlan1'].map(async name => {
      const call = { destination: SERVICE, interface: `${SERVICE}.Device.Wireless` };
      const [path] = await bus.call({ destination: SERVICE, path: '/org/freedesktop/NetworkManager', interface: SERVICE, member: 'GetDeviceByIpIface', signature: 's', body: [name] });
      await bus.call({ ...call, path: path as string, member: 'RequestScan', signature: 'a{sv}', body: [{}] }).catch(() => undefined);
      const [all] = await bus.call({ ...call, path: path as string, member: 'GetAllAccessPoints' });
      return toPlain<string[]>(all).length;
    }));
    return found.every(count => count >= labNames.length) ? '' : `${found.join(' and ')} of ${labNames.length}`;
  } finally {
    await bus.close();
  }
}
