import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';
import type { Log } from './log.ts';

/** What the window remembers from one run to the next, in `window.json` of the data folder. */
export interface RememberedWindow extends Area {
  readonly maximized: boolean;
  /** The theme last in use, so that the first frame has the right ground before the settings are read. */
  readonly theme: (typeof themes)[number];
  /** The person was told that closing hides it where there is a tray. */
  readonly toldOfTray: boolean;
}
const themes = ['system', 'light', 'dark'] as const;

export interface Area { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** null when there is none, or none that can be understood: a window's place is not worth an error. */
export function recallWindow(dataFolder: string): RememberedWindow | null {
  try {
    return understood(JSON.parse(readFileSync(file(dataFolder), 'utf8')));
  } catch { return null; }
}

/** Looked at by hand: a schema's library is more to read than all that opens the window. */
function understood(read: unknown): RememberedWindow | null {
  const { x, y, width, height, maximized, theme, toldOfTray = false } = read as Record<string, unknown>;
  const known = themes.find((one) => one === theme);
  if (![x, y, width, height].every(Number.isInteger) || Number(width) <= 0 || Number(height) <= 0 || typeof maximized !== 'boolean' || typeof toldOfTray !== 'boolean' || known === undefined) return null;
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height), maximized, theme: known, toldOfTray };
}

export function rememberWindow(dataFolder: string, window: RememberedWindow, log: Log): void {
  try {
    writeAtomically(file(dataFolder), `${JSON.stringify(window)}\n`);
  } catch (cause) { log.error('The window could not remember its place', cause); }
}

const file = (dataFolder: string): string => join(dataFolder, 'window.json');

/** Part of the title bar that must be on a screen, px, so that the window can be taken hold of. */
const grip = { width: 100, height: 24 };

/** True where enough of the window's top edge lies on one of the screens (a monitor may have gone since). */
export function isReachable(window: Area, screens: readonly Area[]): boolean {
  return screens.some((screen) => {
    const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
    const below = screen.y + screen.height - window.y;
    return across >= grip.width && below >= grip.height && window.y >= screen.y;
  });
}
