import { createTexts, resolveLanguage, type Texts } from '../app/text/index.ts';
import { commandTexts, type Say } from '../app/text/command.ts';
import { connect, type HandoverClient, type HostState } from '../app/hub/client/index.ts';
import { applyPatch } from '../app/contract/apply-patch.ts';
import { CommandError } from './exit.ts';

/** What every command is given. */
export interface Context {
  readonly say: Say;
  readonly texts: Texts;
  /** JSON instead of words for people. */
  json: boolean;
  /** Path of the socket, where not the usual one. */
  socket: string | undefined;
  readonly isTerminal: boolean;
  /** Colour, on a terminal alone. */
  readonly isColoured: boolean;
  /** What is typed or piped in. */
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  write(text: string): void;
  /** What went wrong, to standard error. */
  complain(text: string): void;
}

export function makeContext(env: NodeJS.ProcessEnv = process.env): Context {
  const system = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((each) => each !== undefined && each !== '') ?? 'en';
  const language = resolveLanguage('system', [system.replace(/[.@].*$/, '').replace('_', '-')]);
  const isTerminal = process.stdout.isTTY;
  return {
    say: commandTexts(language), texts: createTexts(language), json: false, socket: undefined,
    isTerminal, isColoured: isTerminal && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb', input: process.stdin,
    write: (text) => { process.stdout.write(text); }, complain: (text) => { process.stderr.write(text); },
  };
}

/** Speaks for whoever sits here; what it opens is the desktop's. */
export const asUser = (context: Context): Promise<HandoverClient> => connect({ name: 'handover', role: 'user', reconnect: false, ...(context.socket !== undefined && { socket: context.socket }) });

/** Runs with a connection that ends afterwards. */
export async function withHost<T>(context: Context, run: (client: HandoverClient) => Promise<T>): Promise<T> {
  const client = await asUser(context);
  try { return await run(client); } finally { client.close(); }
}

export const stateOf = async (client: HandoverClient): Promise<HostState> => (await client.request('state.get', null)).state;

/** The first state for which `holds` gives something. @throws CommandError when the time (s) is over */
export function until<T>(context: Context, client: HandoverClient, holds: (state: HostState) => T | undefined, seconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let state: HostState | null = null;
    let end: () => void = () => undefined;
    const timer = setTimeout(() => { end(); reject(new CommandError('timeout', context.say('error.timeout', { seconds }))); }, seconds * 1000);
    const off = client.on('disconnected', (reason) => { end(); reject(new CommandError('notRunning', reason)); });
    const look = () => {
      const found = state === null ? undefined : holds(state);
      if (found === undefined) return;
      end();
      resolve(found);
    };
    end = () => { clearTimeout(timer); off(); subscribed.then((stop) => stop()).catch(() => { /* The connection went with it. */ }); };
    const fail = (error: unknown) => { end(); reject(error instanceof Error ? error : new Error(String(error))); };
    const subscribed = client.subscribe({ to: 'state' }, {
      snapshot: (whole) => { state = whole as HostState; try { look(); } catch (error) { fail(error); } },
      patch: (patch) => {
        state = state && applyPatch(state, patch);
        try { look(); } catch (error) { fail(error); }
      },
    });
    subscribed.catch(fail);
  });
}
