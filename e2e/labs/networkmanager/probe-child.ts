import type { DriverChange, DriverInterface, DriverSnapshot } from '../../../app/core/ports/driver.ts';
import { createNetworkManagerDriver } from '../../../app/drivers/networkmanager/index.ts';

/**
 * A Handover that lives where the links are: begins a trial, asks both links everything, writes what they said as one
 * line of JSON, and goes back. Parameters: the bus, the access points from and to, and "alone" for no trial. A program
 * of its own (probes.test.ts builds it), since a socket belongs to the namespace of its process.
 */
const [busAddress = '', from = '', to = '', how = ''] = process.argv.slice(2);
const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const interfaces = new Map<string, DriverInterface>();
const links = new Map<string, string>();
function hear(change: DriverChange): void {
  if (change.change === 'interface') interfaces.set(change.interface.id, change.interface);
  else if (change.change === 'accessPoint') links.set(change.accessPoint.id, change.accessPoint.link?.interface ?? '');
}
function take({ interfaces: all, accessPoints }: DriverSnapshot): void {
  for (const each of all) hear({ change: 'interface', interface: each });
  for (const each of accessPoints) hear({ change: 'accessPoint', accessPoint: each });
}
const patient = new AbortController().signal;
const driver = createNetworkManagerDriver({ clock, busAddress });
const started = await driver.start(hear);
if (!started.ok) throw new Error(started.failure.detail);
take(started.value);
const begun = how === 'alone' ? null : await driver.beginTrial(from, to, { signal: patient });
if (begun?.ok === false) throw new Error(begun.failure.detail);
const { probes } = driver;
if (!probes) throw new Error('no probes');
const address = probes.systemCheckAddress() ?? '';
const ask = async (accessPoint: string) => {
  const link = { accessPoint, interface: interfaces.get(links.get(accessPoint) ?? '') as DriverInterface };
  const options = { signal: patient };
  const [gateway, names, internet] = await Promise.all([probes.gateway(link, options), probes.names(link, new URL(address).hostname, options), probes.internet(link, address, options)]);
  return { gateway, names, internet, quality: await probes.quality(link, address, options), anyName: await probes.names(link, null, options) };
};
const [old, fresh] = await Promise.all([ask(from), ask(to)]);
if (begun) await begun.value.rollBack({ releaseNew: true });
await driver.stop();
process.stdout.write(`${JSON.stringify({ address, old, fresh })}\n`);
