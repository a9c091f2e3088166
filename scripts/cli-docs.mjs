/**
 * Writes what follows from the command itself: docs/cli.md, docs/cli.schema.json and the man page.
 *
 *   node scripts/cli-docs.mjs
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './setup/places.mjs';
import { runAsProgram } from './setup/say.mjs';

await runAsProgram(async () => {
  const options = { root, configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ('error') };
  /** @type {{ module: typeof import('../cli/docs.ts') }} */
  const { module: docs } = await runnerImport(join(root, 'cli/docs.ts'), options);
  /** @type {{ module: typeof import('../cli/json.ts') }} */
  const { module: json } = await runnerImport(join(root, 'cli/json.ts'), options);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await mkdir(join(root, 'assets/man'), { recursive: true });
  await writeFile(join(root, 'docs/cli.md'), docs.markdown());
  await writeFile(join(root, 'docs/cli.schema.json'), json.jsonSchema());
  await writeFile(join(root, 'assets/man/handover.1'), docs.manPage(version));
});
