import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Name, SERVICE } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const [cable, other, home] = [profileUuid(1), profileUuid(2), profileUuid(3)];
const notAllowed = { ok: false, failure: { code: 'notAllowed', detail: expect.stringContaining('Not authorized') as string } };

const reason = busUnavailable();

describe.skipIf(reason !== null)(`what a user may not do, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let eth0: string;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      eth0 = stub.devices.wired('eth0', network(0));
      stub.devices.wired('eth1', network(1));
      stub.devices.wifi('wlan0', network(2));
      stub.profiles.add(wiredProfile(1, 'Cable', 'eth0'));
      stub.profiles.add(wiredProfile(2, 'Other', 'eth1'));
      stub.profiles.add(wifiProfile(3, 'Home', Buffer.from('Home'), 'wpa-psk'));
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  test('links: activate, deactivate and a trial fail as not allowed, in the platform’s words, and nothing changes', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    on.stub.grant('network-control', 'no');
    expect(await on.driver.activate(other, { signal: patient() })).toMatchObject(notAllowed);
    expect(await on.driver.deactivate(cable)).toMatchObject(notAllowed);
    expect(await on.driver.beginTrial(cable, other, { signal: patient() })).toMatchObject(notAllowed);
    expect([on.witness.isActive(cable), on.witness.link(other)]).toEqual([true, null]);
  });

  test('scans', async () => {
    on.stub.grant('wifi.scan', 'no');
    expect(await on.driver.scan()).toMatchObject(notAllowed);
  });

  test('statistics: counters stay silent, and nothing else suffers', async () => {
    on.stub.grant('enable-disable-statistics', 'no');
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    on.stub.forgetMessages();
    on.driver.watchCounters(100);
    await expect.poll(() => on.stub.messages.byMethod['Set']).toBe(3);
    expect(on.stub.objects.get(eth0, Name.statistics, 'RefreshRateMs')).toBe(0);
    valueOf(await on.driver.deactivate(cable));
  });

  test('a trial whose rules may not be made leaves the links as they are', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    on.stub.grant('settings.modify.system', 'no');
    const trial = valueOf(await on.driver.beginTrial(cable, other, { signal: patient() }));
    expect(await trial.switch()).toMatchObject({ ok: false, failure: { code: 'notAllowed' } });
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect([on.witness.isActive(cable), on.witness.link(other)]).toEqual([true, null]);
  });

  test('no secret of a stored connection is told', () => {
    expect(on.witness.accessPoints.get(home)).toMatchObject({ stored: true, security: 'wpa2' });
    expect(JSON.stringify([...on.witness.accessPoints.values(), ...on.witness.changes])).not.toContain('not to be told');
  });

  test(`the errors are ${SERVICE}’s, whatever asks`, async () => {
    on.stub.grant('network-control', 'auth');
    expect(await on.driver.activate(cable, { signal: patient() })).toMatchObject(notAllowed);
  });
});
