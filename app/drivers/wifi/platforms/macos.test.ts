import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { look as lookSchema, counts as countsSchema } from '../answers.ts';
import type { Run } from '../command.ts';
import { recording } from '../testing/fake-programs.ts';
import { macosPlatform } from './macos.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
/** Programs of a Mac by their last path part; what is not named prints nothing. */
function programs(answers: Record<string, string>): { run: Run; asked: string[][] } {
  const asked: string[][] = [];
  return { asked, run: async (program, args) => { asked.push([program, ...args]); return answers[program.split('/').at(-1) ?? ''] ?? ''; } };
}
const usual = { system_profiler: recording('system-profiler-13.json'), networksetup: recording('networksetup-preferred.txt'), netstat: recording('netstat-rn-macos.txt') };

describe('macOS', () => {
  it('tells the device, what it is on, and what it hears', async () => {
    const { devices, seen, hidden } = lookSchema.parse(await macosPlatform(programs(usual).run, null).look());
    expect(devices).toEqual([{ name: 'en0', hardwareAddress: '02:00:00:00:00:AA', on: true, connection: { state: 'connected', ssid: hex('Home'), bssid: null, level: -49, speed: 866_000_000, key: hex('Home') } }]);
    expect(seen.map(({ ssid, frequency, level, security }) => [Buffer.from(ssid, 'hex').toString(), frequency, level, security])).toEqual([
      ['Home', 5180, -49, 'wpa2'], ['Café', 2462, -71, 'open'], ['Office', 6135, -60, 'enterprise'], ['Both', 2437, null, 'wpa2wpa3'],
    ]);
    expect(hidden).toBeNull();
  });

  it('tells what is stored, names as they are', async () => {
    const { stored } = await macosPlatform(programs(usual).run, null).look();
    expect(stored.map(({ name, key }) => [name, key])).toEqual([['Home', hex('Home')], ['Café', hex('Café')], ['-rf', hex('-rf')]]);
  });

  it('finds the default routes between other lines', async () => {
    const { routes } = await macosPlatform(programs(usual).run, null).look();
    expect(routes.slice(0, 2)).toEqual([{ by: 'en0', gateway: '192.168.7.1', metric: expect.any(Number) }, { by: 'utun3', gateway: null, metric: expect.any(Number) }]);
  });

  it('says that names are hidden, and how to show them, and makes nothing up', async () => {
    const { devices, seen, hidden } = lookSchema.parse(await macosPlatform(programs({ ...usual, system_profiler: recording('system-profiler-15-hidden.json') }).run, null).look());
    expect(devices[0]!.connection).toMatchObject({ ssid: null, key: null, level: -49 });
    expect(seen).toEqual([]);
    expect(hidden).toContain('Location Services');
  });

  it('counts by link, whether it has an address or not', async () => {
    const counted = countsSchema.parse(await macosPlatform(programs({ netstat: recording('netstat-ibn-macos.txt') }).run, null).counts());
    expect(counted.find((each) => each.interface === 'en0')).toEqual({ interface: 'en0', received: 987_654_321, sent: 123_456_789, receivedPackets: 1_200_300, sentPackets: 654_321 });
    expect(counted.find((each) => each.interface === 'lo0')).toMatchObject({ received: 3_456_789, receivedPackets: 21_233 });
  });

  it('connects to a stored one by argument vector; what networksetup says is a failure, though it ends well', async () => {
    const quiet = programs({});
    await macosPlatform(quiet.run, null).connect({ interface: 'en0', key: hex('Home; rm -rf "$HOME"') });
    expect(quiet.asked).toEqual([['/usr/sbin/networksetup', '-setairportnetwork', 'en0', 'Home; rm -rf "$HOME"']]);
    await expect(macosPlatform(programs({ networksetup: 'Could not find network Home.' }).run, null).connect({ interface: 'en0', key: hex('Home') })).rejects.toThrow('Could not find network Home.');
  });

  it('gives no name to a program that it could take for an option', async () => {
    const { run, asked } = programs({});
    await expect(macosPlatform(run, null).connect({ interface: 'en0', key: hex('-rf') })).rejects.toThrow('begins with "-"');
    await expect(macosPlatform(run, null).forget({ interface: 'en0', key: hex('a\nb') })).rejects.toThrow('control character');
    expect(asked).toEqual([]);
  });

  it('joins through CoreWLAN, and gives no program a password', async () => {
    const joined: unknown[] = [];
    const { run, asked } = programs(usual);
    const mac = macosPlatform(run, { associate: async (...wish) => { joined.push(wish); }, disassociate: () => {} });
    await mac.join({ interface: 'en0', ssid: 'fffe00', security: 'wpa2', password: 'correct horse', hidden: false });
    expect(joined).toEqual([['en0', Buffer.from('fffe00', 'hex'), 'correct horse']]);
    expect(JSON.stringify(asked)).not.toContain('correct');
    await expect(macosPlatform(run, null).join({ interface: 'en0', ssid: '61', security: 'wpa2', password: 'correct horse', hidden: false })).rejects.toThrow('Wi-Fi menu');
  });

  it('whatever the programs print, the answer fits the schema or is an error', async () => {
    await fc.assert(fc.asyncProperty(fc.json(), fc.string(), fc.string(), async (profiler, setup, table) => {
      const mac = macosPlatform(programs({ system_profiler: profiler, networksetup: setup, netstat: table }).run, null);
      const looked = await mac.look().catch(() => null);
      if (looked !== null) lookSchema.parse(looked);
      countsSchema.parse(await mac.counts());
    }), { numRuns: 300 });
  });
});
