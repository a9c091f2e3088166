import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../host/system-clock.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { FakeClock } from '../shared/fake-clock.ts';
import type { Look } from './answers.ts';
import { ChildHelper } from './helper.ts';
import { buildChild } from './testing/build-child.ts';
import { FakePrograms, recording } from './testing/fake-programs.ts';

/** The built child at work: node-wifi itself runs in it, on recorded outputs. */
let child: Awaited<ReturnType<typeof buildChild>>;
let programs: FakePrograms;
let helpers: ChildHelper[];

beforeAll(async () => { child = await buildChild(); }, 60_000);
afterAll(() => child.dispose());
beforeEach(() => { programs = new FakePrograms(); helpers = []; });
afterEach(() => {
  for (const helper of helpers) helper.end();
  programs.dispose();
});

/** @param platform what the child is to take itself for */
function helperOn(platform: NodeJS.Platform, clock: Clock = new SystemClock()): ChildHelper {
  const pretend = `data:text/javascript,Object.defineProperty(process,"platform",{value:"${platform}"})`;
  const helper = new ChildHelper({ clock, script: child.script, path: programs.path, node: { program: process.execPath, arguments: ['--import', pretend], env: {} } });
  helpers.push(helper);
  return helper;
}
const names = ({ seen }: Look): string[] => seen.map(({ ssid, security }) => `${Buffer.from(ssid, 'hex').toString()} ${security}`);

describe('Windows by netsh, where its own functions cannot be called', () => {
  beforeEach(() => programs.replay('route', 'route-print-de.txt'));
  const netsh = (networks: string, interfaces: string): void => programs.set('netsh', `case "$3" in networks) cat '${recordingPath(networks)}';; *) cat '${recordingPath(interfaces)}';; esac`);

  it.each([
    ['netsh-networks-windows10-en.txt', ['Home wpa2', 'Cafe: free open', ' enterprise']],
    ['netsh-networks-windows10-de.txt', ['Büro wpa2', 'Gast open']],
    ['netsh-networks-windows10-zh.txt', ['办公室 wpa3']],
    ['netsh-networks-windows11-en.txt', ['Home wpa3']],
  ])('reads %s', async (networks, expected) => {
    netsh(networks, 'netsh-interfaces-windows10-en.txt');
    expect(names(await helperOn('win32').ask('look', null))).toEqual(expected);
  });

  it('tells no frequency: node-wifi counts lines, and Windows 11 has one more', async () => {
    netsh('netsh-networks-windows11-en.txt', 'netsh-interfaces-windows10-en.txt');
    expect((await helperOn('win32').ask('look', null)).seen).toEqual([expect.objectContaining({ bssid: '02:00:00:00:00:01', level: -58, frequency: null })]);
  });

  it.each(['en', 'de'])('reads what is connected, in %s', async (language) => {
    netsh(`netsh-networks-windows10-${language}.txt`, `netsh-interfaces-windows10-${language}.txt`);
    const { devices: [device] } = await helperOn('win32').ask('look', null);
    expect(device?.connection).toMatchObject({ state: 'connected', bssid: '02:00:00:00:00:01', level: -58 });
  });

  it('takes lines that are not where node-wifi looks for them as not connected', async () => {
    netsh('netsh-networks-windows11-en.txt', 'netsh-interfaces-windows11-en.txt');
    const { devices } = await helperOn('win32').ask('look', null);
    expect(devices).toEqual([{ name: 'Wi-Fi', hardwareAddress: null, on: true, connection: null }]);
  });

  it('survives what throws where nobody catches: the child ends, the question with it, and the next one has a new child', async () => {
    // Location is off, and it says so in sentences without ": ": node-wifi throws from a callback.
    netsh('netsh-location-windows11.txt', 'netsh-interfaces-windows10-en.txt');
    const helper = helperOn('win32');
    await expect(helper.ask('look', null)).rejects.toMatchObject({ kind: 'ended' });
    netsh('netsh-networks-windows10-en.txt', 'netsh-interfaces-windows10-en.txt');
    expect((await helper.ask('look', null)).seen).toHaveLength(3);
  });

  it('has no Wi-Fi where its service does not run, and goes on with the rest', async () => {
    programs.set('netsh', 'echo "The Wireless AutoConfig Service (wlansvc) is not running."; exit 1');
    expect(await helperOn('win32').ask('look', null)).toMatchObject({ devices: [], seen: [], routes: [{ by: '192.168.7.20', gateway: '192.168.7.1' }, expect.anything()], hidden: expect.stringMatching(/\S/) });
  });

  it('can only look, and says so', async () => {
    const helper = helperOn('win32');
    expect(await helper.ask('abilities', null)).toMatchObject({ connect: false, join: false });
    await expect(helper.ask('connect', { interface: 'Wi-Fi', key: 'Home' })).rejects.toMatchObject({ kind: 'cannot', message: expect.stringContaining('only look') });
  });
});

