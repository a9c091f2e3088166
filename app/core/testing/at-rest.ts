import { StateFlag, type SessionState } from '../../contract/values.ts';
import type { Configuration } from '../configuration.ts';
import { builtInNetwork } from '../configuration-registry.ts';
import type { SessionHost } from '../session-host.ts';
import type { Session } from '../session.ts';

/**
 * What holds of a core whenever its queue is empty (design 3), worked out the long way: no index, no count kept from
 * before, every session and every access point asked. Each line says what is wrong.
 */
export function wrongAtRest(core: SessionHost): string[] {
  const wrong: string[] = [];
  const agree = (what: string, is: unknown, shouldBe: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(shouldBe)) wrong.push(`${what}: ${JSON.stringify(is)}, should be ${JSON.stringify(shouldBe)}`);
  };
  configurations(core, agree);
  world(core, agree);
  holders(core, agree);
  for (const session of core.sessions.values()) oneSession(core, session, agree);
  index(core, agree);
  agree('sessions with a question', core.questions.list().map((each) => each.session).toSorted(), ids(core, (each) => each.phase.phase === 'asking').toSorted());
  return wrong;
}

type Agree = (what: string, is: unknown, shouldBe: unknown) => void;

const ids = (core: SessionHost, holds: (session: Session) => boolean) => [...core.sessions.values()].filter(holds).map((each) => each.id);
const networks = (core: SessionHost) => [...core.registry.list()].filter((each) => each.type === 'serviceNetwork');

function configurations(core: SessionHost, agree: Agree): void {
  const { registry, manager } = core;
  const accessPoints = [...registry.list()].filter((each) => each.type === 'internetAccessPoint');
  agree('access points', accessPoints.map((each) => each.identifier).toSorted(), [...core.world.accessPoints.keys()].toSorted());
  for (const each of accessPoints) {
    const now = core.world.accessPoints.get(each.identifier)?.now;
    if (!now) continue;
    const isUp = now.link?.state === 'active' || now.link?.state === 'deactivating';
    const state = isUp ? StateFlag.active : !now.stored ? StateFlag.undefined : now.inReach ? StateFlag.discovered : StateFlag.defined;
    agree(each.identifier, [each.state, each.name, each.bearerType, each.purpose], [state, now.name, now.bearer, now.purpose]);
    const memberOf = networks(core).filter((network) => network.members.includes(each.identifier)).map((network) => network.identifier);
    agree(`networks of ${each.identifier}`, [...registry.networksOf(each.identifier)].toSorted(), memberOf.toSorted());
  }
  for (const network of networks(core)) {
    const states = network.children().map((each) => each.state);
    const state = states.includes(StateFlag.active) ? StateFlag.active : states.includes(StateFlag.discovered) ? StateFlag.discovered : StateFlag.defined;
    agree(`state of ${network.identifier}`, network.state, state);
    // The places that the user gave, in order, and those without one after them.
    const places = network.members.map((each) => registry.orderIn(network.identifier, each) ?? Number.MAX_SAFE_INTEGER);
    agree(`order in ${network.identifier}`, places, places.toSorted((a, b) => a - b));
  }
  const stored = [...core.world.accessPoints.values()].filter((each) => each.now.stored && each.now.kind !== 'vpn').map((each) => each.now.id);
  agree('members of the built-in network', registry.get(builtInNetwork)?.members.toSorted(), stored.toSorted());
  agree('online', manager.isOnline, [...registry.list()].some((each) => each.state === StateFlag.active));
}

function world(core: SessionHost, agree: Agree): void {
  const known = [...core.world.accessPoints.values()].map((each) => each.now);
  const linked = known.filter((each) => each.link !== null);
  for (const id of core.world.interfaces.keys()) agree(`links on ${id}`, core.world.onInterface(id).toSorted(), linked.filter((each) => each.link?.interface === id).map((each) => each.id).toSorted());
  agree('default routes', [...core.world.defaults()].toSorted(), linked.filter((each) => each.link?.isDefault === true).map((each) => each.id).toSorted());
  const busy = new Set(core.links.busy());
  agree('busy links', [...busy].filter((each) => core.world.accessPoints.has(each)).toSorted(), known.filter((each) => core.links.state(each.id) !== 'down').map((each) => each.id).toSorted());
  // What the driver told, or what a command under way makes of it.
  const looks = { active: ['connected', 'closing'], activating: ['connecting', 'closing'], deactivating: ['closing'], down: ['down', 'connecting', 'closing'] };
  for (const each of known) {
    const told = each.link?.state ?? 'down';
    agree(`link of ${each.id}, told as ${told}, is ${core.links.state(each.id)}`, looks[told].includes(core.links.state(each.id)), true);
  }
}

/** A configuration's session count equals its open sessions; those that come up count, and those on trial on both links. */
function holders(core: SessionHost, agree: Agree): void {
  for (const id of core.world.accessPoints.keys()) {
    let least = 0;
    let most = 0;
    for (const { phase, holdsLinks } of core.sessions.values()) {
      const isOn = (phase.phase === 'open' || phase.phase === 'opening') && phase.member === id;
      const mayBe = phase.phase === 'roaming' && (phase.member === id || phase.candidate === id);
      if (isOn && holdsLinks) least += 1;
      if (isOn || mayBe) most += 1;
    }
    const count = core.links.holders(id);
    const lingers = core.trial === null && core.roaming.isBusy;
    agree(`holders of ${id}, ${count}, are ${least} to ${most}`, count >= least && (count <= most || lingers || core.trial !== null), true);
  }
}

