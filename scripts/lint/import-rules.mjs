/**
 * Who may import whom: the house of docs/architecture.md as a table, and the question asked of it.
 * house-plugin.mjs puts it into the linter.
 */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/**
 * @typedef {object} Room
 * @property {string} folder
 * @property {string[]} may folders of ours, beside its own
 * @property {boolean} [node] may use Node's modules
 * @property {boolean} [electron] may import 'electron'
 * @property {boolean} [react] may import React and what builds on it
 */

/**
 * The rooms, an inner one before the one around it and no part of it. Folders not named here are free.
 *
 * @type {Room[]}
 */
const rooms = [
  { folder: 'app/contract', may: [] },
  { folder: 'app/text', may: ['app/contract'] },
  { folder: 'app/core/ports', may: ['app/contract', 'app/text'] },
  { folder: 'app/core', may: ['app/core/ports', 'app/contract', 'app/text'] },
  { folder: 'app/drivers', may: ['app/core/ports', 'app/contract', 'app/text'], node: true },
  { folder: 'app/journal', may: ['app/core/ports', 'app/contract', 'app/text'], node: true },
  { folder: 'app/host', may: ['app/core', 'app/core/ports', 'app/drivers', 'app/journal', 'app/contract', 'app/text'], node: true },
  { folder: 'app/hub/client', may: ['app/contract'], node: true },
  { folder: 'app/hub', may: ['app/hub/client', 'app/host', 'app/contract', 'app/text'], node: true },
  { folder: 'main', may: ['app/host', 'app/hub', 'app/contract', 'app/text'], node: true, electron: true },
  { folder: 'preload', may: ['app/contract'], electron: true },
  { folder: 'renderer', may: ['app/contract', 'app/text'], react: true },
  { folder: 'cli', may: ['app/hub/client', 'app/contract', 'app/text'], node: true },
];

const reactPackages = /^(react|react-dom|react-aria|react-aria-components|react-i18next|react-stately|zustand|lucide-react)(\/|$)/;
/** Tests, and in folders named testing what they share. */
const testFile = /\.(test|spec)\.tsx?$|(^|\/)testing\//;

/**
 * What is wrong with an import, in words; undefined when it is allowed.
 *
 * @param {string} file path of the importing file in the repository, with slashes
 * @param {string} specifier what stands after `from`
 * @returns {string | undefined}
 */
export function problemOf(file, specifier) {
  const room = roomOf(file);
  if (room === undefined) return undefined;
  return specifier.startsWith('.') ? problemOfOurs(room, file, specifier) : problemOfPackage(room, file, specifier);
}

/**
 * @param {Room} room
 * @param {string} file
 * @param {string} specifier
 */
function problemOfOurs(room, file, specifier) {
  const target = posix.join(posix.dirname(file), specifier);
  if (testFile.test(target) && !testFile.test(file)) return `${target} is for tests only.`;
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) {
    // Pictures and data of no room are everybody's; so are the helpers that tests share.
    const isCode = /\.(ts|tsx|js|mjs|cjs)$/.test(target);
    return !isCode || testFile.test(file) ? undefined : `${room.folder} may not import ${target}, which belongs to no part of the program.`;
  }
  if (targetRoom === room || room.may.includes(targetRoom.folder)) return undefined;
  // A test brings what it needs, another room's fakes for example; the ends of the house stay apart even so.
  if (testFile.test(file) && target.startsWith('app/')) return undefined;
  return `${room.folder} may import ${list(room.may)}, not ${targetRoom.folder}.`;
}

/**
 * @param {Room} room
 * @param {string} file
 * @param {string} specifier
 */
function problemOfPackage(room, file, specifier) {
  if (/^electron(\/|$)/.test(specifier)) return room.electron ? undefined : 'Only main and preload may import electron.';
  if (reactPackages.test(specifier) && !room.react) return 'Only renderer may import React and what builds on it.';
  if (isNodeModule(specifier) && !room.node && !testFile.test(file)) {
    return `${room.folder} runs without Node as well: it may not import ${specifier}. What it needs of the system is handed in.`;
  }
  return undefined;
}

/** @param {string} specifier */
function isNodeModule(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');
}

/** @param {string} file */
function roomOf(file) {
  return rooms.find(({ folder }) => file === folder || file.startsWith(`${folder}/`));
}

/** @param {string[]} folders */
function list(folders) {
  return folders.length === 0 ? 'nothing of ours' : folders.join(', ');
}
