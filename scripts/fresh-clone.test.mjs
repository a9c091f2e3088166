import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** What a script loads before it runs: its own imports and those of the files that they name; packages, each with who names it. */
function packagesOf(/** @type {string} */ file, seen = new Set()) {
  if (seen.has(file) || !existsSync(file)) return [];
  seen.add(file);
  /** @type {string[]} */
  const found = [];
  for (const [, from, bare] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) [^;]*?from '([^']+)'|^import '([^']+)'/gmu)) {
    const name = from ?? bare ?? '';
    if (name.startsWith('.')) found.push(...packagesOf(join(dirname(file), name), seen));
    else if (!name.startsWith('node:')) found.push(`${file}: ${name}`);
  }
  return found;
}

it.each(['start', 'test', 'demo', 'setup', 'handover', 'package', 'pictures'])('npm run %s begins in a fresh clone: it loads no package before the set-up', (script) => {
  expect(packagesOf(join(import.meta.dirname, `${script}.mjs`))).toEqual([]);
});

it('a package that is loaded too early is found', () => {
  expect(packagesOf(join(import.meta.dirname, 'cli-docs.mjs')).join(' ')).toContain('vite');
});
