import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DriverChange } from '../../../app/core/ports/driver.ts';
import { Bus, toPlain } from '../../../app/drivers/networkmanager/bus.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { Internet, labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const [first, second] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('commands, on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;

  beforeAll(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both are in reach', () => nm.accessPoint(first).inReach && nm.accessPoint(second).inReach);
  });
  afterAll(async () => {
    await nm?.stop();
    await lab?.down();
  });
  beforeEach(async () => {
    for (const id of [first, second]) valueOf(await nm.driver.deactivate(id));
    nm.changes.length = 0;
  });

  test('activate ends after the link was told as active, through its stages', async () => {
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    expect(nm.isActive(first)).toBe(true);
    const links = nm.changes.flatMap(({ change }) => (change.change === 'accessPoint' && change.accessPoint.id === first ? [change.accessPoint.link?.state] : []));
    expect(links).toContain('activating');
  });

  test('activating what is up already changes nothing', async () => {
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    nm.changes.length = 0;
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    expect(nm.changes.filter(({ change }) => change.change === 'accessPoint' && change.accessPoint.link?.state !== 'active')).toEqual([]);
  });

  test('deactivate ends after the link was told as gone', async () => {
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    valueOf(await nm.driver.deactivate(first));
    expect(nm.accessPoint(first).link).toBeNull();
  });

  test('one that NetworkManager’s own tools bring up and take down is told', async () => {
    lab.nmcli('connection', 'up', second);
    await nm.until('it is up', () => nm.isActive(second));
    lab.nmcli('connection', 'down', second);
    await nm.until('it is down', () => nm.accessPoint(second).link === null);
  });

  test('without a cable it fails at once and says so', async () => {
    lab.cable(1, 'out');
    await nm.until('the cable is out', () => !nm.accessPoint(second).inReach);
    expect(await nm.driver.activate(second, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'notFound', detail: expect.stringContaining('cable') as string } });
    lab.cable(1, 'in');
    await nm.until('the cable is in', () => nm.accessPoint(second).inReach);
  });

  test('what is not there is not found', async () => {
    expect(await nm.driver.activate('nothing', { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'notFound' } });
    expect(await nm.driver.deactivate('nothing')).toMatchObject({ ok: false, failure: { code: 'notFound' } });
    expect(await nm.driver.checkConnectivity('nothing')).toMatchObject({ ok: false, failure: { code: 'notFound' } });
  });

  describe('with a DHCP server that is silent', () => {
    beforeAll(async () => {
      await lab.dhcp(1, 'off');
      lab.nmcli('connection', 'modify', second, 'ipv4.dhcp-timeout', '2', 'ipv4.may-fail', 'no');
    });
    afterAll(async () => {
      await lab.dhcp(1, 'on');
    });

    test('activate fails with the device’s reason and the stage reached', async () => {
      expect(await nm.driver.activate(second, { signal: patient() })).toEqual({
        ok: false, failure: { code: 'noAddress', detail: expect.stringContaining('no DHCP server answered') as string, stage: 'getting an address' },
      });
      expect(nm.accessPoint(second).link).toBeNull();
      expect(nm.changes.filter(({ change }) => change.change === 'activationFailed')).toEqual([]);
    });

    test('a failure that no command of ours waits for is told', async () => {
      expect(() => lab.nmcli('connection', 'up', second)).toThrow('nmcli');
      const failures = (): DriverChange[] => nm.changes.map(({ change }) => change).filter(({ change }) => change === 'activationFailed');
      await nm.until('the failure is told', () => failures().length > 0);
      expect(failures()).toMatchObject([{ accessPoint: second, failure: { code: 'noAddress', stage: 'getting an address' } }]);
    });

    test('called off, it takes down what it started', async () => {
      const giveUp = new AbortController();
      const activation = nm.driver.activate(second, { signal: giveUp.signal });
      await nm.until('it waits for an address', () => nm.accessPoint(second).link?.stage === 'getting an address');
      giveUp.abort();
      expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
      expect(nm.accessPoint(second).link).toBeNull();
    });

    test('called off before it begins, it starts nothing', async () => {
      expect(await nm.driver.activate(second, { signal: AbortSignal.abort() })).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
      expect(nm.accessPoint(second).link).toBeNull();
    });
  });

  test('counters are the kernel’s while watched, and NetworkManager’s rate is put back', async () => {
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    const bus = await Bus.connect(lab.busAddress);
    const rate = async (): Promise<number> => {
      const nmService = { destination: 'org.freedesktop.NetworkManager', interface: 'org.freedesktop.DBus.Properties' };
      const [device] = await bus.call({ destination: nmService.destination, path: '/org/freedesktop/NetworkManager', interface: nmService.destination, member: 'GetDeviceByIpIface', signature: 's', body: ['wired0'] });
      const [value] = await bus.call({ ...nmService, path: device as string, member: 'Get', signature: 'ss', body: ['org.freedesktop.NetworkManager.Device.Statistics', 'RefreshRateMs'] });
      return toPlain<number>(value);
    };
    const before = await rate();
    nm.driver.watchCounters(100);
    lab.run('ping', '-q', '-c', '20', '-i', '0.01', '-s', '1400', Internet.echo4);
    await nm.until('the counters are the kernel’s', () => {
      const last = nm.changes.map(({ change }) => change).findLast(change => change.change === 'counters' && change.interface === 'wired0');
      const kernel = lab.counters('wired0');
      return last?.change === 'counters' && last.received === kernel.received && last.sent === kernel.sent && last.sent > 28_000;
    });
    expect(await rate()).toBe(100);
    nm.driver.watchCounters(null);
    await expect.poll(rate).toBe(before);
    await bus.close();
  });

  test('packets are the kernel’s, told when NetworkManager says that there is news', async () => {
    valueOf(await nm.driver.activate(first, { signal: patient() }));
    const own = await DriverUnderTest.start(lab.busAddress, lab.counterFile);
    own.driver.watchCounters(100);
    const packets = (): number => {
      const last = own.changes.map(({ change }) => change).findLast(change => change.change === 'counters' && change.interface === 'wired0');
      return last?.change === 'counters' ? last.sentPackets : 0;
    };
    await own.until('the first are told', () => packets() > 0);
    const before = packets();
    lab.run('ping', '-q', '-c', '30', '-i', '0.01', Internet.echo4);
    await own.until('thirty more are told', () => packets() >= before + 30);
    expect(packets()).toBeLessThan(before + 200);
    await own.stop();
  });
});
