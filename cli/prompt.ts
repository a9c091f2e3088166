import { createInterface } from 'node:readline';
import type { Context } from './context.ts';
import { CommandError } from './exit.ts';

/** A line from the terminal, shown or not. @throws CommandError where there is no terminal; `option` is what to give then */
function ask(context: Context, question: string, option: string, isHidden: boolean): Promise<string> {
  const { input } = context;
  if (input.isTTY !== true) throw new CommandError('usage', context.say('error.noTerminal', { option }));
  return new Promise((resolve, reject) => {
    process.stderr.write(question);
    // What is typed in is not echoed: the line reader writes to nowhere.
    const reader = createInterface({ input, terminal: true, ...(isHidden ? {} : { output: process.stderr }) });
    reader.once('line', (line) => { reader.close(); if (isHidden) process.stderr.write('\n'); resolve(line); });
    reader.once('SIGINT', () => { reader.close(); process.stderr.write('\n'); reject(new CommandError('failed', '')); });
  });
}

export async function confirm(context: Context, question: string): Promise<boolean> {
  return /^(y|yes|是|好)$/i.test((await ask(context, question, '--yes', false)).trim());
}

/** A password: from standard input where that was asked for, else from the terminal, by this question; never from an argument. */
export async function readPassword(context: Context, question: string, fromStandardInput: boolean): Promise<string> {
  if (!fromStandardInput) return ask(context, question, '--password-stdin', true);
  for await (const line of createInterface({ input: context.input })) return line;
  throw new CommandError('usage', context.say('error.noPassword'));
}
