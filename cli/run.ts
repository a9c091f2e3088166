import { CommanderError } from 'commander';
import type { Context } from './context.ts';
import { endOf, exitCodes } from './exit.ts';
import { inWords } from './in-words.ts';
import { makeProgram } from './program.ts';

/** Runs what was typed after `handover`. @returns the exit code */
export async function runCommand(context: Context, words: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  try {
    await makeProgram(context, (ended) => { code = ended; }).parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong, or shown the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const { kind } = endOf(error);
    const message = await inWords(context, error);
    if (context.json) context.complain(`${JSON.stringify({ version: 1, error: { kind, message } })}\n`);
    else if (message !== '') context.complain(`handover: ${message}\n`);
    return exitCodes[kind];
  }
}
