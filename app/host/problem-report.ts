import type { About } from '../contract/program.ts';
import type { ConfigurationView, HostState, InterfaceView } from '../contract/state.ts';
import { Redactor } from './redact.ts';

/** What a problem report is made of. */
export interface ReportSource {
  readonly about: About;
  readonly state: HostState | null;
  /** The program's own log, whole; its end is taken. */
  readonly log: string;
  /** Names that are in no state, such as the user's and the computer's, by what stands for them. */
  readonly names: Readonly<Record<string, string>>;
  readonly now: number;
}

/** Access points that are only seen are counted beyond so many, and lines of the log left out. */
const mostSeen = 40;
const mostLines = 400;

/**
 * A problem report: JSON, from fields that are named here one by one, so that nothing new is told by accident. Names, addresses and places
 * are left out; access points and interfaces go under numbers. Free text passes through the redactor.
 */
export function problemReport({ about, state, log, names, now }: ReportSource): string {
  const known = new Map(Object.entries(names).map(([alias, name]) => [name, alias]));
  const alias = state ? aliases(state, known) : () => '';
  const redactor = new Redactor(known);
  const lines = log.trimEnd().split('\n');
  return `${JSON.stringify({
    report: 'Handover problem report', made: new Date(now).toISOString(),
    program: { version: about.version, runtimes: about.runtimes, system: about.system },
    ...(state && stateOf(state, alias, redactor)),
    log: { lines: log.trim() === '' ? 0 : lines.length, last: lines.slice(-mostLines).filter(Boolean).map((line) => redactor.text(line)) },
  }, null, 2)}\n`;
}

type Alias = (id: string) => string;

/** Numbers for everything that has a name of its own; fills `known` with all that stands for them. */
function aliases(state: HostState, known: Map<string, string>): Alias {
  const given = new Map<string, string>();
  const counts = new Map<string, number>();
  const name = (id: string, kind: string, ...also: readonly (string | null | undefined)[]): void => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const alias = `${kind} ${count}`;
    given.set(id, alias);
    for (const one of [id, ...also]) if (one) known.set(one, alias);
  };
  for (const one of Object.values(state.interfaces)) {
    name(one.id, 'interface', one.name, one.hardwareAddress);
    for (const address of [...one.addresses.map((each) => each.address), ...one.gateways, ...one.nameServers, ...Object.values(one.dhcp)]) if (address.length > 2) known.set(address, 'address');
  }
  for (const one of Object.values(state.configurations)) {
    name(one.id, one.type === 'internetAccessPoint' ? 'access point' : 'network', one.name, one.nickname, one.accessPoint?.ssid);
    for (const { bssid } of one.accessPoint?.bss ?? []) known.set(bssid, 'radio');
  }
  for (const { id, client } of Object.values(state.sessions)) { name(id, 'session'); if (!client.isDesktop) known.set(client.name, 'client'); }
  return (id) => given.get(id) ?? (id === '' ? '' : 'unknown');
}

function stateOf(state: HostState, alias: Alias, redactor: Redactor): object {
  const { driver, system, settings } = state;
  const all = Object.values(state.configurations);
  const seen = all.filter(({ stored, accessPoint }) => !stored && !accessPoint?.link);
  const told = [...all.filter((one) => !seen.includes(one)), ...seen.slice(0, mostSeen)];
  return {
    driver: { name: driver.name, available: driver.available, reason: redactor.text(driver.unavailableReason ?? ''), capabilities: driver.capabilities, canScan: driver.canScan, scenarioSeed: driver.simulation?.seed ?? null },
    system: { permissions: system.permissions, radios: system.radios, hotspot: system.hotspot !== null },
    settings: {
      theme: settings.theme, language: settings.language, driver: settings.driver, checkInternet: settings.checkInternet, checkAddress: settings.checkAddress === '' ? 'default' : 'own',
      notify: { offers: settings.notifyOffers, questions: settings.notifyQuestions, connected: settings.notifyConnected, lost: settings.notifyLost, portals: settings.notifyPortals },
      roamingPreset: settings.roamingPreset, roaming: settings.roaming,
    },
    isOnline: state.isOnline, scans: state.scans.count, roamingPaused: state.roamingPaused !== null,
    interfaces: Object.values(state.interfaces).map((one) => interfaceOf(one, alias)),
    configurations: told.map((one) => configurationOf(one, alias, redactor)),
    onlySeen: seen.length,
    sessions: Object.values(state.sessions).map((one) => ({ id: alias(one.id), isDesktop: one.client.isDesktop, configuration: alias(one.configuration), active: alias(one.activeConfiguration), state: one.state, isOpen: one.isOpen, roaming: one.roaming, usagePolicies: one.usagePolicies, error: one.error })),
    decisions: Object.values(state.decisions).map(({ candidate, outcome }) => ({ candidate: alias(candidate.accessPoint), outcome: outcome.outcome, reason: outcome.reason.code })),
    trial: state.trial && { phase: state.trial.phase, to: alias(state.trial.to), overlap: state.trial.overlap, tests: state.trial.tests.map(({ test, status, why }) => ({ test, status, why })) },
    offers: Object.values(state.offers).map(({ candidate, reason, overlap }) => ({ candidate: alias(candidate), reason: reason.code, overlap })),
    notices: Object.values(state.notices).map(({ code, detail }) => ({ code, detail: redactor.text(detail) })),
  };
}

const interfaceOf = (one: InterfaceView, alias: Alias): object => ({
  id: alias(one.id), kind: one.kind, managed: one.managed, carrier: one.carrier, speed: one.speed, connectivity: one.connectivity, metered: one.metered, mtu: one.mtu, routeMetric: one.routeMetric,
  addresses: one.addresses.map(({ address, prefix }) => `${address.includes(':') ? 'IPv6' : 'IPv4'}/${prefix}`), gateways: one.gateways.length, nameServers: one.nameServers.length, portal: one.portal !== null,
});

const configurationOf = (one: ConfigurationView, alias: Alias, redactor: Redactor): object => ({
  id: alias(one.id), type: one.type, state: one.state, purpose: one.purpose, bearer: one.bearer, stored: one.stored, openSessions: one.openSessions, members: one.members.map(alias),
  ...(one.accessPoint && {
    kind: one.accessPoint.kind, security: one.accessPoint.security, metered: one.accessPoint.metered, level: one.accessPoint.level, pinned: one.accessPoint.pinned, nameBytes: (one.accessPoint.ssid ?? '').length / 2,
    interfaces: one.accessPoint.interfaces.map(alias), radios: one.accessPoint.bss.map(({ frequency, level, inUse }) => ({ frequency, level, inUse })),
    link: one.accessPoint.link && { state: one.accessPoint.link.state, interface: alias(one.accessPoint.link.interface), byHandover: one.accessPoint.link.byHandover },
    failure: one.accessPoint.failure && { code: one.accessPoint.failure.failure.code, detail: redactor.text(one.accessPoint.failure.failure.detail) },
  }),
});
