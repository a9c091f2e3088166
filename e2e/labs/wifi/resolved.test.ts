import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DriverTrial } from '../../../app/core/ports/driver.ts';
import { patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { INTERNET } from './access-points.ts';
import { DriverInLab } from './driver-in-lab.ts';
import { LAB_START_LIMIT, LAB_TEST_LIMIT } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();

/** As a desktop has it: NetworkManager hands each link's name servers to systemd-resolved, which asks one link or another. */
const begin = `
  mkdir -p /run/systemd/resolve /etc/NetworkManager/conf.d
  chown systemd-resolve:systemd-resolve /run/systemd/resolve
  /usr/lib/systemd/systemd-resolved > /run/lab/resolved.log 2>&1 < /dev/null &
  tries=0
  until resolvectl --no-pager status > /run/lab/resolvectl.log 2>&1; do tries=$((tries + 1)); [ $tries -lt 100 ] && kill -0 $! || { cat /run/lab/resolved.log /run/lab/resolvectl.log; exit 1; }; sleep 0.1; done
  printf '[main]\\ndns=systemd-resolved\\n' > /etc/NetworkManager/conf.d/dns.conf
  nmcli general reload`;

describe.skipIf(reason !== null)(`a trial where systemd-resolved looks names up, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let on: DriverInLab;
  let from: string;
  let to: string;

  const beginTrial = async (): Promise<DriverTrial> => valueOf(await on.nm.driver.beginTrial(from, to, { signal: patient() }));
  /** The device of the link whose server answers for a name that nobody asked for before. */
  let asked = 0;
  const answeredBy = async (): Promise<string | undefined> => {
    asked += 1;
    const told = await on.lab.run(`resolvectl --no-pager query -4 name${asked}.test`);
    expect(told).toContain(INTERNET);
    return /link: (\S+)/.exec(told)?.[1];
  };
  const untilAnsweredBy = (device: string): Promise<void> => expect.poll(answeredBy, { timeout: 10_000 }).toBe(device);

  beforeAll(async () => {
    on = await DriverInLab.start();
    await on.lab.run(begin);
    [from, to] = [await on.join('wpa2'), await on.join('mixed')];
  }, LAB_START_LIMIT);
  afterAll(() => on?.stop());
  beforeEach(async () => {
    await on.stand(from, to);
    await untilAnsweredBy(on.device(from) ?? '');
  });

  test('committed: names are asked of the new link from the switch on', async () => {
    const trial = await beginTrial();
    valueOf(await trial.switch());
    await untilAnsweredBy(on.device(to) ?? '');
    valueOf(await trial.commit({ releaseOld: true }));
    expect(await answeredBy()).toBe(on.device(to));
  });

  test('rolled back: names are asked of the old link again', async () => {
    const trial = await beginTrial();
    valueOf(await trial.switch());
    await untilAnsweredBy(on.device(to) ?? '');
    valueOf(await trial.rollBack({ releaseNew: true }));
    expect(await answeredBy()).toBe(on.device(from));
  });
});
