import { join } from 'node:path';
import { BrowserWindow, app, dialog } from 'electron';

/** The user says where a file of this name goes, in the system's own dialog; the page never does. null: nowhere. */
export async function chooseFile(name: string): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const options = { defaultPath: join(app.getPath('documents'), name) };
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? null : filePath;
}
