import { allDevices } from './devices.ts';
import { BusError } from './bus.ts';
import { fail } from './failures.ts';
import { read } from './object-tree.ts';
import { MANAGER_PATH, Name } from './protocol.ts';
import type { ToldWorld } from './told-world.ts';

const SCAN_LIMIT = 30_000;
/** How long a check may take to change what a device reports; NetworkManager's own check gives up after 20 s. */
const CHECK_LIMIT = 21_000;
/** A check that confirms what is known changes nothing, and nothing is told: then its end is this much silence. */
const CHECK_SILENCE = 2_000;

/** Asks every Wi-Fi device for a scan and ends when each has told fresh results. False: there is no Wi-Fi, so nothing was told. */
export async function scan(world: ToldWorld): Promise<boolean> {
  const { life } = world;
  const devices = [...allDevices(life.tree)].filter(device => device.kind === 'wifi' && device.managed).map(device => device.path);
  const lastScan = (device: string): number => read.number(life.tree.get(device, Name.wireless), 'LastScan');
  const before = new Map(devices.map(device => [device, lastScan(device)]));
  await Promise.all(devices.map(async device => {
    try {
      await life.call(device, Name.wireless, 'RequestScan', 'a{sv}', [{}]);
    } catch (error) {
      // A scan is under way already, or has just been: its results are as good.
      const isBusy = error instanceof BusError && error.dbusName.endsWith('.NotAllowed');
      if (!isBusy) throw error;
    }
  }));
  const isFresh = (device: string): boolean => !life.tree.has(device, Name.wireless) || lastScan(device) !== before.get(device);
  await life.until(() => (devices.every(isFresh) ? true : undefined), { limit: SCAN_LIMIT, what: 'to scan' });
  return devices.length > 0;
}

/**
 * Has NetworkManager check again what an interface reaches. Its reply comes before the check is over, so the end is
 * the device's own report: a change, or none within two seconds.
 */
export async function checkConnectivity(world: ToldWorld, interfaceId: string): Promise<void> {
  const { life } = world;
  const device = [...allDevices(life.tree)].find(({ name }) => name === interfaceId);
  if (!device) throw fail('notFound', 'This interface is no longer there.');
  const report = (): string => {
    const properties = life.tree.get(device.path, Name.device);
    return `${read.number(properties, 'Ip4Connectivity')} ${read.number(properties, 'Ip6Connectivity')}`;
  };
  const before = report();
  const silence = new AbortController();
  const stopTimer = life.clock.after(CHECK_SILENCE, () => silence.abort());
  try {
    await Promise.race([
      life.call(MANAGER_PATH, Name.manager, 'CheckConnectivity', undefined, undefined, { timeout: CHECK_LIMIT }),
      life.until(() => (report() !== before ? true : undefined), { limit: CHECK_LIMIT, what: 'to check what is reached' }),
    ]);
    await life.until(() => (report() !== before ? true : undefined), { limit: CHECK_LIMIT, what: 'to check what is reached', signal: silence.signal })
      .catch(error => { if (!silence.signal.aborted) throw error; });
  } finally {
    stopTimer();
  }
}
