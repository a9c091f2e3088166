import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TrafficSpan } from '../../../app/contract/record.ts';
import { HostUnderTest } from './host-under-test.ts';
import { Internet, labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const links = [{ device: 'wired0', accessPoint: profileId(0) }, { device: 'wired1', accessPoint: profileId(1) }] as const;
type Bytes = { received: number; sent: number };

/** What the record counts, beside what the kernel counts, on a real NetworkManager with two links that both carry traffic. */
describe.skipIf(labUnavailable() !== null)('traffic truth, on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let on: HostUnderTest;
  let stopWatching: () => void = () => {};
  beforeEach(async () => { lab = await NetworkManagerLab.up(); });
  afterEach(async () => {
    stopWatching();
    await on?.stop();
    await lab?.down();
  });

  const kernel = (): Bytes[] => links.map(({ device }) => lab.counters(device));
  /** Of each link; only what stands under the access point in use there. */
  async function recorded(span: TrafficSpan): Promise<Bytes[]> {
    const { rows } = await on.host.request(on.host.desktop, 'traffic.history', { span, from: 0, to: 8e15 });
    return links.map((link) => rows.filter((row) => row.interface === link.device && row.accessPoint === link.accessPoint)
      .reduce((sum, { received, sent }) => ({ received: sum.received + received, sent: sum.sent + sent }), { received: 0, sent: 0 }));
  }
  /** Ends when the last packet is answered. `device` is the way that it takes, whichever has the default route. */
  async function ping(device: string, size: number): Promise<void> {
    const [code] = await once(lab.start('ping', '-q', '-c', '600', '-i', '0.005', '-s', String(size), '-I', device, Internet.echo4), 'exit') as [number];
    if (code !== 0) throw new Error(`ping over ${device} ended with ${code}`);
  }

  test('minutes, hours and the day of each interface and access point sum up to what the kernel counted', async () => {
    const before = kernel();
    on = await HostUnderTest.open(lab, links.map(({ accessPoint }) => accessPoint));
    stopWatching = on.host.watch('traffic');
    await on.until('both links were looked at', ({ traffic }) => links.every(({ device }) => traffic[device] !== undefined));
    const atStart = kernel();
    await Promise.all([ping('wired0', 1400), ping('wired1', 700)]);
    const after = kernel();
    await on.until('the last look is later than the last packet', ({ traffic }) =>
      links.every(({ device }, link) => (traffic[device]?.received ?? 0) >= after[link]!.received && (traffic[device]?.sent ?? 0) >= after[link]!.sent));

    // Asked for at once: nothing comes in between.
    const [sums, ...others] = await Promise.all((['day', 'minute', 'hour', 'month'] as const).map(recorded));
    const atEnd = kernel();
    // The record begins with the first look, somewhere between `before` and `atStart`, and goes to the last, after `after`.
    for (const [link, sum] of sums!.entries()) for (const way of ['received', 'sent'] as const) {
      expect(sum[way], `${links[link]!.device} ${way}`).toBeGreaterThanOrEqual(after[link]![way] - atStart[link]![way]);
      expect(sum[way], `${links[link]!.device} ${way}`).toBeLessThanOrEqual(atEnd[link]![way] - before[link]![way]);
    }
    // 600 packets of 1400 and of 700 bytes with their headers, each way: the links are not mixed up.
    expect(sums!.map(({ sent }) => Math.floor(sent / 100_000))).toEqual([8, 4]);
    for (const other of others) expect(other).toEqual(sums);
  });
});
