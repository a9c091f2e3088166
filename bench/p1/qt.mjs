/** The peer of P1: what it needs installed, and the process, with a link in a network namespace of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandPath, run, tail } from '../../scripts/setup/command.mjs';
import { root } from '../../scripts/setup/places.mjs';
import { SetUpError, step } from '../../scripts/setup/say.mjs';
import { contestant } from '../shared/contestant.mjs';

/** Debian 12 and its contemporaries; libqt5network5 brings bearer/libqgenericbearer.so. */
const packages = ['python3-pyside2.qtnetwork', 'libqt5network5', 'iproute2', 'util-linux'];
/** The distribution's own, for which PySide2 is packaged, whatever else PATH offers. */
const python = '/usr/bin/python3';
const script = join(import.meta.dirname, 'qt_session.py');

/** The namespace ends with its process; documentation address (RFC 5737), no way out. */
const inOwnNetwork = 'ip link set lo up && ip link add bench0 type veth peer name bench1 && ip addr add 192.0.2.1/24 dev bench0 && '
  + 'ip link set bench0 up && ip link set bench1 up && exec "$0" "$@"';

/** @throws {SetUpError} with the command to run where this is not root */
export async function ensureQt() {
  if (await isThere()) return;
  const isDebian = commandPath('apt-get') !== undefined;
  if (!isDebian) throw new SetUpError('PySide2 5.15 with QtNetwork is missing, and only Debian packages can be installed from here.');
  const installer = join(root, 'scripts/setup/install-system-packages.sh');
  if (process.getuid?.() !== 0) throw new SetUpError(`PySide2 is missing. Run this once, then the benchmark again:\n\n  sudo sh ${installer} ${packages.join(' ')}\n`);
  const { code, output } = await step('Installing PySide2 from the distribution', 'about a minute', () => run('sh', [installer, ...packages]));
  if (code !== 0 || !await isThere()) throw new SetUpError(`PySide2 could not be installed.\n${tail(output, 20)}`);
}

async function isThere() {
  if (!existsSync(python) || commandPath('unshare') === undefined || commandPath('ip') === undefined) return false;
  return (await run(python, ['-c', 'from PySide2.QtNetwork import QNetworkSession'])).code === 0;
}

/** @returns {import('../shared/contestant.mjs').Contestant} */
export function qtSession() {
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
  return contestant('unshare', [...namespace, 'sh', '-c', inOwnNetwork, python, script], {
    ...process.env,
    QT_QPA_PLATFORM: 'offscreen',
    // The generic plugin alone: this machine's NetworkManager, if it runs one, is none of this.
    DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent',
  });
}
