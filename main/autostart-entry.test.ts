import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'handover-autostart-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));
const folder = () => join(home, 'autostart');
const entry = () => readFileSync(join(folder(), 'handover.desktop'), 'utf8');

test('an entry starts the program hidden, and is inert without it', () => {
  autostartEntry({ folder: folder(), program: '/opt/handover/handover-desktop' })(true);
  expect(entry()).toContain('Exec="/opt/handover/handover-desktop" --hidden\n');
  expect(entry()).toContain('TryExec=/opt/handover/handover-desktop\n');
});

test('a path with characters of meaning is written as the specification wants it', () => {
  autostartEntry({ folder: folder(), program: '/home/me/100% "mine"/Handover.AppImage' })(true);
  expect(entry()).toContain(String.raw`Exec="/home/me/100%% \\"mine\\"/Handover.AppImage" --hidden`);
});

test('an entry that the user changed stays while it is wanted, and goes when it is not', () => {
  const set = autostartEntry({ folder: folder(), program: '/opt/handover/handover-desktop' });
  set(true);
  writeFileSync(join(folder(), 'handover.desktop'), `${entry()}X-GNOME-Autostart-Delay=20\n`);
  set(true);
  expect(entry()).toContain('Delay=20');
  set(false);
  expect(existsSync(join(folder(), 'handover.desktop'))).toBe(false);
});

test('what was never there is gone already', () => expect(() => autostartEntry({ folder: folder(), program: '/x' })(false)).not.toThrow());
