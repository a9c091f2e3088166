/**
 * Lays out what is packaged in out/package:
 *
 *   app/    what goes into app.asar: the built program, its icons, native packages for this system
 *   lib/    what plain Node runs beside it, with a Node.js: the command, the host without a window, the Wi-Fi helper
 *   icons/  the program's icon in the sizes by which electron-builder knows them
 */
import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nativePackages } from '../build.mjs';
import { run } from '../setup/command.mjs';
import { root } from '../setup/places.mjs';
import { SetUpError } from '../setup/say.mjs';
import { nodeLicence } from './node-licence.mjs';

export const staged = join(root, 'out', 'package');
export const version = /** @type {{ version: string }} */ (JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))).version;

/** Sizes of the icon, px. */
export const iconSizes = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/** Built parts that plain Node runs; a part that is not built is left out. */
const nodeParts = ['host', 'replay', 'cli', 'wifi'];

export async function stage() {
  await rm(staged, { recursive: true, force: true });
  await stageApp(join(staged, 'app'));
  await stageLib(join(staged, 'lib'));
  await mkdir(join(staged, 'icons'), { recursive: true });
  for (const size of iconSizes) await copyFile(join(root, 'assets', 'icon', `handover-${size}.png`), join(staged, 'icons', `${size}x${size}.png`));
}

/** @param {string} folder */
async function stageApp(folder) {
  for (const part of ['main', 'preload', 'renderer', 'licences']) await copyBuilt(part, join(folder, 'out', part));
  await cp(join(root, 'assets'), join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'out', 'licences', 'node.json'), `${JSON.stringify([nodeLicence(process.execPath, process.versions.node)])}\n`);
  await copyNative(join(folder, 'modules'));
  const { name, productName, description, author, license } = /** @type {Record<string, string>} */ (JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, productName, version, description, author, license, type: 'module', main: 'out/main/index.js', desktopName: 'handover.desktop' }, null, 2));
}

/** @param {string} folder */
async function stageLib(folder) {
  for (const part of nodeParts) if (existsSync(join(root, 'out', part))) await copyBuilt(part, join(folder, part));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'handover-lib', private: true, type: 'module' }));
  await copyNative(join(folder, 'node_modules'));
  const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  await copyFile(await ownNode(), node);
  await chmod(node, 0o755);
  await writeFile(join(folder, 'LICENSE.node.txt'), `${nodeLicence(process.execPath, process.versions.node).text}\n`);
  await cp(join(root, 'packaging', 'bin'), join(folder, 'bin'), { recursive: true });
}

/**
 * The Node.js that runs this script goes with the program. One that needs libraries of its own beside it cannot.
 *
 * @throws {SetUpError}
 */
async function ownNode() {
  const linked = process.platform === 'linux' ? await run('ldd', [process.execPath], { limit: 10_000 }) : { output: '' };
  if (/libnode/.test(linked.output)) throw new SetUpError(`${process.execPath} needs libraries of this system. Package with a Node.js from nodejs.org.`);
  return process.execPath;
}

/**
 * @param {string} part
 * @param {string} target
 */
async function copyBuilt(part, target) {
  await cp(join(root, 'out', part), target, { recursive: true, filter: (file) => !file.endsWith('.map') });
}

/**
 * Native packages as they are loaded: their code, and the native part of this system alone.
 *
 * @param {string} modules
 */
async function copyNative(modules) {
  const own = `${process.platform}-${process.arch}`;
  for (const name of [...nativePackages, 'node-gyp-build', `@koromix/koffi-${own}`]) {
    const from = join(root, 'node_modules', name);
    if (!existsSync(from)) continue;
    await cp(from, join(modules, name), {
      recursive: true, dereference: true,
      filter: (file) => {
        const path = file.slice(from.length + 1).split(/[\\/]/);
        if (path[0] === 'prebuilds') return path.length === 1 || path[1] === own;
        // What koffi loads first lies beside its C sources.
        if (name === 'koffi' && path[0] === 'src') return !/\.(?!c?js$)\w+$/.test(file);
        return !['src', 'scripts', 'doc', 'lib', 'vendor', 'musl_x64', 'node_modules'].includes(path[0] ?? '') && !/\.(?:map|d\.[cm]?ts|gyp|md)$/.test(file);
      },
    });
  }
}
