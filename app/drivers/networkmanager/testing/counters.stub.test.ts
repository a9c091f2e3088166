import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SELDOM } from '../counters.ts';
import { Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { wiredProfile } from './stub/profiles.ts';

const reason = busUnavailable();

describe.skipIf(reason !== null)(`counters, on a stub of NetworkManager${skipped(reason)}`, () => {
  let on: StubTest;
  let eth0: string;
  let folder: string;

  const file = (): string => join(folder, 'dev');
  const kernelCounts = (bytes: number, packets: number): void => writeFileSync(file(), `  eth0: ${bytes} ${packets} 0 0 0 0 0 0 ${bytes} ${packets} 0 0 0 0 0 0\n wwan0: 7 1 0 0 0 0 0 0 8 2 0 0 0 0 0 0\n`);
  const start = async (options: { kernel: boolean }): Promise<void> => {
    kernelCounts(1000, 10);
    on = await StubTest.start(stub => {
      eth0 = stub.devices.wired('eth0', network(0));
      stub.profiles.add(wiredProfile(1, 'Cable'));
    }, options.kernel ? { counterFile: file() } : {});
  };
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-counters-')); });
  afterEach(async () => {
    await on.stop();
    rmSync(folder, { recursive: true });
    expect(on.witness.faults).toEqual([]);
    expect(on.clock.pending).toBe(0);
  });

  const rateOf = (path: string): unknown => on.stub.objects.get(path, Name.statistics, 'RefreshRateMs');
  const told = (): unknown[] => on.witness.changes.flatMap(change => (change.change === 'counters' ? [[change.interface, change.received, change.receivedPackets]] : []));

  describe('NetworkManager’s refresh rate', () => {
    beforeEach(() => start({ kernel: false }));

    test('is set while somebody watches, on devices that come later too, and put back after', async () => {
      expect(rateOf(eth0)).toBe(0);
      on.driver.watchCounters(200);
      await expect.poll(() => rateOf(eth0)).toBe(200);
      const eth1 = on.stub.devices.wired('eth1', network(1));
      await expect.poll(() => rateOf(eth1)).toBe(200);
      on.driver.watchCounters(null);
      await expect.poll(() => [rateOf(eth0), rateOf(eth1)]).toEqual([0, 0]);
    });

    test('is put back when the driver is stopped', async () => {
      on.driver.watchCounters(200);
      await expect.poll(() => rateOf(eth0)).toBe(200);
      await on.driver.stop();
      await expect.poll(() => rateOf(eth0)).toBe(0);
    });

    test('that somebody else has set since is left alone', async () => {
      on.driver.watchCounters(200);
      await expect.poll(() => rateOf(eth0)).toBe(200);
      on.stub.devices.refreshEvery(eth0, 500);
      on.stub.devices.traffic(eth0, 10n, 10n);
      await on.until('its news has come', () => told().length > 0);
      on.driver.watchCounters(null);
      on.stub.forgetMessages();
      valueOf(await on.driver.scan());
      expect([rateOf(eth0), on.stub.messages.byMethod['Set']]).toEqual([500, undefined]);
    });

    test('is asked for anew of a NetworkManager that was started again', async () => {
      on.driver.watchCounters(200);
      await expect.poll(() => rateOf(eth0)).toBe(200);
      await on.stub.leave();
      on.stub.devices.refreshEvery(eth0, 0);
      await on.stub.join(on.bus.address);
      await expect.poll(() => rateOf(eth0)).toBe(200);
    });

    test('brings its own numbers where the kernel’s cannot be had: bytes, no packets', async () => {
      on.driver.watchCounters(50);
      on.stub.devices.traffic(eth0, 70n, 30n);
      await on.until('they are told', () => on.witness.counters.has('eth0'));
      expect(on.witness.counters.get('eth0')).toMatchObject({ received: 70, sent: 30, receivedPackets: 0 });
    });
  });

  describe('the kernel’s', () => {
    beforeEach(() => start({ kernel: true }));

    test('are told with packets when NetworkManager’s signal says that they moved', async () => {
      await on.until('the first are told', () => told().length === 1);
      on.driver.watchCounters(50);
      kernelCounts(3000, 30);
      on.stub.devices.traffic(eth0, 1n, 1n);
      await on.until('the next are told', () => told().length === 2);
      expect(told()).toEqual([['eth0', 1000, 10], ['eth0', 3000, 30]]);
    });

    test('are told now and then while nobody watches, without a call, and only when they moved', async () => {
      await on.until('the first are told', () => told().length === 1);
      on.stub.forgetMessages();
      kernelCounts(5000, 50);
      await on.clock.advance(SELDOM);
      await on.clock.advance(SELDOM);
      expect(told()).toEqual([['eth0', 1000, 10], ['eth0', 5000, 50]]);
      expect(on.stub.messages.calls).toBe(0);
    });

    test('are told at the watcher’s pace where NetworkManager’s rate may not be set', async () => {
      on.stub.grant('enable-disable-statistics', 'no');
      await expect.poll(() => on.stub.messages.byMethod['GetPermissions']).toBe(2);
      valueOf(await on.driver.scan());
      on.driver.watchCounters(1_000);
      await expect.poll(() => on.clock.pending).toBe(1);
      kernelCounts(9000, 90);
      await expect.poll(async () => {
        await on.clock.advance(1_000);
        return told().at(-1);
      }).toEqual(['eth0', 9000, 90]);
      expect(on.stub.messages.byMethod['Set']).toBeUndefined();
    });

    test('of a modem are those of its network interface, not of its control port', async () => {
      const modem = on.stub.devices.modem('cdc-wdm0', network(2));
      on.stub.objects.set(modem, Name.device, { IpInterface: 'wwan0' });
      await on.until('it is told', () => on.witness.interfaces.get('cdc-wdm0')?.name === 'wwan0');
      await on.clock.advance(SELDOM);
      expect(told()).toContainEqual(['cdc-wdm0', 7, 1]);
    });
  });
});
