/** The first thing that can be wrong: a Node too old to run anything else here. */
import { SetUpError } from './say.mjs';

const needed = [20, 19];

/** @throws {SetUpError} */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new SetUpError(
    `Handover needs Node ${needed.join('.')} or newer; this is ${version} (${process.execPath}).\n` +
    'Install a newer one, from nodejs.org or your distribution, and run the command again.');
}
