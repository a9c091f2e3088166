import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SystemView } from '../../../contract/management.ts';
import { Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import type { Grant, Permission } from './stub/network-manager-stub.ts';
import { profileUuid, wifiProfile, wiredProfile } from './stub/profiles.ts';

const [cable, other, home] = [profileUuid(1), profileUuid(2), profileUuid(3)];
const notAllowed = (permission: Permission): object =>
  ({ ok: false, failure: { code: 'notAllowed', detail: expect.stringContaining(`org.freedesktop.NetworkManager.${permission}`) as string } });

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

  const told = (): SystemView['permissions'] | undefined => on.witness.system?.permissions;
  const grant = async (permission: Permission, how: Grant, action: keyof SystemView['permissions'], is: string): Promise<void> => {
    on.stub.grant(permission, how);
    await on.until(`${action} is told as ${is}`, () => told()?.[action] === is);
    on.stub.forgetMessages();
  };

  test('permissions are told with the world, and again when they change', async () => {
    expect(told()).toEqual({ connect: 'yes', scan: 'yes', changeStored: 'yes', switchWifi: 'yes', switchMobile: 'yes', hotspot: 'yes' });
    await grant('enable-disable-wifi', 'no', 'switchWifi', 'no');
    await grant('wifi.scan', 'auth', 'scan', 'asks');
    await grant('wifi.share.protected', 'auth', 'hotspot', 'asks');
    await grant('network-control', 'no', 'connect', 'no');
    expect(told()).toEqual({ connect: 'no', scan: 'asks', changeStored: 'yes', switchWifi: 'no', switchMobile: 'yes', hotspot: 'no' });
  });

  test('who may not change what is stored for everybody may still change own connections', async () => {
    on.stub.grant('settings.modify.own', 'auth');
    await grant('settings.modify.system', 'no', 'changeStored', 'asks');
    expect(told()?.connect).toBe('yes');
    await grant('settings.modify.own', 'no', 'changeStored', 'no');
  });

  test('links: activate, deactivate and a trial are refused untried, with the reason, and nothing changes', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    await grant('network-control', 'no', 'connect', 'no');
    expect(await on.driver.activate(other, { signal: patient() })).toMatchObject(notAllowed('network-control'));
    expect(await on.driver.deactivate(cable)).toMatchObject(notAllowed('network-control'));
    expect(await on.driver.beginTrial(cable, other, { signal: patient() })).toMatchObject(notAllowed('network-control'));
    expect([on.witness.isActive(cable), on.witness.link(other)]).toEqual([true, null]);
    const { byMethod } = on.stub.messages;
    expect([byMethod['ActivateConnection'], byMethod['DeactivateConnection'], byMethod['AddAndActivateConnection2']]).toEqual([undefined, undefined, undefined]);
  });

  test('scans', async () => {
    await grant('wifi.scan', 'no', 'scan', 'no');
    expect(await on.driver.scan()).toMatchObject(notAllowed('wifi.scan'));
    expect(on.stub.messages.calls).toBe(0);
  });

  test('statistics: counters stay silent, and nothing else suffers', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    on.stub.grant('enable-disable-statistics', 'no');
    await expect.poll(() => on.stub.messages.byMethod['GetPermissions']).toBe(2);
    on.driver.watchCounters(100);
    valueOf(await on.driver.deactivate(cable));
    expect(on.stub.messages.byMethod['Set']).toBeUndefined();
    expect(on.stub.objects.get(eth0, Name.statistics, 'RefreshRateMs')).toBe(0);
  });

  test('a trial whose rules may not be made is refused untried', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    on.stub.grant('settings.modify.own', 'no');
    await grant('settings.modify.system', 'no', 'changeStored', 'no');
    expect(await on.driver.beginTrial(cable, other, { signal: patient() })).toMatchObject(notAllowed('settings.modify.system'));
    expect([on.witness.isActive(cable), on.witness.link(other)]).toEqual([true, null]);
    expect(on.stub.messages.byMethod['ActivateConnection']).toBeUndefined();
  });

  test('no secret of a stored connection is told', () => {
    expect(on.witness.accessPoints.get(home)).toMatchObject({ stored: true, security: 'wpa2' });
    expect(JSON.stringify([...on.witness.accessPoints.values(), ...on.witness.changes])).not.toContain('not to be told');
  });

  test('where the system asks for a password first it is tried; a refusal then is told in its words', async () => {
    await grant('network-control', 'auth', 'connect', 'asks');
    expect(await on.driver.activate(cable, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'notAllowed', detail: expect.stringContaining('Not authorized to control networking') as string } });
    expect(on.stub.messages.byMethod['ActivateConnection']).toBe(1);
  });

  test('a NetworkManager that does not tell permissions in time is started with, and everything is tried', async () => {
    await on.stop();
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      stub.profiles.add(wiredProfile(1, 'Cable', 'eth0'));
      stub.silent.add('GetPermissions');
    });
    expect(told()).toMatchObject({ connect: 'yes', changeStored: 'yes', hotspot: 'notSupported' });
    valueOf(await on.driver.activate(cable, { signal: patient() }));
  });
});
