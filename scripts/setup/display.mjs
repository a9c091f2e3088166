/** A display and a session bus for programs that need them on a machine, or in a test, that has none. */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from './daemon.mjs';

/** Whether this environment has a display of its own. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/**
 * Does the work on a display: the one that is there, else (or when asked for) a private one without a screen, which ends with the work.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work gets the environment for its programs
 * @param {{ env?: NodeJS.ProcessEnv, always?: boolean, size?: string }} [options] always: a private one in any case; size: width x height
 * @returns {Promise<T>}
 */
export async function withDisplay(work, { env = process.env, always = false, size = '1600x1000' } = {}) {
  if (process.platform !== 'linux' || (hasDisplay(env) && !always)) return work({ ...env });
  makeSocketFolder();
  const server = await startDaemon('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']);
  try {
    const { WAYLAND_DISPLAY: _wayland, XAUTHORITY: _cookies, ...rest } = env;
    return await work({ ...rest, DISPLAY: `:${server.line.trim()}`, XDG_SESSION_TYPE: 'x11' });
  } finally {
    await server.stop();
  }
}

/** Xvfb makes the folder of its sockets only when root runs it. */
function makeSocketFolder() {
  try {
    mkdirSync('/tmp/.X11-unix', { mode: 0o1777 });
  } catch { /* it is there, as nearly always, or Xvfb will say what is wrong */ }
}

const busConfiguration = (/** @type {string} */ socket) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`;

/**
 * Does the work with a private session bus and runtime folder. The bus starts no services by itself: a notification
 * server that happens to be installed does not come up, whoever needs one brings his own.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<T>}
 */
export async function withSessionBus(work, { env = process.env } = {}) {
  if (process.platform !== 'linux') return work({ ...env });
  const folder = await mkdtemp(join(tmpdir(), 'handover-bus-'));
  try {
    const configuration = join(folder, 'bus.conf');
    await writeFile(configuration, busConfiguration(join(folder, 'bus')));
    const bus = await startDaemon('dbus-daemon', ['--config-file', configuration, '--nofork', '--nopidfile', '--print-address=3']);
    try {
      return await work({ ...env, DBUS_SESSION_BUS_ADDRESS: bus.line.trim(), XDG_RUNTIME_DIR: folder });
    } finally {
      await bus.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
