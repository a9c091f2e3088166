import { dialog, type BrowserWindow } from 'electron';
import type { Texts } from '../app/text/index.ts';

/** Asked at the first close where there is a tray: the window would go and the program stay, which nobody can guess. */
export async function confirmHiding(window: BrowserWindow, texts: Texts): Promise<'hide' | 'quit' | 'stay'> {
  const words = ['hide', 'quit', 'stay'] as const;
  const { response } = await dialog.showMessageBox(window, {
    type: 'info', title: 'Handover', message: texts.t('closing.title'), detail: texts.t('closing.what'), noLink: true,
    buttons: [texts.t('closing.hide'), texts.t('menu.quit'), texts.t('cancel')], defaultId: 0, cancelId: words.indexOf('stay'),
  });
  return words[response] ?? 'stay';
}
