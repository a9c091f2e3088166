import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { RecordEntry, RecordSink } from '../core/ports/record.ts';

/** At the start a file above this size (bytes) becomes the one before, and a new one begins. */
const longestFile = 20_000_000;

/**
 * The record as JSON lines, appended as things happen: `at` (ms since the epoch), `time` (the same for people), what
 * happened, and under `names` what the access points in it are called. Never blocks; a failure to write is told once.
 */
export class JournalFile implements RecordSink {
  readonly path: string;
  #stream: WriteStream | null;

  constructor(folder: string, private readonly nameOf: (id: string) => string | undefined, onError: (reason: string) => void) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, 'journal.jsonl');
    this.#rotate();
    this.#stream = createWriteStream(this.path, { flags: 'a', mode: 0o600 });
    this.#stream.on('error', (error) => {
      this.#stream = null;
      onError(error.message);
    });
  }

  add(at: number, entry: RecordEntry): void {
    this.#stream?.write(`${JSON.stringify({ at, time: new Date(at).toISOString(), ...entry, names: this.#names(entry) })}\n`);
  }

  close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    return stream ? new Promise((resolve) => { stream.end(() => { resolve(); }); }) : Promise.resolve();
  }

  #names(entry: RecordEntry): Record<string, string> {
    const names: Record<string, string> = {};
    const visit = (value: unknown): void => {
      if (typeof value === 'string') {
        const name = this.nameOf(value);
        if (name !== undefined && name !== '') names[value] = name;
      } else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) visit(each);
    };
    visit(entry);
    return names;
  }

  #rotate(): void {
    try {
      if (statSync(this.path).size > longestFile) renameSync(this.path, `${this.path}.1`);
    } catch { /* There is none yet. */ }
  }
}
