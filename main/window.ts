import { BrowserWindow, app, nativeTheme, screen } from 'electron';
import type { Settings } from '../app/contract/state.ts';
import type { Log } from './log.ts';
import { pageOrigin } from './page.ts';
import { isReachable, recallWindow, rememberWindow } from './window-state.ts';

const size = { width: 1180, height: 760 };
const leastSize = { minWidth: 900, minHeight: 640 };
/** The page's own ground in light and dark, so that no white flashes before it is painted. */
const ground = { light: '#ffffff', dark: '#1b1f20' };

export interface MainWindowOptions {
  readonly dataFolder: string;
  readonly preload: string;
  readonly icon: string;
  readonly hidden: boolean;
  readonly log: Log;
}

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Brings the window before the person: shown, not minimised, focused. */
  raise(): void;
  useTheme(theme: Settings['theme']): void;
  /** The person knows that closing only hides it; remembered. */
  readonly isTrayKnown: boolean;
  noteTrayKnown(): void;
}

/** The one window. It lives from start to quit; closing it may only hide it (index.ts). */
export function openMainWindow({ dataFolder, preload, icon, hidden, log }: MainWindowOptions): MainWindow {
  const remembered = recallWindow(dataFolder);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const place = remembered && isReachable(remembered, screens) ? { x: remembered.x, y: remembered.y } : {};
  nativeTheme.themeSource = remembered?.theme ?? 'system';

  let isTrayKnown = remembered?.toldOfTray ?? false;
  const window = new BrowserWindow({
    width: remembered?.width ?? size.width, height: remembered?.height ?? size.height, ...place, ...leastSize,
    show: false,
    // Started hidden, its page is to know that nobody sees it: else it is painted sixty times a second for nobody (bench P4).
    paintWhenInitiallyHidden: !hidden,
    title: 'Handover',
    // Alt shows it; what it offers is in the window too.
    autoHideMenuBar: true,
    icon,
    backgroundColor: currentGround(),
    webPreferences: {
      preload,
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, nodeIntegrationInWorker: false,
      webviewTag: false, webSecurity: true, allowRunningInsecureContent: false, navigateOnDragDrop: false,
      // The spell checker would fetch word lists over the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (remembered?.maximized && !hidden) window.maximize();
  if (!hidden) window.once('ready-to-show', () => window.show());

  nativeTheme.on('updated', () => { if (!window.isDestroyed()) window.setBackgroundColor(currentGround()); });
  const remember = (): void => rememberWindow(dataFolder, { ...window.getNormalBounds(), maximized: window.isMaximized(), theme: nativeTheme.themeSource, toldOfTray: isTrayKnown }, log);
  window.on('close', remember);
  window.on('page-title-updated', (event) => event.preventDefault());
  reportFailures(window, log);
  window.loadURL(`${pageOrigin}/`).catch((cause: unknown) => log.error('The window could not load its page', cause));

  return {
    window,
    raise() {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    get isTrayKnown() { return isTrayKnown; },
    noteTrayKnown() { isTrayKnown = true; remember(); },
    useTheme(theme) { if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme; },
  };
}

const currentGround = (): string => (nativeTheme.shouldUseDarkColors ? ground.dark : ground.light);

/** ms; a page that dies again sooner is left as it is, so that it does not flicker for ever. */
const shortestLife = 10_000;

/** A page that died is loaded anew: the host and its sessions have not noticed. */
function reportFailures(window: BrowserWindow, log: Log): void {
  let loadedAt = 0;
  window.webContents.on('did-finish-load', () => { loadedAt = Date.now(); });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error(`The window's page ended: ${reason}, code ${exitCode}`);
    if (reason !== 'clean-exit' && Date.now() - loadedAt > shortestLife) window.webContents.reload();
  });
  window.webContents.on('preload-error', (_event, path, cause) => log.error(`The bridge of the window failed (${path})`, cause));
}
