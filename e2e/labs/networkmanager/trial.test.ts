import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DriverTrial } from '../../../app/core/ports/driver.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { Flows, losses } from './flows.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { defaultDevices, steeringLeft, untilFirstChoice, untilWayOut, wayOf, wayOut } from './ways.ts';

const [from, to] = [profileId(0), profileId(1)];
const nothingLost = (...names: string[]): Record<string, number> => Object.fromEntries(names.flatMap(name => [[`${name} 4`, 0], [`${name} 6`, 0]]));

describe.skipIf(labUnavailable() !== null)('a trial between two wired links of a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  let flows: Flows;

  const begin = async (): Promise<DriverTrial> => valueOf(await nm.driver.beginTrial(from, to, { signal: patient() }));

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both are in reach', () => nm.accessPoint(from).inReach && nm.accessPoint(to).inReach);
    valueOf(await nm.driver.activate(from, { signal: patient() }));
    await nm.untilDualStack('wired0');
    await untilFirstChoice(lab);
    flows = new Flows(lab);
  });
  afterEach(async () => {
    flows.kill();
    await nm.stop();
    await lab.down();
  });

  test('begun: both are up, and nothing has moved', async () => {
    const trial = await begin();
    expect(trial.overlap).toBe(true);
    expect([nm.isActive(from), nm.isActive(to)]).toEqual([true, true]);
    expect(wayOut(lab)).toEqual(['wired0', 'wired0']);
    valueOf(await trial.rollBack({ releaseNew: true }));
  });

  test('rolled back after the switch: no packet lost in flows begun before, nor in new ones, IPv4 and IPv6', async () => {
    await flows.start('begun before', 'bound');
    await flows.start('stream begun before', 'stream');
    await flows.start('new datagrams', 'datagrams');
    await flows.start('new connections', 'connections');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(wayOut(lab)).toEqual(['wired0', 'wired0']);
    expect(nm.accessPoint(to).link).toBeNull();
    expect(steeringLeft(lab)).toEqual([]);
    expect(losses(await flows.finish())).toEqual(nothingLost('begun before', 'stream begun before', 'new datagrams', 'new connections'));
  });

  test('committed, the old one released: no packet lost in new flows, before, during and after; those begun in the trial go on', async () => {
    await flows.start('new datagrams', 'datagrams');
    await flows.start('new connections', 'connections');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    await flows.start('begun in the trial', 'bound');
    valueOf(await trial.commit({ releaseOld: true }));
    expect(nm.accessPoint(from).link).toBeNull();
    expect([...defaultDevices(lab, '-4'), ...defaultDevices(lab, '-6')]).toEqual(['wired1', 'wired1']);
    expect(steeringLeft(lab)).toEqual([]);
    expect(losses(await flows.finish())).toEqual(nothingLost('new datagrams', 'new connections', 'begun in the trial'));
  });

  test('committed, the old one kept: the default route is the new one’s and stays there, and old flows go on', async () => {
    await flows.start('stream begun before', 'stream');
    await flows.start('new datagrams', 'datagrams');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    valueOf(await trial.commit({ releaseOld: false }));
    expect(nm.isActive(from)).toBe(true);
    expect(defaultDevices(lab, '-4')).toEqual(['wired1', 'wired0']);
    // The old one's IPv6 was away for a moment; back again, it is behind.
    await nm.untilDualStack('wired0');
    await expect.poll(() => defaultDevices(lab, '-6'), { timeout: 10_000 }).toEqual(['wired1', 'wired0']);
    expect(lab.run('cat', '/etc/resolv.conf')).toMatch(/^nameserver 10\.77\.1\.1$/m);
    expect(lab.nmcli('-g', 'IP4.DNS', 'device', 'show', 'wired1')).toBe('10.77.1.1');
    expect(steeringLeft(lab)).toEqual([]);
    expect(losses(await flows.finish())).toEqual(nothingLost('stream begun before', 'new datagrams'));
  });

  test('name servers follow: the new one’s come first', async () => {
    const trial = await begin();
    valueOf(await trial.switch());
    await expect.poll(() => /^nameserver (.*)$/m.exec(lab.run('cat', '/etc/resolv.conf'))?.[1]).toBe('10.77.1.1');
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(lab.run('cat', '/etc/resolv.conf')).not.toContain('10.77.1.1');
  });

  test('addresses that come in the trial are kept to their links like those that were there', async () => {
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    for (const uplink of [1, 0]) {
      const address = `10.77.${uplink}.250`;
      lab.host.ip(`addr add ${address}/24 dev wired${uplink}`);
      await expect.poll(() => lab.run('ip', '-4', 'rule'), { timeout: 10_000 }).toContain(`from ${address} lookup main`);
      expect(wayOf(lab, 'from', address)).toBe(`wired${uplink}`);
    }
    expect(wayOut(lab)[0]).toBe('wired1');
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(wayOut(lab)[0]).toBe('wired0');
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('what the machine forwards for a container stays on the old link until the trial is accepted', async () => {
    lab.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
    lab.host.ip('link add box0 type veth peer name box1', 'addr add 172.29.0.1/24 dev box0', 'link set box0 up', 'link set box1 up');
    const forwarded = (): string | undefined => wayOf(lab, 'from', '172.29.0.2', 'iif', 'box0');
    expect(forwarded()).toBe('wired0');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    expect(forwarded()).toBe('wired0');
    valueOf(await trial.commit({ releaseOld: true }));
    await expect.poll(forwarded, { timeout: 10_000 }).toBe('wired1');
  });

  test('the old one has no internet: everything goes to the new one, and back to what there is', async () => {
    lab.internet(0, 'off');
    valueOf(await nm.driver.checkConnectivity('wired0'));
    await nm.until('it does not reach the internet', () => nm.interface('wired0').connectivity === 'limited');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect([wayOut(lab)[0], nm.isActive(from)]).toEqual(['wired0', true]);
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('the old one’s cable is out: the trial goes on and is committed', async () => {
    lab.cable(0, 'out');
    await nm.until('the cable is out', () => !nm.accessPoint(from).inReach);
    const trial = await begin();
    valueOf(await trial.switch());
    await expect.poll(() => wayOut(lab)[0]).toBe('wired1');
    valueOf(await trial.commit({ releaseOld: true }));
    expect([wayOut(lab)[0], nm.accessPoint(from).link]).toEqual(['wired1', null]);
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('the new one’s cable is pulled after the switch: new flows are back at once, and rolling back ends well', async () => {
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    lab.cable(1, 'out');
    await nm.until('the cable is out', () => nm.interface('wired1').carrier === false);
    await untilWayOut(lab, 'wired0', 1_000);
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(steeringLeft(lab)).toEqual([]);
  });

  test.each(['switch', 'commit', 'rollBack'] as const)('the new device is unplugged before %s: it ends, and the old link serves', async step => {
    const trial = await begin();
    if (step !== 'switch') valueOf(await trial.switch());
    lab.unplug(1);
    await nm.until('it is gone', () => !nm.interfaces.has('wired1'));
    if (step === 'switch') expect(await trial.switch()).toMatchObject({ ok: false });
    if (step === 'commit') expect(await trial.commit({ releaseOld: true })).toMatchObject({ ok: false });
    else expect(await trial.rollBack({ releaseNew: true })).toMatchObject({ ok: true });
    expect([wayOut(lab)[0], nm.isActive(from)]).toEqual(['wired0', true]);
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('the old device is unplugged in the trial: committing ends well on the new one', async () => {
    const trial = await begin();
    valueOf(await trial.switch());
    lab.unplug(0);
    await nm.until('it is gone', () => !nm.interfaces.has('wired0'));
    valueOf(await trial.commit({ releaseOld: true }));
    expect(wayOut(lab)[0]).toBe('wired1');
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('the new one does not come up: everything is as it was', async () => {
    await lab.dhcp(1, 'off');
    lab.nmcli('connection', 'modify', to, 'ipv4.dhcp-timeout', '2', 'ipv4.may-fail', 'no');
    expect(await nm.driver.beginTrial(from, to, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'noAddress' } });
    expect([nm.isActive(from), nm.accessPoint(to).link, wayOut(lab)[0]]).toEqual([true, null, 'wired0']);
    expect(steeringLeft(lab)).toEqual([]);
  });

  test('NetworkManager is killed and started after the switch: the rules hold, and the trial can be ended', async () => {
    await flows.start('begun before', 'bound');
    const trial = await begin();
    valueOf(await trial.switch());
    await untilWayOut(lab, 'wired1');
    await lab.killManager();
    await nm.until('it is told as gone', () => nm.changes.some(({ change }) => change.change === 'managerGone'));
    expect(wayOut(lab)[0]).toBe('wired1');
    await lab.startManager();
    await nm.until('it is back with both links', () => nm.changes.some(({ change }) => change.change === 'managerBack') && nm.isActive(from) && nm.isActive(to));
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(wayOut(lab)[0]).toBe('wired0');
    expect(steeringLeft(lab)).toEqual([]);
    expect(losses(await flows.finish())).toEqual(nothingLost('begun before'));
  });

  test('on one device there is a break: the new link takes the old one’s place, and rolling back brings the old one up again', async () => {
    lab.nmcli('connection', 'add', 'type', 'ethernet', 'con-name', 'Other', 'ifname', 'wired0', 'autoconnect', 'no');
    await nm.until('it is told', () => [...nm.accessPoints.values()].some(({ name }) => name === 'Other'));
    const other = [...nm.accessPoints.values()].find(({ name }) => name === 'Other')?.id ?? '';
    const trial = valueOf(await nm.driver.beginTrial(from, other, { signal: patient() }));
    expect([trial.overlap, nm.accessPoint(from).link, nm.isActive(other)]).toEqual([false, null, true]);
    valueOf(await trial.switch());
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect([nm.isActive(from), nm.accessPoint(other).link]).toEqual([true, null]);
  });
});
