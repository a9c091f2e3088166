import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { Flows } from './flows.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { steeringLeft, untilFirstChoice, untilWayOut, wayOut } from './ways.ts';

const [from, to] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('Handover dies in the middle of a trial', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  let program: string;

  /** Starts a Handover of its own, in a process of its own, and ends when its trial has switched both families. */
  const startChild = async (): Promise<{ pid: number; kill: (signal: NodeJS.Signals) => Promise<void> }> => {
    // On the host, as the program itself would run: only the bus is the lab's.
    const child = lab.startOutside(process.execPath, program, lab.busAddress, from, to);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await untilWayOut(lab, 'wired1');
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
      configFile: false, logLevel: 'error', root: fileURLToPath(new URL('../../..', import.meta.url)), ssr: { noExternal: true },
      build: { ssr: fileURLToPath(new URL('crash-child.ts', import.meta.url)), outDir: join(lab.folder, 'child'), target: 'node20', rolldownOptions: { output: { entryFileNames: 'child.mjs' } } },
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
    await untilFirstChoice(lab);
  });

  test('killed: new flows are back on the old link at once, and flows begun there never left it', async () => {
    const flows = new Flows(lab);
    await flows.start('begun before', 'bound');
    await flows.start('new', 'datagrams');
    const child = await startChild();
    await child.kill('SIGKILL');
    await untilWayOut(lab, 'wired0', 1_000);
    await expect.poll(() => steeringLeft(lab)).toEqual([]);
    const result = await flows.finish();
    expect([result['begun before 4']?.lost, result['begun before 6']?.lost]).toEqual([0, 0]);
    expect([result['new 4']?.lost, result['new 6']?.lost]).toEqual([0, 0]);
  });

  test('killed with NetworkManager, which comes back alone: the next start removes what is left', async () => {
    const child = await startChild();
    await lab.killManager();
    await child.kill('SIGKILL');
    await lab.startManager();
    await nm.until('it is back', () => nm.isActive(from) && nm.isActive(to));
    const next = await DriverUnderTest.start(lab.busAddress);
    await expect.poll(() => steeringLeft(lab)).toEqual([]);
    expect(wayOut(lab)).toEqual(['wired0', 'wired0']);
    await next.stop();
  });
});
