import type { ScenarioInput } from './scenario.ts';

/** A small world for tests: a desk with a cable that is not connected yet, two good networks, and one that gives no address. */
export function testScenario({ radios = 1, ...rest }: { radios?: 1 | 2 } & Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    id: 'test',
    title: 'Test',
    description: 'A small world for tests.',
    places: { desk: [0, 0], door: [10, 0], garden: [400, 0] },
    user: { at: 'desk' },
    interfaces: [{ name: 'eth0', kind: 'wired' }, { name: 'wlan0', kind: 'wifi' }, ...(radios === 2 ? [{ name: 'wlan1', kind: 'wifi' as const }] : [])],
    accessPoints: [
      { kind: 'wired', id: 'cable', name: 'Cable', interface: 'eth0', place: 'desk' },
      { kind: 'wifi', id: 'near', ssid: 'Near', security: 'wpa2', stored: true, radios: [{ bssid: '02:00:00:00:00:01', at: [3, 0], band: '5', channel: 36 }] },
      { kind: 'wifi', id: 'far', ssid: 'Far', security: 'wpa3', stored: true, radios: [{ bssid: '02:00:00:00:00:02', at: [12, 0], band: '2.4', channel: 6 }] },
      { kind: 'wifi', id: 'silent', ssid: 'Silent', security: 'wpa2', stored: true, fails: 'address', radios: [{ bssid: '02:00:00:00:00:03', at: [5, 5], band: '2.4', channel: 11 }] },
      { kind: 'wifi', id: 'closed', ssid: 'Closed', security: 'wpa2', radios: [{ bssid: '02:00:00:00:00:04', at: [6, 2], band: '2.4', channel: 1 }] },
    ],
    serviceNetworks: [{ name: 'All', members: ['cable', 'near', 'far', 'silent'] }],
    applications: [{ name: 'Mail', received: 40, sent: 20 }],
    ...rest,
  };
}
