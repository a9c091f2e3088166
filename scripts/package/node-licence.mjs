/** The words of the licence of the Node.js that goes with the program, and of all that is in it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetUpError } from '../setup/say.mjs';

/**
 * Where it lies beside a Node.js: in the archives of nodejs.org above or beside the program, in packages with their documents.
 *
 * @param {string} program
 */
const places = (program) => {
  const folder = dirname(program);
  return [join(folder, '..', 'LICENSE'), join(folder, 'LICENSE'), join(folder, '..', 'share', 'doc', 'nodejs', 'LICENSE'), join(folder, '..', 'share', 'doc', 'node', 'LICENSE')];
};

/**
 * @param {string} program path of the Node.js
 * @param {string} version
 * @returns {import('../../app/contract/program.ts').PackageLicence}
 * @throws {SetUpError} where there is none: then it cannot be handed on
 */
export function nodeLicence(program, version) {
  const asked = places(program);
  // Anything may be called LICENSE; this one names itself in its first line.
  const text = asked.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8')).find((each) => each.startsWith('Node.js is licensed'));
  if (text === undefined) throw new SetUpError(`The words of the licence of ${program} were not found (${asked.join(', ')}), so it cannot be handed on. Package with a Node.js from nodejs.org.`);
  return { name: 'Node.js', version, licence: 'MIT', text: text.trim() };
}
