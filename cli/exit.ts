import { HandoverError, PlaceError } from '../app/hub/client/index.ts';

/** Exit codes by kind (docs/cli.md). */
export const exitCodes = { done: 0, failed: 1, usage: 2, notRunning: 3, notFound: 4, notAllowed: 5, notSupported: 6, timeout: 7, hold: 125 } as const;
export type ExitKind = keyof typeof exitCodes;

/** Ends the command: with words for the person, and a kind for the script. */
export class CommandError extends Error {
  override name = 'CommandError';
  constructor(readonly kind: ExitKind, message: string) { super(message); }
}

/** What a failure of any kind ends with. */
export function endOf(error: unknown): { kind: ExitKind; message: string } {
  if (error instanceof CommandError) return { kind: error.kind, message: error.message };
  if (error instanceof PlaceError) return { kind: 'notAllowed', message: error.message };
  if (error instanceof HandoverError) {
    switch (error.code) {
      case 'notRunning': case 'gone': return { kind: 'notRunning', message: error.message };
      case 'notFound': return { kind: 'notFound', message: error.message };
      case 'notAllowed': return { kind: 'notAllowed', message: error.message };
      case 'notSupported': case 'version': return { kind: 'notSupported', message: error.message };
      case 'invalidInput': return { kind: 'usage', message: error.message };
      default: return { kind: 'failed', message: error.message };
    }
  }
  return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
}
