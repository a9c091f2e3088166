/** Folders that the scripts share. */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The repository. */
export const root = resolve(import.meta.dirname, '..', '..');

/** Where what was fetched once is kept for all clones of this user. */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'), 'handover');
}
