import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DriverTrial } from '../../../app/core/ports/driver.ts';
import { type DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { INTERNET } from './access-points.ts';
import { DriverInLab } from './driver-in-lab.ts';
import { LAB_START_LIMIT, LAB_TEST_LIMIT, type WifiLab } from './lab.ts';
import { Pinging } from './pinging.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();

describe.skipIf(reason !== null)(`a trial, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let on: DriverInLab;
  let lab: WifiLab;
  let nm: DriverUnderTest;
  let from: string;
  let to: string;
  let pinging: Pinging;

  const begin = async (): Promise<DriverTrial> => valueOf(await nm.driver.beginTrial(from, to, { signal: patient() }));
  const device = (id: string): string | undefined => on.device(id);
  const wayOut = (): Promise<string | undefined> => on.wayOut(INTERNET);

  beforeAll(async () => {
    on = await DriverInLab.start();
    ({ lab, nm } = on);
    pinging = new Pinging(lab, INTERNET);
    [from, to] = [await on.join('wpa2'), await on.join('mixed')];
  }, LAB_START_LIMIT);
  afterAll(() => on?.stop());
  beforeEach(() => on.stand(from, to));
  afterEach(async () => { expect(await on.rules()).toBe(''); });

  test('two radios: both links up, new flows switched, committed; nothing is lost', async () => {
    await pinging.begin();
    const trial = await begin();
    expect(trial.overlap).toBe(true);
    expect(await wayOut()).toBe(device(from));
    valueOf(await trial.switch());
    expect(await wayOut()).toBe(device(to));
    valueOf(await trial.commit({ releaseOld: true }));
    expect([nm.accessPoint(from).link, await wayOut()]).toEqual([null, device(to)]);
    const { sent, lost } = await pinging.end();
    expect(sent).toBeGreaterThan(5);
    expect(lost).toBe(0);
  });

  test('two radios: rolled back after the switch, all is as it was; nothing is lost', async () => {
    await pinging.begin();
    const trial = await begin();
    valueOf(await trial.switch());
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect([nm.accessPoint(to).link, await wayOut()]).toEqual([null, device(from)]);
    const { sent, lost } = await pinging.end();
    expect(sent).toBeGreaterThan(5);
    expect(lost).toBe(0);
  });

  test('the new access point vanishes in the trial: rolling back ends well', async () => {
    const trial = await begin();
    valueOf(await trial.switch());
    await lab.accessPoint('mixed').off();
    try {
      valueOf(await trial.rollBack({ releaseNew: true }));
      expect([nm.accessPoint(to).link, await wayOut()]).toEqual([null, device(from)]);
    } finally {
      await lab.accessPoint('mixed').on();
      valueOf(await nm.driver.scan());
      await nm.until('it is heard again', () => nm.accessPoint(to).inReach, 50_000);
    }
  });

  describe('with one radio', () => {
    const spare = (): string => (device(from) === 'wlan0' ? 'wlan1' : 'wlan0');
    let left = '';
    beforeEach(async () => {
      left = spare();
      await lab.nmcli('device', 'set', left, 'managed', 'no');
      // What went and came is in reach of a radio once that has looked.
      valueOf(await nm.driver.scan());
      await nm.until('the other is left alone', () => !nm.interface(left).managed && nm.accessPoint(to).interfaces.length === 1);
    });
    afterEach(async () => {
      await lab.nmcli('device', 'set', left, 'managed', 'yes');
      await nm.until('it is ready again', () => nm.interface(left).managed);
      valueOf(await nm.driver.scan());
      await nm.until('both are there', () => nm.accessPoint(to).interfaces.length === 2 && nm.accessPoint(from).interfaces.length === 2, 50_000);
    });

    test('there is a break, and committed the new one stays', async () => {
      const trial = await begin();
      expect([trial.overlap, nm.accessPoint(from).link, nm.isActive(to)]).toEqual([false, null, true]);
      valueOf(await trial.switch());
      valueOf(await trial.commit({ releaseOld: true }));
      expect(nm.isActive(to)).toBe(true);
    });

    test('rolled back, the old one is up again', async () => {
      const trial = await begin();
      valueOf(await trial.rollBack({ releaseNew: true }));
      expect([nm.isActive(from), nm.accessPoint(to).link]).toEqual([true, null]);
    });
  });
});
