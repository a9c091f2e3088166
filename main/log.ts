import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where main tells what a person has no window for: what failed, in words. Never a secret, never a network's traffic. */
export interface Log {
  /** Something failed that nobody else is told about. */
  error(what: string, cause?: unknown): void;
}

/** Bytes after which the file is set aside at the next start, so that two files are all that is ever kept. */
const sizeLimit = 1024 * 1024;

export const logFile = (dataFolder: string): string => join(dataFolder, 'handover.log');

/** Writes to standard error and to `handover.log` in the data folder. A log that cannot be written stops nothing. */
export function openLog(dataFolder: string): Log {
  const file = logFile(dataFolder);
  let writable = true;
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > sizeLimit) renameSync(file, `${file}.old`);
  } catch { writable = false; }
  return {
    error(what, cause) {
      const line = `${new Date().toISOString()} ${what}${cause === undefined ? '' : `: ${describe(cause)}`}\n`;
      // Standard error may be a pipe whose reader is gone.
      try { process.stderr.write(line); } catch { /* the file has it */ }
      if (!writable) return;
      try { appendFileSync(file, line, { mode: 0o600 }); } catch { writable = false; }
    },
  };
}

const describe = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
