import type { HandoverClient, HostState } from '../../app/hub/client/index.ts';
import type { IgnoreScope } from '../../app/contract/values.ts';
import { endReasonText } from '../../app/text/index.ts';
import { stateOf, until, withHost, type Context } from '../context.ts';
import { CommandError } from '../exit.ts';
import { nameOf } from '../find.ts';
import { print } from '../output.ts';

/** The offer that is meant: a session's, else the first that waits. */
function offerOf(context: Context, state: HostState, session: string | undefined): HostState['offers'][string] {
  const offer = Object.values(state.offers).find((each) => session === undefined || each.session === session);
  if (!offer) throw new CommandError('notFound', context.say('error.noOffer'));
  return offer;
}

function trialOf(context: Context, state: HostState): NonNullable<HostState['trial']> {
  if (!state.trial) throw new CommandError('notFound', context.say('error.noTrial'));
  return state.trial;
}

/** Yes: begins the trial and waits until its tests have passed. */
export async function migrate(context: Context, session: string | undefined, { always = false, timeout }: { always?: boolean; timeout: number }): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const offer = offerOf(context, state, session);
    await client.request('session.migrate', { session: offer.session, always });
    const trial = await until(context, client, (now) => {
      if (now.trial?.to !== offer.candidate) return undefined;
      if (now.trial.phase === 'returning') throw ended(context, now.trial);
      return now.trial.phase === 'passed' ? now.trial : undefined;
    }, timeout);
    print(context, 'offer migrate', { trial }, context.say('done.onTrial', { name: nameOf(context, state, trial.to), silence: context.say(`silence.${trial.silence}`) }));
  });
}

export async function ignore(context: Context, session: string | undefined, scope: IgnoreScope): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const offer = offerOf(context, state, session);
    await client.request('session.ignore', { session: offer.session, scope });
    print(context, 'offer ignore', { session: offer.session, candidate: offer.candidate }, context.say('done.ignored', { name: nameOf(context, state, offer.candidate) }));
  });
}

export const accept = (context: Context, seconds: number): Promise<void> => answerTrial(context, 'accept', seconds);
export const reject = (context: Context, seconds: number): Promise<void> => answerTrial(context, 'reject', seconds);

async function answerTrial(context: Context, answer: 'accept' | 'reject', seconds: number): Promise<void> {
  await withHost(context, async (client: HandoverClient) => {
    const state = await stateOf(client);
    const trial = trialOf(context, state);
    await client.request(`session.${answer}`, { session: trial.session });
    const last = await until(context, client, (now) => (now.trial?.id === trial.id ? undefined : now), seconds);
    const on = last.sessions[trial.session]?.activeConfiguration ?? '';
    if (answer === 'accept' && on !== trial.to) throw ended(context, trial);
    print(context, `trial ${answer}`, { session: trial.session, configuration: on }, context.say(answer === 'accept' ? 'done.kept' : 'done.back', { name: nameOf(context, last, on) }));
  });
}

const ended = (context: Context, { end }: NonNullable<HostState['trial']>): CommandError =>
  new CommandError('failed', context.say('error.trialEnded', { reason: end ? endReasonText(context.texts, end) : '' }));
