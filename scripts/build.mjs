/**
 * Builds what Electron and plain Node run into out/:
 *
 *   main/index.ts         out/main/index.js        ES module for Electron's main process
 *   preload/index.ts      out/preload/index.cjs    one CommonJS file, as a sandboxed preload must be
 *   renderer/index.html   out/renderer/            the window
 *   app/drivers/wifi/child.ts  out/wifi/child.js   what speaks to the system's Wi-Fi, in a process of its own
 *   app/hub/headless.ts   out/host/headless.js     the session host under plain Node
 *   app/host/replay/      out/replay/replay.js     traces played with other settings
 *   app/hub/client/       out/client/index.js      the client library (package export handover/client)
 *   cli/index.ts          out/cli/handover.js      the command
 *
 * and into out/licences the packages that went into each, with the words of their licences.
 *
 * Targets are those of the oldest Electron the program runs on (33: Node 20.18, Chromium 130), whatever is installed.
 * `npm run build` builds always (`-- renderer` only that part); build() does nothing when nothing changed since the last one.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { listLicences } from './licences.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/places.mjs';
import { runAsProgram, say, seconds, SetUpError } from './setup/say.mjs';

const nodeTarget = 'node20';
const chromiumTarget = 'chrome130';
/** V8 keeps and scans a script of plain ASCII at half the size of one with a single Chinese word in it, were it in a comment. */
const charset = 'ascii';

/** Packages with parts in machine code: they are loaded from node_modules, and a packaged program has to carry them. */
export const nativePackages = ['@photostructure/sqlite', 'koffi'];

/** Everything that can change what is built. */
const sources = ['app', 'cli', 'main', 'preload', 'renderer', 'assets', 'scripts/build.mjs', 'scripts/licences.mjs', 'scripts/licences', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.client.json'];
const stampFile = join(root, 'out', 'build.stamp');

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} entry relative to the repository
 * @property {string} folder relative to the repository
 * @property {() => Promise<import('vite').InlineConfig>} config all but where it goes and what is the same for every part
 */

/** @type {Part[]} */
const parts = [
  { name: 'main', entry: 'main/index.ts', folder: 'out/main', config: async () => nodeProgram('main/index.ts', 'index.js') },
  { name: 'preload', entry: 'preload/index.ts', folder: 'out/preload', config: async () => preloadScript() },
  { name: 'renderer', entry: 'renderer/index.html', folder: 'out/renderer', config: windowPages },
  { name: 'wifi', entry: 'app/drivers/wifi/child.ts', folder: 'out/wifi', config: async () => nodeProgram('app/drivers/wifi/child.ts', 'child.js') },
  { name: 'host', entry: 'app/hub/headless.ts', folder: 'out/host', config: async () => nodeProgram('app/hub/headless.ts', 'headless.js') },
  { name: 'replay', entry: 'app/host/replay/index.ts', folder: 'out/replay', config: async () => nodeProgram('app/host/replay/index.ts', 'replay.js') },
  { name: 'client', entry: 'app/hub/client/index.ts', folder: 'out/client', config: async () => nodeProgram('app/hub/client/index.ts', 'index.js') },
  { name: 'cli', entry: 'cli/index.ts', folder: 'out/cli', config: async () => nodeProgram('cli/index.ts', 'handover.js') },
];

/**
 * Builds all, unless nothing changed since the last build.
 *
 * @returns {Promise<boolean>} whether anything was built
 */
export async function build() {
  const stamp = await stampOf(sources);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false;
  await buildParts(parts);
  await writeFile(stampFile, stamp);
  return true;
}

/** What `npx handover` runs; apart from the window, so that it is there in a second or two. */
const commandParts = ['host', 'replay', 'cli'];
const commandStampFile = join(root, 'out', 'command.stamp');

/** Builds the command and what it runs, unless nothing of theirs changed. */
export async function buildCommand() {
  const stamp = await stampOf(sources.filter((each) => !['main', 'preload', 'renderer', 'assets'].includes(each)));
  if ((await readFile(commandStampFile, 'utf8').catch(() => '')) === stamp) return;
  await buildParts(parts.filter(({ name }) => commandParts.includes(name)));
  await writeFile(commandStampFile, stamp);
}

/** The client library's declarations, for those who write TypeScript. */
async function writeTypes() {
  const { code, stdout } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.client.json'], { cwd: root, limit: 120_000 });
  if (code !== 0) throw new SetUpError(`The types of the client library could not be written.\n${stdout}`);
}

