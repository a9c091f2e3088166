import { execFile } from 'node:child_process';

/** Runs one of the system's programs: by argument vector, never through a shell. Rejects with its own last words. */
export type Run = (program: string, args: readonly string[], limit?: number) => Promise<string>;

/** What a program may print; a scan of a crowded hall is half a megabyte. */
const mostOutput = 8 * 2 ** 20;
const usualLimit = 15_000;

export const runProgram: Run = (program, args, limit = usualLimit) => new Promise((resolve, reject) => {
  const unfit = args.find((arg) => arg.includes('\0'));
  if (unfit !== undefined) { reject(new Error('A name with a zero byte cannot be given to a program.')); return; }
  execFile(program, args, { timeout: limit, killSignal: 'SIGKILL', maxBuffer: mostOutput, encoding: 'utf8', windowsHide: true, shell: false }, (error, stdout, stderr) => {
    if (!error) { resolve(stdout); return; }
    const words = (stderr.trim() || stdout.trim()).split('\n').at(-1)?.trim().slice(0, 300);
    reject(new Error(error.killed === true ? `${program} did not end within ${limit / 1000} s.` : words || `${program} failed: ${error.code ?? error.message}`));
  });
});

/** A value that goes to a program as an argument of its own: no option, no control characters. Throws in words. */
export function plainArgument(value: string, what: string): string {
  if (value === '' || value.length > 256) throw new Error(`${what} is empty or too long.`);
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  if (value.startsWith('-') || /[\u0000-\u001f\u007f]/.test(value)) throw new Error(`${what} cannot be given to the system's program: it begins with "-" or holds a control character.`);
  return value;
}
