import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkManagerAnswers } from '../../../app/drivers/networkmanager/index.ts';
import { CarrierMonitor } from './carrier-monitor.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const [first, second] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('the world, on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;

  beforeAll(async () => {
    // A third uplink has no profile: it is only seen.
    lab = await NetworkManagerLab.up({ uplinks: 3, profiles: [0, 1] });
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both stored links are up', () => nm.isActive(first) && nm.isActive(second));
    await nm.untilDualStack('wired0', 'wired1');
  }, 60_000);
  afterAll(async () => {
    await nm?.stop();
    await lab?.down();
  });

  test('a later start gives in its snapshot what was told by changes', async () => {
    const other = await DriverUnderTest.start(lab.busAddress);
    expect(Object.fromEntries(other.accessPoints)).toEqual(Object.fromEntries(nm.accessPoints));
    expect(Object.fromEntries(other.interfaces)).toEqual(Object.fromEntries(nm.interfaces));
    await other.stop();
  });

  test('a stored profile is an access point with its UUID and its name', () => {
    expect(nm.accessPoint(first)).toEqual({
      id: first, name: 'wired0', kind: 'wired', bearer: 'ethernet', purpose: 'unknown', ssid: null, security: null, stored: true, inReach: true, metered: false,
      interfaces: ['wired0'], bss: [], level: null, link: { state: 'active', interface: 'wired0', stage: null, isDefault: true },
    });
  });

  test('an interface has its addresses, gateways, name servers, speed and connectivity', () => {
    const wired = nm.interface('wired0');
    expect(wired).toMatchObject({ id: 'wired0', name: 'wired0', kind: 'wired', managed: true, carrier: true, connectivity: 'full', metered: false });
    expect(wired.addresses.map(({ address, prefix }) => `${address}/${prefix}`)).toEqual(expect.arrayContaining([expect.stringMatching(/^10\.77\.0\.\d+\/24$/), expect.stringMatching(/^fd77::.*\/64$/)]));
    expect(wired.gateways).toEqual(['10.77.0.1', expect.stringMatching(/^fe80::/)]);
    expect(wired.nameServers).toContain('10.77.0.1');
    expect(wired.speed).toBeGreaterThan(0);
  });

  test('a cable with nothing stored for it is an access point that is only seen', () => {
    expect(nm.accessPoint('wired:02:00:00:77:02:02')).toMatchObject({ name: 'wired2', stored: false, inReach: true, interfaces: ['wired2'], link: null });
  });

  test('a seen one can be activated, keeps its id, and leaves no profile behind', async () => {
    const id = 'wired:02:00:00:77:02:02';
    valueOf(await nm.driver.activate(id, { signal: patient() }));
    expect(nm.isActive(id)).toBe(true);
    valueOf(await nm.driver.deactivate(id));
    expect(nm.accessPoint(id).link).toBeNull();
    await nm.until('the passing profile is gone', () => !lab.nmcli('-g', 'NAME', 'connection').split('\n').includes('wired2'));
  });

  test('a profile that is stored while we look is told, and forgotten when it is removed', async () => {
    lab.nmcli('connection', 'add', 'type', 'ethernet', 'con-name', 'Dock', 'ifname', 'wired2', 'autoconnect', 'no');
    const dock = (): string | undefined => [...nm.accessPoints.values()].find(({ name }) => name === 'Dock')?.id;
    await nm.until('the profile is told', () => dock() !== undefined);
    const id = dock() as string;
    expect(nm.accessPoints.has('wired:02:00:00:77:02:02')).toBe(false);
    lab.nmcli('connection', 'modify', id, 'connection.id', 'Desk', 'connection.metered', 'yes');
    await nm.until('its new name is told', () => nm.accessPoint(id).name === 'Desk' && nm.accessPoint(id).metered);
    lab.nmcli('connection', 'delete', id);
    await nm.until('it is gone', () => !nm.accessPoints.has(id) && nm.accessPoints.has('wired:02:00:00:77:02:02'));
  });

  test('a pulled cable is told within 200 ms of the kernel, though NetworkManager keeps the link for six seconds', async () => {
    const monitor = await CarrierMonitor.start(lab, 'wired1');
    const told = nm.until('the cable is out', () => nm.interface('wired1').carrier === false && !nm.accessPoint(second).inReach).then(() => performance.now());
    lab.cable(1, 'out');
    expect(await told - await monitor.lost).toBeLessThan(200);
    expect(nm.isActive(second)).toBe(true);
    monitor.stop();
    lab.cable(1, 'in');
    await nm.until('the cable is in', () => nm.accessPoint(second).inReach && nm.isActive(second));
  });

  test('connectivity lost and back is told', async () => {
    for (const [state, connectivity] of [['portal', 'portal'], ['limited', 'limited'], ['full', 'full']] as const) {
      lab.web(1, state);
      valueOf(await nm.driver.checkConnectivity('wired1'));
      await nm.until(`it is ${connectivity}`, () => nm.interface('wired1').connectivity === connectivity);
    }
    lab.internet(1, 'off');
    valueOf(await nm.driver.checkConnectivity('wired1'));
    await nm.until('it does not reach the internet', () => nm.interface('wired1').connectivity === 'limited');
    lab.internet(1, 'on');
    valueOf(await nm.driver.checkConnectivity('wired1'));
    await nm.until('it reaches the internet', () => nm.interface('wired1').connectivity === 'full');
  });

  test('a metered link is told as one', async () => {
    await lab.metered(1, true);
    valueOf(await nm.driver.deactivate(second));
    valueOf(await nm.driver.activate(second, { signal: patient() }));
    await nm.until('it is metered', () => nm.interface('wired1').metered);
    await lab.metered(1, false);
  });

  test('a device that is unplugged goes, and comes back under the same id', async () => {
    lab.unplug(1);
    await nm.until('it is gone', () => !nm.interfaces.has('wired1') && nm.accessPoint(second).link === null && !nm.accessPoint(second).inReach);
    lab.plug(1);
    await nm.until('it is back', () => nm.interfaces.has('wired1') && nm.isActive(second));
  });

  test('an unmanaged device is told as such', async () => {
    lab.nmcli('device', 'set', 'wired2', 'managed', 'no');
    await nm.until('it is unmanaged', () => !nm.interface('wired2').managed);
    expect(nm.accessPoints.has('wired:02:00:00:77:02:02')).toBe(false);
    lab.nmcli('device', 'set', 'wired2', 'managed', 'yes');
    await nm.until('it is managed', () => nm.interface('wired2').managed);
  });

  test('permissions and radios are told: everything is allowed without polkit, and there is no radio to switch', async () => {
    expect(nm.system).toEqual({
      permissions: { connect: 'yes', scan: 'yes', changeStored: 'yes', switchWifi: 'yes', switchMobile: 'yes', hotspot: 'notSupported' },
      radios: { wifi: { present: false, on: true, hardwareOn: true }, mobile: { present: false, on: true, hardwareOn: true } }, hotspot: null,
    });
    expect(await nm.driver.radios?.set('wifi', false)).toEqual({ ok: true, value: undefined });
    expect(nm.system?.radios.wifi.on).toBe(false);
    expect(await nm.driver.radios?.set('wifi', true)).toEqual({ ok: true, value: undefined });
    expect(await nm.driver.hotspot?.start({ interface: 'wired0', name: 'Mine', password: 'correct horse', band: 'automatic' })).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
  });

  test('a scan without Wi-Fi ends well at once', async () => {
    expect(await nm.driver.scan()).toEqual({ ok: true, value: undefined });
  });

  test('NetworkManager is found here, and not where there is no bus', async () => {
    expect(await networkManagerAnswers(lab.busAddress)).toBe(true);
    expect(await networkManagerAnswers(`${lab.busAddress}-none`)).toBe(false);
  });
});
