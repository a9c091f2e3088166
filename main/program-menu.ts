import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuPage } from '../app/contract/program.ts';
import type { TextKey, Texts } from '../app/text/index.ts';

/**
 * The program's menu: in the screen's bar on macOS, under Alt elsewhere. It is where a platform looks for copy and paste, for the
 * size of text, and for the way out. Keys that the page itself listens to are shown here and left to it.
 */
export class ProgramMenu {
  private language: string | null = null;

  constructor(private readonly go: (page: MenuPage) => void) {}

  /** Draws it again where the language is another. */
  useTexts(texts: Texts): void {
    if (texts.language === this.language) return;
    this.language = texts.language;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(texts, this.go, process.platform)));
  }
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

export function menuTemplate(texts: Texts, go: (page: MenuPage) => void, platform: NodeJS.Platform): Item[] {
  const isMac = platform === 'darwin';
  const role = (key: TextKey, does: NonNullable<Item['role']>, more: Item = {}): Item => ({ label: texts.of(key), role: does, ...more });
  const page = (id: MenuPage, key: TextKey, accelerator: string): Item => ({ id, label: texts.of(key), accelerator, registerAccelerator: false, click: () => go(id) });
  const settings = page('settings', 'page.settings', 'CmdOrCtrl+,');
  const about: Item = { id: 'about', label: texts.t('menu.about'), click: () => go('help') };

  const first: Item = isMac
    ? { label: 'Handover', submenu: [about, line, settings, line, { role: 'services' }, line, role('menu.hide', 'hide'), role('menu.hideOthers', 'hideOthers'), role('menu.showAll', 'unhide'), line, role('menu.quit', 'quit')] }
    : { label: texts.t('menu.file'), submenu: [settings, line, role('menu.closeWindow', 'close', { accelerator: 'Ctrl+W' }), role('menu.quit', 'quit', { accelerator: 'Ctrl+Q' })] };
  return [
    first,
    { label: texts.t('menu.edit'), submenu: [role('menu.undo', 'undo'), role('menu.redo', 'redo'), line, role('menu.cut', 'cut'), role('menu.copy', 'copy'), role('menu.paste', 'paste'), role('menu.selectAll', 'selectAll')] },
    {
      label: texts.t('menu.view'),
      submenu: [
        page('accessPoints', 'page.accessPoints', 'CmdOrCtrl+1'), page('sessions', 'page.sessions', 'CmdOrCtrl+2'), page('traffic', 'page.traffic', 'CmdOrCtrl+3'), line,
        role('menu.zoomIn', 'zoomIn', { id: 'zoomIn', accelerator: 'CmdOrCtrl+Plus' }),
        // The plus sign's own key, without Shift.
        role('menu.zoomIn', 'zoomIn', { accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true }),
        role('menu.zoomOut', 'zoomOut', { id: 'zoomOut', accelerator: 'CmdOrCtrl+-' }), role('menu.zoomReset', 'resetZoom', { id: 'zoomReset', accelerator: 'CmdOrCtrl+0' }), line, role('menu.fullScreen', 'togglefullscreen'),
      ],
    },
    ...(isMac ? [{ label: texts.t('menu.window'), role: 'window' as const, submenu: [role('menu.minimize', 'minimize'), role('menu.closeWindow', 'close')] }] : []),
    { label: texts.t('menu.help'), role: 'help', submenu: [page('help', 'page.help', '?'), ...(isMac ? [] : [about])] },
  ];
}
