import { z } from 'zod';
import { bearers, configurationTypes, connectivities, driverChoices, driverNames, interfaceKinds, purposes, roamingModes, securities, sessionErrors, sessionStates } from './values.ts';
import { secretRequestView, systemView } from './management.ts';
import { simulationState } from './plan.ts';
import { standingAnswers, userModes } from './answers.ts';
import { decisionInputs } from './decision-inputs.ts';
import { capView } from './cap.ts';
import { driverFailure, endReason, gateReason, holdReason, offerReason } from './reason.ts';

/**
 * What views see: one snapshot of the host's state, then patches (state-patch.ts).
 * Bytes are safe integers (below 2^53, 9 petabytes); times are ms since the epoch; levels dBm; speeds bit/s.
 */
const keys = <T extends Record<string, unknown>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);
const time = z.number();
const bytes = z.number().int().nonnegative();

/** A network device of this machine. */
export const interfaceView = z.object({
  id: z.string(),
  /** The system's name, such as "wlp3s0". */
  name: z.string(),
  kind: z.enum(interfaceKinds),
  /** False: the manager leaves it alone; it can only be looked at. */
  managed: z.boolean(),
  /** Cable in, or radio associated; null where the system does not tell. */
  carrier: z.boolean().nullable(),
  speed: z.number().nullable(),
  addresses: z.array(z.object({ address: z.string(), prefix: z.number() })),
  gateways: z.array(z.string()),
  nameServers: z.array(z.string()),
  connectivity: z.enum(connectivities),
  connectivitySince: time,
  metered: z.boolean(),
  hardwareAddress: z.string().nullable(),
  mtu: z.number().nullable(),
  /** Metric of its default route; lower is preferred. */
  routeMetric: z.number().nullable(),
  /** Address of the portal that holds it. */
  portal: z.string().nullable(),
  /** What the DHCP server gave, by the option's name. */
  dhcp: z.record(z.string(), z.string()),
});
export type InterfaceView = z.infer<typeof interfaceView>;

/** One radio that carries a wireless access point. */
export const bssView = z.object({
  bssid: z.string(),
  /** MHz */
  frequency: z.number(),
  level: z.number(),
  lastSeen: time,
  interface: z.string(),
  inUse: z.boolean(),
});
export type BssView = z.infer<typeof bssView>;

/** The connection that is up on an access point, or on its way up or down. */
export const linkView = z.object({
  state: z.enum(['activating', 'active', 'deactivating']),
  interface: z.string(),
  since: time,
  /** The stage of an activation in progress, in the platform's words; null when there is none to tell. */
  stage: z.string().nullable(),
  /** True while Handover brought it up: it goes down with the last session. False: somebody else holds it. */
  byHandover: z.boolean(),
});
export type LinkView = z.infer<typeof linkView>;

export const accessPointView = z.object({
  kind: z.enum(interfaceKinds),
  /** Raw bytes of the SSID in hex; null for what has none. */
  ssid: z.string().nullable(),
  /** null: the kind of link has none. */
  security: z.enum(securities).nullable(),
  metered: z.boolean(),
  /** Ids of the interfaces that can reach it. */
  interfaces: z.array(z.string()),
  /** Strongest first; empty for what is not wireless. */
  bss: z.array(bssView),
  /** Of the strongest or the one in use, smoothed; null where unknown. */
  level: z.number().nullable(),
  /** Where it is in use, dBm; null where the platform does not tell. */
  noise: z.number().nullable(),
  link: linkView.nullable(),
  /** By the user: nothing is offered instead of it while it works. */
  pinned: z.boolean(),
  /** The last failure to connect, until the next try. */
  failure: z.object({ at: time, failure: driverFailure }).nullable(),
});
export type AccessPointView = z.infer<typeof accessPointView>;

/** Something one can open a session on. */
export const configurationView = z.object({
  id: z.string(),
  type: keys(configurationTypes),
  name: z.string(),
  /** What the user calls an access point, in Handover alone. */
  nickname: z.string().nullable(),
  /** Flags: undefined 1, defined 2, discovered 6, active 14. */
  state: z.number(),
  purpose: keys(purposes),
  bearer: keys(bearers),
  /** Of a service network, in order; ids of access points. */
  members: z.array(z.string()),
  isRoamingAvailable: z.boolean(),
  /** Known to the system (it has a profile). Of a service network: made by the user, so it can be changed. */
  stored: z.boolean(),
  /** Open sessions of all clients that use it now. */
  openSessions: z.number(),
  accessPoint: accessPointView.nullable(),
});
export type ConfigurationView = z.infer<typeof configurationView>;

export const clientView = z.object({ id: z.string(), name: z.string(), pid: z.number().nullable(), isDesktop: z.boolean() });
export type ClientView = z.infer<typeof clientView>;

