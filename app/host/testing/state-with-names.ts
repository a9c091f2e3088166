import { nothingKnown } from '../../contract/management.ts';
import type { HostState } from '../../contract/state.ts';
import { defaultSettings } from '../../journal/settings-file.ts';

/** A small state with a name, an address or a path wherever a state can hold one. */
export const stateWithNames = (): HostState => ({
  clock: { at: 0, wall: 0, speed: 1 },
  driver: { name: 'networkmanager', choices: ['auto', 'networkmanager'], available: true, unavailableReason: null, capabilities: 7, canScan: true, checkAddress: 'http://check.example.org/', simulation: null },
  system: nothingKnown, simulation: null, isOnline: true,
  interfaces: { wlp3s0: {
    id: 'wlp3s0', name: 'wlp3s0', kind: 'wifi', managed: true, carrier: true, speed: null, addresses: [{ address: '10.0.0.7', prefix: 24 }, { address: '2001:db8::7', prefix: 64 }], gateways: ['10.0.0.1'], nameServers: ['10.0.0.53'],
    connectivity: 'full', connectivitySince: 0, metered: false, hardwareAddress: 'a4:6b:1f:20:00:01', mtu: 1500, routeMetric: 600, portal: null, dhcp: { domain_name: 'places.example.org' },
  } },
  configurations: { '3f2504e0-4f89-11d3-9a0c-0305e82c3301': {
    id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', type: 'internetAccessPoint', name: 'Ada’s Place', nickname: 'Ada at home', state: 14, purpose: 'unknown', bearer: 'wlan', members: [], isRoamingAvailable: false, stored: true, openSessions: 1,
    accessPoint: {
      kind: 'wifi', ssid: '41646120506c616365313131', security: 'wpa3', metered: false, interfaces: ['wlp3s0'], level: -58, noise: null, pinned: false,
      bss: [{ bssid: 'a4:6b:1f:20:9c:44', frequency: 5220, level: -58, lastSeen: 0, interface: 'wlp3s0', inUse: true }],
      link: { state: 'active', interface: 'wlp3s0', since: 0, stage: null, byHandover: false }, failure: { at: 0, failure: { code: 'failed', detail: 'no lease on wlp3s0 for Ada’s Place' } },
    },
  } },
  sessions: { 'session-1': {
    id: 'session-1', client: { id: 'c', name: 'Torrent of Ada', pid: 7, isDesktop: false }, configuration: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', state: 'connected', isOpen: true, activeConfiguration: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    userChoiceConfiguration: '', interface: 'wlp3s0', openSince: 0, received: 0, sent: 0, roaming: 'asksUser', userMode: null, usagePolicies: 0, error: 'unknownSessionError', errorString: '',
  } },
  offers: {}, decisions: {}, trial: null, questions: {}, secretRequests: {}, traffic: {}, scans: { count: 3, lastAt: 0 }, roamingPaused: null, answers: { ignored: [], rules: [], pins: [], modes: {} }, caps: {},
  settings: { ...defaultSettings, checkAddress: 'http://check.example.org/', scenario: '/home/me/scenario.json' },
  notices: { n: { id: 'n', at: 0, code: 'settingsAside', detail: 'put aside as /home/ada/.config/Handover/settings.unreadable.json' } },
});
