import type { EventPayload } from '../../app/hub/client/index.ts';
import { clientName, driverFailureText } from '../../app/text/index.ts';
import { stateOf, until, withHost, type Context } from '../context.ts';
import { CommandError } from '../exit.ts';
import { find, nameOf } from '../find.ts';
import { envelope, print } from '../output.ts';

/** Opens a session of the desktop's, which stays when this command has ended. */
export async function openSession(context: Context, given: string, seconds: number): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const { id } = find(context, state, given);
    const { session } = await client.request('session.create', { configuration: id });
    try {
      await client.request('session.open', { session });
      await until(context, client, (now) => {
        const view = now.sessions[session];
        if (view?.isOpen) return true;
        const failed = view !== undefined && view.error !== 'unknownSessionError' && view.state !== 'connecting';
        if (!failed) return undefined;
        const failure = now.configurations[id]?.accessPoint?.failure?.failure;
        throw new CommandError('failed', context.say('error.openFailed', { name: nameOf(context, state, id), reason: failure ? driverFailureText(context.texts, failure).all : view.errorString }));
      }, seconds);
    } catch (error) {
      await client.request('session.dispose', { session });
      throw error;
    }
    print(context, 'sessions open', { session, configuration: id }, context.say('done.opened', { session, name: nameOf(context, state, id) }));
  });
}

/** Ends a session, or all on its link. One that was made for the desktop by hand goes with it. */
export async function endSession(context: Context, how: 'close' | 'stop', session: string, seconds: number): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const view = state.sessions[session];
    if (!view) throw new CommandError('notFound', context.say('error.noSession', { session }));
    await client.request(`session.${how}`, { session });
    await until(context, client, (now) => now.sessions[session]?.isOpen !== true || undefined, seconds);
    const isMainOne = state.configurations[view.configuration]?.type === 'serviceNetwork';
    if (how === 'close' && view.client.isDesktop && !isMainOne) await client.request('session.dispose', { session });
    print(context, `sessions ${how}`, { session }, context.say(how === 'close' ? 'done.closed' : 'done.stopped', { session }));
  });
}

/** Prints every session's events as they come. */
export async function watchSessions(context: Context): Promise<void> {
  await withHost(context, async (client) => {
    const gone = new Promise<never>((_resolve, reject) => { client.on('disconnected', (reason) => { reject(new CommandError('notRunning', reason)); }); });
    await client.subscribe({ to: 'sessions' }, {
      snapshot: () => { /* Only what comes. */ },
      told: (_method, params) => {
        const { session, event, view } = params as EventPayload<'session.event'>;
        if (context.json) { context.write(envelope('sessions watch', { session, event, view })); return; }
        const what = event.event === 'stateChanged' ? context.say(`session.${event.state}`) : event.event;
        context.write(`${session}  ${clientName(context.texts, view.client).plain}  ${what}\n`);
      },
    });
    await Promise.race([gone, new Promise<void>((resolve) => { process.once('SIGINT', resolve); process.once('SIGTERM', resolve); })]);
  });
}
