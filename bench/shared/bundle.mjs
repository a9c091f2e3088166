/** TypeScript of ours as one file that plain Node runs, in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativePackages } from '../../scripts/build.mjs';
import { root } from '../../scripts/setup/places.mjs';

/**
 * @param {string} entry relative to the repository
 * @returns {Promise<{ file: string, remove: () => Promise<void> }>}
 */
export async function bundle(entry) {
  const { build } = await import('vite');
  const folder = await mkdtemp(join(tmpdir(), 'handover-bench-'));
  // As the program is built (scripts/build.mjs): not minified, for the oldest Node.
  await build({
    root, configFile: false, envDir: false, publicDir: false, mode: 'production', logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, entry), target: 'node20', minify: false, outDir: folder, emptyOutDir: false, reportCompressedSize: false,
      rolldownOptions: {
        external: ['electron', ...nativePackages, ...builtinModules, /^node:/],
        // What is not bundled is not found from a temporary folder by its name.
        output: { format: 'es', entryFileNames: 'bench.mjs', chunkFileNames: '[name]-[hash].mjs', paths: (id) => (nativePackages.includes(id) ? import.meta.resolve(id) : id) },
      },
    },
  });
  return { file: join(folder, 'bench.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}
