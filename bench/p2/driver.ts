import { createNetworkManagerDriver } from '../../app/drivers/networkmanager/index.ts';
import { SystemClock } from '../../app/host/system-clock.ts';
import { answer } from '../shared/answering.ts';

/**
 * Ours in P2: the driver's start, from nothing to the complete list. Parameter: the bus. Word: "list", answered with the
 * time it took, ms, and with how many stored access points and interfaces were told.
 */
const [, , busAddress = ''] = process.argv;

async function list(): Promise<{ time: number; stored: number; interfaces: number }> {
  const driver = createNetworkManagerDriver({ clock: new SystemClock(), busAddress });
  const began = performance.now();
  const started = await driver.start(() => {});
  const time = performance.now() - began;
  await driver.stop();
  if (!started.ok) throw new Error(started.failure.detail);
  const { accessPoints, interfaces } = started.value;
  return { time, stored: accessPoints.filter((each) => each.stored).length, interfaces: interfaces.length };
}

await answer(list);
