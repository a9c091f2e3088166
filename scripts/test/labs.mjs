/** Whether the laboratories (real network managers in namespaces of their own) can run here. */
import { commandPath, run } from '../setup/command.mjs';

const commands = ['NetworkManager', 'nmcli', 'dbus-daemon', 'dnsmasq', 'ip', 'nsenter', 'setpriv', 'hostname'];

/** @returns {Promise<string | undefined>} why they cannot, in words; undefined when they can */
export async function labObstacle() {
  if (process.platform !== 'linux') return 'they need Linux';
  if (process.getuid?.() !== 0) return 'they need root, to make network namespaces';
  const missing = commands.filter((name) => commandPath(name) === undefined);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const unshare = commandPath('unshare');
  if (unshare === undefined) return 'not installed: unshare';
  // What they ask of the kernel, tried out: containers often forbid it, even to root.
  const trial = await run(unshare, ['--net', '--mount', '--uts', '--propagation', 'private', 'sh', '-c',
    'mount -t sysfs -o ro sysfs /sys && ip link add lab0 type veth peer name lab1'], { limit: 10_000 });
  return trial.code === 0 ? undefined : `this machine lets nobody make network namespaces and links in them: ${trial.output.trim()}`;
}
