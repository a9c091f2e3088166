import { app } from 'electron';
import type { HostAccess } from '../app/host/host.ts';
import { hubPath } from '../app/hub/index.ts';
import type { Arguments } from './arguments.ts';
import { leadTo } from './bridge.ts';
import { chooseFile } from './choose-file.ts';
import { confirmHiding } from './closing.ts';
import { joinDesktop, textsOf, type Desktop } from './desktop.ts';
import { answerRequest } from './gate.ts';
import type { Log } from './log.ts';
import { openOrAttach } from './open-or-attach.ts';
import { programHandlers } from './program.ts';
import { ProgramMenu } from './program-menu.ts';
import type { MainWindow } from './window.ts';

/**
 * What stands behind the window: the host, the gate to it, menu, tray and notifications. It is more to read than the window
 * itself, so it is read while Chromium starts the process for the page (index.ts).
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

export function openBehind({ given, dataFolder, log, main, files, endForArgument }: BehindOptions): Behind {
  const host = openOrAttach({ host: { ...given.host, dataFolder, chooseFile }, path: hubPath(given.dataFolder === undefined ? undefined : dataFolder), log });
  host.catch((cause: unknown) => {
    if (given.host.scenario !== undefined && cause instanceof Error && cause.name === 'ScenarioError') endForArgument(cause.message);
    else log.error('The host could not be opened', cause);
  });
  const menu = new ProgramMenu((page) => { main.raise(); leadTo(main.window, page); });
  menu.useTexts(textsOf(null));
  const program = programHandlers({ window: main.window, opening: host, dataFolder, licences: files.licences });

  let desktop: Desktop | null = null;
  joinDesktop({ main, opening: host, assets: files.assets, log, useTexts: (texts) => menu.useTexts(texts) }).then((joined) => {
    desktop = joined;
    // Hidden where nothing could bring it back, the window would be lost.
    if (given.hidden && !joined.hasTray && process.platform !== 'darwin') main.window.minimize();
  }).catch((cause: unknown) => log.error('Tray and notifications are not there', cause));

  return {
    host,
    answer: (name, inputJson) => answerRequest(host, name, inputJson, { log, checkOutput: !app.isPackaged, program }),
    hasTray: () => desktop?.hasTray === true,
    confirmHiding: () => confirmHiding(main.window, desktop?.texts() ?? textsOf(null)),
    leave: () => desktop?.leave(),
  };
}
