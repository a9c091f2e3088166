import { RequestError, type RequestName } from '../contract/contract.ts';
import type { programRequests } from '../contract/programs.ts';
import { ownSessionOf } from './own-session.ts';
import type { RequestHandlers } from './requests.ts';
import { sessionView } from './views.ts';

type ProgramRequest = Extract<RequestName, keyof typeof programRequests>;

/** Requests of programs about their own sessions. */
export const programHandlers: Pick<RequestHandlers, ProgramRequest> = {
  'session.answerOffers': ({ core, relay }, client, { session, on }) => {
    if (client.isDesktop) throw new RequestError('notSupported', 'Offers to the desktop’s own sessions are part of the state; the user answers them.');
    relay.answerOffers(ownSessionOf(core, client, session), on);
    return null;
  },
  'session.view': ({ core }, client, { session }) => sessionView(ownSessionOf(core, client, session)),
  'configuration.setConnectTimeout': ({ core }, _client, { configuration, ms }) => {
    if (core.registry.get(configuration)?.setConnectTimeout(ms) !== true) throw new RequestError('notFound', `There is no configuration "${configuration}". Look at the list of access points again.`);
    return null;
  },
  'session.setProperty': ({ core }, client, { session, key, value }) => {
    ownSessionOf(core, client, session).setSessionProperty(key, value ?? undefined);
    return null;
  },
  'session.link': ({ core }, client, { session: id }) => {
    const session = ownSessionOf(core, client, id);
    const { trial } = core;
    const isUp = trial?.sessions.includes(id) === true && ['testing', 'passed', 'keeping'].includes(trial.view().phase);
    const accessPoint = isUp ? trial.options.to : session.member;
    const known = accessPoint === null ? null : core.world.interfaceOf(accessPoint);
    return known ? { interface: known.now.name, addresses: known.now.addresses.map(({ address }) => address) } : null;
  },
  'session.offerProbe': ({ core, relay }, client, { session, on }) => {
    relay.offerProbe(ownSessionOf(core, client, session), on);
    return null;
  },
  'session.probed': ({ core, relay }, client, { session, probe, works }) => {
    if (!relay.probed(ownSessionOf(core, client, session), probe, works)) throw new RequestError('notFound', 'Nobody waits for that probe any more: the trial went on without it or ended.');
    return null;
  },
};
