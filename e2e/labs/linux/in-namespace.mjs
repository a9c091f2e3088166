/** Started in a network and a mount namespace of its own: makes links there and runs the suite on them; prints vitest's report as JSON. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
/** @param {string} line */
const run = (line) => {
  const [command = '', ...args] = line.split(' ');
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

// What is mounted belongs to the namespace that we came from.
run('mount -t sysfs sysfs /sys');
run('ip link set lo up');
run('ip link add cable0 type veth peer name far0');
run('ip link add spare0 type veth peer name spare1');
run('ip link set spare0 up');
run('ip address add 10.77.0.1/24 dev cable0');
run('ip link set cable0 up');
run('ip link set far0 up');
run('ip route add default via 10.77.0.2 dev cable0');
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'e2e/labs/linux/vitest.config.ts', '--reporter', 'json'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
// A failed test is told in the report; anything else that went wrong leaves none.
process.exit(status === 1 ? 0 : status);
