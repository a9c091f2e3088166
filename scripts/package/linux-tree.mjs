/** The tree of files that a Linux package installs, from the unpacked program: used for the deb, and by anybody who packages otherwise. */
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../setup/command.mjs';
import { root } from '../setup/places.mjs';
import { SetUpError } from '../setup/say.mjs';
import { iconSizes } from './stage.mjs';

/** Where the program lies on a system that it is installed on. */
export const home = '/opt/handover';

/** Where the shells look for completions. */
const completions = /** @type {const} */ ({
  bash: 'usr/share/bash-completion/completions/handover', zsh: 'usr/share/zsh/vendor-completions/_handover', fish: 'usr/share/fish/vendor_completions.d/handover.fish',
});

/**
 * @param {string} unpacked the program as electron-builder unpacked it
 * @param {string} tree
 */
export async function makeLinuxTree(unpacked, tree) {
  const place = async (/** @type {string} */ path, /** @type {string | Buffer} */ content) => {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content);
  };
  await mkdir(join(tree, 'opt'), { recursive: true });
  await cp(unpacked, join(tree, home), { recursive: true, verbatimSymlinks: true });
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await symlink(`${home}/resources/lib/bin/handover`, join(tree, 'usr/bin/handover'));
  await symlink(`${home}/handover-desktop`, join(tree, 'usr/bin/handover-desktop'));
  await place('usr/share/applications/handover.desktop', await readFile(join(root, 'packaging/linux/handover.desktop'), 'utf8'));
  await place('usr/share/metainfo/dev.handover.Handover.metainfo.xml', await readFile(join(root, 'packaging/linux/dev.handover.Handover.metainfo.xml'), 'utf8'));
  await place('usr/share/doc/handover/copyright', await readFile(join(root, 'LICENSE'), 'utf8'));
  for (const size of iconSizes) {
    await place(`usr/share/icons/hicolor/${size}x${size}/apps/handover.png`, await readFile(join(root, `assets/icon/handover-${size}.png`)));
  }
  await place('usr/share/icons/hicolor/scalable/apps/handover.svg', await readFile(join(root, 'assets/icon/handover.svg')));
  if (existsSync(join(unpacked, 'resources/lib/cli'))) await placeCommand(place, join(unpacked, 'resources/lib'));
  await setModes(tree);
  // Where the kernel lets no ordinary program make namespaces, Chromium's sandbox needs this one.
  await chmod(join(tree, home, 'chrome-sandbox'), 0o4755);
}

/**
 * What belongs to the command: its page, its completions, and the host as a service of the user.
 *
 * @param {(path: string, content: string | Buffer) => Promise<void>} place
 * @param {string} lib
 */
async function placeCommand(place, lib) {
  await place('usr/lib/systemd/user/handover.service', await readFile(join(root, 'assets/systemd/handover.service')));
  await place('usr/share/man/man1/handover.1.gz', gzipSync(await readFile(join(root, 'assets/man/handover.1')), { level: 9 }));
  for (const [shell, path] of Object.entries(completions)) {
    const { code, stdout, output } = await run(join(lib, 'node'), [join(lib, 'cli/handover.js'), 'completion', shell], { limit: 20_000 });
    if (code !== 0) throw new SetUpError(`The command did not write its completion for ${shell}:\n${output}`);
    await place(path, stdout);
  }
}

/** Nobody but root writes to it, everybody reads it. @param {string} folder */
async function setModes(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setModes(path);
    else if (entry.isFile()) await chmod(path, isProgram(path) ? 0o755 : 0o644);
  }
}

const programs = ['/handover-desktop', '/chrome_crashpad_handler', '/chrome-sandbox', '/resources/lib/node', '/resources/lib/bin/handover'];
const isProgram = (/** @type {string} */ path) => programs.some((each) => path.endsWith(`${home}${each}`)) || path.endsWith('.so') || path.includes('.so.');

