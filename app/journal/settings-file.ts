import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFile } from 'atomically';
import { z } from 'zod';
import { standingAnswers, type StandingAnswers } from '../contract/answers.ts';
import { settings, type Settings } from '../contract/state.ts';

export const defaultSettings: Settings = {
  theme: 'system', language: 'system', driver: 'auto', scenario: 'walk-to-meeting-room', notifyOffers: true,
  notifyQuestions: true, notifyConnected: false, notifyLost: true, notifyPortals: true, checkInternet: true, checkAddress: '', roamingPreset: 'balanced', roaming: {},
};

/** A service network of the user's. It belongs to the driver whose access points it names. */
const storedNetwork = z.object({ id: z.string(), driver: z.string(), name: z.string(), members: z.array(z.string()) });
export type StoredNetwork = z.infer<typeof storedNetwork>;

const stored = z.object({ version: z.literal(1), settings: settings.partial(), serviceNetworks: z.array(storedNetwork), order: z.record(z.string(), z.array(z.string())), nicknames: z.record(z.string(), z.string()).default({}),
  /** By driver, since they name its access points; files of before have none. */
  answers: z.record(z.string(), standingAnswers).default({}) });
export type Stored = { settings: Settings; serviceNetworks: StoredNetwork[]; order: Record<string, string[]>; nicknames: Record<string, string>; answers: Record<string, StandingAnswers> };

/**
 * Settings and service networks in one file, written whole and atomically. A file that cannot be understood is kept
 * aside under another name, never overwritten.
 */
export class SettingsFile {
  readonly path: string;
  content: Stored = { settings: { ...defaultSettings }, serviceNetworks: [], order: {}, nicknames: {}, answers: {} };
  /** Where an unreadable file was put, with the reason; null if there was none. */
  readonly setAside: { path: string; reason: string } | null;
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  constructor(folder: string, private readonly onError: (reason: string) => void) {
    this.path = join(folder, 'settings.json');
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.setAside = this.#read();
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
      this.onError(error instanceof Error ? error.message : String(error));
    }
  }

  #read(): { path: string; reason: string } | null {
    if (!existsSync(this.path)) return null;
    try {
      const read = stored.parse(JSON.parse(readFileSync(this.path, 'utf8')));
      this.content = { settings: { ...defaultSettings, ...read.settings }, serviceNetworks: read.serviceNetworks, order: read.order, nicknames: read.nicknames, answers: read.answers };
      return null;
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
      const aside = join(dirname(this.path), `settings.unreadable-${new Date().toISOString().replaceAll(':', '-')}.json`);
      renameSync(this.path, aside);
      return { path: aside, reason };
    }
  }
}
