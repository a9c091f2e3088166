import type { AccessPointView, ConfigurationView, DriverView, HostState, InterfaceView, SessionView, TrafficView } from '../contract/state.ts';
import type { Session } from '../core/session.ts';
import type { SessionHost } from '../core/session-host.ts';
import type { Driver } from '../core/ports/driver.ts';
import { choicesHere, type PlayedScenario } from './choose-driver.ts';

/** The core's objects as views see them. Each function reads one thing as it is now; null: it is gone. */

export function interfaceView(core: SessionHost, id: string): InterfaceView | null {
  const known = core.world.interfaces.get(id);
  if (!known) return null;
  return { hardwareAddress: null, mtu: null, routeMetric: null, portal: null, dhcp: {}, ...known.now, connectivitySince: known.connectivitySince };
}

export function trafficView(core: SessionHost, id: string): TrafficView | null { return core.traffic.view(id); }

export function configurationView(core: SessionHost, id: string, nickname?: string): ConfigurationView | null {
  const configuration = core.registry.get(id);
  if (!configuration?.isValid || configuration.type === 'userChoice') return null;
  const isAccessPoint = configuration.type === 'internetAccessPoint';
  return {
    id, type: configuration.type, name: configuration.name, nickname: nickname ?? null, state: configuration.state, purpose: configuration.purpose, bearer: configuration.bearerType,
    members: [...configuration.members], isRoamingAvailable: configuration.isRoamingAvailable,
    stored: isAccessPoint ? core.world.accessPoints.get(id)?.now.stored ?? false : core.isUserNetwork(id),
    openSessions: openSessions(core, id, isAccessPoint),
    accessPoint: isAccessPoint ? accessPointView(core, id) : null,
  };
}

function openSessions(core: SessionHost, id: string, isAccessPoint: boolean): number {
  const concerned = isAccessPoint ? core.sessions.near(id) : core.sessions.on(id);
  return concerned.filter((session) => session.isOpen && (isAccessPoint ? session.member === id : session.configuration.identifier === id)).length;
}

function accessPointView(core: SessionHost, id: string): AccessPointView | null {
  const known = core.world.accessPoints.get(id);
  if (!known) return null;
  const { kind, ssid, security, metered, interfaces, bss, link } = known.now;
  const level = core.world.smoothedLevel(id);
  return {
    kind, ssid, security, metered, interfaces, bss,
    level: level === null ? null : Math.round(level),
    noise: known.now.noise ?? null,
    link: link && { state: link.state, interface: link.interface, stage: link.stage, since: known.linkSince, byHandover: core.links.isByHandover(id) },
    pinned: core.roaming.answers.isPinned(id),
    failure: core.failures.get(id) ?? null,
  };
}

export function sessionView(session: Session): SessionView {
  return {
    id: session.id, client: session.client, configuration: session.configuration.identifier, state: session.state, isOpen: session.isOpen,
    activeConfiguration: String(session.sessionProperty('ActiveConfiguration')), userChoiceConfiguration: String(session.sessionProperty('UserChoiceConfiguration')),
    interface: session.interface, openSince: session.openSince, received: session.received, sent: session.sent,
    roaming: session.roamingMode, userMode: session.userMode, usagePolicies: session.usagePolicies, error: session.error, errorString: session.errorString,
  };
}

export function driverView(core: SessionHost, driver: Driver, played: PlayedScenario | null): DriverView {
  return {
    name: driver.name, choices: [...choicesHere], available: core.driverState.available, unavailableReason: core.driverState.reason,
    capabilities: core.manager.capabilities, canScan: driver.capabilities.scan,
    checkAddress: driver.probes?.systemCheckAddress() ?? null,
    simulation: played && { scenario: played.scenario, title: played.title, seed: played.seed, speed: played.clock.speed },
  };
}

export function offersView(core: SessionHost): HostState['offers'] {
  return Object.fromEntries(core.engine.offers().map((offer) => [offer.id, offer]));
}
