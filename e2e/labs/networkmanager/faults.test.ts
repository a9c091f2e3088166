import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Bus } from '../../../app/drivers/networkmanager/bus.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const [first, second] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('what goes wrong on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    nm = await DriverUnderTest.start(lab.busAddress, lab.counterFile);
    await nm.until('both are in reach', () => nm.accessPoint(first).inReach && nm.accessPoint(second).inReach);
  });
  afterEach(async () => {
    await nm?.stop();
    await lab?.down();
  });

  const up = async (id: string): Promise<void> => { valueOf(await nm.driver.activate(id, { signal: patient() })); };
  const failures = (): unknown[] => nm.changes.flatMap(({ change }) => (change.change === 'activationFailed' ? [change.failure] : []));

  test('a cable that flaps is told each time, and the link outlives it', async () => {
    await up(first);
    for (let flap = 0; flap < 5; flap += 1) {
      lab.cable(0, 'out');
      await nm.until('the cable is out', () => !nm.accessPoint(first).inReach && nm.interface('wired0').carrier === false);
      expect(nm.isActive(first)).toBe(true);
      lab.cable(0, 'in');
      await nm.until('the cable is in', () => nm.accessPoint(first).inReach && nm.interface('wired0').carrier === true);
    }
    expect(nm.isActive(first)).toBe(true);
    expect(failures()).toEqual([]);
  });

  test('a DHCP server that is silent: no address, said with the stage; nothing is left half up', async () => {
    await lab.dhcp(0, 'off');
    lab.nmcli('connection', 'modify', first, 'ipv4.dhcp-timeout', '2', 'ipv4.may-fail', 'no');
    expect(await nm.driver.activate(first, { signal: patient() })).toMatchObject({
      ok: false, failure: { code: 'noAddress', stage: 'getting an address', detail: expect.stringContaining('DHCP') as string },
    });
    expect(nm.accessPoint(first).link).toBeNull();
    await lab.dhcp(0, 'on');
    lab.nmcli('connection', 'modify', first, 'ipv4.dhcp-timeout', '30');
    await up(first);
  });

  test('a portal is told with the address that opens it, and no longer when one is through', async () => {
    await up(first);
    await nm.until('it reaches the internet', () => nm.interface('wired0').connectivity === 'full');
    expect(nm.interface('wired0').portal).toBeNull();
    lab.web(0, 'portal');
    valueOf(await nm.driver.checkConnectivity('wired0'));
    await nm.until('the portal is told', () => nm.interface('wired0').portal !== null);
    expect(nm.interface('wired0')).toMatchObject({ connectivity: 'portal', portal: expect.stringMatching(/^http:\/\//) as string });
    lab.web(0, 'full');
    valueOf(await nm.driver.checkConnectivity('wired0'));
    await nm.until('it is told as gone', () => nm.interface('wired0').portal === null);
  });

  test('details of a link are told: card, MTU, metric, what the DHCP server gave', async () => {
    await up(first);
    await nm.until('they are told', () => nm.interface('wired0').dhcp?.['domain_name_servers'] === '10.77.0.1' && (nm.interface('wired0').routeMetric ?? 20_000) < 20_000);
    expect(nm.interface('wired0')).toMatchObject({ hardwareAddress: '02:00:00:77:00:02', mtu: 1500, routeMetric: 100 });
    expect(Object.keys(nm.interface('wired0').dhcp ?? {}).filter(name => name.startsWith('requested_'))).toEqual([]);
  });

  test('NetworkManager is sent to sleep and wakes up: told each way; a switched-off network is no sleep', async () => {
    const told = (): boolean[] => nm.changes.flatMap(({ change }) => (change.change === 'sleep' ? [change.sleeping] : []));
    const bus = await Bus.connect(lab.busAddress);
    const sleep = (asleep: boolean): Promise<unknown> => bus.call({
      destination: 'org.freedesktop.NetworkManager', path: '/org/freedesktop/NetworkManager', interface: 'org.freedesktop.NetworkManager', member: 'Sleep', signature: 'b', body: [asleep],
    });
    await up(first);
    await sleep(true);
    await nm.until('sleep is told', () => told().at(-1) === true);
    await sleep(false);
    await nm.until('waking up is told', () => told().at(-1) === false);
    lab.nmcli('networking', 'off');
    await nm.until('the device is no longer in reach', () => !nm.accessPoint(second).inReach);
    lab.nmcli('networking', 'on');
    await nm.until('it is again', () => nm.accessPoint(second).inReach);
    expect(told()).toEqual([true, false]);
    await bus.close();
  });
});