/** @param {Part[]} wanted */
async function buildParts(wanted) {
  const began = performance.now();
  const built = [];
  await mkdir(join(root, 'out'), { recursive: true });
  await rm(stampFile, { force: true });
  for (const part of wanted) {
    if (existsSync(join(root, part.entry))) {
      await buildPart(part);
      if (part.name === 'client') await writeTypes();
      built.push(part.name);
    } else {
      say(`  ${part.name}: left out, there is no ${part.entry}.`);
    }
  }
  say(`Built ${built.join(', ') || 'nothing'} in ${seconds(performance.now() - began)}.`);
}

/**
 * @param {Part} part
 * @throws {SetUpError} with the compiler's message
 */
async function buildPart(part) {
  const vite = await import('vite');
  const config = await part.config();
  // Vite takes React's slow development variant when this says anything else, and sets it for good when it is unset.
  const mode = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await vite.build({
      ...config,
      plugins: [config.plugins, listLicences(part.name, join(root, 'out/licences'))],
      configFile: false,
      envDir: false,
      mode: 'production',
      logLevel: 'warn',
      build: { ...config.build, outDir: join(root, part.folder), emptyOutDir: true, sourcemap: true, reportCompressedSize: false, chunkSizeWarningLimit: 4_000 },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SetUpError(`${part.name} could not be built.\n${process.stderr.isTTY ? message : stripVTControlCharacters(message)}`);
  } finally {
    if (mode === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = mode;
  }
}

/**
 * For Node: everything of npm goes into the file, so that a packaged program carries no node_modules but what has native parts.
 *
 * @param {string} entry
 * @param {string} file name of what is built
 * @returns {import('vite').InlineConfig}
 */
function nodeProgram(entry, file) {
  return {
    root,
    publicDir: false,
    // As for server code: packages' Node variants, no browser stand-ins, process.env left alone.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, entry),
      target: nodeTarget,
      minify: false,
      rolldownOptions: {
        external: ['electron', ...nativePackages, ...builtinModules, /^node:/],
        output: { format: 'es', charset, comments: false, entryFileNames: file, chunkFileNames: 'chunk-[hash].js' },
      },
    },
  };
}

/** @returns {import('vite').InlineConfig} */
function preloadScript() {
  return {
    root,
    publicDir: false,
    build: {
      target: chromiumTarget,
      minify: false,
      lib: { entry: join(root, 'preload/index.ts'), formats: ['cjs'], fileName: () => 'index.cjs' },
      rolldownOptions: { external: ['electron'], output: { codeSplitting: false } },
    },
  };
}

/**
 * React Aria carries its own words in 34 languages; the window speaks two.
 *
 * @type {import('vite').Plugin}
 */
const twoLanguages = {
  name: 'two-languages',
  load: (id) => (/\/react-(?:aria|stately)[^?]*\/intl\/(?:.*\/)?(?!en-US|zh-CN)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id) ? 'export default {};' : null),
};

/** What forms share and the first picture does not need. */
const ofForms = /renderer\/forms\/|node_modules\/qr\//;

/** @returns {Promise<import('vite').InlineConfig>} */
async function windowPages() {
  const { default: react } = await import('@vitejs/plugin-react');
  return {
    root: join(root, 'renderer'),
    base: './',
    plugins: [react(), twoLanguages],
    build: {
      target: chromiumTarget, modulePreload: { polyfill: false }, assetsInlineLimit: 0,
      // What several parts need is one file: each file more is one more round through the main process at the start. What only the forms share
      // is another, and comes with the first of them.
      rolldownOptions: { output: { charset, codeSplitting: { groups: [
        { name: 'forms', test: ofForms, minShareCount: 2, includeDependenciesRecursively: false },
        { name: 'shared', test: (/** @type {string} */ id) => !ofForms.test(id), minShareCount: 2, priority: 1 },
      ] } } },
    },
  };
}

/** One hash over names, sizes and times of all sources: cheap, and wrong only for somebody who sets times back by hand. */
async function stampOf(/** @type {readonly string[]} */ paths) {
  const hash = createHash('sha256');
  for (const source of paths) await addToStamp(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path relative to the repository
 */
async function addToStamp(hash, path) {
  const about = await stat(join(root, path)).catch(() => undefined);
  if (about === undefined) return;
  if (!about.isDirectory()) {
    hash.update(`${path}\0${about.size}\0${about.mtimeMs}\0`);
    return;
  }
  for (const name of (await readdir(join(root, path))).sort()) await addToStamp(hash, join(path, name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runAsProgram(() => {
    const names = process.argv.slice(2);
    const unknown = names.filter((name) => !parts.some((part) => part.name === name));
    if (unknown.length > 0) throw new SetUpError(`There is no part ${unknown.join(', ')}. The parts are ${parts.map(({ name }) => name).join(', ')}.`);
    return buildParts(names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name)));
  });
}
