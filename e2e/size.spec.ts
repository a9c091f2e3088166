import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, root, test } from './support/launch.ts';

/** What the window has to load before it can show anything. */
test('the page’s script is at most 250 kB gzipped', async () => {
  const folder = join(root, 'out/renderer');
  // What the page names is loaded at once; forms that are seldom opened come when they are.
  const scripts = [...(await readFile(join(folder, 'index.html'), 'utf8')).matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, name]) => name!);
  const sizes = await Promise.all(scripts.map(async (name) => gzipSync(await readFile(join(folder, name))).length));
  expect(scripts.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
});
