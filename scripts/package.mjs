/**
 * Builds what of Handover's installers can be built here, and says what the others need:
 *
 *   npm run package                      all that this system can
 *   npm run package -- --target dir,deb  these
 *   npm run package -- --fast            hardly compressed, to try out
 *
 * The unpacked program is made by electron-builder (electron-builder.yml, packages in packaging/). From it the deb is
 * made with dpkg-deb and the archive with tar; everything else is electron-builder's, which downloads a tool for each.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDeb } from './package/deb.mjs';
import { stage, version } from './package/stage.mjs';
import { build, electronPath, setUp } from './setup.mjs';
import { run, tail } from './setup/command.mjs';
import { root } from './setup/places.mjs';
import { runAsProgram, say, SetUpError, step } from './setup/say.mjs';

const installers = join(root, 'out', 'installers');
const packaging = join(root, 'packaging');

/** @typedef {{ targets: string[], needs: string }} Maker */
/** Targets by system, and what electron-builder fetches to make each. */
const ofSystem = /** @type {Record<string, readonly string[]>} */ ({ linux: ['dir', 'deb', 'tar.gz', 'rpm', 'AppImage'], win32: ['dir', 'nsis'], darwin: ['dir', 'dmg'] });
const needs = /** @type {Record<string, string>} */ ({
  rpm: 'rpmbuild, and fpm from github.com', AppImage: 'the AppImage tools from github.com', nsis: 'Windows, and NSIS from github.com', dmg: 'macOS',
});

/**
 * The unpacked program.
 *
 * @returns {Promise<string>} its folder
 */
export async function makeUnpacked() {
  await build();
  await ensureElectronBuilder();
  await stage();
  await builder('dir');
  return join(installers, { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' }[/** @type {'linux'} */ (process.platform)] ?? 'unpacked');
}

export { makeDeb, installers };

/** electron-builder and what belongs to it, apart from the program's own packages: who makes no installers need not have it. */
export async function ensureElectronBuilder() {
  if (existsSync(join(packaging, 'node_modules', 'electron-builder', 'package.json'))) return;
  await step('Fetching electron-builder', 'about a minute', async () => {
    // Under Windows npm is no program that could be started without a shell; npm says where its script is.
    const npm = process.env['npm_execpath'];
    const [program = 'npm', ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
    const { code, output } = await run(program, [...first, 'ci', '--no-audit', '--no-fund'], { cwd: packaging, limit: 300_000 });
    if (code !== 0) throw new SetUpError(`electron-builder could not be fetched:\n${tail(output, 10)}`);
  });
}

/**
 * electron-builder for one target, on the Electron that set-up found.
 *
 * @param {string} target
 * @param {{ limit?: number }} [options]
 */
async function builder(target, { limit = 600_000 } = {}) {
  const dist = dirname(electronPath());
  const electron = (await readFile(join(dist, 'version'), 'utf8').catch(() => '')).trim().replace(/^v/, '');
  const system = { linux: '--linux', win32: '--win', darwin: '--mac' }[/** @type {'linux'} */ (process.platform)];
  const { code, output } = await run(process.execPath, [
    join(packaging, 'node_modules', 'electron-builder', 'cli.js'), system ?? '--linux', target, '--publish', 'never', '--projectDir', root, '--config', 'electron-builder.yml',
    `-c.electronDist=${dist}`, `-c.electronVersion=${electron}`,
  ], { cwd: root, env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false', USE_SYSTEM_FPM: 'true' }, limit });
  if (code !== 0) throw new SetUpError(`electron-builder made no ${target}:\n${tail(output, 12)}`);
}

/** @param {string} unpacked @param {{ fast: boolean }} options */
async function makeArchive(unpacked, { fast }) {
  const file = join(installers, `handover-${version}-${process.platform}-${process.arch}.tar.gz`);
  await rm(file, { force: true });
  const { code, output } = await run('tar', ['--create', '--file', file, '--use-compress-program', `gzip -${fast ? 1 : 9}`, '--owner=0', '--group=0', '--transform', `s,^${basename(unpacked)},handover-${version},`, '--directory', dirname(unpacked), basename(unpacked)], { limit: 600_000 });
  if (code !== 0) throw new SetUpError(`tar made no archive:\n${tail(output, 10)}`);
  return file;
}

async function main() {
  const { values } = parseArgs({ options: { target: { type: 'string', multiple: true }, fast: { type: 'boolean', default: false } } });
  const possible = ofSystem[process.platform] ?? ['dir'];
  const asked = values.target?.flatMap((each) => each.split(','));
  const foreign = asked?.filter((each) => !possible.includes(each)) ?? [];
  if (foreign.length > 0) throw new SetUpError(`Not made on this system: ${foreign.join(', ')}. It makes ${possible.join(', ')}.`);
  const targets = asked ?? possible;

  await setUp({ for: 'start' });
  await mkdir(installers, { recursive: true });
  const unpacked = await step('The unpacked program', 'under a minute', makeUnpacked);
  const made = [unpacked];
  const failed = [];
  for (const target of targets.filter((each) => each !== 'dir')) {
    try {
      if (target === 'deb') made.push(await step('deb', 'a minute or two', () => makeDeb(unpacked, installers, { fast: values.fast })));
      else if (target === 'tar.gz') made.push(await step('tar.gz', 'a minute', () => makeArchive(unpacked, { fast: values.fast })));
      else { await step(target, 'some minutes', () => builder(target, { limit: 300_000 })); made.push(join(installers, `*.${target}`)); }
    } catch (error) {
      if (!(error instanceof SetUpError) || asked) throw error;
      failed.push(`  ${target}: needs ${needs[target] ?? 'another tool'}`);
    }
  }
  say(`Made:\n${made.map((file) => `  ${relative(root, file)}`).join('\n')}`);
  if (failed.length > 0) say(`Not made here:\n${failed.join('\n')}`);
  for (const target of ['nsis', 'dmg'].filter((each) => !possible.includes(each))) say(`  ${target}: needs ${needs[target]}`);
}

if (process.argv[1] === import.meta.filename) await runAsProgram(main);
