import type { Dirty } from './dirty.ts';
import type { Driver } from './ports/driver.ts';
import type { RecordSink } from './ports/record.ts';
import type { RoamingSettings } from './roaming/settings.ts';
import type { SessionIndex } from './session-index.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

export interface ScanningParts {
  driver: Driver;
  record: RecordSink;
  world: World;
  traffic: Traffic;
  sessions: SessionIndex;
  settings: () => RoamingSettings;
  now: () => number;
  post: (item: () => void) => void;
  dirty: () => Dirty;
  isAvailable: () => boolean;
  isTrialRunning: () => boolean;
  /** The results, if any, are in. */
  completed: () => void;
}

/** Asks the driver for fresh scan results, counts how often, and knows when not to. */
export class Scanning {
  readonly state: { count: number; lastAt: number | null } = { count: 0, lastAt: null };
  #isRunning = false;

  constructor(private readonly parts: ScanningParts) {}

  /** Ends in one updateCompleted however many asked (MGR-19, MGR-20). */
  ask(asked: 'user' | 'list' | 'engine'): void {
    if (this.#isRunning || (asked === 'list' && this.#isAirTaken())) return;
    this.#isRunning = true;
    const { driver, record, now, post, dirty, isAvailable, completed } = this.parts;
    const canScan = driver.capabilities.scan && isAvailable();
    if (canScan) {
      this.state.count += 1;
      this.state.lastAt = now();
      dirty().scans = true;
      record.add(now(), { kind: 'scan', asked });
    }
    const scanned = canScan ? driver.scan() : Promise.resolve();
    void scanned.then(() => {
      post(() => {
        this.#isRunning = false;
        this.state.lastAt = canScan ? now() : this.state.lastAt;
        dirty().scans ||= canScan;
        completed();
      });
    });
  }

  /** A scan takes the radio away for a moment: none by itself in a trial, nor in a call or a stream over the air (roaming.md, Scans). */
  #isAirTaken(): boolean {
    const { world, traffic, sessions, settings, isTrialRunning } = this.parts;
    if (isTrialRunning()) return true;
    for (const { member } of sessions.values()) {
      if (member === null || world.accessPoints.get(member)?.now.kind !== 'wifi') continue;
      const used = world.interfaceOf(member);
      if (used && (traffic.packetsPerSecond(used.now.id) ?? 0) >= settings().callPacketsPerSecond) return true;
    }
    return false;
  }
}
