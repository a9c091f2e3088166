import type { UserMode } from '../../app/contract/answers.ts';
import { wayTo } from '../../app/contract/reading.ts';
import type { HostState } from '../../app/contract/state.ts';
import { holders } from '../model/connection.ts';
import type { Host } from '../store/host-store.ts';
import type { View } from '../store/view-store.ts';

/** What the user can do, as requests of the contract. What each concerns is the key under which it is pending or refused. */

const stateOf = (host: Host): HostState => {
  const { state } = host.getState();
  if (!state) throw new Error('no state yet');
  return state;
};

/** Connects an access point, by a roam of the desktop's session where it can, else by a session of its own. */
export function connect(host: Host, accessPoint: string): Promise<void> {
  const failedBefore = stateOf(host).configurations[accessPoint]?.accessPoint?.failure?.at;
  return host.act(accessPoint, 'connecting', async () => {
    const way = wayTo(stateOf(host), accessPoint);
    if (way.way === 'roam') { await host.request('session.roamTo', { session: way.session, configuration: accessPoint }); return; }
    const session = way.session ?? (await host.request('session.create', { configuration: accessPoint })).session;
    await host.request('session.open', { session });
  }, (state) => {
    const now = state.configurations[accessPoint]?.accessPoint;
    return state.trial?.to === accessPoint || (now?.link ?? null) !== null || now?.failure?.at !== failedBefore;
  });
}

/** Takes an access point down for all who hold it. Where no session does, one is made for as long as the stop takes. */
export const disconnect = (host: Host, accessPoint: string): Promise<void> => host.act(accessPoint, 'disconnecting', async () => {
  const [holder] = holders(stateOf(host), accessPoint);
  if (holder) { await host.request('session.stop', { session: holder.id }); return; }
  const { session } = await host.request('session.create', { configuration: accessPoint });
  await host.request('session.stop', { session });
  await host.request('session.dispose', { session });
}, (state) => !state.configurations[accessPoint]?.accessPoint?.link || state.configurations[accessPoint].accessPoint.link.state === 'deactivating');

/** A new session of the desktop on a configuration, opened. `made` is told its id. */
export const openSession = (host: Host, configuration: string, made?: (session: string) => void): Promise<void> => host.act(`open ${configuration}`, 'opening', async () => {
  const { session } = await host.request('session.create', { configuration });
  made?.(session);
  await host.request('session.open', { session });
}, (state) => Object.values(state.sessions).some((session) => session.client.isDesktop && session.configuration === configuration && session.isOpen));

/** The sign-in page of an interface, in the user's browser. */
export const signIn = (host: Host, accessPoint: string, device: string): Promise<void> => host.act(accessPoint, 'saving', () => host.request('program.openPortal', { interface: device }));

/** A scan that the user asks for. */
export function scan(host: Host): void {
  const before = stateOf(host).scans.lastAt;
  void host.act('scan', 'scanning', () => host.request('manager.updateConfigurations', null), (state) => state.scans.lastAt !== before);
}

/** Forgets a stored access point and offers to bring it back. */
export const forget = (host: Host, view: View, accessPoint: string, name: string): Promise<void> => host.act(accessPoint, 'saving', async () => {
  const { undo } = await host.request('accessPoint.forget', { accessPoint });
  view.offerUndo({ what: 'forgot', name, run: () => host.request('accessPoint.restore', { undo }) });
}, (state) => state.configurations[accessPoint] === undefined);

/** The user's answer to a question, or none; the question's id is what is pending, until it has gone. */
export const choose = (host: Host, question: string, configuration: string): Promise<void> =>
  host.act(question, 'answering', () => host.request('question.answer', { question, configuration }), (state) => state.questions[question] === undefined);
export const dismissQuestion = (host: Host, question: string): Promise<void> =>
  host.act(question, 'answering', () => host.request('question.dismiss', { question }), (state) => state.questions[question] === undefined);

/** The user's word on an offer or a trial; its id is what is pending, until it has gone. */
export function answer(host: Host, about: string, session: string, word: 'migrate' | 'migrateAlways' | 'accept' | 'reject'): Promise<void> {
  return host.act(about, 'answering', () => (word === 'migrateAlways' ? host.request('session.migrate', { session, always: true }) : host.request(`session.${word}`, { session })), (state) =>
    state.offers[about] === undefined && (state.trial?.id !== about || state.trial.phase === 'keeping' || state.trial.phase === 'returning'));
}
/** The countdown of a trial stops, or goes on. */
export const pauseTrial = (host: Host, trial: string): Promise<void> => host.act(`pause ${trial}`, 'saving', () => host.request('trial.pause', { trial }), (state) => state.trial?.id !== trial || state.trial.pause !== null);
export const resumeTrial = (host: Host, trial: string): Promise<void> => host.act(`pause ${trial}`, 'saving', () => host.request('trial.resume', { trial }), (state) => state.trial?.id !== trial || state.trial.pause === null);
export const ignore = (host: Host, offer: string, session: string, scope: 'thisTime' | 'hour' | 'thisNetwork' | 'thisAccessPoint'): Promise<void> =>
  host.act(offer, 'answering', () => host.request('session.ignore', { session, scope }), (state) => state.offers[offer] === undefined);

/** Answers that stand: a pin, how a session or a network roams, and taking one back. */
export const setPin = (host: Host, accessPoint: string, pinned: boolean): Promise<void> =>
  host.act(accessPoint, 'saving', () => host.request('roaming.pin', { accessPoint, pinned }), (state) => state.answers.pins.includes(accessPoint) === pinned);
export const setMode = (host: Host, about: string, mode: UserMode | null): Promise<void> =>
  host.act('answers', 'saving', () => host.request('roaming.setMode', { about, mode }), (state) => (state.sessions[about] ? state.sessions[about].userMode : state.answers.modes[about] ?? null) === mode);
export const forgetAnswer = (host: Host, standing: string): Promise<void> =>
  host.act('answers', 'saving', () => host.request('roaming.forget', { answer: standing }), (state) => ![...state.answers.ignored, ...state.answers.rules].some(({ id }) => id === standing));

/** Goes back to where one was before a move, and asks no more about that pair. */
export const undoMove = (host: Host, from: string, to: string): Promise<void> => host.act(`undo ${to}`, 'saving', async () => {
  await host.request('roaming.stopOffering', { current: from, candidate: to });
  await connect(host, from);
}, (state) => state.answers.ignored.some(({ current, candidate }) => current === from && candidate === to));
