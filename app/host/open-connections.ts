import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { address4, address6 } from '../drivers/shared/default-routes.ts';

/** Programs that have connections open; `areAll` is false where some belong to programs that this user may not look at. */
export interface ProgramsOnline { names: string[]; areAll: boolean }

/** State of a socket that is connected to somebody: TCP_ESTABLISHED, which connected UDP sockets have too (proc_net_tcp.txt in the kernel's documentation). */
const connected = '01';
/** Programs looked at side by side. */
const together = 16;

/**
 * Which programs have connections open from these addresses. Linux tells every user about sockets (/proc/net), and about
 * which program holds one where the program is the user's own. Read once, when somebody wants to know; null where the
 * system does not tell.
 *
 * @param proc where the kernel's files are; for tests
 */
export async function programsOnline(addresses: readonly string[], proc = '/proc'): Promise<ProgramsOnline | null> {
  const tables = await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map((name) => readFile(join(proc, 'net', name), 'latin1').catch(() => '')));
  if (tables.every((table) => table === '')) return null;
  const from = new Set(addresses.map(withoutZone));
  const sockets = new Set(tables.flatMap((table) => openSockets(table, from)));
  const found = new Map<string, number>();
  const processes = (await readdir(proc).catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  while (processes.length > 0 && sockets.size > 0) {
    await Promise.all(processes.splice(0, together).map(async (id) => {
      const held = await socketsOf(join(proc, id), sockets);
      if (held.length === 0) return;
      const name = (await readFile(join(proc, id, 'comm'), 'utf8').catch(() => '')).trim();
      // Handover's own tests of a link are nothing that anybody would miss.
      if (name !== '' && Number(id) !== process.pid) found.set(name, (found.get(name) ?? 0) + held.length);
      for (const each of held) sockets.delete(each);
    }));
  }
  return { names: [...found].sort(([a, many], [b, count]) => count - many || (a < b ? -1 : 1)).map(([name]) => name), areAll: sockets.size === 0 };
}

const withoutZone = (address: string): string => address.split('%')[0] ?? '';

/** Which of these sockets a program holds: none where it is another user's, or has ended meanwhile. */
async function socketsOf(folder: string, wanted: ReadonlySet<string>): Promise<string[]> {
  const files = await readdir(join(folder, 'fd')).catch((): string[] => []);
  const targets = await Promise.all(files.map((file) => readlink(join(folder, 'fd', file)).catch(() => '')));
  return [...new Set(targets.flatMap((target) => { const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]; return inode !== undefined && wanted.has(inode) ? [inode] : []; }))];
}

/** Inodes of the sockets in a table that are connected from one of these addresses. */
function openSockets(table: string, from: ReadonlySet<string>): string[] {
  return table.split('\n').slice(1).flatMap((line) => {
    // Number, local address, remote address, state, queues, timer, retransmissions, user, timeout, inode.
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const address = addressOf(local.split(':')[0] ?? '');
    return state === connected && inode !== '0' && address !== null && from.has(address) ? [inode] : [];
  });
}

/** A socket's own address: words of 32 bits, each with its low byte first. IPv4 within IPv6 is IPv4. */
function addressOf(hex: string): string | null {
  if (/^[0-9A-F]{8}$/.test(hex)) return address4(hex);
  if (!/^[0-9A-F]{32}$/.test(hex)) return null;
  return hex.startsWith(mapped) ? address4(hex.slice(mapped.length)) : address6((hex.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join('')).join(''));
}

/** ::ffff: before four bytes, as the kernel prints it. */
const mapped = '0000000000000000FFFF0000';
