import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const recording = (name: string): string => readFileSync(join(import.meta.dirname, '..', 'recordings', name), 'utf8');

/**
 * A folder of programs that stand in for the system's: each writes down its arguments, one a line, and does as its
 * lines of sh say.
 */
export class FakePrograms {
  readonly folder = mkdtempSync(join(tmpdir(), 'handover-programs-'));
  /** The fakes, and what sh itself needs. */
  readonly path = `${this.folder}:/usr/bin:/bin`;

  set(program: string, lines: string): void {
    const file = join(this.folder, program);
    writeFileSync(file, `#!/bin/sh\nfor each in "$0" "$@"; do printf '%s\\n' "$each"; done >> '${join(this.folder, 'asked')}'\n${lines}\n`);
    chmodSync(file, 0o755);
  }

  /** Prints a recording, whatever it is asked. */
  replay(program: string, name: string): void { this.set(program, `cat '${join(import.meta.dirname, '..', 'recordings', name)}'`); }

  asked(): string[] {
    try { return readFileSync(join(this.folder, 'asked'), 'utf8').split('\n'); } catch { return []; }
  }

  dispose(): void { rmSync(this.folder, { recursive: true, force: true }); }
}
