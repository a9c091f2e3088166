import { createNetworkManagerDriver } from '../../../app/drivers/networkmanager/index.ts';

/**
 * A Handover that is to die in the middle of a trial: brings the second link up, switches, says so, and waits to be
 * killed. Parameters: the bus, the access points from and to. A program of its own (crash.test.ts builds it).
 */
const [busAddress = '', from = '', to = ''] = process.argv.slice(2);
const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const driver = createNetworkManagerDriver({ clock, busAddress });
const started = await driver.start(() => undefined);
if (!started.ok) throw new Error(started.failure.detail);
const begun = await driver.beginTrial(from, to, { signal: new AbortController().signal });
if (!begun.ok) throw new Error(begun.failure.detail);
const switched = await begun.value.switch();
if (!switched.ok) throw new Error(switched.failure.detail);
process.stdout.write('switched\n');
