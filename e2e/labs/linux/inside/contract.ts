import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { SystemClock } from '../../../../app/host/system-clock.ts';
import { createLinuxDriver } from '../../../../app/drivers/linux/index.ts';
import { describeDriverContract } from '../../../../app/drivers/shared/driver-contract.ts';
import { realTime, type DriverRig } from '../../../../app/drivers/shared/driver-rig.ts';

const link = (...args: string[]): void => { execFileSync('ip', ['link', 'set', ...args]); };

/** cable0 is up with the default route, its other end is far0; spare0 has no cable in it. */
async function makeRig(): Promise<DriverRig> {
  const clock = new SystemClock();
  return {
    create: () => createLinuxDriver({ clock }),
    wait: realTime,
    dispose: async () => { link('far0', 'up'); },
    accessPoint: 'interface:cable0',
    pair: ['interface:cable0', 'interface:spare0'],
    overlap: false,
    limit: 8_000,
    breakLink: () => { link('far0', 'down'); },
    makeTraffic: async () => {
      const socket = createSocket('udp4');
      // Nobody has that address: asking the neighbours for it is traffic, too.
      await new Promise<void>((resolve) => { socket.send('hello', 9, '10.77.0.9', () => socket.close(() => resolve())); });
    },
  };
}

describeDriverContract('plain Linux', makeRig);
