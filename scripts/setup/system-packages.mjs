/** The packages of the distribution: which ones, whether they are there, and their installation on Debian and Ubuntu. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { commandPath, run, tail } from './command.mjs';
import { say, SetUpError, step } from './say.mjs';

/**
 * @typedef {'start' | 'demo' | 'test'} Purpose
 * @typedef {object} Want
 * @property {string[]} names the package's names in different releases, best first
 * @property {boolean} optional the program works without it
 */

/** What Electron's executable is linked to, and libnotify, which it loads for notifications. */
const electronLibraries = [
  'libasound2', 'libatk-bridge2.0-0', 'libatk1.0-0', 'libatspi2.0-0', 'libcairo2', 'libcups2', 'libdbus-1-3', 'libdrm2', 'libexpat1', 'libgbm1',
  'libglib2.0-0', 'libgtk-3-0', 'libnotify4', 'libnspr4', 'libnss3', 'libpango-1.0-0', 'libudev1', 'libx11-6', 'libxcb1', 'libxcomposite1',
  'libxdamage1', 'libxext6', 'libxfixes3', 'libxkbcommon0', 'libxrandr2',
];
/** A display, a session bus, and the fonts of the window, so that pictures look as they do for users. */
const withoutDesktop = ['xvfb', 'dbus-daemon'];
const fonts = ['fonts-inter', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];
/** A real NetworkManager on a network of its own. */
const laboratory = ['network-manager', 'dnsmasq-base', 'iproute2', 'iputils-ping'];

/** A virtual machine with real Wi-Fi, built from Debian packages; where it cannot be, its tests are skipped. */
const wifiLaboratory = ['qemu-system-x86', 'seabios', 'mmdebstrap', 'cpio'];

/** Debian 13 and Ubuntu 24.04 renamed libraries when times became 64 bits wide. */
const renamed = ['libasound2', 'libatk-bridge2.0-0', 'libatk1.0-0', 'libatspi2.0-0', 'libcups2', 'libglib2.0-0', 'libgtk-3-0'];
/** @type {Map<string, string[]>} names in other releases, best first */
const otherNames = new Map(renamed.map((name) => [name, [`${name}t64`, name]]));
// Ubuntu 22.04 has dbus in one piece.
otherNames.set('dbus-daemon', ['dbus-daemon', 'dbus']);

/**
 * @param {Purpose} purpose
 * @returns {Want[]}
 */
export function wanted(purpose) {
  const needed = [...electronLibraries, ...(purpose === 'start' ? [] : withoutDesktop), ...(purpose === 'test' ? laboratory : [])];
  const nice = purpose === 'start' ? [] : [...fonts, ...(purpose === 'test' ? wifiLaboratory : [])];
  return [...needed.map((name) => want(name, false)), ...nice.map((name) => want(name, true))];
}

/**
 * @param {string} name
 * @param {boolean} optional
 * @returns {Want}
 */
function want(name, optional) {
  return { names: [...(otherNames.get(name) ?? [name])], optional };
}

/**
 * Installs what is missing, where that is possible; elsewhere says what to do.
 *
 * @param {Purpose} purpose
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensureSystemPackages(purpose) {
  if (process.platform !== 'linux' || commandPath('dpkg-query') === undefined || commandPath('apt-get') === undefined) return false;
  await repairInterruptedInstallation();
  const missing = await missingPackages(wanted(purpose));
  const toInstall = await worthInstalling(missing);
  if (toInstall.length === 0) return false;
  const wants = toInstall.map(asArgument);
  if (!await rootAtHand()) {
    throw new SetUpError(
      'System packages are missing, and installing them needs root. Run this once, then the same command again:\n\n' +
      `  sudo sh ${relative(process.cwd(), installer)} ${wants.join(' ')}\n`);
  }
  const output = await step(`Installing ${toInstall.length} system packages and what they need`, 'one to a few minutes', () => install(wants));
  if (output.includes('NetworkManager-left-off')) {
    say('  NetworkManager is there for the tests only and stays switched off (`systemctl enable --now NetworkManager` would switch it on).');
  }
  return true;
}

/**
 * @param {Want[]} wants
 * @returns {Promise<Want[]>}
 */
async function missingPackages(wants) {
  const listed = await run('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Architecture} ${Package}\n', ...wants.flatMap(({ names }) => names)]);
  return notInstalled(wants, listed.stdout);
}

/**
 * @param {Want[]} wants
 * @param {string} listed lines of status, architecture and package
 * @returns {Want[]}
 */
export function notInstalled(wants, listed) {
  const ours = new Map([['x64', 'amd64'], ['arm64', 'arm64'], ['arm', 'armhf']]).get(process.arch);
  const installed = new Set();
  for (const line of listed.split('\n')) {
    const [status, architecture, name] = line.split(' ');
    if (status === 'installed' && (architecture === ours || architecture === 'all')) installed.add(name);
  }
  return wants.filter(({ names }) => !names.some((name) => installed.has(name)));
}

/**
 * When only optional packages are missing and this system's lists do not know them, there is nothing to install,
 * now or at the next run.
 *
 * @param {Want[]} missing
 */
async function worthInstalling(missing) {
  if (missing.length === 0 || missing.some(({ optional }) => !optional)) return missing;
  const known = await run('apt-cache', ['policy', ...missing.flatMap(({ names }) => names)], { env: { ...process.env, LC_ALL: 'C' } });
  return /^ {2}Candidate: (?!\(none\))/m.test(known.stdout) ? missing : [];
}

/** @param {Want} want */
export function asArgument({ names, optional }) {
  return `${optional ? 'optional:' : ''}${names.join(',')}`;
}

const installer = join(import.meta.dirname, 'install-system-packages.sh');

/**
 * @param {string[]} wants
 * @returns {Promise<string>} the installer's output
 */
async function install(wants) {
  const { code, output, stdout } = await runInstaller(wants);
  if (code !== 0) throw new SetUpError(`The system packages could not be installed. Are the distribution's package servers reachable?\n${tail(output, 20)}`);
  return stdout;
}

/** An installation that was killed leaves the machine unable to start services: seen and mended at the next run. */
async function repairInterruptedInstallation() {
  const policy = await readFile('/usr/sbin/policy-rc.d', 'utf8').catch(() => '');
  if (policy.includes('Placed by the set-up of Handover') && await rootAtHand()) await runInstaller([]);
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Whether something can be run as root without a question for a password. */
async function rootAtHand() {
  return isRoot() || (commandPath('sudo') !== undefined && (await run('sudo', ['-n', 'true'])).code === 0);
}

/** @param {string[]} wants */
function runInstaller(wants) {
  return isRoot() ? run('sh', [installer, ...wants]) : run('sudo', ['-n', 'sh', installer, ...wants]);
}
