import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../shared/fake-clock.ts';
import { look as lookSchema } from '../answers.ts';
import { FakeWindows } from '../testing/fake-windows.ts';
import { recording } from '../testing/fake-programs.ts';
import { routesOf, windowsPlatform } from './windows.ts';
import { bssesIn, interfacesIn, networksIn, profilesIn, rowsIn, securityOf, sizes } from './wlan-memory.ts';
import { profileFor, securityOfProfile, ssidOfProfile } from './wlan-profile.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const wish = { interface: 'Wi-Fi', ssid: hex('Home'), security: 'wpa2' as const, password: 'correct horse', hidden: false };

describe('Windows, by its own functions', () => {
  const air = [{ name: '-h" & calc', bssid: '02:00:00:00:00:01', level: -48, authentication: 7, password: 'x' }, { name: 'Cafe', bssid: '02:00:00:00:00:02', level: -70, authentication: 1 }];

  it('tells names by their bytes, levels in dBm, and frequencies', async () => {
    const windows = new FakeWindows(new FakeClock(), air);
    const { devices, seen } = lookSchema.parse(await windowsPlatform(windows, windows.run).look());
    expect(devices).toEqual([{ name: 'Wi-Fi', hardwareAddress: '02:00:00:00:00:AA', on: true, connection: null }]);
    expect(seen).toEqual([
      { interface: 'Wi-Fi', ssid: hex('-h" & calc'), bssid: '02:00:00:00:00:01', frequency: 2437, level: -48, security: 'wpa2' },
      { interface: 'Wi-Fi', ssid: hex('Cafe'), bssid: '02:00:00:00:00:02', frequency: 2437, level: -70, security: 'open' },
    ]);
  });

  it('tells what may not be heard as hidden, with what is connected beside', async () => {
    const windows = new FakeWindows(new FakeClock(), air);
    windows.bsses = () => { throw new Error('Windows does not allow it. Names and levels of networks need Location.'); };
    expect(await windowsPlatform(windows, windows.run).look()).toMatchObject({ seen: [], hidden: expect.stringContaining('Location') });
  });

  it('joins by a profile in memory: no program is run, so nothing is on a command line', async () => {
    const windows = new FakeWindows(new FakeClock(), air);
    await windowsPlatform(windows, windows.run).join(wish);
    expect(windows.asked).toEqual([]);
    expect(windows.profilesXml.get('Home')).toContain('<hex>486F6D65</hex>');
    windows.stopTimers();
  });

  it.each([
    ['1 0', 'open'], ['1 1', 'wep'], ['2 1', 'wep'], ['4 2', 'wpa1'], ['6 4', 'enterprise'], ['7 4', 'wpa2'], ['8 9', 'enterprise192'], ['9 4', 'wpa3'], ['10 4', 'owe'], ['11 4', 'enterprise'],
  ])('takes authentication and cipher %s as %s', (numbers, expected) => {
    const [authentication = 0, cipher = 0] = numbers.split(' ').map(Number);
    expect(securityOf(authentication, cipher)).toBe(expected);
  });
});

describe('memory that Windows left', () => {
  it('is never read beyond its end', () => {
    const readers = [interfacesIn, networksIn, bssesIn, profilesIn, rowsIn];
    fc.assert(fc.property(fc.uint8Array({ minLength: 8, maxLength: 2 * sizes.row }), (bytes) => {
      for (const reader of readers) {
        try { reader(Buffer.from(bytes)); } catch (error) { expect(error).toBeInstanceOf(RangeError); }
      }
    }));
  });
});

describe('a profile', () => {
  it('holds name and password whatever characters they have, and is read back', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), fc.string({ minLength: 8, maxLength: 63 }), (name, password) => {
      const ssid = Buffer.from(name).toString('hex');
      const { xml } = profileFor({ ...wish, ssid, password });
      expect(ssidOfProfile(xml)).toBe(ssid);
      expect(securityOfProfile(xml)).toBe('wpa2');
      expect(xml.match(/<keyMaterial>/g)).toHaveLength(1);
      expect(/<keyMaterial>([^<>]*)<\/keyMaterial>/.exec(xml)![1]!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')).toBe(password);
    }));
  });

  it('is named by the bytes where the name is no plain text', () => {
    expect(profileFor({ ...wish, ssid: 'fffe00' }).name).toBe('ssid-fffe00');
    expect(profileFor({ ...wish, ssid: hex('a\u202eb') }).name).toBe(`ssid-${hex('a\u202eb')}`);
    expect(profileFor({ ...wish, ssid: hex('Büro') }).name).toBe('Büro');
  });

  it('is refused for what Windows sets up in its own dialog', () => {
    expect(() => profileFor({ ...wish, security: 'enterprise' })).toThrow('its own dialog');
    expect(() => profileFor({ ...wish, password: null })).toThrow('password');
  });
});

it.each(['route-print-de.txt', 'route-print-zh.txt'])('default routes are found in %s', (name) => {
  expect(routesOf(recording(name))[0]).toEqual({ by: '192.168.7.20', gateway: '192.168.7.1', metric: 35 });
});

it('a default route without a gateway is found, whatever the words for that are', () => {
  expect(routesOf(recording('route-print-de.txt'))[1]).toEqual({ by: '10.9.0.2', gateway: null, metric: 5 });
});
