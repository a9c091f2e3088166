import { readFileSync } from 'node:fs';

/** Totals of an interface since it exists; safe integers (2^53 bytes are nine petabytes). */
export interface Counts { received: number; sent: number; receivedPackets: number; sentPackets: number }

/** The kernel's own counters of the network namespace that one is in (proc_net(5)): by interface, one read for all. */
export const KERNEL_COUNTERS = '/proc/net/dev';

/** Fields after the name: eight of what was received, then eight of what was sent; bytes and packets come first. */
const FIELDS_RECEIVED = 8;

/** Nothing where it cannot be read. Twenty microseconds, so it is not worth a turn of the event loop. */
export function readKernelCounters(file: string): ReadonlyMap<string, Counts> {
  let text = '';
  try { text = readFileSync(file, 'latin1'); } catch { /* another system, or a namespace that has gone */ }
  return parseKernelCounters(text);
}

export function parseKernelCounters(text: string): ReadonlyMap<string, Counts> {
  const counted = new Map<string, Counts>();
  for (const line of text.split('\n')) {
    // A name may hold a colon (an alias), a field never does.
    const end = line.lastIndexOf(':');
    if (end < 0) continue;
    const fields = line.slice(end + 1).trim().split(/\s+/).map(safe);
    const [received = 0, receivedPackets = 0] = fields;
    const [sent = 0, sentPackets = 0] = fields.slice(FIELDS_RECEIVED);
    counted.set(line.slice(0, end).trim(), { received, sent, receivedPackets, sentPackets });
  }
  return counted;
}

export const safe = (value: unknown): number => Math.min(Number(value ?? 0) || 0, Number.MAX_SAFE_INTEGER);
