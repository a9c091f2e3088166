import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProbeResult } from '../../../app/core/ports/probes.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { steeringLeft, untilFirstChoice, wayOut } from './ways.ts';

const [from, to] = [profileId(0), profileId(1)];
type Findings = Record<'gateway' | 'names' | 'internet' | 'quality' | 'anyName', ProbeResult>;
const answered = { result: 'answered', ms: expect.any(Number) as number };

describe.skipIf(labUnavailable() !== null)('probes bound to one of two links of a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  let program: string;

  /** What both links said in a trial of the second, the machine's routes on the first; and that nothing is left of it. */
  const probe = async (how = ''): Promise<{ address: string; old: Findings; fresh: Findings }> => {
    const child = lab.start(process.execPath, program, lab.busAddress, from, to, how);
    const ended = once(child, 'exit');
    const said = await text(child.stdout as NodeJS.ReadableStream);
    expect(await ended).toEqual([0, null]);
    return JSON.parse(said) as { address: string; old: Findings; fresh: Findings };
  };

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    await build({
      configFile: false, logLevel: 'error', root: fileURLToPath(new URL('../../..', import.meta.url)), ssr: { noExternal: true },
      build: { ssr: fileURLToPath(new URL('probe-child.ts', import.meta.url)), outDir: join(lab.folder, 'child'), target: 'node20', rolldownOptions: { output: { entryFileNames: 'child.mjs' } } },
    });
    program = join(lab.folder, 'child', 'child.mjs');
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both are in reach', () => nm.accessPoint(from).inReach && nm.accessPoint(to).inReach);
    valueOf(await nm.driver.activate(from, { signal: patient() }));
    await nm.untilDualStack('wired0');
    await untilFirstChoice(lab);
  });
  afterEach(async () => {
    await nm?.stop();
    await lab?.down();
  });

  test('both answer everything, by the address that NetworkManager itself checks', async () => {
    const { address, old, fresh } = await probe();
    expect(address).toBe('http://check.lab.test/check');
    for (const link of [old, fresh]) expect(link).toEqual({ gateway: answered, names: answered, internet: answered, quality: { result: 'measured', share: 0, ms: expect.any(Number) as number }, anyName: answered });
    expect([wayOut(lab), steeringLeft(lab)]).toEqual([['wired0', 'wired0'], []]);
  });

  test('a portal on the new one is seen there and nowhere else, with the address that it leads to', async () => {
    lab.web(1, 'portal');
    const { old, fresh } = await probe();
    expect([old.internet, fresh.internet]).toEqual([answered, { result: 'portal', address: 'http://10.77.1.1/login' }]);
  });

  test('a portal on the old one does not hide what the new one reaches', async () => {
    lab.web(0, 'portal');
    const { old, fresh } = await probe();
    expect([old.internet, fresh.internet]).toEqual([{ result: 'portal', address: 'http://10.77.0.1/login' }, answered]);
  });

  test('no internet behind the new one: its gateway and its name servers answer, nobody beyond', async () => {
    lab.internet(1, 'silent');
    const { old, fresh } = await probe();
    expect([fresh.gateway, fresh.names, fresh.internet, old.internet]).toEqual([answered, answered, { result: 'silent' }, answered]);
  });

  test('name servers that have gone are found silent', async () => {
    valueOf(await nm.driver.activate(to, { signal: patient() }));
    await nm.untilDualStack('wired1');
    await lab.dhcp(1, 'off');
    const { old, fresh } = await probe();
    expect([fresh.gateway, fresh.names, fresh.internet, fresh.anyName, old.names]).toEqual([answered, { result: 'silent' }, { result: 'silent' }, { result: 'silent' }, answered]);
  });

  test('without the rules of a trial, a link that does not have the routes is not asked over another', async () => {
    valueOf(await nm.driver.activate(to, { signal: patient() }));
    await nm.untilDualStack('wired1');
    const { old, fresh } = await probe('alone');
    expect([old.internet, fresh.internet]).toEqual([answered, { result: 'impossible', why: 'notLed' }]);
  });
});
