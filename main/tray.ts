import { Menu, Tray, nativeImage, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import { join } from 'node:path';
import { trayView, type TrayAction, type TrayItem, type TrayView } from './tray-menu.ts';
import type { HostState } from '../app/contract/state.ts';
import type { Texts } from '../app/text/index.ts';

/** The icon in the desktop's tray, while there is one to put it in. */
export interface TrayIcon {
  /** Closing the window may hide it. */
  readonly isShown: boolean;
  /** The desktop has a place for it, or has none any more. */
  setPlace(exists: boolean): void;
  update(state: HostState | null, texts: Texts, recent: readonly string[]): void;
}

export function createTray(assets: string, texts: Texts, act: (action: TrayAction) => void): TrayIcon {
  let tray: Tray | null = null;
  let view = trayView(null, texts);
  let shown: string | null = null;

  const draw = () => {
    if (!tray) return;
    // Panels redraw, and an open menu closes, at every change: only what differs is sent.
    const now = JSON.stringify(view);
    if (now === shown) return;
    shown = now;
    tray.setImage(picture(assets, view));
    tray.setToolTip(view.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(view.items.map((item) => menuItem(item, act))));
  };
  return {
    get isShown() { return tray !== null; },
    setPlace(exists) {
      if (exists === (tray !== null)) return;
      if (exists) {
        tray = new Tray(picture(assets, view));
        // On macOS a click opens the menu.
        if (process.platform !== 'darwin') tray.on('click', () => act({ answer: 'open' }));
      } else {
        tray?.destroy();
        tray = null;
        shown = null;
      }
      draw();
    },
    update(state, words, recent) {
      view = trayView(state, words, recent);
      draw();
    },
  };
}

/** macOS colours a template by itself; elsewhere the icon's tones are seen on light and on dark panels. */
function picture(assets: string, { picture: name, attention }: TrayView): NativeImage {
  const file = `${name}${attention ? '-attention' : ''}`;
  const size = process.platform === 'darwin' ? 'Template' : process.platform === 'win32' ? '-16' : '-22';
  return nativeImage.createFromPath(join(assets, `${file}${size}.png`));
}

function menuItem(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.item) {
    case 'line': return { type: 'separator' };
    case 'text': return { label: withoutMnemonic(item.label), enabled: false };
    case 'action': return { label: withoutMnemonic(item.label), enabled: item.enabled, click: () => act(item.action) };
  }
}

/** In a menu "&" would underline the next letter; in a network's name it is only a character. */
const withoutMnemonic = (label: string): string => label.replaceAll('&', '&&');
