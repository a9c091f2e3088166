import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The child as it is built for the program (scripts/build.mjs), into a folder of the test's own. */
export async function buildChild(): Promise<{ script: string; dispose: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'handover-wifi-child-'));
  await build({
    configFile: false, envDir: false, logLevel: 'error', publicDir: false, ssr: { noExternal: true, target: 'node' },
    build: { ssr: fileURLToPath(new URL('../child.ts', import.meta.url)), outDir: folder, target: 'node20', minify: false, rolldownOptions: { external: ['koffi', ...builtinModules, /^node:/], output: { format: 'es', entryFileNames: 'child.mjs' } } },
  });
  return { script: join(folder, 'child.mjs'), dispose: () => { rmSync(folder, { recursive: true, force: true }); } };
}
