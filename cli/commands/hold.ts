import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { connect, type ClientSession, type HandoverClient } from '../../app/hub/client/index.ts';
import type { Context } from '../context.ts';
import { CommandError, endOf } from '../exit.ts';
import { find } from '../find.ts';

export interface HoldOptions { roam: boolean; config?: string; reason?: string; timeout: number }

/** The built-in service network: whichever access point carries the machine. */
const allNetworks = 'network:all';
/** Sent to this process alone, so that the command would not hear of them. Ctrl-C reaches both: the terminal's doing. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'] as const;

/** Holds a session exactly while a command runs. @returns the command's exit code */
export async function hold(context: Context, command: readonly string[], options: HoldOptions): Promise<number> {
  const [program, ...args] = command;
  if (program === undefined) throw new CommandError('usage', context.say('error.noCommand'));
  const { client, session } = await open(context, basename(program), options).catch((error: unknown) => { throw new CommandError('hold', endOf(error).message); });
  try {
    return await run(context, program, args, session);
  } finally {
    session.close();
    client.close();
  }
}

async function open(context: Context, program: string, { roam, config, reason, timeout }: HoldOptions): Promise<{ client: HandoverClient; session: ClientSession }> {
  const name = reason ? `${program}: ${reason}` : program;
  const client = await connect({ name: [...name].slice(0, 80).join(''), ...(context.socket !== undefined && { socket: context.socket }) });
  try {
    const { state } = await client.request('state.get', null);
    const session = await client.createSession(config === undefined ? allNetworks : find(context, state, config).id);
    if (!roam) session.setSessionProperty('SuppressRoaming', true);
    session.open();
    if (!await session.waitForOpened(timeout * 1000)) throw new CommandError('hold', session.errorString);
    return { client, session };
  } catch (error) {
    client.close();
    throw error;
  }
}

function run(context: Context, program: string, args: readonly string[], session: ClientSession): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, HANDOVER_INTERFACE: session.interface ?? '' } });
    const pass = (signal: NodeJS.Signals) => { child.kill(signal); };
    // On a terminal Ctrl-C and Ctrl-\ reach the command by themselves; a second one from here would be one too many.
    const onTerminal = (signal: NodeJS.Signals) => { if (!process.stdin.isTTY) pass(signal); };
    for (const signal of forwarded) process.on(signal, signal === 'SIGINT' || signal === 'SIGQUIT' ? onTerminal : pass);
    child.once('error', (error: NodeJS.ErrnoException) => {
      context.complain(`handover: ${context.say('error.cannotRun', { command: program, reason: error.message })}\n`);
      resolve(error.code === 'ENOENT' ? 127 : 126);
    });
    child.once('close', (code, signal) => { resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)); });
  });
}
