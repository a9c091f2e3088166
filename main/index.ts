import { Menu, app, session, type Event } from 'electron';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HostAccess } from '../app/host/host.ts';
import { hubPath } from '../app/hub/index.ts';
import { ArgumentError, readArguments, type Arguments } from './arguments.ts';
import { bridge } from './bridge.ts';
import { joinDesktop, type Desktop } from './desktop.ts';
import { guard } from './guard.ts';
import { openLog, type Log } from './log.ts';
import { openOrAttach } from './open-or-attach.ts';
import { registerScheme, servePage } from './protocol.ts';
import { openMainWindow, type MainWindow } from './window.ts';

/** Life cycle of the program: one process, one host, one window, from start to quit. */

const built = import.meta.dirname;
const files = { page: join(built, '../renderer'), preload: join(built, '../preload/index.cjs'), assets: join(built, '../../assets') };

/** ms that the host has at quit to end a trial and write what is unwritten; the machine is not to hang on a program that will not go. */
const stopLimit = 5_000;

start();

function start(): void {
  // As root Chromium's sandbox cannot run and the start scripts say so; nobody else goes without.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  const given = argumentsOrExit();
  if (given === null) return;

  const dataFolder = given.dataFolder === undefined ? app.getPath('userData') : resolve(given.dataFolder);
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    endForArgument(`The data folder ${dataFolder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`);
    return;
  }
  app.setPath('userData', dataFolder);
  // The first Handover on this data folder raises its window instead (second-instance).
  if (!app.requestSingleInstanceLock()) { app.exit(0); return; }

  const log = openLog(dataFolder);
  const opening = openOrAttach({ host: { ...given.host, dataFolder }, path: hubPath(given.dataFolder === undefined ? undefined : dataFolder), log });
  opening.catch((cause: unknown) => {
    if (given.host.scenario !== undefined && cause instanceof Error && cause.name === 'ScenarioError') endForArgument(cause.message);
    else log.error('The host could not be opened', cause);
  });
  // Not awaited at the top: Electron is not ready before this module has ended.
  app.whenReady().then(() => run({ given, dataFolder, opening, log })).catch((cause: unknown) => {
    log.error('Handover could not start', cause);
    app.exit(1);
  });
}

function run({ given, dataFolder, opening, log }: { given: Arguments; dataFolder: string; opening: Promise<HostAccess>; log: Log }): void {
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null);
  servePage(files.page);
  guard(session.defaultSession);

  const main = openMainWindow({ dataFolder, preload: files.preload, icon: join(files.assets, 'icon', 'handover-256.png'), hidden: given.hidden, log });
  bridge(main.window, opening, { log, checkOutput: !app.isPackaged });
  app.on('second-instance', () => main.raise());
  app.on('activate', () => main.raise());

  let desktop: Desktop | null = null;
  joinDesktop({ main, opening, assets: files.assets, log }).then((joined) => {
    desktop = joined;
    // Hidden where nothing could bring it back, the window would be lost.
    if (given.hidden && !joined.hasTray && process.platform !== 'darwin') main.window.minimize();
  }).catch((cause: unknown) => log.error('Tray and notifications are not there', cause));

  quitInOrder({ main, opening, log, hidesOnClose: () => process.platform === 'darwin' || desktop?.hasTray === true, leave: () => desktop?.leave() });
}

/** Closing hides the window where a tray brings it back. Quitting stops the host first; links that the user made stay up. */
function quitInOrder({ main, opening, log, hidesOnClose, leave }: { main: MainWindow; opening: Promise<HostAccess>; log: Log; hidesOnClose: () => boolean; leave: () => void }): void {
  let stage: 'running' | 'stopping' | 'stopped' = 'running';
  const stop = async () => {
    stage = 'stopping';
    if (!main.window.isDestroyed()) main.window.hide();
    leave();
    await stopHost(opening, log);
    stage = 'stopped';
  };

  main.window.on('close', (event: Event) => {
    if (stage !== 'running' || !hidesOnClose()) return;
    event.preventDefault();
    main.window.hide();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (stage === 'stopped') return;
    event.preventDefault();
    if (stage === 'running') void stop().then(() => app.quit());
  });
  process.on('uncaughtException', (cause) => {
    log.error('Handover ends because of an error of its own', cause);
    // What state it is in nobody knows; the host's own end is the one thing still tried.
    if (stage === 'running') void stop().then(() => app.exit(1));
  });
  process.on('unhandledRejection', (cause) => log.error('A failure that nobody waited for', cause));
}

async function stopHost(opening: Promise<HostAccess>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new Error(`no end after ${stopLimit} ms`)), stopLimit); });
  try {
    const host = await Promise.race([opening.catch(() => null), limit]);
    await Promise.race([host?.stop(), limit]);
  } catch (cause) {
    log.error('The host did not stop in order', cause);
  } finally { clearTimeout(timer); }
}

function argumentsOrExit(): Arguments | null {
  try {
    return readArguments(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    endForArgument(error.message);
    return null;
  }
}

function endForArgument(message: string): void {
  process.stderr.write(`${message}\n`);
  app.exit(2);
}
