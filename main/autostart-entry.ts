import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The user's autostart entry (Desktop Application Autostart Specification). It is inert once the program is gone (TryExec); an entry that
 * the user has changed by hand is left as it is while it is wanted.
 */
export function autostartEntry({ folder, program }: { folder: string; program: string }): (wanted: boolean) => void {
  const file = join(folder, 'handover.desktop');
  const isThere = (): boolean => {
    try { return readFileSync(file, 'utf8').includes('[Desktop Entry]'); } catch { return false; }
  };
  return (wanted) => {
    if (!wanted) { rmSync(file, { force: true }); return; }
    if (isThere()) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `[Desktop Entry]\nType=Application\nName=Handover\nTryExec=${program}\nExec=${quoted(program)} --hidden\nIcon=handover\nX-GNOME-Autostart-enabled=true\n`);
  };
}

/** An argument in an Exec line: quoted, with what means something inside quotes escaped twice, as the specification wants it; % is doubled. */
const quoted = (text: string): string => `"${text.replaceAll(/["`$\\]/g, '\\\\$&').replaceAll('%', '%%')}"`;
