import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { DatabaseSync } from '@photostructure/sqlite';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from './read-journal.ts';

/** The journal in a process of its own, which is killed, and whose disk is taken away. */
const root = join(import.meta.dirname, '..', '..');
const kills = Math.max(3, Math.min(30, Math.round(Number(process.env['HANDOVER_RUNS'] ?? 100) / 20)));
/** Disks of our own need a mount namespace of our own. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
let writer: string;
let folder: string;
let child: ChildProcess | null = null;

beforeAll(async () => {
  // Beside node_modules, where what is not bundled is found.
  writer = mkdtempSync(join(root, 'node_modules', '.handover-writer-'));
  await build({
    root, configFile: false, envDir: false, publicDir: false, logLevel: 'error', ssr: { noExternal: true, target: 'node' },
    build: { ssr: join(root, 'app/journal/testing/writer.ts'), target: 'node20', minify: false, outDir: writer, rolldownOptions: { external: ['@photostructure/sqlite', /^node:/], output: { entryFileNames: 'writer.mjs' } } },
  });
});
afterAll(() => { rmSync(writer, { recursive: true, force: true }); });
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-crash-')); });
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

function start(command: string, args: string[]): { process: ChildProcess; lines: Interface } {
  child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  return { process: child, lines: createInterface({ input: child.stdout! }) };
}
const run = (how: string, ...before: string[]) => (before.length === 0 ? start(process.execPath, [join(writer, 'writer.mjs'), folder, how])
  : start('unshare', ['-m', 'sh', '-c', `${before.join(' && ')} && exec "$0" "$@"`, process.execPath, join(writer, 'writer.mjs'), folder, how]));

describe('killed at any moment', () => {
  it('loses at most the last second, and never the file nor the settings', async () => {
    let total = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const { process: writing, lines } = run('endless');
      let last = { at: 0, number: 0 };
      let first = Infinity;
      // At another moment each time: after so many lines of it.
      const until = 20 + ((kill * 67) % 200);
      let seen = 0;
      for await (const line of lines) {
        last = JSON.parse(line) as typeof last;
        first = Math.min(first, last.at);
        seen += 1;
        if (seen >= until) break;
      }
      writing.kill('SIGKILL');
      await once(writing, 'exit');
      const kept = readJournal(folder);
      const numbers = kept.slice(total).map(({ session }) => Number(String(session).slice('session-'.length)));
      // Whole and in order, up to at most a second before the end.
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      // What was taken in more than a second before is there; of a run shorter than that it may be nothing.
      if (numbers.length > 0) expect(last.at - (kept.at(-1)?.at ?? 0)).toBeLessThan(1000);
      else expect(last.at - first).toBeLessThan(1000);
      total = kept.length;
      const database = new DatabaseSync(join(folder, 'journal.sqlite'));
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      // What was counted with the records is there with them, in every span.
      const sums = database.prepare('SELECT span, sum(received) AS received FROM traffic GROUP BY span ORDER BY span').all().map(({ received }) => Number(received));
      expect(new Set([...sums, total * 1000]).size).toBeLessThanOrEqual(1);
      database.close();
      try {
        expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ version: 1 });
      } catch (error) {
        // The first kill may come before the first settings were whole: then there are none.
        expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
      }
    }
    expect(total).toBeGreaterThan(0);
  }, 120_000);
});

describe.skipIf(!canMount)('a disk that does not let itself be written', () => {
  const next = async (lines: Interface) => JSON.parse(((await once(lines, 'line')) as [string])[0]) as { records: number; told: string[] };

  it('read-only: goes on, says so, and keeps what happens until it ends', async () => {
    const { lines } = run('few', `mount -t tmpfs tmpfs ${folder}`, `mount -o remount,ro ${folder}`);
    const { records, told } = await next(lines);
    expect(records).toBe(10);
    expect(told).toEqual([expect.stringMatching(/^journalFailed: /) as string, expect.stringMatching(/^settingsNotSaved: /) as string]);
  });

  it('full: goes on, says so once, and writes it all when there is room again', async () => {
    const { process: writing, lines } = run('few', `mount -t tmpfs -o size=400k tmpfs ${folder}`, `dd if=/dev/zero of=${folder}/ballast bs=1k count=300 status=none`);
    const first = await next(lines);
    expect(first.told.filter((each) => each.startsWith('journalFailed')).length).toBe(1);
    // Its disk is its own: the ballast is thrown out from inside of its namespace.
    const out = spawn('nsenter', ['-t', String(writing.pid), '-m', 'rm', join(folder, 'ballast')]);
    await once(out, 'exit');
    writing.stdin!.write('\n');
    const second = await next(lines);
    expect(second).toMatchObject({ records: 11, told: first.told });
  }, 60_000);
});
