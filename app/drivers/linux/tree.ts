import { readdirSync, readFileSync } from 'node:fs';

/** Where the kernel and the resolver tell; other folders in tests. */
export interface Roots { sys: string; proc: string; etc: string }
export const ownRoots: Roots = { sys: '/sys', proc: '/proc', etc: '/etc' };

/** The trimmed text of a small file; "" where it cannot be read, which is how the kernel says "not told". */
export function text(file: string): string {
  try { return readFileSync(file, 'latin1').trim(); } catch { return ''; }
}

/** A number as the kernel writes it, decimal or 0x…; null where there is none. */
export function number(file: string): number | null {
  const value = text(file);
  return value === '' || !Number.isFinite(Number(value)) ? null : Number(value);
}

/** Names in a folder, sorted; none where there is no such folder. */
export function entries(folder: string): string[] {
  try { return readdirSync(folder).sort(); } catch { return []; }
}
