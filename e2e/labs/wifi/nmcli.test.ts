import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DriverAccessPoint, DriverChange } from '../../../app/core/ports/driver.ts';
import { WifiDriver } from '../../../app/drivers/wifi/driver.ts';
import { patient, realClock, valueOf } from '../networkmanager/driver-under-test.ts';
import { PASSWORD } from './access-points.ts';
import { GuestPrograms } from './guest-programs.ts';
import { bssidOf, lab as entry, LAB_START_LIMIT, LAB_TEST_LIMIT, seenId, WifiLab } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();
const uuid = '00000000-0000-4000-8000-000000004299';
const stored = `profile:${uuid}`;

describe.skipIf(reason !== null)(`the wifi driver by node-wifi and a real nmcli, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let lab: WifiLab;
  let guest: GuestPrograms;
  let driver: WifiDriver;
  const told = new Map<string, DriverAccessPoint>();
  const hear = (change: DriverChange): void => {
    if (change.change === 'accessPoint') told.set(change.accessPoint.id, change.accessPoint);
    if (change.change === 'accessPointRemoved') told.delete(change.id);
  };

  beforeAll(async () => {
    lab = await WifiLab.up();
    guest = await GuestPrograms.open(lab.machine);
    driver = new WifiDriver({ clock: realClock, helper: guest, addresses: guest.addresses });
    for (const each of valueOf(await driver.start(hear)).accessPoints) told.set(each.id, each);
  }, LAB_START_LIMIT);
  afterAll(async () => {
    await driver?.stop();
    guest?.dispose();
    await lab?.down();
  });
  afterEach(() => lab.forgetAll());

  test('what is in the air is told by name, security and radio', async () => {
    valueOf(await driver.scan());
    for (const name of ['open', 'wpa2', 'wpa3', 'mixed', 'enterprise', 'markup', 'emoji'] as const) {
      const seen = told.get(seenId(name));
      expect([name, seen?.bss.map(({ bssid }) => bssid)]).toEqual([name, expect.arrayContaining([bssidOf(name)])]);
      expect([name, Math.abs((seen?.level ?? 0) - entry(name).level) <= 4]).toEqual([name, true]);
    }
  });

  test('a stored network comes up, has its address, goes down and is forgotten', async () => {
    await lab.nmcli('connection', 'add', 'type', 'wifi', 'con-name', 'by nmcli: a\\b', 'connection.uuid', uuid, 'autoconnect', 'no', 'ssid', 'Lab WPA2', 'wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', PASSWORD);
    valueOf(await driver.scan());
    expect(told.get(stored)).toMatchObject({ name: 'by nmcli: a\\b', ssid: entry('wpa2').ssid, security: 'wpa2', stored: true, inReach: true });

    valueOf(await driver.activate(stored, { signal: patient() }));
    const up = told.get(stored);
    expect(up?.link).toMatchObject({ state: 'active', isDefault: true });
    expect(await lab.run(`nmcli -t -f GENERAL.CON-UUID device show ${up?.link?.interface}`)).toContain(uuid);

    valueOf(await driver.deactivate(stored));
    expect(told.get(stored)?.link).toBeNull();

    valueOf(await driver.store.forget(stored));
    expect(told.has(stored)).toBe(false);
    expect(await lab.nmcli('-t', '-f', 'UUID', 'connection', 'show')).not.toContain(uuid);
  });

  test('a stored network with a wrong password ends in NetworkManager’s words, and stays stored', async () => {
    await lab.nmcli('connection', 'add', 'type', 'wifi', 'con-name', 'wrong', 'connection.uuid', uuid, 'autoconnect', 'no', 'ssid', 'Lab WPA2', 'wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', 'wrong-horse');
    valueOf(await driver.scan());
    const outcome = await driver.activate(stored, { signal: patient() });
    expect(outcome).toMatchObject({ ok: false, failure: { detail: expect.stringMatching(/\S/) as string } });
    expect(told.get(stored)).toMatchObject({ stored: true, link: null });
  });

  test('what needs a password is not joined: nmcli would show it to everybody', async () => {
    const outcome = await driver.store.connect({ target: { target: 'accessPoint', accessPoint: seenId('wpa2') }, credentials: { kind: 'password', password: PASSWORD }, interface: null, hardwareAddress: 'default' }, { signal: patient() });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'notSupported' } });
  });
});
