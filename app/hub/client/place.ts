import { lstat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { meetingHere, meetingName, type Meeting } from './meeting.ts';

/** The place where programs meet their host cannot be trusted or used. The message says why and what to do. */
export class PlaceError extends Error {
  override name = 'PlaceError';
}

/** Longest path of a local socket, bytes (sun_path of Linux; macOS has four less). */
const longestPath = process.platform === 'darwin' ? 103 : 107;

/** null: this system's files have no owner by number and no mode; the access list of the user's folder keeps others out (Windows). */
const ownUser = (): number | null => process.getuid?.() ?? null;

/**
 * Where the host is met: $HANDOVER_SOCKET; else, for a socket, in $XDG_RUNTIME_DIR, which only its user can enter, or a folder
 * of the user's own under the temporary folder; for a pipe, in the user's local application data.
 */
export function socketPath(env: NodeJS.ProcessEnv = process.env, meeting: Meeting = meetingHere): string {
  if (env['HANDOVER_SOCKET']) return env['HANDOVER_SOCKET'];
  const name = meetingName(meeting);
  if (meeting.by === 'pipe') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Handover', 'run', name);
  const runtime = env['XDG_RUNTIME_DIR'];
  return runtime ? join(runtime, 'handover', name) : join(tmpdir(), `handover-${ownUser() ?? 'user'}`, name);
}

/** @throws PlaceError */
export function checkPathLength(path: string): void {
  if (Buffer.byteLength(path) > longestPath)
    throw new PlaceError(`The path of the socket is too long for this system (${Buffer.byteLength(path)} of ${longestPath} bytes): ${path}. Choose a shorter one by HANDOVER_SOCKET.`);
}

/** @throws PlaceError unless the folder is the user's own and nobody else can enter it */
export async function checkFolder(folder: string): Promise<void> {
  const own = ownUser();
  const about = await lstat(folder);
  if (!about.isDirectory()) throw new PlaceError(`${folder} is no folder, so no socket of Handover can be trusted in it. Remove it.`);
  if (own === null) return;
  if (about.uid !== own) throw new PlaceError(`The folder ${folder} belongs to another user (id ${about.uid}), so a socket in it cannot be trusted. Remove it, or choose another place by HANDOVER_SOCKET.`);
  if ((about.mode & 0o077) !== 0) throw new PlaceError(`Others may enter the folder ${folder} (mode ${(about.mode & 0o777).toString(8)}), so a socket in it cannot be trusted. Close it to them: chmod 700 ${folder}`);
}

/** What a client checks before it connects. @throws PlaceError; ENOENT where there is none */
export async function checkSocket(path: string): Promise<void> {
  const own = ownUser();
  await checkFolder(dirname(path));
  const about = await lstat(path);
  if (!about.isSocket()) throw new PlaceError(`${path} is no socket.`);
  if (own !== null && about.uid !== own) throw new PlaceError(`The socket ${path} belongs to another user (id ${about.uid}) and is not Handover's.`);
}

/** What a client checks before it believes a file that names a pipe. @throws PlaceError; ENOENT where there is none */
export async function checkPipeFile(path: string): Promise<void> {
  const own = ownUser();
  await checkFolder(dirname(path));
  const about = await lstat(path);
  if (!about.isFile()) throw new PlaceError(`${path} is no file of Handover. Remove it.`);
  if (own === null) return;
  if (about.uid !== own) throw new PlaceError(`The file ${path} belongs to another user (id ${about.uid}), so the pipe that it names cannot be trusted. Remove it.`);
  if ((about.mode & 0o077) !== 0) throw new PlaceError(`Others may read the file ${path} (mode ${(about.mode & 0o777).toString(8)}), which holds the token of Handover's pipe. Close it to them: chmod 600 ${path}`);
}
