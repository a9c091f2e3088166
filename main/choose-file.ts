import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';

/** The user says where a file of this name goes, in the system's own dialog; the page never does. null: nowhere. */
export async function chooseFile(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name) });
  return canceled || filePath === '' ? null : filePath;
}