function oneSession(core: SessionHost, session: Session, agree: Agree): void {
  const { phase, configuration, used } = session;
  const isOpen = phase.phase === 'open' || phase.phase === 'lost' || phase.phase === 'roaming';
  const rests = phase.phase === 'closed' || phase.phase === 'waiting' || phase.phase === 'invalid';
  const what = `${session.id} on ${configuration.identifier}, ${phase.phase}`;
  agree(`${what}: state`, session.state, stateOf(core, session));
  agree(`${what}: open, with a time and a member`, [session.isOpen, session.openSince !== null, session.member !== null], [isOpen, isOpen, isOpen]);
  agree(`${what}: time of the loss`, session.lostAt !== null, phase.phase === 'lost');
  if (rests || configuration.type !== 'userChoice') agree(`${what}: what it was resolved to`, used.identifier, configuration.identifier);
  if (phase.phase === 'open') agree(`${what}: its link is up`, ['connected', 'closing'].includes(core.links.state(phase.member)), true);
  if (phase.phase === 'opening') agree(`${what}: its link is on its way`, ['connecting', 'closing', 'connected'].includes(core.links.state(phase.member)) || !core.links.canStop, true);
  if (phase.phase === 'roaming') agree(`${what}: a trial has it`, core.trial?.sessions.includes(session.id) ?? false, true);
  if (isOpen) agree(`${what}: member`, session.sessionProperty('ActiveConfiguration'), phase.member);
  const shows = session.state === 'connected' || session.state === 'roaming';
  if (!shows) agree(`${what}: interface and counters`, [session.interface, session.bytesReceived, session.bytesWritten], [null, 0, 0]);
  else if (session.member) agree(`${what}: interface`, session.interface, nameOfInterface(core, session.member));
  const cost = policies(core, session);
  agree(`${what}: usage policies`, session.usagePolicies, cost);
}

const nameOfInterface = (core: SessionHost, accessPoint: string): string | null => {
  const link = core.world.accessPoints.get(accessPoint)?.now.link;
  return link && link.state !== 'activating' ? core.world.interfaces.get(link.interface)?.now.name ?? null : null;
};

function policies(core: SessionHost, session: Session): number {
  const { used } = session;
  const onNetwork = used.children().find((each) => core.links.state(each.identifier) === 'connected')?.identifier;
  const accessPoint = session.member ?? (used.type === 'internetAccessPoint' ? used.identifier : onNetwork);
  const now = accessPoint === undefined ? undefined : core.world.accessPoints.get(accessPoint)?.now;
  if (!now?.link || now.link.state === 'activating') return 0;
  const device = core.world.interfaces.get(now.link.interface)?.now;
  return device && (now.metered || device.metered) ? 1 : 0;
}

function stateOf(core: SessionHost, { phase, used }: Session): SessionState {
  switch (phase.phase) {
    case 'invalid': return 'invalid';
    case 'asking': case 'opening': return 'connecting';
    case 'open': return core.links.state(phase.member) === 'closing' ? 'closing' : 'connected';
    case 'lost': case 'roaming': return 'roaming';
    case 'closed': case 'waiting': return mirrored(core, used);
    default: return phase satisfies never;
  }
}

/** What a session that holds nothing shows (NEW-04, NEW-10, NEW-13). */
function mirrored(core: SessionHost, configuration: Configuration): SessionState {
  if (!configuration.isValid) return 'invalid';
  if (configuration.type === 'userChoice') return 'disconnected';
  const mayOpen = configuration.state === StateFlag.discovered || configuration.state === StateFlag.active;
  const members = configuration.type === 'serviceNetwork' ? configuration.children() : [configuration];
  const links = members.map((each) => core.links.state(each.identifier));
  if (links.includes('connected')) return 'connected';
  const roams = [...core.sessions.values()].some((each) => (each.phase.phase === 'roaming' || each.phase.phase === 'lost') && each.used.identifier === configuration.identifier);
  if (configuration.type === 'serviceNetwork' && roams) return 'roaming';
  if (links.includes('connecting')) return 'connecting';
  if (links.includes('closing')) return 'closing';
  return mayOpen ? 'disconnected' : 'notAvailable';
}

/** Who is told of a change: the index against a look at every session, in the order of their making. */
function index(core: SessionHost, agree: Agree): void {
  const { sessions, registry } = core;
  const inOrder = (list: Iterable<Session>) => [...list].map((each) => each.id);
  const isOnWay = ({ phase }: Session) => ['opening', 'waiting', 'lost', 'roaming'].includes(phase.phase);
  for (const id of core.world.accessPoints.keys()) {
    const around = new Set([id, ...registry.networksOf(id)]);
    const isThere = ({ phase }: Session) => 'member' in phase && phase.member === id;
    const isMadeOn = (each: Session, on: Set<string>) => on.has(each.configuration.identifier) || on.has(each.used.identifier);
    agree(`sessions on ${id}`, inOrder(sessions.on(id)), ids(core, (each) => isMadeOn(each, around) || isThere(each)));
    agree(`sessions on their way on ${id}`, inOrder(sessions.restlessOn(id)), ids(core, (each) => isOnWay(each) && (around.has(each.used.identifier) || isThere(each))));
    agree(`sessions near ${id}`, inOrder(sessions.near(id)), ids(core, (each) => isMadeOn(each, new Set([id])) || isThere(each)));
  }
  for (const { identifier } of networks(core))
    agree(`${identifier} is roaming`, sessions.isRoaming(identifier), ids(core, (each) => ['lost', 'roaming'].includes(each.phase.phase) && each.used.identifier === identifier).length > 0);
}
