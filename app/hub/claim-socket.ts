import { chmodSync, linkSync, mkdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { checkFolder, checkPathLength } from './client/place.ts';

/** Whether somebody answers on a socket: a host of Handover, or whatever else has taken its place. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      // It is alive, and cannot take another one at this moment.
      else if (error.code === 'EAGAIN') resolve(true);
      else reject(error);
    });
  });
}

const listen = (server: Server, path: string): Promise<void> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen({ path, backlog: 128 }, () => { server.off('error', reject); resolve(); });
});

/**
 * Makes the server listen at the path, unless another host does. Of several that start at once one wins: the socket is made
 * under a name of its own and linked into place, which fails where there is one. What a dead host left is
 * moved aside first, and put back should it turn out to be alive.
 *
 * @returns null: another host is there; else what gives the place back
 * @throws PlaceError when the folder cannot be trusted
 */
export async function claimSocket(server: Server, path: string): Promise<(() => void) | null> {
  checkPathLength(path);
  if (process.platform === 'win32') return claimPipe(server, path);
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await checkFolder(folder);
  const own = join(folder, `.${process.pid}.new`);
  const aside = join(folder, `.${process.pid}.old`);
  removeIfThere(own);
  await listen(server, own);
  chmodSync(own, 0o600);
  const { ino } = statSync(own);
  try {
    for (;;) {
      if (tryLink(own, path)) return () => { removeIfThere(path, ino); };
      if (await answers(path)) break;
      try { renameSync(path, aside); } catch (error) { if (isMissing(error)) continue; throw error; }
      const isAlive = await answers(aside);
      if (isAlive) tryLink(aside, path);
      removeIfThere(aside);
      if (isAlive) break;
    }
    server.close();
    return null;
  } finally { removeIfThere(own); }
}

/** Windows itself refuses a second server on a pipe. */
async function claimPipe(server: Server, path: string): Promise<(() => void) | null> {
  try {
    await listen(server, path);
    return () => { /* It goes with the server. */ };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param ino only if it is still this one */
function removeIfThere(path: string, ino?: number): void {
  try {
    if (ino === undefined || statSync(path).ino === ino) unlinkSync(path);
  } catch (error) { if (!isMissing(error)) throw error; }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
