/** The npm packages: installed when what stands in node_modules is not what package-lock.json asks for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './places.mjs';
import { run, tail } from './command.mjs';
import { SetUpError, step } from './say.mjs';

/**
 * How npm is run: the npm that runs this script, if one does, else the one on the PATH.
 *
 * @returns {[string, ...string[]]}
 */
export function npmCommand() {
  const running = process.env['npm_execpath'];
  return running !== undefined && /npm-cli\.c?js$/.test(running) ? [process.execPath, running] : ['npm'];
}

/** @returns {Promise<boolean>} whether anything was installed */
export async function ensureNodePackages() {
  if (await nodePackagesMatch(root)) return false;
  await step('Installing the npm packages', 'about half a minute', installNodePackages);
  return true;
}

async function installNodePackages() {
  const [command, ...args] = npmCommand();
  // The tools are development dependencies; an environment made for production would leave them out.
  const installed = await run(command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root });
  if (installed.code === 0) return;
  // npm says what is wrong first and ends with its manual.
  const reason = installed.output.split('\n').filter((line) => line.startsWith('npm error')).slice(0, 12).join('\n');
  throw new SetUpError(`npm ci failed. Is the npm registry reachable?\n${tail(reason || installed.output)}`);
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves a list of what it put there
 * (node_modules/.package-lock.json), however it was called, so no stamp of our own is needed.
 *
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function nodePackagesMatch(folder) {
  const asked = await packagesOf(join(folder, 'package-lock.json'));
  const there = await packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  if (asked === undefined || there === undefined) return false;
  for (const [path, { version, integrity, optional, devOptional, peer }] of asked) {
    const found = there.get(path);
    // Optional packages are those of other platforms: npm leaves them out.
    if (found === undefined && (optional || devOptional || peer)) continue;
    if (found === undefined || found.version !== version || found.integrity !== integrity) return false;
  }
  return [...there.keys()].every((path) => asked.has(path));
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 * @param {string} lockFile
 * @returns {Promise<Map<string, LockedPackage> | undefined>} undefined when there is no such file
 */
async function packagesOf(lockFile) {
  let text;
  try {
    text = await readFile(lockFile, 'utf8');
  } catch {
    return undefined;
  }
  const packages = new Map(Object.entries(/** @type {{ packages: Record<string, LockedPackage> }} */ (JSON.parse(text)).packages));
  packages.delete('');
  return packages;
}
