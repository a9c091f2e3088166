/**
 * What an Electron binary without a packaged program runs: `electron [switches] [-r module] folder-or-file [arguments]`.
 * It stands in for the one in Electron's official download and does the same for the ways we start it.
 */
import { app } from 'electron';
import { createRequire } from 'node:module';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Electron has these two for its own default program; its types leave them out.
 *
 * @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} ForDefaultPrograms
 * @typedef {{ name?: string, productName?: string, version?: string, desktopName?: string }} PackageFile
 */
const program = /** @type {typeof app & ForDefaultPrograms} */ (app);
const requireFromHere = createRequire(join(process.cwd(), 'package.json'));

/** @param {string[]} words the command line after the executable */
function readCommandLine(words) {
  /** @type {string[]} */
  const preloads = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-r' || word === '--require') preloads.push(words.shift() ?? '');
    else if (word === '-v' || word === '--version') return { answer: `v${process.versions.electron}`, preloads };
    else if (word === '-a' || word === '--abi') return { answer: process.versions.modules, preloads };
    else if (!word.startsWith('-')) return { path: resolve(word), preloads };
  }
  return { preloads };
}

/** @param {string} path */
function introduce(path) {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const about = packageFile(folder);
  if (about.version !== undefined) program.setVersion(about.version);
  program.name = about.productName ?? about.name ?? program.name;
  program.setDesktopName(about.desktopName ?? `${program.name}.desktop`);
  program.setAppPath(folder);
}

/**
 * @param {string} folder
 * @returns {PackageFile}
 */
function packageFile(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

const { answer, path, preloads } = readCommandLine(process.argv.slice(1));
for (const preload of preloads) requireFromHere(preload);
if (answer !== undefined) {
  console.log(answer);
  process.exit(0);
}
if (path === undefined) {
  console.error('Which program? electron [switches] path/to/program [arguments]');
  process.exit(1);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
try {
  introduce(path);
  // 'ready' waits for this import, so that a program can still do what must be done before it.
  await import(pathToFileURL(requireFromHere.resolve(path)).href);
} catch (error) {
  console.error('The program failed while it was loaded:');
  console.error(error);
  process.exit(1);
}
