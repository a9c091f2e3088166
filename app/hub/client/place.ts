import { lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The socket cannot be trusted or used. The message says why and what to do. */
export class PlaceError extends Error {
  override name = 'PlaceError';
}

/** Longest path of a local socket, bytes (sun_path of Linux; macOS has four less). */
const longestPath = process.platform === 'darwin' ? 103 : 107;

const ownUser = (): number => process.getuid?.() ?? -1;

/**
 * Where the socket is: $HANDOVER_SOCKET; else in $XDG_RUNTIME_DIR, which only its user can enter; else in a folder of the
 * user's own under the temporary folder.
 */
export function socketPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env['HANDOVER_SOCKET']) return env['HANDOVER_SOCKET'];
  if (process.platform === 'win32') return `\\\\.\\pipe\\handover-${env['USERNAME'] ?? 'user'}`;
  const runtime = env['XDG_RUNTIME_DIR'];
  return runtime ? join(runtime, 'handover', 'hub.sock') : join(tmpdir(), `handover-${ownUser()}`, 'hub.sock');
}

export function checkPathLength(path: string): void {
  if (process.platform !== 'win32' && Buffer.byteLength(path) > longestPath)
    throw new PlaceError(`The path of the socket is too long for this system (${Buffer.byteLength(path)} of ${longestPath} bytes): ${path}. Choose a shorter one by HANDOVER_SOCKET.`);
}

/** @throws PlaceError unless the socket's folder is the user's own and nobody else can enter it */
export async function checkFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const about = await lstat(folder);
  if (!about.isDirectory()) throw new PlaceError(`${folder} is no folder, so no socket of Handover can be trusted in it. Remove it.`);
  if (about.uid !== ownUser()) throw new PlaceError(`The folder ${folder} belongs to another user (id ${about.uid}), so a socket in it cannot be trusted. Remove it, or choose another place by HANDOVER_SOCKET.`);
  if ((about.mode & 0o077) !== 0) throw new PlaceError(`Others may enter the folder ${folder} (mode ${(about.mode & 0o777).toString(8)}), so a socket in it cannot be trusted. Close it to them: chmod 700 ${folder}`);
}

/** What a client checks before it connects. @throws PlaceError; ENOENT where there is none */
export async function checkSocket(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await checkFolder(dirname(path));
  const about = await lstat(path);
  if (!about.isSocket()) throw new PlaceError(`${path} is no socket.`);
  if (about.uid !== ownUser()) throw new PlaceError(`The socket ${path} belongs to another user (id ${about.uid}) and is not Handover's.`);
}
