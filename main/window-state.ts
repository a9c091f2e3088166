import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';
import { z } from 'zod';
import type { Log } from './log.ts';

/** What the window remembers from one run to the next, in `window.json` of the data folder. */
const rememberedWindow = z.object({
  x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive(),
  maximized: z.boolean(),
  /** The theme last in use, so that the first frame has the right ground before the settings are read. */
  theme: z.enum(['system', 'light', 'dark']),
});
export type RememberedWindow = z.infer<typeof rememberedWindow>;

export interface Area { x: number; y: number; width: number; height: number }

/** null when there is none, or none that can be understood: a window's place is not worth an error. */
export function recallWindow(dataFolder: string): RememberedWindow | null {
  try {
    return rememberedWindow.parse(JSON.parse(readFileSync(file(dataFolder), 'utf8')));
  } catch { return null; }
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
