import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHost } from '../../../app/host/index.ts';
import { nativePackages } from '../../../scripts/build.mjs';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { steeringLeft, untilFirstChoice, untilWayOut } from './ways.ts';

const [from, to] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('a whole Handover killed in the middle of a trial', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  const before = process.env['DBUS_SYSTEM_BUS_ADDRESS'];

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = lab.busAddress;
    await build({
      configFile: false, logLevel: 'error', root: fileURLToPath(new URL('../../..', import.meta.url)), ssr: { noExternal: true },
      build: { ssr: fileURLToPath(new URL('host-child.ts', import.meta.url)), outDir: join(lab.folder, 'child'), target: 'node20', rolldownOptions: {
        // In machine code, and not found from the lab's folder by its name.
        external: nativePackages, output: { entryFileNames: 'child.mjs', paths: (id) => (nativePackages.includes(id) ? pathToFileURL(createRequire(import.meta.url).resolve(id)).href : id) },
      } },
    });
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('both are in reach', () => nm.accessPoint(from).inReach && nm.accessPoint(to).inReach);
    valueOf(await nm.driver.activate(from, { signal: patient() }));
    await nm.untilDualStack('wired0');
    await untilFirstChoice(lab);
  });
  afterEach(async () => {
    await nm?.stop();
    await lab?.down();
    if (before === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = before;
  });

  test('new flows are back on the old link at once; the next start takes the new one down and says so', async () => {
    const folder = join(lab.folder, 'data');
    const child = lab.startOutside(process.execPath, join(lab.folder, 'child', 'child.mjs'), folder, from, to);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await untilWayOut(lab, 'wired1');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await untilWayOut(lab, 'wired0', 1_000);
    expect([existsSync(join(folder, 'open-trial.json')), nm.isActive(to)]).toEqual([true, true]);
    const host = await openHost({ dataFolder: folder, driver: 'networkmanager' });
    expect(Object.values(host.snapshot().state.notices)).toMatchObject([{ code: 'recovered', detail: 'wired0 → wired1' }]);
    await nm.until('the new one is down', () => nm.accessPoint(to).link === null);
    expect([nm.isActive(from), existsSync(join(folder, 'open-trial.json')), steeringLeft(lab)]).toEqual([true, false, []]);
    await host.stop();
  });
});
