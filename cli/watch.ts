import { Mirror, type HandoverClient, type HostState } from '../app/hub/client/index.ts';
import { CommandError } from './exit.ts';
import { envelope } from './output.ts';
import { stateOf, until, withHost, type Context } from './context.ts';

/** A view of the state: what it is as data, and in words. */
export interface View<T> {
  readonly command: string;
  data(state: HostState): T;
  words(data: T, state: HostState): string;
  /** What it shows has to be looked for first: true when it is there. */
  isThere?(state: HostState): boolean;
}

/** T is what `data` gives. */
export const makeView = <T>(made: View<T>): View<T> => made;

/** s */
const patience = 3;

/** What a watched view makes the host look at. */
export type Looks = 'accessPoints' | 'traffic' | null;

/** Prints a view once, or whenever it changes until the command is ended. */
export async function show<T>(context: Context, view: View<T>, { watch = false, looks = null as Looks } = {}): Promise<void> {
  await withHost(context, async (client) => {
    if (looks && (watch || view.isThere)) client.watch(looks);
    if (!watch) {
      const { isThere } = view;
      // Looked for, not waited for: where there is nothing, that is what is shown.
      if (looks && isThere) await until(context, client, (now) => isThere(now) || undefined, patience).catch(() => undefined);
      const state = await stateOf(client);
      const data = view.data(state);
      context.write(context.json ? envelope(view.command, data) : `${view.words(data, state)}\n`);
      return;
    }
    await follow(context, client, view);
  });
}

/** Until Ctrl-C, or until the host goes. */
async function follow<T>(context: Context, client: HandoverClient, view: View<T>): Promise<void> {
  let last = '';
  const print = (state: HostState) => {
    const data = view.data(state);
    const text = context.json ? envelope(view.command, data) : view.words(data, state);
    if (text === last) return;
    last = text;
    if (context.json) context.write(text);
    else context.write(context.isTerminal ? `\u001B[H\u001B[2J${text}\n` : `${text}\n\n`);
  };
  const mirror = new Mirror<HostState>({} as HostState, () => { print(mirror.state); });
  const gone = new Promise<never>((_resolve, reject) => { client.on('disconnected', (reason) => { reject(new CommandError('notRunning', reason)); }); });
  await client.subscribe({ to: 'state' }, mirror);
  await Promise.race([gone, new Promise<void>((resolve) => { process.once('SIGINT', resolve); process.once('SIGTERM', resolve); })]);
}
