import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFile } from 'atomically';
import { z } from 'zod';
import { standingAnswers, type StandingAnswers } from '../contract/answers.ts';
import { cap, type Cap } from '../contract/cap.ts';
import { settings, type Settings } from '../contract/state.ts';

export const defaultSettings: Settings = {
  theme: 'system', language: 'system', startAtLogin: false, welcomed: false, driver: 'auto', scenario: 'walk-to-meeting-room', notifyOffers: true,
  notifyQuestions: true, notifyConnected: false, notifyLost: true, notifyPortals: true, notifyCaps: true, checkInternet: true, checkAddress: '', roamingPreset: 'balanced', roaming: {},
};

/** A service network of the user's. It belongs to the driver whose access points it names. */
const storedNetwork = z.object({ id: z.string(), driver: z.string(), name: z.string(), members: z.array(z.string()) });
export type StoredNetwork = z.infer<typeof storedNetwork>;

const stored = z.object({ version: z.literal(1), settings: settings.partial(), serviceNetworks: z.array(storedNetwork), order: z.record(z.string(), z.array(z.string())), nicknames: z.record(z.string(), z.string()).default({}),
  /** By driver, since they name its access points; files of before have none. */
  answers: z.record(z.string(), standingAnswers).default({}),
  /** Data caps, by driver too. */
  caps: z.record(z.string(), z.record(z.string(), cap)).default({}) });
export type Stored = { settings: Settings; serviceNetworks: StoredNetwork[]; order: Record<string, string[]>; nicknames: Record<string, string>; answers: Record<string, StandingAnswers>; caps: Record<string, Record<string, Cap>> };

/**
 * Settings and service networks in one file, written whole and atomically. A file that cannot be understood is kept
 * aside under another name, never overwritten.
 */
export class SettingsFile {
  readonly path: string;
  content: Stored = { settings: { ...defaultSettings }, serviceNetworks: [], order: {}, nicknames: {}, answers: {}, caps: {} };
  /** What was wrong with the file, to be told; null: nothing. `settingsAside`: it was put under another name. */
  readonly problem: { code: 'settingsAside' | 'settingsNotSaved'; detail: string } | null;
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  constructor(folder: string, private readonly onError: (reason: string) => void) {
    this.path = join(folder, 'settings.json');
    this.problem = this.#read();
  }

  change(change: Partial<Stored>): void {
    this.content = { ...this.content, ...change };
    this.#dirty = true;
    this.#writing = this.#writing.then(() => this.#write());
  }

  /** Ends when everything changed so far is on disk, or has been told as not saved. */
  flush(): Promise<void> { return this.#writing; }

  async #write(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    try {
      await writeFile(this.path, `${JSON.stringify({ version: 1, ...this.content }, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      this.onError(reasonOf(error));
    }
  }

  #read(): SettingsFile['problem'] {
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      if (!existsSync(this.path)) return null;
    } catch (error) {
      return { code: 'settingsNotSaved', detail: reasonOf(error) };
    }
    try {
      const read = stored.parse(JSON.parse(readFileSync(this.path, 'utf8')));
      this.content = { settings: { ...defaultSettings, ...read.settings }, serviceNetworks: read.serviceNetworks, order: read.order, nicknames: read.nicknames, answers: read.answers, caps: read.caps };
      return null;
    } catch (error) {
      return this.#setAside(error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error));
    }
  }

  #setAside(reason: string): SettingsFile['problem'] {
    const aside = join(dirname(this.path), `settings.unreadable-${new Date().toISOString().replaceAll(':', '-')}.json`);
    try {
      renameSync(this.path, aside);
      return { code: 'settingsAside', detail: `${aside}: ${reason}` };
    } catch {
      // It stays where it is until a change is saved over it: there is no other place for it.
      return { code: 'settingsNotSaved', detail: `${this.path}: ${reason}` };
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
