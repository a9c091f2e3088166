/** The deb, by Debian's own dpkg-deb: electron-builder's way needs a tool (fpm) that it downloads. */
import { lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandPath, run, tail } from '../setup/command.mjs';
import { SetUpError } from '../setup/say.mjs';
import { makeLinuxTree } from './linux-tree.mjs';
import { version } from './stage.mjs';

/** What the program is linked with; names differ since the 64-bit time of Debian 13 and Ubuntu 24.04. */
const depends = ['libc6', 'libgtk-3-0 | libgtk-3-0t64', 'libnss3', 'libgbm1', 'libasound2 | libasound2t64', 'libatspi2.0-0 | libatspi2.0-0t64', 'libxkbcommon0', 'libstdc++6'];
const architectures = /** @type {Partial<Record<string, string>>} */ ({ x64: 'amd64', arm64: 'arm64' });

/**
 * @param {string} unpacked
 * @param {string} folder where the package is put
 * @param {{ fast: boolean }} options fast: hardly compressed, for tests
 * @returns {Promise<string>} the package
 */
export async function makeDeb(unpacked, folder, { fast }) {
  if (commandPath('dpkg-deb') === undefined) throw new SetUpError('A deb is made with dpkg-deb, which this system has not (Debian: dpkg).');
  const architecture = architectures[process.arch] ?? process.arch;
  const tree = await mkdtemp(join(tmpdir(), 'handover-deb-'));
  try {
    await makeLinuxTree(unpacked, tree);
    const size = await sizeOf(tree);
    await mkdir(join(tree, 'DEBIAN'), { mode: 0o755 });
    await writeFile(join(tree, 'DEBIAN', 'control'), control({ architecture, size }));
    const file = join(folder, `handover_${version}_${architecture}.deb`);
    await mkdir(folder, { recursive: true });
    const made = await run('dpkg-deb', ['--root-owner-group', ...(fast ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']), '--build', tree, file], { limit: 900_000 });
    if (made.code !== 0) throw new SetUpError(`dpkg-deb made no package:\n${tail(made.output, 10)}`);
    return file;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** @param {{ architecture: string, size: number }} of size in bytes */
const control = ({ architecture, size }) => `Package: handover
Version: ${version}
Architecture: ${architecture}
Maintainer: The Handover developers <handover@localhost>
Installed-Size: ${Math.ceil(size / 1024)}
Depends: ${depends.join(', ')}
Recommends: network-manager
Section: net
Priority: optional
Description: Connection manager that asks before it moves you
 Handover shows the access points in reach, holds sessions on them, counts
 their traffic, and tells you when a better one is there. It moves nothing by
 itself: you migrate or ignore; then, on trial, accept or reject.
`;

/** @param {string} folder @returns {Promise<number>} bytes of all files */
export async function sizeOf(folder) {
  let size = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) size += (await lstat(join(entry.parentPath, entry.name))).size;
  }
  return size;
}
