import { app } from 'electron';
import { join } from 'node:path';
import { autostartEntry } from './autostart-entry.ts';
import type { Log } from './log.ts';

/** Keeps the system's list of what starts at login as the setting says. A program that is not installed leaves it alone. */
export function loginItem(log: Log): (wanted: boolean) => void {
  if (!app.isPackaged) return () => {};
  const set = process.platform === 'linux'
    // What runs from an AppImage is at another place each time; the image itself is what stays.
    ? autostartEntry({ folder: join(app.getPath('appData'), 'autostart'), program: process.env['APPIMAGE'] ?? process.execPath })
    : (wanted: boolean) => app.setLoginItemSettings({ openAtLogin: wanted, args: ['--hidden'] });
  let last: boolean | null = null;
  return (wanted) => {
    if (wanted === last) return;
    last = wanted;
    try { set(wanted); } catch (cause) { log.error('Start at login could not be set', cause); }
  };
}
