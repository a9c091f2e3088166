import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KERNEL_COUNTERS, parseKernelCounters, readKernelCounters } from './kernel-counters.ts';

const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0
  eth0:123456789012 87654321 1 2 3 4 5 6 9876543210 1234567 7 8 9 10 11 12
eth0:1: 5 1 0 0 0 0 0 0 6 2 0 0 0 0 0 0
 huge: 18446744073709551615 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0
`;

test('bytes and packets, received and sent, by interface', () => {
  const counted = parseKernelCounters(text);
  expect(counted.get('eth0')).toEqual({ received: 123_456_789_012, receivedPackets: 87_654_321, sent: 9_876_543_210, sentPackets: 1_234_567 });
  expect(counted.get('lo')).toMatchObject({ received: 1000, sentPackets: 10 });
});

test('a name may hold a colon', () => {
  expect(parseKernelCounters(text).get('eth0:1')).toEqual({ received: 5, receivedPackets: 1, sent: 6, sentPackets: 2 });
});

test('what does not fit a number stays a safe one', () => {
  expect(parseKernelCounters(text).get('huge')?.received).toBe(Number.MAX_SAFE_INTEGER);
});

test('a file that is not there has no counters', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handover-counters-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  expect(readKernelCounters(join(folder, 'none')).size).toBe(0);
  writeFileSync(join(folder, 'dev'), text);
  expect([...readKernelCounters(join(folder, 'dev')).keys()]).toEqual(['lo', 'eth0', 'eth0:1', 'huge']);
});

test.skipIf(process.platform !== 'linux')('this machine has its loopback among them', () => {
  expect(readKernelCounters(KERNEL_COUNTERS).has('lo')).toBe(true);
});
