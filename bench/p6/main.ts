import { app, session } from 'electron';
import { join } from 'node:path';
import { openHost } from '../../app/host/open-host.ts';
import { SystemClock } from '../../app/host/system-clock.ts';
import type { ProgramHandlers } from '../../app/contract/program.ts';
import { bridge } from '../../main/bridge.ts';
import { answerRequest } from '../../main/gate.ts';
import { guard } from '../../main/guard.ts';
import { openLog } from '../../main/log.ts';
import { registerScheme, servePage } from '../../main/protocol.ts';
import { openMainWindow } from '../../main/window.ts';
import { CrowdedAir } from './crowded-air.ts';

/**
 * Ours in P6: Handover's own main process, host, bridge and page, on a driver whose networks all change ten times a second. Arguments: --built=<out>,
 * --data=<folder>, --networks=<count>; --bare=<folder> shows a bare page in the same window instead, without a host.
 */
const given = (name: string): string | undefined => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const built = given('built') ?? '';
const dataFolder = given('data') ?? '';
const bare = given('bare');

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerScheme();
app.setPath('userData', dataFolder);
void app.whenReady().then(() => {
  const log = openLog(dataFolder);
  void servePage(bare ?? join(built, 'renderer'));
  guard(session.defaultSession);
  const main = openMainWindow({ dataFolder, preload: join(built, 'preload/index.cjs'), icon: '', hidden: false, log });
  app.on('window-all-closed', () => app.quit());
  if (bare !== undefined) return;
  const clock = new SystemClock();
  const air = new CrowdedAir(Number(given('networks')), clock);
  const opening = openHost({ dataFolder }, async () => ({ driver: air, clock, simulation: null, serviceNetworks: [] }));
  bridge(main.window, opening, (name, inputJson) => answerRequest(opening, name, inputJson, { log, program: {} as ProgramHandlers }));
  void opening.then(() => air.stir());
});
