import { randomUUID } from 'node:crypto';
import { RequestError, type RequestInput, type RequestName, type RequestOutput } from '../contract/contract.ts';
import type { ClientView, Settings } from '../contract/state.ts';
import { builtInNetwork } from '../core/configuration-registry.ts';
import type { Session } from '../core/session.ts';
import type { SessionHost } from '../core/session-host.ts';
import type { Journal } from '../journal/journal.ts';
import type { SettingsFile, StoredNetwork } from '../journal/settings-file.ts';
import type { Management } from './management.ts';
import type { ProgramsOnline } from './open-connections.ts';
import { ownSessionOf } from './own-session.ts';
import { programHandlers } from './program-requests.ts';
import { managementHandlers } from './management-requests.ts';
import { recordHandlers } from './record-requests.ts';
import { roamingHandlers } from './roaming-requests.ts';
import { simulationHandlers, type SimulationContext } from './simulation-requests.ts';
import type { SessionRelay } from './session-relay.ts';
import type { StateFeed } from './state-feed.ts';

export interface RequestContext {
  core: SessionHost;
  feed: StateFeed;
  settingsFile: SettingsFile;
  driverName: string;
  management: Management;
  relay: SessionRelay;
  /** null: another network than the simulated one. */
  simulation: SimulationContext | null;
  /** Keeps them, and does what follows from them. */
  settingsChanged: (settings: Settings) => Promise<void>;
  nicknamed: (accessPoint: string) => void;
  dismissNotice: (id: string) => void;
  /** Programs that have connections open on an access point's link; null: the system does not tell. */
  programsOn: (accessPoint: string) => Promise<ProgramsOnline | null>;
  /** Of the network of now. */
  journal: Journal;
  /** Caps in the settings changed, or what the record knows of traffic. */
  capsChanged: () => void;
  /** What Handover itself took until now goes into the record. */
  lookAtCost: () => void;
}

export type RequestHandlers = { [N in RequestName]: (context: RequestContext, client: ClientView, input: RequestInput<N>) => RequestOutput<N> | Promise<RequestOutput<N>> };

const onSession = (act: (session: Session, client: ClientView) => void) => ({ core }: RequestContext, client: ClientView, input: { session: string }): null => {
  act(ownSessionOf(core, client, input.session), client);
  return null;
};

/** The contract's requests, carried out. A new one is written in contract.ts and here, nowhere else. */
export const handlers: RequestHandlers = {
  'state.get': ({ feed }) => feed.snapshot(),

  'session.create': ({ core, relay }, client, { configuration }) => {
    if (!core.registry.get(configuration)) throw new RequestError('notFound', `There is no configuration "${configuration}". Look at the list of access points again.`);
    const session = core.createSession(configuration, client);
    relay.watch(session);
    return { session: session.id };
  },
  'session.dispose': onSession((session) => { session.dispose(); }),
  'session.open': onSession((session) => { session.open(); }),
  'session.close': onSession((session) => { session.close(); }),
  'session.stop': onSession((session) => { session.stop(); }),
  'session.migrate': ({ core }, client, { session, always }) => {
    // A rule is the user's.
    ownSessionOf(core, client, session).migrate(always === true && client.isDesktop, client.name);
    return null;
  },
  'session.ignore': ({ core }, client, { session, scope }) => { ownSessionOf(core, client, session).ignore(scope, client.name); return null; },
  'session.accept': onSession((session, { name }) => { session.accept(name); }),
  'session.reject': onSession((session, { name }) => { session.reject(name); }),
  'session.roamTo': ({ core }, client, { session, configuration }) => {
    const roaming = ownSessionOf(core, client, session);
    if (!roaming.configuration.members.includes(configuration))
      throw new RequestError('notSupported', 'This session is not on a service network with that access point as a member, so it cannot move there. Open a session on it instead.');
    roaming.roamTo(configuration, client.name);
    return null;
  },

  'question.answer': ({ core }, client, { question, configuration }) => {
    if (!client.isDesktop) throw new RequestError('notAllowed', 'Only the user answers a question, in the window.');
    if (!core.questions.sessionOf(question)) throw new RequestError('notFound', 'That question is over: it was answered or its time ran out.');
    const chosen = core.registry.get(configuration);
    if (!chosen || chosen.type === 'userChoice') throw new RequestError('notFound', `There is no access point or service network "${configuration}". Choose one from the list.`);
    core.choose(question, configuration);
    return null;
  },
  'question.dismiss': ({ core }, client, { question }) => {
    if (!client.isDesktop) throw new RequestError('notAllowed', 'Only the user answers a question, in the window.');
    core.dismissQuestion(question);
    return null;
  },

  'manager.updateConfigurations': ({ core }, client) => { core.scan(client.isDesktop ? 'user' : 'list'); return null; },

  'serviceNetwork.save': ({ core, settingsFile, driverName, capsChanged }, _client, { id, name, members }) => {
    if (id === builtInNetwork) throw new RequestError('notAllowed', 'The built-in network of all stored access points cannot be changed; make a service network of your own.');
    for (const member of members)
      if (core.registry.get(member)?.type !== 'internetAccessPoint') throw new RequestError('notFound', `"${member}" is no access point that is known here. Choose members from the list.`);
    if (new Set(members).size !== members.length) throw new RequestError('invalidInput', 'An access point stands in the list of members twice. Name each once.');
    const network: StoredNetwork = { id: id ?? `network:${randomUUID()}`, driver: driverName, name, members };
    core.setServiceNetwork(network);
    const others = settingsFile.content.serviceNetworks.filter((each) => each.id !== network.id);
    settingsFile.change({ serviceNetworks: [...others, network] });
    // Its cap is about the members of now, once these are.
    core.post(capsChanged);
    return { id: network.id };
  },
  'serviceNetwork.order': ({ core, settingsFile, driverName }, _client, { members }) => {
    core.setOrder(members);
    settingsFile.change({ order: { ...settingsFile.content.order, [driverName]: members } });
    return null;
  },
  'serviceNetwork.remove': ({ core, settingsFile, capsChanged }, _client, { id }) => {
    if (id === builtInNetwork || core.registry.get(id)?.type !== 'serviceNetwork') throw new RequestError('notFound', `There is no service network "${id}" that could be removed.`);
    core.removeServiceNetwork(id);
    settingsFile.change({ serviceNetworks: settingsFile.content.serviceNetworks.filter((each) => each.id !== id) });
    core.post(capsChanged);
    return null;
  },

  'settings.change': async ({ settingsFile, settingsChanged }, _client, change) => {
    await settingsChanged({ ...settingsFile.content.settings, ...change });
    return null;
  },
  'notice.dismiss': ({ dismissNotice }, _client, { id }) => { dismissNotice(id); return null; },

  ...managementHandlers,
  ...programHandlers,
  ...recordHandlers,
  ...roamingHandlers,
  ...simulationHandlers,
};
