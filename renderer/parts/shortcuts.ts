import { useEffect } from 'react';

/** Whether a key press is meant for a field that takes text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The key that goes with a letter or digit for what a program offers: Command on macOS, Control elsewhere. */
export const isOnMac = (): boolean => document.documentElement.dataset.platform === 'darwin';

/**
 * Calls on a key of the whole window, while the component is there; `Mod+` in front asks for Command or Control.
 * Single characters are left alone while a field is typed in.
 */
export function useShortcut(shortcut: string, run: () => void): void {
  const wantsMod = shortcut.startsWith('Mod+');
  const key = wantsMod ? shortcut.slice(4) : shortcut;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const mod = isOnMac() ? event.metaKey : event.ctrlKey;
      const other = isOnMac() ? event.ctrlKey : event.metaKey;
      if (event.key !== key || mod !== wantsMod || other || event.altKey || event.defaultPrevented) return;
      if (!wantsMod && key.length === 1 && isTyping(event.target)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [key, wantsMod, run]);
}
