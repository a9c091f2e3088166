import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../exit.ts';

/** Parts of Handover that run as processes of their own; they are built beside the command. */
const parts = { host: '../host/headless.js', replay: '../replay/replay.js' } as const;

/** Runs one with these arguments. @returns its exit code */
export function runPart(part: keyof typeof parts, args: readonly string[]): Promise<number> {
  const file = fileURLToPath(new URL(parts[part], import.meta.url));
  if (!existsSync(file)) throw new CommandError('failed', `${file} is not there; it is built beside this command.`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { child.kill(signal); });
    // The terminal tells both; the host ends in its own time.
    process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT'); });
    child.once('error', reject);
    child.once('close', (code, signal) => { resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)); });
  });
}
