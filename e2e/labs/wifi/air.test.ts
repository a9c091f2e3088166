import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DriverChange } from '../../../app/core/ports/driver.ts';
import { type DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { PASSWORD, type LabName } from './access-points.ts';
import { DriverInLab } from './driver-in-lab.ts';
import { bssidOf, lab as entry, LAB_START_LIMIT, LAB_TEST_LIMIT, labNames, seenId, type WifiLab } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();
/** An access point that is lost without a word is missed after 15 s, by the supplicant's and NetworkManager's own clocks. */
const LOSS_LIMIT = 55_000;

describe.skipIf(reason !== null)(`what is in the air, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let on: DriverInLab;
  let lab: WifiLab;
  let nm: DriverUnderTest;

  beforeAll(async () => {
    on = await DriverInLab.start();
    ({ lab, nm } = on);
  }, LAB_START_LIMIT);
  afterAll(() => on?.stop());
  afterEach(() => on.forgetAll());

  const join = (name: LabName): Promise<string> => on.join(name);
  const failures = (): DriverChange[] => nm.changes.map(({ change }) => change).filter(({ change }) => change === 'activationFailed');

  test('every network is told, by its bytes, its security and its radios', () => {
    const expected = new Set(labNames.map(name => seenId(name)));
    expect(new Set(nm.accessPoints.keys())).toEqual(expected);
    for (const name of labNames) expect(nm.accessPoint(seenId(name)).bss.map(({ bssid }) => bssid)).toContain(bssidOf(name));
  });

  test('levels are those that are received, in dBm', () => {
    const levels = labNames.map(name => [name, nm.accessPoint(seenId(name)).bss.find(({ bssid }) => bssid === bssidOf(name))?.level ?? 0] as const);
    expect(levels.filter(([name, level]) => Math.abs(level - entry(name).level) > 4)).toEqual([]);
  });

  test('two radios of one name and security are one network', () => {
    expect(new Set(nm.accessPoint(seenId('roamA')).bss.map(({ bssid }) => bssid))).toEqual(new Set([bssidOf('roamA'), bssidOf('roamB')]));
  });

  test('a level that changes is told with the next scan', async () => {
    await lab.accessPoint('emoji').level(-75);
    try {
      valueOf(await nm.driver.scan());
      await nm.until('it is weaker', () => Math.abs((nm.accessPoint(seenId('emoji')).level ?? 0) + 75) <= 4);
    } finally {
      await lab.accessPoint('emoji').level(entry('emoji').level);
    }
  });

  test('an access point that vanishes without a word: its link is told as gone', async () => {
    const id = await join('wpa2');
    await lab.accessPoint('wpa2').vanish();
    try {
      await nm.until('it is gone', () => nm.accessPoint(id).link === null, LOSS_LIMIT);
    } finally {
      await lab.accessPoint('wpa2').return();
    }
  });

  test('an access point that stops and is back: the link is lost, and NetworkManager brings it up again', async () => {
    const id = await join('mixed');
    await lab.accessPoint('mixed').off();
    try {
      await nm.until('it is gone', () => nm.accessPoint(id).link === null, LOSS_LIMIT);
    } finally {
      await lab.accessPoint('mixed').on();
    }
    await nm.until('it is up again', () => nm.isActive(id), LOSS_LIMIT);
  });

  test('a password that is changed while one is connected: the link fails, and why is told', async () => {
    const id = await join('emoji');
    nm.changes.length = 0;
    await lab.accessPoint('emoji').password('another-horse');
    try {
      await nm.until('the failure is told', () => failures().length > 0, LOSS_LIMIT);
      // Which of two clocks runs out first depends on the machine: the supplicant gives up, or NetworkManager does.
      expect(failures()[0]).toMatchObject({ accessPoint: id, failure: { code: expect.stringMatching(/^(wrongSecret|timedOut)$/) as string, detail: expect.stringContaining('password') as string } });
    } finally {
      await lab.accessPoint('emoji').password(PASSWORD);
    }
  });

  test('a stored password that is wrong is asked for when Handover activates, and the right one is kept', async () => {
    const id = await join('wpa2');
    valueOf(await nm.driver.deactivate(id));
    await lab.accessPoint('wpa2').password('another-horse');
    try {
      const activation = nm.driver.activate(id, { signal: patient() });
      const wanted = (): { id: string }[] => nm.changes.flatMap(({ change }) => (change.change === 'secretWanted' ? [change.request] : []));
      await nm.until('it is asked for', () => wanted().length > 0, LOSS_LIMIT);
      expect(wanted()).toMatchObject([{ accessPoint: id, kind: 'password', wrongBefore: true }]);
      valueOf(await nm.driver.secrets!.give(wanted()[0]!.id, 'another-horse'));
      valueOf(await activation);
      expect(valueOf(await nm.driver.store!.share(id))).toContain('P:another-horse;');
    } finally {
      await lab.accessPoint('wpa2').password(PASSWORD);
    }
  });

  test('a stored password that is wrong, and none is given: the activation ends as cancelled', async () => {
    const id = await join('wpa2');
    valueOf(await nm.driver.deactivate(id));
    await lab.accessPoint('wpa2').password('another-horse');
    try {
      const activation = nm.driver.activate(id, { signal: patient() });
      const wanted = (): { id: string }[] => nm.changes.flatMap(({ change }) => (change.change === 'secretWanted' ? [change.request] : []));
      await nm.until('it is asked for', () => wanted().length > 0, LOSS_LIMIT);
      valueOf(await nm.driver.secrets!.refuse(wanted()[0]!.id));
      expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    } finally {
      await lab.accessPoint('wpa2').password(PASSWORD);
    }
  });

  test('a portal is told as that, and the internet once it lets one through', async () => {
    await lab.accessPoint('open').portal(true);
    try {
      const by = nm.accessPoint(await join('open')).link?.interface ?? '';
      // NetworkManager's first look may come too early, and the next takes its time.
      valueOf(await nm.driver.checkConnectivity(by));
      await nm.until('the portal is told', () => nm.interface(by).connectivity === 'portal', LOSS_LIMIT);
      await lab.accessPoint('open').portal(false);
      valueOf(await nm.driver.checkConnectivity(by));
      await nm.until('the internet is reached', () => nm.interface(by).connectivity === 'full', LOSS_LIMIT);
    } finally {
      await lab.accessPoint('open').portal(false);
    }
  });

  test('an open network that is only seen comes up without being stored', async () => {
    valueOf(await nm.driver.activate(seenId('open'), { signal: patient() }));
    expect(nm.accessPoint(seenId('open'))).toMatchObject({ stored: false, link: { state: 'active' } });
    valueOf(await nm.driver.deactivate(seenId('open')));
    // NetworkManager takes the profile out a moment after its link.
    await expect.poll(() => lab.run('ls /etc/NetworkManager/system-connections /run/NetworkManager/system-connections'), { timeout: 10_000 }).not.toContain('Lab Open');
  });
});
