import { nothingKnown } from '../../app/contract/management.ts';
import type { ConfigurationView, HostState, InterfaceView, OfferView, SessionView, Standing, TrialView } from '../../app/contract/state.ts';
import type { Connectivity, InterfaceKind } from '../../app/contract/values.ts';

/** Small states for tests of what main makes of them: "Cable" carries the desktop's session, "Office 5G" is beside it. */
const at = Date.UTC(2026, 0, 5, 14, 31);

const desktop = { id: 'client-1', name: 'Desktop', pid: null, isDesktop: true };

export const networkInterface = (id: string, kind: InterfaceKind, connectivity: Connectivity): InterfaceView => ({
  id, name: id, kind, managed: true, carrier: true, speed: null, addresses: [], gateways: [], nameServers: [], connectivity, connectivitySince: at - 24_000, metered: false,
  hardwareAddress: null, mtu: null, routeMetric: null, portal: null, dhcp: {},
});

export const accessPoint = (id: string, name: string, kind: InterfaceKind, link: string | null): ConfigurationView => ({
  id, type: 'internetAccessPoint', name, nickname: null, state: link === null ? 6 : 14, purpose: 'unknown', bearer: kind === 'wifi' ? 'wlan' : 'ethernet', members: [], isRoamingAvailable: false, stored: true,
  openSessions: link === null ? 0 : 1,
  accessPoint: {
    kind, ssid: null, security: null, metered: false, interfaces: [], bss: [], level: null, noise: null, pinned: false, failure: null,
    link: link === null ? null : { state: 'active', interface: link, since: at, stage: null, byHandover: false },
  },
});

export const session = (change: Partial<SessionView> = {}): SessionView => ({
  id: 'session-1', client: desktop, configuration: 'all', state: 'connected', isOpen: true, activeConfiguration: 'cable', userChoiceConfiguration: '', interface: 'eth0', openSince: at,
  received: 0, sent: 0, roaming: 'asksUser', userMode: null, usagePolicies: 0, error: 'unknownSessionError', errorString: '', ...change,
});

const standing = (id: string): Standing => ({
  accessPoint: id, inReach: true, kind: 'wired', order: null, connectivity: 'none', connectivitySince: at - 24_000, metered: false, security: null, level: null, frequency: null, noise: null, score: {},
});

export const offer = (change: Partial<OfferView> = {}): OfferView => ({
  id: 'offer-1', session: 'session-1', current: 'cable', candidate: 'office', isSeamless: false, overlap: true, reason: { code: 'currentHasNoInternet', since: at - 24_000 },
  currentStanding: standing('cable'), candidateStanding: standing('office'), moves: ['session-1'], stays: [], at, lapsesAt: at + 600_000, ...change,
});

export const trial = (change: Partial<TrialView> = {}): TrialView => ({
  id: 'trial-1', session: 'session-1', from: 'cable', to: 'office', phase: 'testing', tests: [], overlap: true, startedAt: at, deadline: at + 20_000, pause: null, canPause: true, countdown: 20_000, silence: 'goesBack',
  moves: ['session-1'], stays: [], end: null, ...change,
});

export const hostState = (change: Partial<HostState> = {}): HostState => ({
  clock: { at, wall: Date.now(), speed: 1 },
  driver: { name: 'simulated', choices: ['auto', 'simulated'], available: true, unavailableReason: null, capabilities: 0, canScan: true, checkAddress: null, simulation: null },
  system: nothingKnown,
  simulation: null,
  isOnline: true,
  interfaces: { eth0: networkInterface('eth0', 'wired', 'none'), wlan0: networkInterface('wlan0', 'wifi', 'full') },
  configurations: { cable: accessPoint('cable', 'Cable', 'wired', 'eth0'), office: accessPoint('office', 'Office 5G', 'wifi', null) },
  sessions: { 'session-1': session() },
  offers: {}, decisions: {}, answers: { ignored: [], rules: [], pins: [], modes: {} }, caps: {}, trial: null, traffic: {}, scans: { count: 0, lastAt: null }, roamingPaused: null,
  settings: { theme: 'system', language: 'en', startAtLogin: false, welcomed: true, driver: 'auto', scenario: 'quiet-office', notifyOffers: true, notifyQuestions: true, notifyConnected: true, notifyLost: true, notifyPortals: true, notifyCaps: true, checkInternet: true, checkAddress: '', roamingPreset: 'balanced', roaming: {} },
  questions: {}, secretRequests: {},
  notices: {},
  ...change,
});
