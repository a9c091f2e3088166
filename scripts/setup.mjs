/**
 * Gives a fresh clone what it needs, and says what it does. A second run finds all in place and asks no network.
 * The commands of the repository begin with it; alone:
 *
 *   npm run setup [-- start | demo | test]
 */
import { pathToFileURL } from 'node:url';
import { ensureElectron } from './setup/electron-binary.mjs';
import { ensureNodePackages } from './setup/node-packages.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { runAsProgram, say, SetUpError } from './setup/say.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

export { build } from './build.mjs';
export { hasDisplay, withDisplay, withSessionBus } from './setup/display.mjs';
export { electronPath } from './setup/electron-binary.mjs';

/**
 * @param {{ for: import('./setup/system-packages.mjs').Purpose }} what
 * @returns {Promise<boolean>} whether anything had to be installed
 * @throws {SetUpError} with what to do about it
 */
export async function setUp({ for: purpose }) {
  checkNodeVersion();
  // In this order: Electron's binary is tried out once it is unpacked, which takes its libraries.
  const installed = [await ensureSystemPackages(purpose), await ensureNodePackages(), await ensureElectron()];
  return installed.includes(true);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runAsProgram(async () => {
    const purpose = process.argv[2] ?? 'test';
    if (purpose !== 'start' && purpose !== 'demo' && purpose !== 'test') throw new SetUpError('Set up for what? start, demo or test.');
    if (!await setUp({ for: purpose })) say('Everything is in place.');
  });
}
