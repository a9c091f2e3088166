import { readFileSync } from 'node:fs';
import type { Inputs, Platform, Question } from './answers.ts';
import { CannotError } from './answers.ts';
import { runProgram } from './command.ts';
import { openPlatform } from './platforms/open-platform.ts';

/**
 * The child process that touches the system's Wi-Fi: node-wifi, the system's programs, native functions. What goes wrong
 * in here (a parser that throws where nobody catches, a native fault, a hang) ends this process and no other.
 */
interface Asked { id: number; question: Question; input: unknown }

const platform: Promise<Platform> = openPlatform(process.platform, runProgram, (path) => {
  try { return readFileSync(path, 'latin1'); } catch { return ''; }
});

process.on('message', (asked: Asked) => { void answer(asked); });
// The other end went: nobody wants anything any more.
process.on('disconnect', () => process.exit(0));
platform.then((opened) => opened.watch(() => process.send?.({ changed: true })), () => { /* every question tells */ });

async function answer({ id, question, input }: Asked): Promise<void> {
  try {
    const opened = await platform;
    const ask = opened[question].bind(opened) as (input: Inputs[Question]) => Promise<unknown>;
    process.send?.({ id, value: await ask(input as Inputs[Question]) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error), cannot: error instanceof CannotError });
  }
}
