import { app, Menu, session, type Event } from 'electron';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HostAccess } from '../app/host/host.ts';
import { ArgumentError, ignoredHere, readArguments, type Arguments } from './arguments.ts';
import type { Behind } from './behind-window.ts';
import { bridge } from './bridge.ts';
import { guard } from './guard.ts';
import { openLog, type Log } from './log.ts';
import { registerScheme, servePage } from './protocol.ts';
import { openMainWindow, type MainWindow } from './window.ts';

/** Life cycle of the program: one process, one host, one window, from start to quit. */

const built = import.meta.dirname;
const files = { page: join(built, '../renderer'), preload: join(built, '../preload/index.cjs'), assets: join(built, '../../assets'), licences: join(built, '../licences') };

/** ms that the host has at quit to end a trial and write what is unwritten; the machine is not to hang on a program that will not go. */
const stopLimit = 5_000;

start();

function start(): void {
  // As root Chromium's sandbox cannot run and the start scripts say so; nobody else goes without.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  // Else Electron makes one of its own at the start, only to have ours put in its place (desktop.ts).
  Menu.setApplicationMenu(null);
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
  if (!app.requestSingleInstanceLock()) { process.stderr.write(ignoredHere(given)); app.exit(0); return; }

  const log = openLog(dataFolder);
  // Not awaited at the top: Electron is not ready before this module has ended.
  app.whenReady().then(() => run({ given, dataFolder, log })).catch((cause: unknown) => {
    log.error('Handover could not start', cause);
    app.exit(1);
  });
}

function run({ given, dataFolder, log }: { given: Arguments; dataFolder: string; log: Log }): void {
  const served = servePage(files.page);
  guard(session.defaultSession);
  const main = openMainWindow({ dataFolder, preload: files.preload, icon: join(files.assets, 'icon', 'handover-256.png'), hidden: given.hidden, log });

  // Most of the program is not needed to show a window: it is read while Chromium starts the process for the page, which has been told where to go.
  const opening = Promise.race([served, once(main.window.webContents, 'did-fail-load')]).then(() => import('./behind-window.ts'))
    .then(({ openBehind }) => openBehind({ given, dataFolder, log, main, files, endForArgument }));
  const host = opening.then((all) => all.host);
  bridge(main.window, host, async (name, inputJson) => (await opening).answer(name, inputJson));
  app.on('second-instance', () => main.raise());
  app.on('activate', () => main.raise());

  let behind: Behind | null = null;
  opening.then((all) => { behind = all; }, (cause: unknown) => log.error('Handover could not be read whole', cause));
  quitInOrder({
    main, opening: host, log,
    hides: () => (process.platform === 'darwin' ? 'always' : behind?.hasTray() === true ? 'toTray' : 'never'),
    confirm: async () => behind?.confirmHiding() ?? 'quit', leave: () => behind?.leave(),
  });
}

interface Ending {
  readonly main: MainWindow;
  readonly opening: Promise<HostAccess>;
  readonly log: Log;
  /** What closing the window does here. */
  hides(): 'always' | 'toTray' | 'never';
  confirm(): Promise<'hide' | 'quit' | 'stay'>;
  leave(): void;
}

/** Closing hides the window where a tray brings it back, and says so once. Quitting stops the host first; links that the user made stay up. */
function quitInOrder({ main, opening, log, hides, confirm, leave }: Ending): void {
  let isAsking = false;
  let stage: 'running' | 'stopping' | 'stopped' = 'running';
  const stop = async () => {
    stage = 'stopping';
    if (!main.window.isDestroyed()) main.window.hide();
    leave();
    await stopHost(opening, log);
    stage = 'stopped';
  };

  main.window.on('close', (event: Event) => {
    const how = hides();
    if (stage !== 'running' || how === 'never') return;
    event.preventDefault();
    if (how === 'always' || main.isTrayKnown) { main.window.hide(); return; }
    if (isAsking) return;
    isAsking = true;
    confirm().then((word) => {
      if (word === 'stay') return;
      main.noteTrayKnown();
      if (word === 'quit') app.quit(); else main.window.hide();
    }).catch((cause: unknown) => log.error('The window could not say that it closes to the tray', cause)).finally(() => { isAsking = false; });
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
