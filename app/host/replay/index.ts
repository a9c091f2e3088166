import { ReplayArgumentError, replayMain } from './main.ts';

/** `handover replay` as a process of its own: the rules of roaming are the core's, and the command does not carry them. */
replayMain(process.argv.slice(2), 'handover replay TRACE | RECORD.jsonl [--preset NAME] [--set name=value …] [--json]').then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof ReplayArgumentError ? error.message : error);
  process.exitCode = error instanceof ReplayArgumentError ? 2 : 1;
});
