import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DriverUnderTest, patient, valueOf } from '/work/main/e2e/labs/networkmanager/driver-under-test.ts';
import { Flows } from '/work/main/e2e/labs/networkmanager/flows.ts';
import { labUnavailable, NetworkManagerLab, profileId } from '/work/main/e2e/labs/networkmanager/lab.ts';

const [from, to] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('Handover dies in the middle of a trial', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  let program: string;

  const way = (address: string): string => /dev (\S+)/.exec(lab.run('ip', 'route', 'get', address))?.[1] ?? '';
  const wayOut = (): string[] => [way('203.0.113.1'), way('2001:db8:1::1')];
  const steering = (): string => `${lab.run('ip', 'rule')}${lab.run('ip', '-6', 'rule')}${lab.nmcli('-g', 'TYPE', 'connection')}`;

  /** Starts a Handover of its own, in a process of its own, and ends when its trial has switched both families. */
  const startChild = async (): Promise<{ pid: number; kill: (signal: NodeJS.Signals) => Promise<void> }> => {
    // On the host, as the program itself would run: only the bus is the lab's.
    const child = lab.startOutside(process.execPath, program, lab.busAddress, from, to);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await expect.poll(wayOut, { timeout: 15_000 }).toEqual(['wired1', 'wired1']);
    return {
      pid: child.pid as number,
      kill: async signal => {
        child.kill(signal);
        await once(child, 'exit');
      },
    };
  };

  beforeAll(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    // Bundled as the program is, for the oldest runtime, the library in it: that it runs so is part of what is tested.
    await build({
      configFile: false, logLevel: 'error', root: fileURLToPath(new URL('file:///work/main/')), ssr: { noExternal: true },
      build: { ssr: fileURLToPath(new URL('file:///work/main/e2e/labs/networkmanager/crash-child.ts')), outDir: join(lab.folder, 'child'), target: 'node20', rolldownOptions: { output: { entryFileNames: 'child.mjs' } } },
    });
    program = join(lab.folder, 'child', 'child.mjs');
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both are in reach', () => nm.accessPoint(from).inReach && nm.accessPoint(to).inReach);
  });
  afterAll(async () => {
    await nm?.stop();
    await lab?.down();
  });
  beforeEach(async () => {
    valueOf(await nm.driver.deactivate(to));
    valueOf(await nm.driver.activate(from, { signal: patient() }));
    await nm.untilDualStack('wired0');
    await expect.poll(() => lab.run('ip', '-6', 'route', 'show', 'default'), { timeout: 10_000 }).toMatch(/metric 100 /);
  });

  test('killed: new flows are back on the old link at once, and flows begun there never left it', async () => {
    const flows = new Flows(lab);
    await flows.start('begun before', 'bound');
    await flows.start('new', 'datagrams');
    const child = await startChild();
    const switchedAt = Date.now(); const killedAt = Date.now(); await child.kill('SIGKILL');
    await expect.poll(wayOut, { interval: 5, timeout: 1_000 }).toEqual(['wired0', 'wired0']).catch((e: unknown) => { console.log('BAD', steering(), lab.run('ip','route','show','table','all'), lab.nmcli('device'), lab.nmcli('-f','NAME,DEVICE,ACTIVE','connection'), lab.log().split('\n').slice(-50).join('\n')); throw e; });
    await expect.poll(steering).not.toMatch(/^(950|1000):|bridge/m);
    const result = await flows.finish(); console.log('LOST', result['new 4']?.lostAt.map(x=>x-killedAt), result['new 6']?.lostAt.map(x=>x-killedAt), switchedAt-killedAt);
    expect([result['begun before 4']?.lost, result['begun before 6']?.lost]).toEqual([0, 0]);
    expect([result['new 4']?.lost, result['new 6']?.lost]).toEqual([0, 0]);
  });

  test('killed with NetworkManager, which comes back alone: the next start removes what is left', async () => {
    const child = await startChild();
    await lab.killManager();
    const switchedAt = Date.now(); const killedAt = Date.now(); await child.kill('SIGKILL');
    await lab.startManager();
    await nm.until('it is back', () => nm.isActive(from) && nm.isActive(to));
    const next = await DriverUnderTest.start(lab.busAddress);
    await expect.poll(steering).not.toMatch(/^(950|1000):|bridge/m);
    expect(wayOut()).toEqual(['wired0', 'wired0']);
    await next.stop();
  });
});
