import { app } from 'electron';
import { join } from 'node:path';
import type { MenuPage } from '../app/contract/program.ts';
import type { HostState } from '../app/contract/state.ts';
import type { HostAccess } from '../app/host/host.ts';
import { createTexts, resolveLanguage, trayLabels, type Texts } from '../app/text/index.ts';
import { giveAnswer, type Answer } from './answer.ts';
import { openBusNotifier } from './bus-notifier.ts';
import { confirmHiding } from './closing.ts';
import type { Log } from './log.ts';
import { Notifications } from './notifications.ts';
import { noNotifier, notificationPlaces, type Notifier } from './notifier.ts';
import { ProgramMenu } from './program-menu.ts';
import { RecentAccessPoints } from './recent-access-points.ts';
import { connectSessionBus } from './session-bus.ts';
import { followState } from './state-follower.ts';
import { systemNotifier } from './system-notifier.ts';
import { realTime } from './timing.ts';
import { loginItem } from './login-item.ts';
import { createTray } from './tray.ts';
import { watchTrayHost } from './tray-host.ts';
import type { TrayAction } from './tray-menu.ts';
import type { MainWindow } from './window.ts';

export interface DesktopOptions {
  readonly main: MainWindow;
  readonly opening: Promise<HostAccess>;
  /** Folder with the icons. */
  readonly assets: string;
  readonly log: Log;
  /** Leads the window to a page, as the program's menu asks. */
  go(page: MenuPage): void;
}

/** Handover's place on the desktop around its window: the menu, the tray and the notifications, as far as this desktop has them. */
export interface Desktop {
  /** There is a tray icon to bring the window back with. */
  readonly hasTray: boolean;
  /** Asks at the first close whether the program may go on without its window. */
  confirmHiding(): ReturnType<typeof confirmHiding>;
  leave(): void;
}

export async function joinDesktop({ main, opening, assets, log, go }: DesktopOptions): Promise<Desktop> {
  let state: HostState | null = null;
  const menu = new ProgramMenu(go);
  menu.useTexts(textsOf(state));
  const recent = new RecentAccessPoints();
  const login = loginItem(log);
  const answer = (given: Answer) => {
    opening.then((host) => giveAnswer(host, given)).catch((cause: unknown) => log.error(`The answer "${given.answer}" was not taken`, cause));
  };
  const act = (action: TrayAction) => {
    if (action.answer === 'open') main.raise();
    else if (action.answer === 'quit') setImmediate(() => app.quit()); // Not from inside the menu's own call: quitting takes the menu away.
    else answer(action);
  };

  const tray = createTray(join(assets, 'tray'), textsOf(state), act);
  const notifier = await connect({ assets, log, texts: () => textsOf(state), trayPlace: (exists) => tray.setPlace(exists) });
  const notifications = new Notifications({ notifier, timing: realTime, isWatched: () => main.window.isVisible() && main.window.isFocused(), answer, open: () => main.raise() });
  main.window.on('focus', () => notifications.windowSeen());

  opening.then((host) => followState(host, (now) => {
    state = now;
    main.useTheme(now.settings.theme);
    login(now.settings.startAtLogin);
    menu.useTexts(textsOf(now));
    recent.note(now);
    tray.update(now, textsOf(now), recent.ids);
    notifications.update(now, textsOf(now));
  })).catch((cause: unknown) => log.error('Tray and notifications could not be kept up to date', cause));

  return {
    get hasTray() { return tray.isShown; },
    confirmHiding: () => confirmHiding(main.window, textsOf(state)),
    leave() {
      tray.setPlace(false);
      for (const place of notificationPlaces) notifier.withdraw(place);
    },
  };
}

/** On Linux over the session bus, elsewhere through Electron. */
async function connect({ assets, log, texts, trayPlace }: { assets: string; log: Log; texts: () => Texts; trayPlace: (exists: boolean) => void }): Promise<Notifier> {
  if (process.platform !== 'linux') {
    trayPlace(true);
    return systemNotifier();
  }
  const bus = await connectSessionBus(log);
  if (bus === null) return noNotifier;
  await watchTrayHost(bus, trayPlace);
  // A packaged program's pictures lie in an archive that the desktop cannot read; there its icon theme knows the name.
  const icon = app.isPackaged ? 'handover' : join(assets, 'icon', 'handover-128.png');
  return openBusNotifier(bus, { icon, openLabel: () => trayLabels(texts()).open, log });
}

const textsOf = (state: HostState | null): Texts => createTexts(resolveLanguage(state?.settings.language ?? 'system', app.getPreferredSystemLanguages()));
