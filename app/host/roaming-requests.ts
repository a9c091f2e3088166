import { RequestError, type RequestName } from '../contract/contract.ts';
import type { ClientView } from '../contract/state.ts';
import { presets } from '../core/roaming/settings.ts';
import type { SessionHost } from '../core/session-host.ts';
import type { Trial } from '../core/trial.ts';
import { breaksIn } from './consequences.ts';
import type { RequestHandlers } from './requests.ts';

type RoamingRequest = Extract<RequestName, `roaming.${string}` | `trial.${string}`>;

/** The running trial, for whoever may answer it: its session's own client, and the desktop. */
function trialOf(core: SessionHost, client: ClientView, id: string): Trial {
  const { trial } = core;
  if (trial?.options.id !== id) throw new RequestError('notFound', 'That trial is over.');
  const leader = core.sessions.get(trial.options.leader);
  if (!client.isDesktop && leader?.client.id !== client.id) throw new RequestError('notAllowed', `${leader?.client.name ?? 'Another program'} answers this trial. Only it and the desktop can stop its countdown.`);
  return trial;
}

/** Answers that stand are the user's. */
function onlyUser(client: ClientView): void {
  if (!client.isDesktop) throw new RequestError('notAllowed', 'How to roam is the user’s to say, in the window.');
}

/** Requests about roaming as a whole, and about the running trial. */
export const roamingHandlers: Pick<RequestHandlers, RoamingRequest> = {
  'roaming.presets': () => presets,
  'roaming.pause': ({ core, feed }, _client, { until }) => {
    core.post(() => { core.engine.pause(until); feed.setValue('roamingPaused', core.engine.paused); });
    return null;
  },
  'roaming.resume': ({ core, feed }) => {
    core.post(() => { core.engine.resume(); feed.setValue('roamingPaused', null); });
    return null;
  },
  'roaming.setMode': ({ core }, client, { about, mode }) => {
    onlyUser(client);
    const session = core.sessions.get(about);
    if (session) core.post(() => { core.roaming.setSessionMode(session, mode); });
    else if (core.registry.get(about)?.type === 'serviceNetwork') core.post(() => { core.roaming.setNetworkMode(about, mode); });
    else throw new RequestError('notFound', `"${about}" is no session and no service network. Choose one from the list.`);
    return null;
  },
  'roaming.consequences': async ({ core, journal, programsOn }, client, { offer: id }) => {
    onlyUser(client);
    const offer = core.engine.offers().find((each) => each.id === id);
    if (!offer) throw new RequestError('notFound', 'That offer is over.');
    return { breakLasts: breaksIn(journal, offer.candidate), programs: await programsOn(offer.current) };
  },
  'roaming.pin': ({ core }, client, { accessPoint, pinned }) => {
    onlyUser(client);
    if (pinned && core.registry.get(accessPoint)?.type !== 'internetAccessPoint') throw new RequestError('notFound', `There is no access point "${accessPoint}". Choose one from the list.`);
    core.post(() => { core.roaming.answers.pin(accessPoint, pinned); });
    return null;
  },
  'roaming.forget': ({ core }, client, { answer }) => {
    onlyUser(client);
    const { ignored, rules } = core.roaming.answers.view();
    if (![...ignored, ...rules].some(({ id }) => id === answer)) throw new RequestError('notFound', 'That answer no longer stands.');
    core.post(() => { core.roaming.answers.remove(answer); });
    return null;
  },
  'roaming.stopOffering': ({ core }, client, { current, candidate }) => {
    onlyUser(client);
    core.post(() => { core.roaming.stopOffering(current, candidate); });
    return null;
  },
  'trial.pause': ({ core }, client, { trial: id }) => {
    const trial = trialOf(core, client, id);
    if (!trial.view().canPause) throw new RequestError('notSupported', 'The countdown of a trial can be paused once, while it runs.');
    core.post(() => { trial.pause(); });
    return null;
  },
  'trial.resume': ({ core }, client, { trial: id }) => {
    const trial = trialOf(core, client, id);
    core.post(() => { trial.resume(); });
    return null;
  },
};
