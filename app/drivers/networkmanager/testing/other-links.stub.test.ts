import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Variant } from '../bus.ts';
import { DeviceState, DeviceType, Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { StubModemManager } from './stub/modem-manager.ts';
import { bluetoothProfile, mobileProfile, profileUuid, vpnProfile, wiredProfile } from './stub/profiles.ts';
import { VpnEnd } from './stub/vpns.ts';

const [cable, mobile, phone, work, guard] = [profileUuid(1), profileUuid(2), profileUuid(3), profileUuid(4), profileUuid(5)];
/** MMModemAccessTechnology */
const Technology = { edge: 1 << 4, umts: 1 << 5, hspa: 1 << 8, evdo: 1 << 12, lte: 1 << 14, nr5g: 1 << 15 } as const;

const reason = busUnavailable();

describe.skipIf(reason !== null)(`links that are neither wire nor Wi-Fi, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let modems: StubModemManager;
  let eth0: string;

  beforeEach(async () => {
    modems = new StubModemManager();
    modems.set(0, Technology.lte);
    on = await StubTest.start(stub => {
      eth0 = stub.devices.wired('eth0', network(0));
      stub.objects.set(stub.devices.modem('cdc-wdm0', network(2, { ip6: null })), Name.device, { Udi: StubModemManager.path(0) });
      stub.devices.bluetooth('02:00:00:00:00:01', network(3, { ip6: null }));
      stub.profiles.add(wiredProfile(1, 'Cable'));
      stub.profiles.add(mobileProfile(2, 'Mobile', 'internet'));
      stub.profiles.add(bluetoothProfile(3, 'Phone'));
      stub.profiles.add(vpnProfile(4, 'Work', 'org.freedesktop.NetworkManager.openvpn'));
      stub.profiles.add(vpnProfile(5, 'Guard', null));
    }, { alongside: bus => modems.join(bus.address) });
  });
  afterEach(async () => {
    await on.stop();
    await modems.leave();
    expect(on.witness.faults).toEqual([]);
  });

  const told = (id: string) => on.witness.accessPoints.get(id);

  describe('mobile broadband', () => {
    const isBearer = (bearer: string): Promise<void> => on.until(`it goes over ${bearer}`, () => told(mobile)?.bearer === bearer);

    test('is told with what the modem goes over, and told again when that changes', async () => {
      await isBearer('lte');
      for (const [technologies, bearer] of [[Technology.edge, '2g'], [Technology.umts, 'wcdma'], [Technology.umts | Technology.hspa, 'hspa'], [Technology.evdo, 'evdo'], [Technology.nr5g | Technology.lte, '4g'], [0, 'unknown']] as const) {
        modems.set(0, technologies);
        await isBearer(bearer);
      }
      expect(on.witness.link(mobile)).toBeNull();
    });

    test('without ModemManager what it goes over is not known, until ModemManager comes', async () => {
      await isBearer('lte');
      await modems.leave();
      await isBearer('unknown');
      modems.set(0, Technology.umts);
      await modems.join(on.bus.address);
      await isBearer('wcdma');
      modems.remove(0);
      await isBearer('unknown');
      expect(told(mobile)).toMatchObject({ kind: 'mobile', stored: true });
    });
  });

  test('Bluetooth comes up, and goes down', async () => {
    expect(told(phone)).toMatchObject({ kind: 'bluetooth', bearer: 'bluetooth', stored: true, inReach: true, interfaces: ['02:00:00:00:00:01'] });
    valueOf(await on.driver.activate(phone, { signal: patient() }));
    expect(on.witness.isActive(phone)).toBe(true);
    valueOf(await on.driver.deactivate(phone));
    expect(on.witness.link(phone)).toBeNull();
  });

  describe('a VPN', () => {
    test('is listed, and cannot come up without anything to go over', async () => {
      expect(told(work)).toMatchObject({ name: 'Work', kind: 'vpn', bearer: 'unknown', stored: true, inReach: false, link: null });
      expect(await on.driver.activate(work, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining('Connect one first') as string } });
    });

    describe('over a cable', () => {
      beforeEach(async () => {
        valueOf(await on.driver.activate(cable, { signal: patient() }));
        await on.until('it is in reach', () => told(work)?.inReach === true);
      });

      test('comes up on its own device, and goes down', async () => {
        valueOf(await on.driver.activate(work, { signal: patient() }));
        expect(on.witness.link(work)).toMatchObject({ state: 'active', interface: 'tun0', isDefault: false });
        expect(on.witness.interfaces.get('tun0')).toMatchObject({ kind: 'vpn', addresses: [{ address: '198.51.100.7', prefix: 24 }] });
        expect(on.witness.link(cable)).toMatchObject({ state: 'active', interface: 'eth0', isDefault: true });
        valueOf(await on.driver.deactivate(work));
        expect([on.witness.link(work), on.witness.isActive(cable)]).toEqual([null, true]);
      });

      test('that everything goes through: the link beneath it counts as the way out', async () => {
        valueOf(await on.driver.activate(work, { signal: patient() }));
        const [vpn = ''] = on.stub.vpns.paths();
        on.stub.vpns.takeDefault(vpn, true);
        on.stub.objects.set(on.stub.objects.text(eth0, Name.device, 'ActiveConnection'), Name.activeConnection, { Default: false });
        on.stub.radios.set('WirelessEnabled', false);
        await on.until('it is told', () => on.witness.system?.radios.wifi.on === false);
        expect([on.witness.link(cable)?.isDefault, on.witness.link(work)?.isDefault]).toEqual([true, false]);
      });

      test.each([[VpnEnd.timedOut, 'timedOut'], [VpnEnd.noSecrets, 'secretNeeded'], [VpnEnd.loginFailed, 'wrongSecret'], [VpnEnd.deviceLost, 'failed'], [99, 'failed']])('that does not come up: reason %i is told as %s', async (why, code) => {
        on.stub.vpns.endings.set(work, why);
        expect(await on.driver.activate(work, { signal: patient() })).toMatchObject({ ok: false, failure: { code, detail: expect.stringMatching(/\S/) as string } });
        expect(on.witness.link(work)).toBeNull();
      });

      test('ends with the link beneath it, and that is told with the reason', async () => {
        valueOf(await on.driver.activate(work, { signal: patient() }));
        on.stub.vpns.lost();
        await on.until('it is gone', () => on.witness.link(work) === null);
        expect(on.witness.changes.filter(({ change }) => change === 'activationFailed')).toMatchObject([{ accessPoint: work, failure: { detail: expect.stringContaining('beneath') as string } }]);
      });

      test('that is called off is taken down again', async () => {
        on.stub.vpns.endings.set(work, 'waits');
        const giveUp = new AbortController();
        const activation = on.driver.activate(work, { signal: giveUp.signal });
        await on.until('it is on its way', () => on.witness.link(work)?.state === 'activating');
        giveUp.abort();
        expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
        await on.until('it is gone', () => on.witness.link(work) === null);
      });

      test('is nothing to move to, nor away from', async () => {
        valueOf(await on.driver.activate(work, { signal: patient() }));
        expect(await on.driver.beginTrial(cable, work, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
        expect(await on.driver.beginTrial(work, mobile, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
        expect([on.witness.isActive(cable), on.witness.isActive(work)]).toEqual([true, true]);
      });

      test('of WireGuard comes up on the device that is made for it', async () => {
        valueOf(await on.driver.activate(guard, { signal: patient() }));
        expect(on.witness.link(guard)).toMatchObject({ state: 'active', interface: 'wg0' });
        expect(on.witness.interfaces.get('wg0')?.kind).toBe('vpn');
        valueOf(await on.driver.deactivate(guard));
        expect(on.witness.link(guard)).toBeNull();
      });
    });
  });

  test('bridges and wires of containers are shown and left alone: no access point is made of them', async () => {
    on.stub.devices.foreign('docker0', DeviceType.bridge, DeviceState.activated);
    on.stub.devices.foreign('veth1234', DeviceType.veth, DeviceState.unmanaged);
    await on.until('both are told', () => on.witness.interfaces.has('docker0') && on.witness.interfaces.has('veth1234'));
    expect([on.witness.interfaces.get('docker0')?.kind, on.witness.interfaces.get('veth1234')?.managed]).toEqual(['other', false]);
    expect([...on.witness.accessPoints.values()].flatMap(({ interfaces }) => interfaces)).not.toContain('veth1234');
    expect([...on.witness.accessPoints.values()].flatMap(({ interfaces }) => interfaces)).not.toContain('docker0');
    expect(told(work)?.inReach).toBe(false);
  });

  test('a wire that one signs in on (802.1X) is told as such, with the stage it is in', async () => {
    const { path, settings } = on.stub.profiles.all()[0] ?? expect.unreachable('there is a profile');
    on.stub.profiles.change(path, { ...settings, '802-1x': { eap: new Variant('as', ['peap']), identity: new Variant('s', 'who') } });
    await on.until('it is told', () => told(cable)?.security === 'enterprise');
    on.stub.links.endings.set(cable, [[DeviceState.prepare, 0], [DeviceState.config, 0], [DeviceState.needAuth, 0]]);
    const giveUp = new AbortController();
    const activation = on.driver.activate(cable, { signal: giveUp.signal });
    await on.until('it waits for the sign-in', () => on.witness.link(cable)?.stage === 'waiting for a password');
    giveUp.abort();
    await activation;
  });

  describe('details of an interface', () => {
    test('are told: address of the card, MTU, metric, DHCP; what the client only asked for is left out', async () => {
      valueOf(await on.driver.activate(cable, { signal: patient() }));
      const dhcp = on.stub.objects.add(on.stub.objects.nextPath('DHCP4Config'), { [Name.dhcp4]: { Options: { domain_name: new Variant('s', 'example.test'), requested_routers: new Variant('s', '1'), long: new Variant('s', 'x'.repeat(2_000)) } } });
      on.stub.objects.set(eth0, Name.device, { Dhcp4Config: dhcp, Mtu: 1400 });
      await on.until('they are told', () => on.witness.interfaces.get('eth0')?.mtu === 1400);
      const { hardwareAddress, routeMetric, portal, dhcp: options } = on.witness.interfaces.get('eth0')!;
      expect([hardwareAddress, routeMetric, portal]).toEqual(['02:5B:65:74:68:30', 100, null]);
      expect(options).toEqual({ domain_name: 'example.test', long: 'x'.repeat(512) });
    });

    test.each([['none', 1], ['limited', 3]])('a portal is told with the address that opens it, IPv6 being %s', async (_, Ip6Connectivity) => {
      valueOf(await on.driver.activate(cable, { signal: patient() }));
      on.stub.objects.set(eth0, Name.device, { Ip4Connectivity: 2, Ip6Connectivity });
      await on.until('the portal is told', () => on.witness.interfaces.get('eth0')?.connectivity === 'portal');
      expect(on.witness.interfaces.get('eth0')?.portal).toBe('http://check.test/');
    });
  });
});
