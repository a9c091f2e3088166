import type { Socket } from 'node:net';

/** Who is at the other end of a socket, by the kernel's word. */
export interface Peer { readonly pid: number; readonly uid: number }
export type PeerOf = (socket: Socket) => Peer | null;

const solSocket = 1;
const soPeerCred = 17;
/** struct ucred: pid, uid, gid, 32 bits each (unix(7)). */
const ucredSize = 12;

/**
 * A reader of SO_PEERCRED; gives null where the system has none (then the folder's owner and mode, 0700, are what keeps
 * others out, and the pid is what the program says).
 */
export async function peerReader(): Promise<PeerOf> {
  if (process.platform !== 'linux') return () => null;
  const getsockopt = await load();
  if (!getsockopt) return () => null;
  return (socket) => {
    const fd = (socket as unknown as { _handle?: { fd?: number } })._handle?.fd;
    if (fd === undefined || fd < 0) return null;
    const credentials = Buffer.alloc(ucredSize);
    if (getsockopt(fd, solSocket, soPeerCred, credentials, [ucredSize]) !== 0) return null;
    return { pid: credentials.readInt32LE(0), uid: credentials.readUInt32LE(4) };
  };
}

type GetSocketOption = (fd: number, level: number, option: number, value: Buffer, length: number[]) => number;

/** null: this build has no way to call the system's library. */
async function load(): Promise<GetSocketOption | null> {
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load(null).func('int getsockopt(int, int, int, _Out_ void *, _Inout_ uint32_t *)');
  } catch {
    return null;
  }
}