describe('Linux by nmcli', () => {
  const nmcli = (wifi: string): void => programs.set('nmcli', `case "$*" in
    *CON-UUID*) printf 'wlan0:wifi:connected:11111111-2222-3333-4444-555555555555\\neth0:ethernet:connected:66666666-2222-3333-4444-555555555555\\n';;
    *"UUID,TYPE,NAME"*) printf '11111111-2222-3333-4444-555555555555:802-11-wireless:Home\\: 5 GHz\\n';;
    *get-values*) printf 'Home\\nwpa-psk\\n';;
    *"device wifi"*) cat '${recordingPath(wifi)}';;
    esac`);

  it('reads networks; what node-wifi shifts is left out', async () => {
    nmcli('nmcli-wifi-1.42.txt');
    expect(names(await helperOn('linux').ask('look', null))).toEqual(['Home wpa2', 'Office enterprise', '--help wpa3']);
  });

  it('reads those of an older version', async () => {
    nmcli('nmcli-wifi-1.20.txt');
    expect(names(await helperOn('linux').ask('look', null))).toEqual(['Home wpa2', ' wep']);
  });

  it('tells what is connected and what is stored, with colons in names', async () => {
    nmcli('nmcli-wifi-1.42.txt');
    const { devices, stored } = await helperOn('linux').ask('look', null);
    expect(devices).toEqual([{ name: 'wlan0', hardwareAddress: null, on: true, connection: { state: 'connected', ssid: Buffer.from('Home').toString('hex'), bssid: '02:00:00:00:00:01', level: -36, speed: null, key: '11111111-2222-3333-4444-555555555555' } }]);
    expect(stored).toEqual([{ key: '11111111-2222-3333-4444-555555555555', name: 'Home: 5 GHz', ssid: Buffer.from('Home').toString('hex'), security: 'wpa2' }]);
  });

  it('brings up by UUID alone, and never takes a password', async () => {
    nmcli('nmcli-wifi-1.42.txt');
    const helper = helperOn('linux');
    await helper.ask('connect', { interface: 'wlan0', key: '11111111-2222-3333-4444-555555555555' });
    expect(programs.asked().slice(-11, -1)).toEqual(expect.arrayContaining(['connection', 'up', 'uuid', '11111111-2222-3333-4444-555555555555', 'ifname', 'wlan0']));
    await expect(helper.ask('connect', { interface: 'wlan0', key: '--help' })).rejects.toMatchObject({ kind: 'said' });
    await expect(helper.ask('connect', { interface: '--ask', key: '11111111-2222-3333-4444-555555555555' })).rejects.toMatchObject({ kind: 'said' });
    await expect(helper.ask('join', { interface: 'wlan0', ssid: '61', security: 'wpa2', password: 'correct horse', hidden: false })).rejects.toMatchObject({ kind: 'cannot' });
    expect(programs.asked().join('\n')).not.toMatch(/correct horse|--ask/);
  });

  it('passes on what the program says', async () => {
    programs.set('nmcli', 'echo "Error: NetworkManager is not running." >&2; exit 8');
    await expect(helperOn('linux').ask('look', null)).rejects.toMatchObject({ kind: 'said', message: 'Error: NetworkManager is not running.' });
  });

  it('gives the child none of the environment that Handover was started with', async () => {
    process.env['HANDOVER_PRIVATE'] = 'secret of the session';
    try {
      programs.set('nmcli', `env > '${programs.folder}/env'; exit 1`);
      await helperOn('linux').ask('look', null).catch(() => undefined);
    } finally {
      delete process.env['HANDOVER_PRIVATE'];
    }
    expect(readFileSync(`${programs.folder}/env`, 'utf8')).not.toContain('HANDOVER_PRIVATE');
  });
});

it('a program that is not there is told in words', async () => {
  // A Mac's programs have their place, which is not here.
  await expect(helperOn('darwin').ask('look', null)).rejects.toMatchObject({ kind: 'said', message: expect.stringContaining('system_profiler') });
});

it('a child that hangs is ended at its time, and what waited is told', async () => {
  const clock = new FakeClock();
  programs.set('nmcli', 'exec sleep 600');
  const helper = helperOn('linux', clock);
  const asked = helper.ask('look', null).catch((error: unknown) => error);
  await clock.advance(40_000);
  expect(await asked).toMatchObject({ kind: 'timedOut' });
  await expect(helper.ask('counts', null)).resolves.toEqual(expect.arrayContaining([expect.objectContaining({ interface: 'lo' })]));
});

it('whatever nmcli prints, the answer fits the schema or is an error in words', async () => {
  const helper = helperOn('linux');
  const line = fc.array(fc.oneof(fc.constantFrom('yes', 'no', 'Infra', '36', '5180 MHz', '84', 'WPA2', '02\\:00\\:00\\:00\\:00\\:01', 'wlan0', '', '\\', ':', '\\:'), fc.string({ maxLength: 12 })), { maxLength: 14 }).map((fields) => fields.join(':').replaceAll(/['\0\n]/g, ''));
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
    programs.set('nmcli', `case "$*" in *CON-UUID*) printf 'wlan0:wifi:connected:\\n';; *"device wifi"*) cat <<'END'\n${lines.join('\n')}\nEND\n;; esac`);
    const outcome = await helper.ask('look', null).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'HelperError', message: expect.stringMatching(/\S/) });
    else expect(outcome).toHaveProperty('seen');
  }), { numRuns: Number(process.env['HANDOVER_RUNS'] ?? 25) });
}, 60_000);

function recordingPath(name: string): string {
  recording(name);
  return new URL(`recordings/${name}`, import.meta.url).pathname;
}
