import type { Clock } from '../../app/core/ports/clock.ts';
import { ScriptedDriver } from '../../app/core/testing/scripted-driver.ts';
import { balanced } from '../../app/core/roaming/settings.ts';
import { SessionHost } from '../../app/core/session-host.ts';
import type { Session } from '../../app/core/session.ts';

/**
 * A world made of equal parts, so that a bigger one has more of everything and no part of it is any bigger. Each part
 * is one interface with one link up, 50 wireless access points of which ten are stored and form a user's service
 * network, and ten open sessions: five on the access point that is up, four on the service network, one on the
 * built-in network of all stored ones (as programs have that open the default configuration).
 */
export const accessPointsOfPart = 50;
export const storedOfPart = 10;
const sessionsOfPart = { onAccessPoint: 5, onUserNetwork: 4, onBuiltIn: 1 };
export const sessionsInPart = sessionsOfPart.onAccessPoint + sessionsOfPart.onUserNetwork + sessionsOfPart.onBuiltIn;
const builtInNetwork = 'network:all';

/** Time that stands still; timers are kept until cancelled and never run, so that nothing but the change is measured. */
class StillClock implements Clock {
  readonly #timers = new Set<() => void>();
  #now = Date.UTC(2026, 0, 5, 9);
  now(): number { return this.#now; }
  pass(ms: number): void { this.#now += ms; }
  after(_ms: number, run: () => void): () => void {
    this.#timers.add(run);
    return () => { this.#timers.delete(run); };
  }
}

export const accessPointId = (part: number, place: number): string => `part-${part}-point-${place}`;
export const interfaceId = (part: number): string => `wlan${part}`;
export const networkId = (part: number): string => `network:part-${part}`;

export interface BenchWorld {
  core: SessionHost;
  driver: ScriptedDriver;
  clock: StillClock;
  /** Closed sessions of each part: on the access point that is up, on the user's network, on the built-in network. */
  idle: { onAccessPoint: Session; onNetwork: Session; onBuiltIn: Session }[];
  /** What went wrong inside the core; must stay empty. */
  errors: unknown[];
}

/** As many idle sessions in a world of any size. */
const idleParts = 11;

export async function makeWorld(parts: number): Promise<BenchWorld> {
  const clock = new StillClock();
  const driver = new ScriptedDriver(clock);
  for (let part = 0; part < parts; part += 1)
    for (let place = 0; place < accessPointsOfPart; place += 1) addAccessPoint(driver, part, place);
  const errors: unknown[] = [];
  const core = new SessionHost({
    driver, clock, settings: () => balanced, record: { add: () => {} }, onError: (error) => { errors.push(error); }, onDirty: () => {},
  });
  const started = await core.start();
  if (!started.ok) throw new Error(started.failure.detail);
  for (let part = 0; part < parts; part += 1)
    core.setServiceNetwork({ id: networkId(part), name: `Network ${part}`, members: Array.from({ length: storedOfPart }, (_, place) => accessPointId(part, place)) });
  core.drain();
  for (let part = 0; part < parts; part += 1) openSessions(core, part);
  const program = { id: 'idle', name: 'idle', pid: 3, isDesktop: false };
  const idle = Array.from({ length: idleParts }, (_, part) => ({
    onAccessPoint: core.createSession(accessPointId(part, 0), program), onNetwork: core.createSession(networkId(part), program),
    onBuiltIn: core.createSession(builtInNetwork, program),
  }));
  core.drain();
  return { core, driver, clock, idle, errors };
}

export function addAccessPoint(driver: ScriptedDriver, part: number, place: number): void {
  const id = accessPointId(part, place);
  const on = interfaceId(part);
  driver.add(id, {
    on, up: place === 0, kind: 'wifi', bearer: 'wlan', ssid: Buffer.from(id).toString('hex'), security: 'wpa2', stored: place < storedOfPart,
    level: levelOf(place), bss: [radio(part, place, levelOf(place))],
  });
}

/** The one that is up is the strongest: nobody is offered to move. */
const levelOf = (place: number): number => (place === 0 ? -45 : -60 - (place % 5));

export const radio = (part: number, place: number, level: number) => ({
  bssid: `02:00:00:00:00:${place.toString(16).padStart(2, '0')}`, frequency: 5180, level, lastSeen: 0, interface: interfaceId(part), inUse: place === 0,
});

function openSessions(core: SessionHost, part: number): void {
  const open = (configuration: string, isDesktop: boolean) => {
    core.createSession(configuration, { id: isDesktop ? 'desktop' : `program-${part}`, name: isDesktop ? 'Desktop' : 'program', pid: 2, isDesktop }).open();
  };
  for (let each = 0; each < sessionsOfPart.onBuiltIn; each += 1) open(builtInNetwork, part === 0);
  for (let each = 0; each < sessionsOfPart.onUserNetwork; each += 1) open(networkId(part), false);
  for (let each = 0; each < sessionsOfPart.onAccessPoint; each += 1) open(accessPointId(part, 0), false);
}
