/** What the Wi-Fi lab needs of a machine; `npm test` and the lab's own tests ask the same. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root's own path may be missing in the environment of a test run. */
export const programPath = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
const programs = ['qemu-system-x86_64', 'mmdebstrap', 'cpio', 'dpkg-deb', 'chroot', 'setpriv'];

/** @returns {string | null} why the Wi-Fi lab cannot run on this machine; null where it can */
export function wifiLabUnavailable() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x86-64';
  if (process.getuid?.() !== 0) return 'it needs root, to build the image of its machine';
  if (distribution()['ID'] !== 'debian') return 'its machine is built from Debian packages, so it needs Debian';
  const missing = programs.filter((program) => !isInstalled(program));
  return missing.length > 0 ? `not installed: ${missing.join(', ')} (packages qemu-system-x86, seabios, mmdebstrap, cpio)` : null;
}

/** @returns {Record<string, string | undefined>} what the distribution says of itself, such as ID and VERSION_CODENAME */
export function distribution() {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    return Object.fromEntries(lines.map((line) => line.split('=').map((part) => part.replaceAll('"', ''))));
  } catch {
    return {};
  }
}

/** @param {string} program */
function isInstalled(program) {
  return programPath.split(':').some((folder) => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
