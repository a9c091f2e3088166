import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** What a lab runs; Debian's packages network-manager, dnsmasq-base, dbus-daemon, iproute2 and util-linux have them. */
const programs = ['NetworkManager', 'dnsmasq', 'dbus-daemon', 'ip', 'nsenter', 'unshare', 'setpriv', 'mount', 'hostname'] as const;

/** Root's own path may be missing in the environment of a test run. */
export const programPath = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;

/** Why no lab can run on this machine; null where it can. */
export function labUnavailable(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, to make network namespaces';
  const missing = programs.filter(program => !isInstalled(program));
  if (missing.length > 0) return `not installed: ${missing.join(', ')} (packages network-manager, dnsmasq-base, dbus-daemon, iproute2, util-linux)`;
  const attempt = spawnSync('unshare', ['--net', '--mount', '--uts', 'mount', '-t', 'sysfs', '-o', 'ro', 'sysfs', '/sys'], { env: { ...process.env, PATH: programPath }, encoding: 'utf8' });
  return attempt.status === 0 ? null : `this machine does not allow namespaces: ${(attempt.stderr || String(attempt.error ?? '')).trim()}`;
}

function isInstalled(program: string): boolean {
  return programPath.split(':').some(folder => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
