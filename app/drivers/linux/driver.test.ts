import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Addresses } from '../shared/addresses.ts';
import { FakeClock } from '../shared/fake-clock.ts';
import { DriverWitness } from '../shared/driver-witness.ts';
import type { DriverSnapshot } from '../../core/ports/driver.ts';
import { LinuxDriver } from './driver.ts';
import { counters, notebook, notebookAddresses, RecordedTree } from './recorded-tree.ts';

const cable = 'interface:enp0s31f6';
const radio = 'interface:wlp3s0';

describe('the plain Linux driver', () => {
  let tree: RecordedTree;
  let clock: FakeClock;
  let witness: DriverWitness;
  let addresses: Addresses;
  let news: () => void;
  let driver: LinuxDriver;

  beforeEach(() => {
    tree = new RecordedTree(notebook);
    clock = new FakeClock();
    witness = new DriverWitness();
    addresses = { ...notebookAddresses };
    driver = new LinuxDriver({ clock, roots: tree.roots, addresses: () => addresses, watch: (_clock, changed) => { news = changed; return () => { news = () => {}; }; } });
  });
  afterEach(async () => {
    await driver.stop();
    tree.dispose();
    expect(witness.faults).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  const start = async (): Promise<DriverSnapshot> => {
    const outcome = await driver.start(witness.listen);
    if (!outcome.ok) throw new Error(outcome.failure.detail);
    witness.started(outcome.value);
    await clock.settle();
    return outcome.value;
  };

  it('tells interfaces with addresses, gateways and name servers, the loopback left out', async () => {
    const { interfaces } = await start();
    expect(interfaces.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['docker0 other', 'enp0s31f6 wired', 'ifb0 wired', 'veth1a2b wired', 'wg0 vpn', 'wlp3s0 wifi', 'wwan0 mobile']);
    expect(witness.interfaces.get('enp0s31f6')).toEqual({
      id: 'enp0s31f6', name: 'enp0s31f6', kind: 'wired', managed: false, carrier: true, speed: 1_000_000_000, metered: false, mtu: 1500, routeMetric: 100,
      addresses: [{ address: '10.0.0.17', prefix: 24 }, { address: '2001:db8::17', prefix: 64 }, { address: 'fe80::56e1:adff:fe00:1', prefix: 64 }],
      gateways: ['10.0.0.1', 'fe80::abcd'], nameServers: ['10.0.0.1', '2001:db8::53'], connectivity: 'unknown', hardwareAddress: '54:E1:AD:00:00:01',
    });
  });

  it('says that a link without a way out is limited, and one without addresses reaches nothing', async () => {
    await start();
    expect(['wlp3s0', 'wg0', 'wwan0'].map((name) => witness.interfaces.get(name)!.connectivity)).toEqual(['unknown', 'limited', 'none']);
  });

  it('makes an access point of each, but of no bridge, no port of one, and nothing that is a name alone', async () => {
    const { accessPoints } = await start();
    expect(accessPoints.map(({ id, inReach, link }) => [id, inReach, link?.isDefault])).toEqual([
      [cable, true, true], ['interface:wg0', true, false], [radio, true, false], ['interface:wwan0', false, undefined],
    ]);
    expect(witness.accessPoints.get(radio)).toMatchObject({ kind: 'wifi', bearer: 'wlan', level: -52, stored: true });
  });

  it('tells a bridge as an access point once the machine goes out by it', async () => {
    await start();
    tree.write({ 'proc/net/route': 'Iface\n docker0 00000000 0101A8C0 0003 0 0 5 00000000 0 0 0\n', 'proc/net/ipv6_route': '' });
    addresses = { ...addresses, docker0: notebookAddresses.wg0 };
    tree.write({ 'sys/class/net/docker0/carrier': '1' });
    news();
    expect(witness.link('interface:docker0')).toMatchObject({ state: 'active', isDefault: true });
    expect(witness.link(cable)).toMatchObject({ isDefault: false });
  });

  it('tells a pulled cable as a lost link', async () => {
    await start();
    tree.write({ 'sys/class/net/enp0s31f6/carrier': '0' });
    news();
    expect(witness.accessPoints.get(cable)).toMatchObject({ inReach: false, link: null });
  });

  it('tells an interface that goes, and one that comes', async () => {
    await start();
    tree.remove('sys/class/net/wlp3s0');
    tree.write({ 'sys/class/net/usb0/ifindex': '9', 'sys/class/net/usb0/type': '1', 'sys/class/net/usb0/flags': '0x1003' });
    news();
    expect([witness.interfaces.has('wlp3s0'), witness.accessPoints.has(radio), witness.interfaces.get('usb0')?.kind]).toEqual([false, false, 'wired']);
  });

  it('tells nothing where nothing changed', async () => {
    await start();
    news();
    expect(witness.changes).toEqual([]);
  });

  it('tells that a radio was switched off', async () => {
    const { system } = await start();
    expect(system?.radios).toEqual({ wifi: { present: true, on: true, hardwareOn: true }, mobile: { present: true, on: true, hardwareOn: true } });
    tree.write({ 'sys/class/rfkill/rfkill0/soft': '1' });
    news();
    expect(witness.system?.radios.wifi).toEqual({ present: true, on: false, hardwareOn: true });
  });

  it('tells counters as often as they are watched, and totals beyond 2^53 as that', async () => {
    await start();
    driver.watchCounters(1_000);
    await clock.advance(1_000);
    expect(witness.counters.get('enp0s31f6')).toMatchObject({ received: 5_000, receivedPackets: 50, sent: 700, sentPackets: 7 });
    expect(witness.counters.get('wlp3s0')!.received).toBe(Number.MAX_SAFE_INTEGER);
    tree.write({ 'proc/net/dev': counters({ enp0s31f6: [6_000, 60, 800, 8] }) });
    await clock.advance(1_000);
    expect(witness.counters.get('enp0s31f6')!.received).toBe(6_000);
  });

  it('looks at counters and levels seldom while nobody watches', async () => {
    await start();
    driver.watchCounters(null);
    tree.write({ 'proc/net/wireless': notebook['proc/net/wireless']!.replace('-52', '-61') });
    await clock.advance(9_000);
    expect(witness.changes).toEqual([]);
    await clock.advance(1_000);
    expect(witness.accessPoints.get(radio)!.level).toBe(-61);
    expect(witness.counters.size).toBe(2);
  });

  it('takes what is up as brought up, and refuses everything else, saying why', async () => {
    await start();
    const { signal } = new AbortController();
    expect(await driver.activate(cable, { signal })).toEqual({ ok: true, value: undefined });
    expect(await driver.deactivate('interface:wwan0')).toEqual({ ok: true, value: undefined });
    for (const refused of [driver.activate('interface:wwan0', { signal }), driver.deactivate(cable), driver.beginTrial(cable, radio), driver.scan()])
      expect(await refused).toMatchObject({ ok: false, failure: { code: 'notSupported', detail: expect.stringMatching(/network manager/) } });
  });

  it('says so where the kernel tells nothing', async () => {
    tree.remove('sys');
    expect(await driver.start(witness.listen)).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining('/sys') } });
  });
});
