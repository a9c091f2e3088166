import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { knownReasons } from '../device-reasons.ts';
import { DeviceState } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { failingAt, waitingAt } from './stub/links.ts';
import { mobileProfile, profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const [cable, home, mobile] = [profileUuid(1), profileUuid(2), profileUuid(3)];
/** NMDeviceStateReason */
const Reason = { noSecrets: 7, supplicantDisconnect: 8, simNotInserted: 45, simPinRequired: 46, ssidNotFound: 53, simPinIncorrect: 59 } as const;

const reason = busUnavailable();

describe.skipIf(reason !== null)(`activations that fail, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      const wlan0 = stub.devices.wifi('wlan0', network(1));
      stub.devices.modem('cdc-wdm0', network(2, { ip6: null }));
      stub.profiles.add(wiredProfile(1, 'Cable'));
      stub.profiles.add(wifiProfile(2, 'Home', Buffer.from('Home'), 'wpa-psk'));
      stub.profiles.add(mobileProfile(3, 'Mobile', 'internet'));
      stub.air.appear(wlan0, [{ ssid: Buffer.from('Home'), bssid: '02:AA:00:00:00:01', beacon: 'wpa2', strength: 67 }]);
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  const fails = async (id: string): Promise<unknown> => {
    const outcome = await on.driver.activate(id, { signal: patient() });
    expect(on.witness.link(id)).toBeNull();
    return outcome.ok ? 'ok' : outcome.failure;
  };

  test('every reason of a device is told in words of its own, with the stage reached', async () => {
    const words = new Set<string>();
    for (const number of knownReasons()) {
      on.stub.links.endings.set(cable, failingAt(DeviceState.config, number));
      const failure = await fails(cable);
      expect(failure, `reason ${number}`).toMatchObject({ code: expect.not.stringMatching(/^ok$/) as string, detail: expect.stringMatching(/\S/) as string, stage: 'connecting' });
      words.add((failure as { detail: string }).detail);
    }
    expect(words.size).toBeGreaterThan(knownReasons().length - 6);
  });

  test('a reason that is new to us is told by its number', async () => {
    on.stub.links.endings.set(cable, failingAt(DeviceState.config, 4711));
    expect(await fails(cable)).toMatchObject({ code: 'failed', detail: expect.stringContaining('4711') as string });
  });

  test('a wrong WPA2 password, which NetworkManager calls a missing one, is told as wrong', async () => {
    on.stub.links.endings.set(home, [[DeviceState.prepare, 0], [DeviceState.config, 0], [DeviceState.needAuth, Reason.supplicantDisconnect], [DeviceState.failed, Reason.noSecrets]]);
    expect(await fails(home)).toMatchObject({ code: 'wrongSecret', stage: 'waiting for a password' });
  });

  test('a password that nobody gave is told as needed', async () => {
    on.stub.links.endings.set(home, [[DeviceState.prepare, 0], [DeviceState.config, 0], [DeviceState.needAuth, 0], [DeviceState.failed, Reason.noSecrets]]);
    expect(await fails(home)).toMatchObject({ code: 'secretNeeded' });
  });

  test('a network that does not let one in is told with both of its likely causes', async () => {
    on.stub.links.endings.set(home, failingAt(DeviceState.config, Reason.ssidNotFound));
    expect(await fails(home)).toMatchObject({ code: 'notFound', detail: expect.stringMatching(/not found.*wrong password/) as string });
  });

  test('the stages are told on the way', async () => {
    on.stub.links.endings.set(home, waitingAt(DeviceState.config));
    const giveUp = new AbortController();
    const activation = on.driver.activate(home, { signal: giveUp.signal });
    await on.until('it connects', () => on.witness.link(home)?.stage === 'connecting');
    giveUp.abort();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(on.witness.link(home)).toBeNull();
  });

  test('one that goes nowhere ends after its limit, and is taken down', async () => {
    on.stub.links.endings.set(cable, waitingAt(DeviceState.ipConfig));
    const activation = on.driver.activate(cable, { signal: patient() });
    await on.until('it waits for an address', () => on.witness.link(cable)?.stage === 'getting an address');
    await on.clock.advance(250_000);
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'timedOut' } });
    expect(on.witness.link(cable)).toBeNull();
  });

  test('a link that fails by itself later is told, with the reason', async () => {
    expect(await on.driver.activate(home, { signal: patient() })).toMatchObject({ ok: true });
    on.stub.links.fail(home, Reason.ssidNotFound);
    await on.until('it is gone', () => on.witness.link(home) === null);
    expect(on.witness.changes.filter(({ change }) => change === 'activationFailed')).toMatchObject([{ accessPoint: home, failure: { code: 'notFound' } }]);
  });

  test('a password that is changed while the link is up is told as wrong, not as missing', async () => {
    expect(await on.driver.activate(home, { signal: patient() })).toMatchObject({ ok: true });
    on.stub.links.goOn(home, [[DeviceState.needAuth, Reason.supplicantDisconnect], [DeviceState.failed, Reason.noSecrets]]);
    await on.until('it is gone', () => on.witness.link(home) === null);
    expect(on.witness.changes.filter(({ change }) => change === 'activationFailed')).toMatchObject([{ accessPoint: home, failure: { code: 'wrongSecret' } }]);
  });

  describe('mobile broadband', () => {
    test('comes up with its addresses', async () => {
      expect(on.witness.accessPoints.get(mobile)).toMatchObject({ kind: 'mobile', stored: true, inReach: true, interfaces: ['cdc-wdm0'], ssid: null, security: null });
      expect(await on.driver.activate(mobile, { signal: patient() })).toMatchObject({ ok: true });
      expect(on.witness.interfaces.get('cdc-wdm0')).toMatchObject({ kind: 'mobile', addresses: [{ address: '192.0.2.37', prefix: 28 }], gateways: ['192.0.2.33'], connectivity: 'full' });
    });

    test.each([
      [Reason.simNotInserted, 'notFound'], [Reason.simPinRequired, 'secretNeeded'], [Reason.simPinIncorrect, 'wrongSecret'], [31, 'notAllowed'], [32, 'timedOut'], [52, 'failed'],
    ])('reason %i is told as %s', async (number, code) => {
      on.stub.links.endings.set(mobile, failingAt(DeviceState.prepare, number));
      expect(await fails(mobile)).toMatchObject({ code });
    });
  });
});