export const sessionView = z.object({
  id: z.string(),
  client: clientView,
  configuration: z.string(),
  state: keys(sessionStates),
  isOpen: z.boolean(),
  /** Id of the access point in use; "" while not open (PROP-01). */
  activeConfiguration: z.string(),
  userChoiceConfiguration: z.string(),
  interface: z.string().nullable(),
  /** When it became open; null while it is not. */
  openSince: time.nullable(),
  /** Totals since it became open; never go backward, whatever the interface's counters do. */
  received: bytes,
  sent: bytes,
  roaming: z.enum(roamingModes),
  /** How it roams by the user's own word on this session; null: none was given. */
  userMode: z.enum(userModes).nullable(),
  usagePolicies: z.number(),
  error: keys(sessionErrors),
  errorString: z.string(),
});
export type SessionView = z.infer<typeof sessionView>;

/** What an access point looked like to the engine when it decided; shown side by side. */
export const standing = z.object({
  accessPoint: z.string(),
  inReach: z.boolean(),
  kind: z.enum(interfaceKinds),
  /** Place in the session's service network, from 1; null when the user gave no order. */
  order: z.number().nullable(),
  connectivity: z.enum(connectivities),
  connectivitySince: time,
  metered: z.boolean(),
  security: z.enum(securities).nullable(),
  level: z.number().nullable(),
  frequency: z.number().nullable(),
  /** Of the radio in use, where the platform tells. */
  noise: z.number().nullable().default(null),
  /** Score by parts, higher is better; see app/core/roaming/compare.ts. */
  score: z.record(z.string(), z.number()),
});
export type Standing = z.infer<typeof standing>;

/** A candidate put before a session. */
export const offerView = z.object({
  id: z.string(),
  session: z.string(),
  current: z.string(),
  candidate: z.string(),
  /** The local address survives. */
  isSeamless: z.boolean(),
  /** Both links are up during the trial; false: the link breaks for a moment. */
  overlap: z.boolean(),
  reason: offerReason,
  currentStanding: standing,
  candidateStanding: standing,
  /** Ids of the sessions that move with the answer, and of those that stay on the current access point. */
  moves: z.array(z.string()),
  stays: z.array(z.string()),
  at: time,
  lapsesAt: time,
});
export type OfferView = z.infer<typeof offerView>;

/** Why a line of the carrier test says no more than it does: skipped lines, and those passed with a fault. */
export const testNotes = [
  /** The user switched the check of the internet off. */
  'switchedOff',
  /** This platform has no probes of ours, or they found nothing to ask. */
  'notPossible',
  /** What is bound to the link might leave by another one. */
  'notLed',
  'noGateway', 'noNameServers', 'noTime',
  /** The gateway does not answer, but leads to the internet. */
  'gatewaySilent',
  /** A name server answers, but does not know the name of the check. */
  'nameUnknown',
  /** The system's own check got through, ours did not. */
  'systemOnly',
] as const;
export type TestNote = (typeof testNotes)[number];

/** What a test found, as data for `app/text`: a share that was lost with the delay of the rest (ms), a delay, an address, what was reached. */
const finding = z.union([
  z.object({ share: z.number(), ms: z.number().nullable() }), z.object({ ms: z.number() }), z.object({ text: z.string() }),
  /** `address`: where a portal wants to lead to, as it said. */
  z.object({ connectivity: z.enum(connectivities), address: z.string().optional() }),
]);
/** One line of the carrier test. */
export const testLine = z.object({
  test: z.enum(['address', 'gateway', 'names', 'internet', 'loss', 'client']),
  status: z.enum(['waiting', 'running', 'passed', 'warned', 'failed', 'skipped']),
  value: finding.nullable(),
  /** The same on the old link, for comparison. */
  old: finding.nullable(),
  oldStatus: z.enum(['unknown', 'passed', 'warned', 'failed']),
  why: z.enum(testNotes).optional(),
});
export type TestLine = z.infer<typeof testLine>;

/** The time between migrate() and accept() or reject(). */
export const trialView = z.object({
  id: z.string(),
  session: z.string(),
  from: z.string(),
  to: z.string(),
  /** activating: the new link comes up · testing and passed: it is up, newConfigurationActivated was sent · returning: going back. */
  phase: z.enum(['activating', 'testing', 'passed', 'keeping', 'returning']),
  tests: z.array(testLine),
  overlap: z.boolean(),
  startedAt: time,
  /** When silence answers; null before the new link is up. */
  deadline: time.nullable(),
  /** The user stopped the countdown: what was left of it (ms), and when it goes on by itself. Deadline is null meanwhile. */
  pause: z.object({ left: z.number(), until: time }).nullable(),
  /** The countdown can still be paused: once a trial. */
  canPause: z.boolean(),
  /** Length of the countdown, ms. */
  countdown: z.number(),
  /** What silence means; keepsNew where the old one is no longer usable. */
  silence: z.enum(['goesBack', 'keepsNew']),
  moves: z.array(z.string()),
  stays: z.array(z.string()),
  /** Set in phase returning: why. */
  end: endReason.nullable(),
});
export type TrialView = z.infer<typeof trialView>;

