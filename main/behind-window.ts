import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { MenuPage } from '../app/contract/program.ts';
import type { HostAccess } from '../app/host/host.ts';
import { hubPath } from '../app/hub/index.ts';
import { ignoredHere, type Arguments } from './arguments.ts';
import { leadTo } from './bridge.ts';
import type { Desktop } from './desktop.ts';
import { answerRequest } from './gate.ts';
import type { Log } from './log.ts';
import { openOrAttach } from './open-or-attach.ts';
import { programHandlers } from './program.ts';
import type { MainWindow } from './window.ts';

/**
 * What stands behind the window: the host, the gate to it, menu, tray and notifications. It is more to read than the window
 * itself, so the host is read while Chromium starts the process for the page (index.ts), and the desktop when the page has its state.
 */
export interface Behind {
  readonly host: Promise<HostAccess>;
  /** Answers a request of the page. */
  answer(name: unknown, inputJson: unknown): Promise<string>;
  /** There is a tray icon to bring the window back with. */
  hasTray(): boolean;
  confirmHiding(): Promise<'hide' | 'quit' | 'stay'>;
  leave(): void;
}

export interface BehindOptions {
  readonly given: Arguments;
  readonly dataFolder: string;
  readonly log: Log;
  readonly main: MainWindow;
  readonly files: { readonly assets: string; readonly licences: string };
  /** An argument turned out to be one that cannot be followed. */
  endForArgument(message: string): void;
}

/** ms that the page has the machine for itself to draw its first picture: nobody misses a tray icon before that. */
const pageDraws = 200;

export function openBehind({ given, dataFolder, log, main, files, endForArgument }: BehindOptions): Behind {
  const host = openOrAttach({ host: { ...given.host, dataFolder }, path: hubPath(given.dataFolder === undefined ? undefined : dataFolder), log, attached: () => { process.stderr.write(ignoredHere(given)); } });
  host.catch((cause: unknown) => {
    if (given.host.scenario !== undefined && cause instanceof Error && cause.name === 'ScenarioError') endForArgument(cause.message);
    else log.error('The host could not be opened', cause);
  });
  const program = programHandlers({ window: main.window, opening: host, dataFolder, licences: files.licences });

  let desktop: Desktop | null = null;
  const go = (page: MenuPage) => { main.raise(); leadTo(main.window, page); };
  const { webContents } = main.window;
  const pageIsThere = webContents.isLoading() ? once(webContents, 'did-stop-loading') : null;
  Promise.allSettled([host, pageIsThere]).then(() => setTimeout(pageDraws)).then(() => import('./desktop.ts')).then(({ joinDesktop }) => joinDesktop({ main, opening: host, assets: files.assets, log, go })).then((joined) => {
    desktop = joined;
    // Hidden where nothing could bring it back, the window would be lost.
    if (given.hidden && !joined.hasTray && process.platform !== 'darwin') main.window.minimize();
  }).catch((cause: unknown) => log.error('Tray and notifications are not there', cause));

  return {
    host,
    answer: (name, inputJson) => answerRequest(host, name, inputJson, { log, program }),
    hasTray: () => desktop?.hasTray === true,
    confirmHiding: async () => desktop?.confirmHiding() ?? 'stay',
    leave: () => desktop?.leave(),
  };
}
