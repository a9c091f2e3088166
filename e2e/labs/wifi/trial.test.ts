import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DriverTrial } from '../../../app/core/ports/driver.ts';
import { DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { INTERNET, PASSWORD, type LabName } from './access-points.ts';
import { LAB_START_LIMIT, LAB_TEST_LIMIT, lab as entry, seenId, WifiLab } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();

describe.skipIf(reason !== null)(`a trial, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let lab: WifiLab;
  let nm: DriverUnderTest;
  let from: string;
  let to: string;

  const join = async (name: LabName): Promise<string> => valueOf(await nm.driver.store!.connect({
    target: { target: 'accessPoint', accessPoint: seenId(name) }, credentials: entry(name).secret ? { kind: 'password', password: PASSWORD } : { kind: 'none' }, interface: null, hardwareAddress: 'default',
  }, { signal: patient() })).accessPoint;
  const begin = async (): Promise<DriverTrial> => valueOf(await nm.driver.beginTrial(from, to, { signal: patient() }));
  const device = (id: string): string | undefined => nm.accessPoint(id).link?.interface;
  /** The device by which a new flow would leave. */
  const wayOut = async (): Promise<string | undefined> => / dev (\S+)/.exec(await lab.run(`ip route get ${INTERNET}`))?.[1];
  const steering = async (): Promise<string> => (await lab.run('ip rule | grep -v -E "^(0|32766|32767):" || :')).trim();

  beforeAll(async () => {
    lab = await WifiLab.up();
    nm = await DriverUnderTest.start(lab.busAddress);
    [from, to] = [await join('wpa2'), await join('mixed')];
  }, LAB_START_LIMIT);
  afterAll(async () => {
    await nm?.stop();
    await lab?.down();
  });
  beforeEach(async () => {
    valueOf(await nm.driver.deactivate(to));
    valueOf(await nm.driver.activate(from, { signal: patient() }));
    // NetworkManager's first look may come too early, and the next takes its time.
    valueOf(await nm.driver.checkConnectivity(device(from) ?? ''));
    await nm.until('the internet is reached', () => nm.interface(device(from) ?? '').connectivity === 'full', 50_000);
  });
  afterEach(async () => { expect(await steering()).toBe(''); });

  /** Pings the internet all the while; ends with how many were lost. */
  const pinging = async (): Promise<() => Promise<{ sent: number; lost: number }>> => {
    await lab.run(`ping -i 0.2 -q ${INTERNET} > /run/lab/ping 2>&1 < /dev/null & echo $! > /run/lab/ping.pid`);
    return async () => {
      // The last answer is on its way.
      const told = await lab.run('sleep 1; kill -INT $(cat /run/lab/ping.pid); while kill -0 $(cat /run/lab/ping.pid) 2> /dev/null; do sleep 0.1; done; cat /run/lab/ping');
      const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(told) ?? [];
      return { sent: Number(sent), lost: Number(sent) - Number(received) };
    };
  };

  test('two radios: both links up, new flows switched, committed; nothing is lost', async () => {
    const finish = await pinging();
    const trial = await begin();
    expect(trial.overlap).toBe(true);
    expect(await wayOut()).toBe(device(from));
    valueOf(await trial.switch());
    expect(await wayOut()).toBe(device(to));
    valueOf(await trial.commit({ releaseOld: true }));
    expect([nm.accessPoint(from).link, await wayOut()]).toEqual([null, device(to)]);
    const { sent, lost } = await finish();
    expect(sent).toBeGreaterThan(5);
    expect(lost).toBe(0);
  });

  test('two radios: rolled back after the switch, all is as it was; nothing is lost', async () => {
    const finish = await pinging();
    const trial = await begin();
    valueOf(await trial.switch());
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect([nm.accessPoint(to).link, await wayOut()]).toEqual([null, device(from)]);
    const { sent, lost } = await finish();
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
