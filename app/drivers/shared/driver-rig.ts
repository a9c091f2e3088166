import type { Connectivity } from '../../contract/values.ts';
import type { Driver } from '../../core/ports/driver.ts';

/**
 * What the contract suite needs of a platform to try a driver on it. What is optional a platform may not be able to do;
 * the tests that need it are then skipped and say so.
 */
export interface DriverRig {
  /** A driver that was not started yet. Called again: another one on the same platform, as after a restart of Handover. */
  create(): Driver;
  /** Lets time go on until it holds; false when `limit` ms went by without. See `realTime`. */
  wait(holds: () => boolean, limit: number): Promise<boolean>;
  /** Ends the platform; every driver of the rig was stopped before. */
  dispose(): Promise<void>;

  /** Id of an access point that is down at the start and comes up well; of a driver that only looks, one that is up. */
  readonly accessPoint: string;
  /** Ids of two that can be tried one beside the other, or one for the other: the first is brought up (it is up, where the driver only looks), the second down at the start. */
  readonly pair: readonly [from: string, to: string];
  /** Of the pair: both can be up at once. */
  readonly overlap: boolean;
  /** Id of one that is in reach and does not come up: it gives no address, or takes no password. */
  readonly broken?: string;
  /** Nobody here checks what a link reaches: with a way out, connectivity stays unknown. */
  readonly connectivityUntold?: boolean;
  /** The platform lives in the driver: nothing is left to look at after stop(). */
  readonly worldEndsWithDriver?: boolean;
  /** ms within which any command of this platform ends. */
  readonly limit: number;

  /** What the store part is tried with; left out where there is none. */
  readonly joining?: {
    /** Id of an access point that is in reach and not stored, and takes a password. */
    readonly accessPoint: string;
    readonly right: string;
    readonly wrong: string;
    /** How many access points the platform itself has stored, and not only told. */
    countStored?(): number | Promise<number>;
  };

  setConnectivity?(accessPoint: string, value: Exclude<Connectivity, 'unknown'>): void | Promise<void>;
  /** Takes the link away, as a pulled cable or a lost radio does. */
  breakLink?(accessPoint: string): void | Promise<void>;
  managerGone?(): void | Promise<void>;
  managerBack?(): void | Promise<void>;
  /** Makes packets pass on an access point that is up. */
  makeTraffic?(accessPoint: string): void | Promise<void>;
  /** Timers that the drivers hold; 0 after stop(). */
  pendingTimers?(): number;
}

/** `wait` of a rig that runs in real time: looks again every few ms, since a real platform tells nobody when it is ready. */
export async function realTime(holds: () => boolean, limit: number): Promise<boolean> {
  const end = performance.now() + limit;
  while (!holds()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return true;
}
