import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const openTrial = z.object({
  /** The trial brought the new link up; before, it was down. */
  broughtUp: z.boolean().default(false),
  trial: z.string(), session: z.string(), from: z.string(), to: z.string(), names: z.object({ from: z.string(), to: z.string() }),
});
export type OpenTrial = z.infer<typeof openTrial>;

/**
 * A file that is there exactly while a trial runs. Found at the start, it says that Handover was ended in the middle of
 * one, by a kill or a power cut: nobody accepted it.
 */
export class OpenTrialFile {
  readonly #path: string;

  constructor(folder: string, private readonly onError: (reason: string) => void) { this.#path = join(folder, 'open-trial.json'); }

  /** The trial that the last run left open, once; null: none. */
  takeLeft(): OpenTrial | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return null;
    }
    this.end();
    try {
      return openTrial.parse(JSON.parse(text));
    } catch {
      // Ended while it was written: that a trial ran is all that is known.
      return { broughtUp: false, trial: '', session: '', from: '', to: '', names: { from: '', to: '' } };
    }
  }

  begin(trial: OpenTrial): void { this.#try(() => { writeFileSync(this.#path, JSON.stringify(trial), { mode: 0o600 }); }); }

  end(): void { this.#try(() => { rmSync(this.#path, { force: true }); }); }

  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.onError(error instanceof Error ? error.message : String(error));
    }
  }
}
