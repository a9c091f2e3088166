import { connect } from 'node:net';
import { readFile } from 'node:fs/promises';

export interface Door { address: string; port: number; localAddress?: string | undefined }

/**
 * Opens a connection and closes it at once. Resolves with the ms until somebody there answered, a refusal included;
 * null: nobody did within `limit` ms.
 */
export function knock({ address, port, localAddress }: Door, limit: number, signal: AbortSignal): Promise<number | null> {
  if (signal.aborted) return Promise.resolve(null);
  const begun = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, ...(localAddress !== undefined && { localAddress }) });
    const end = (answered: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(answered ? performance.now() - begun : null);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(giveUp, limit);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET'));
  });
}

/** Does the kernel have a neighbour's hardware address (Linux, IPv4)? It has been asked for by the knocks. */
export async function isNeighbour(address: string, device: string): Promise<boolean> {
  const table = await readFile('/proc/net/arp', 'latin1').catch(() => '');
  return hasNeighbour(table, address, device);
}

/** ATF_COM: the entry is complete. */
const complete = 0x2;

/** Rows are: address, hardware type, flags, hardware address, mask, device (proc_net_arp). */
export const hasNeighbour = (table: string, address: string, device: string): boolean => table.split('\n').some((row) => {
  const [known, , flags, , , on] = row.trim().split(/\s+/);
  return known === address && on === device && (Number(flags) & complete) !== 0;
});
