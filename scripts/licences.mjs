/**
 * Which packages of npm went into a built part, with the words of their licences: for the list under Help. A package that is packed
 * without a licence's words stops the build, since it could not be handed on.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './setup/places.mjs';
import { SetUpError } from './setup/say.mjs';

/** It has a list of its own. */
const electron = join(root, 'node_modules/electron');

/**
 * @param {string} part
 * @param {string} folder where the list goes
 * @returns {import('vite').Plugin}
 */
export function listLicences(part, folder) {
  return {
    name: 'list-licences',
    apply: 'build',
    async writeBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? Object.entries(one.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])) : []));
      // What is not packed is carried along as it is: native packages.
      const carried = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [...one.imports, ...one.dynamicImports] : [])).map((id) => packageFolder(join(root, 'node_modules', id, '/')));
      const folders = new Set([...modules.map(packageFolder), ...carried.filter((one) => one !== null && one !== electron && existsSync(join(one, 'package.json')))].filter((one) => one !== null));
      const packages = [...folders].sort().map(licenceOf);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${part}.json`), `${JSON.stringify(packages)}\n`);
    },
  };
}

/**
 * The folder of the package that a module is from; null for one of ours.
 *
 * @param {string} id
 */
export function packageFolder(id) {
  const match = /^\0?(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/.exec(id);
  return match?.[1] ?? null;
}

/**
 * @param {string} folder
 * @throws {SetUpError} where a package comes without the words of its licence
 */
export function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|$|-)/i.test(one));
  const text = file ? readFileSync(join(folder, file), 'utf8') : writtenDown(name);
  if (text === null) throw new SetUpError(`${name} ${version} comes without the words of its licence (${license}), so it cannot be handed on. Put them into scripts/licences/${name.replace('/', '+')}.txt.`);
  return { name, version, licence: String(license), text: text.trim() };
}

/**
 * Of a package that names its licence but leaves the words out: written down here, from its repository.
 *
 * @param {string} name
 */
function writtenDown(name) {
  const file = new URL(`./licences/${name.replace('/', '+')}.txt`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