/** A decision of the roaming engine about one candidate for one session, an offer not made included. */
export const decision = z.object({
  at: time,
  session: z.string(),
  current: standing.nullable(),
  candidate: standing,
  outcome: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('offered'), reason: offerReason }),
    z.object({ outcome: z.literal('gated'), reason: gateReason }),
    z.object({ outcome: z.literal('held'), reason: holdReason }),
  ]),
  /** What else it went by; in the record alone. */
  inputs: decisionInputs.optional(),
});
export type Decision = z.infer<typeof decision>;
export const decisionId = (session: string, candidate: string): string => `${session} ${candidate}`;

/** "Which one?": a user choice was opened, or what was chosen did not work. */
export const questionView = z.object({
  id: z.string(),
  session: z.string(),
  /** Name of the client whose session waits. */
  client: z.string(),
  /** What was chosen before and did not work. */
  failed: z.object({ configuration: z.string(), failure: driverFailure }).nullable(),
  at: time,
  /** Then it counts as dismissed. */
  expiresAt: time,
});
export type QuestionView = z.infer<typeof questionView>;

export const trafficView = z.object({
  interface: z.string(),
  received: bytes, sent: bytes,
  /** bit/s over the last sample */
  receivedRate: z.number(), sentRate: z.number(),
});
export type TrafficView = z.infer<typeof trafficView>;

/** Words of a scenario, which come with it. */
export const simulationTitle = z.object({ en: z.string(), zh: z.string() });

export const driverView = z.object({
  name: z.enum(driverNames),
  /** What can be chosen on this platform. */
  choices: z.array(z.enum(driverChoices)),
  /** False: the manager has gone (or is not there yet); what is shown is the last that was known. */
  available: z.boolean(),
  unavailableReason: z.string().nullable(),
  /** Bits of Capability. */
  capabilities: z.number(),
  canScan: z.boolean(),
  /** Address that the platform's manager checks the internet with; null where it does not tell. */
  checkAddress: z.string().nullable(),
  /** Of the simulated driver: what is played. `speed` is the chosen one; while it is paused the clock stands. */
  simulation: z.object({ scenario: z.string(), title: simulationTitle, seed: z.number(), speed: z.number() }).nullable(),
});
export type DriverView = z.infer<typeof driverView>;

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'zh']),
  /** With the user's desktop, in the tray; the installed program alone can. */
  startAtLogin: z.boolean(),
  /** The first run has explained itself. */
  welcomed: z.boolean(),
  /** "auto" follows design 4. */
  driver: z.enum(driverChoices),
  scenario: z.string(),
  /** Notifications of the desktop, a switch a kind. */
  notifyOffers: z.boolean(),
  notifyQuestions: z.boolean(),
  notifyConnected: z.boolean(),
  notifyLost: z.boolean(),
  notifyPortals: z.boolean(),
  notifyCaps: z.boolean(),
  /** A trial asks an address in the internet; without it, it relies on what the system says. */
  checkInternet: z.boolean(),
  /** That address; "" for the system's own, or `defaultCheckAddress` where it has none. */
  checkAddress: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
  /** Every number of roaming.md under its name; the preset moves them together. */
  roamingPreset: z.enum(['conservative', 'balanced', 'eager']),
  roaming: z.record(z.string(), z.number()),
});
export type Settings = z.infer<typeof settings>;

/** Answers as NetworkManager's own check does; GNOME keeps it for this. */
export const defaultCheckAddress = 'http://nmcheck.gnome.org/check_network_status.txt';

/** Something to tell the person that is no decision: a file set aside, a failure to write. Shown until dismissed. */
export const notice = z.object({ id: z.string(), at: time, code: z.enum(['settingsAside', 'settingsNotSaved', 'journalFailed', 'journalAside', 'journalCut', 'scenarioInvalid', 'recovered']), detail: z.string() });
export type Notice = z.infer<typeof notice>;

/** How the host's time runs: host time = at + (Date.now() − wall) × speed. Other than real only on the simulated network; 0: paused. */
export const clockView = z.object({ at: time, wall: time, speed: z.number() });

export const hostState = z.object({
  clock: clockView,
  driver: driverView,
  system: systemView,
  /** What has become of the simulated world; null on any other. */
  simulation: simulationState.nullable(),
  isOnline: z.boolean(),
  interfaces: z.record(z.string(), interfaceView),
  configurations: z.record(z.string(), configurationView),
  sessions: z.record(z.string(), sessionView),
  offers: z.record(z.string(), offerView),
  /** What the engine thinks of each candidate for the desktop's sessions, the latest only; by `decisionId`. */
  decisions: z.record(z.string(), decision),
  trial: trialView.nullable(),
  questions: z.record(z.string(), questionView),
  secretRequests: z.record(z.string(), secretRequestView),
  traffic: z.record(z.string(), trafficView),
  scans: z.object({ count: z.number(), lastAt: time.nullable() }),
  /** Roaming is paused: no offers; until is null for "until quit". */
  roamingPaused: z.object({ until: time.nullable() }).nullable(),
  answers: standingAnswers,
  /** Data caps, by what they are about. */
  caps: z.record(z.string(), capView),
  settings,
  notices: z.record(z.string(), notice),
});
export type HostState = z.infer<typeof hostState>;
