import { makeContext } from './context.ts';
import { runCommand } from './run.ts';

/** The `handover` command. */

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0); else throw error; });

process.exitCode = await runCommand(makeContext(), process.argv.slice(2));
