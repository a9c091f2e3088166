import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readNamedPipe, type Meeting, type Words } from './client/meeting.ts';
import { checkFolder, checkPathLength } from './client/place.ts';

/** The place is ours. */
export interface Claim {
  /** What clients have to present; null: the folder keeps others out. */
  readonly words: Words | null;
  /** Gives it back. */
  leave(): void;
}

/** Whether somebody answers there: a host of Handover, or whatever else has taken its place. */
function answersAt(address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      // It is alive, and cannot take another one at this moment.
      else if (error.code === 'EAGAIN') resolve(true);
      else reject(error);
    });
  });
}

/** What to connect to for the host that left this; null: nothing that could be one. */
function addressIn(path: string, meeting: Meeting): string | null {
  if (meeting.by === 'socket') return path;
  try {
    return readNamedPipe(readFileSync(path, 'utf8'), meeting)?.pipe ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function isAlive(path: string, meeting: Meeting): Promise<boolean> {
  const address = addressIn(path, meeting);
  return address !== null && answersAt(address);
}

const listen = (server: Server, path: string): Promise<void> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen({ path, backlog: 128 }, () => { server.off('error', reject); resolve(); });
});

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Listens, with a file of this name that leads there. */
async function open(server: Server, own: string, meeting: Meeting): Promise<Words | null> {
  switch (meeting.by) {
    case 'socket':
      await listen(server, own);
      chmodSync(own, 0o600);
      return null;
    case 'pipe': {
      const pipe = meeting.names + random(16);
      const words = { token: random(32), answer: random(32) };
      await listen(server, pipe);
      writeFileSync(own, JSON.stringify({ pipe, ...words }), { mode: 0o600, flag: 'wx' });
      return words;
    }
    default: return meeting satisfies never;
  }
}

/**
 * Makes the server listen where clients look for it, unless another host does. Of several that start at once one wins: the file
 * that leads there is made under a name of its own and linked into place, which fails where there is one. What a dead host left is
 * cleared away by one at a time, so that nobody takes a new one for the dead one that was there before.
 *
 * @returns null: another host is there
 * @throws PlaceError when the folder cannot be trusted
 */
export async function claimPlace(server: Server, path: string, meeting: Meeting): Promise<Claim | null> {
  if (meeting.by === 'socket') checkPathLength(path);
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await checkFolder(folder);
  const own = join(folder, `.${process.pid}.new`);
  removeIfThere(own);
  const words = await open(server, own, meeting);
  try {
    const ino = inodeOf(own);
    while (!tryLink(own, path)) {
      if (await isAlive(path, meeting)) { server.close(); return null; }
      await clearAway(path, meeting);
    }
    return { words, leave: () => { removeIfThere(path, ino); } };
  } finally { removeIfThere(own); }
}

/** ms after which whoever was clearing away counts as killed meanwhile; it takes some thousandth of that. */
const lockLasts = 5_000;
/** ms between looks at whether it is done. */
const lockPause = 20;

/** Removes what a dead host left, unless it is not there any more; when another process is about to, waits a moment instead. */
async function clearAway(path: string, meeting: Meeting): Promise<void> {
  const lock = join(dirname(path), '.lock');
  try {
    writeFileSync(lock, '', { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!exists(error)) throw error;
    if (ageOf(lock) > lockLasts) removeIfThere(lock); else await sleep(lockPause);
    return;
  }
  try {
    // Only who has the lock removes a dead one, and no dead one comes back: what is dead now is what is removed.
    const ino = inodeOf(path);
    if (ino !== null && !await isAlive(path, meeting)) removeIfThere(path, ino);
  } finally { removeIfThere(lock); }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (exists(error)) return false;
    throw error;
  }
}

/** null: there is none. */
const inodeOf = (path: string): bigint | null => statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
/** ms */
const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

/** @param ino only if it is still this one */
function removeIfThere(path: string, ino?: bigint | null): void {
  try {
    if (ino === undefined || inodeOf(path) === ino) unlinkSync(path);
  } catch (error) { if (!isMissing(error)) throw error; }
}

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
