import { readFile } from 'node:fs/promises';
import { readNamedPipe, type Meeting, type Words } from './meeting.ts';
import { checkPathLength, checkPipeFile, checkSocket, PlaceError } from './place.ts';

/** What to connect to, and with which words. */
export interface Found { readonly address: string; readonly words: Words | null }

/** The host of this user, as far as its place can be trusted; null: there is none. @throws PlaceError */
export async function findHost(path: string, meeting: Meeting): Promise<Found | null> {
  try {
    switch (meeting.by) {
      case 'socket':
        checkPathLength(path);
        await checkSocket(path);
        return { address: path, words: null };
      case 'pipe': {
        await checkPipeFile(path);
        const named = readNamedPipe(await readFile(path, 'utf8'), meeting);
        if (!named) throw new PlaceError(`${path} names no pipe of Handover. Remove it, then start Handover again.`);
        const { pipe, ...words } = named;
        return { address: pipe, words };
      }
      default: return meeting satisfies never;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
