import type { ConnectTarget, Credentials, Profile, RadioKind, SecretRequestView } from '../../contract/management.ts';
import type { Outcome } from './driver.ts';

/**
 * What a driver offers beyond links: stored access points, radios, a hotspot, secrets. Each is a part of its own that
 * a driver leaves out where its platform cannot. The rules of the driver port hold: no command throws, none hangs.
 */
export interface DriverStore {
  /**
   * Joins and stores; ends with the id of the stored access point once its link has been told as active. A failure
   * leaves the platform's store as it was. `interface` null: the one that keeps the current link up, where there is one.
   */
  connect(wanted: { target: ConnectTarget; credentials: Credentials; interface: string | null; hardwareAddress: 'default' | 'permanent' | 'stable' | 'random' }, options: { signal: AbortSignal }): Promise<Outcome<{ accessPoint: string }>>;
  profile(accessPoint: string): Promise<Outcome<Profile>>;
  change(accessPoint: string, change: Partial<Profile>): Promise<Outcome>;
  /** Ends with what brings it back, secrets included; it is kept in memory alone, and given up when not wanted any more. */
  forget(accessPoint: string): Promise<Outcome<{ restore: () => Promise<Outcome> }>>;
  /** The text of a QR that lets another device join (WIFI:…), with the secret. */
  share(accessPoint: string): Promise<Outcome<string>>;
}

export interface DriverRadios {
  set(radio: RadioKind, on: boolean): Promise<Outcome>;
}

export interface DriverHotspot {
  start(wanted: { interface: string; name: string; password: string; band: 'automatic' | '2.4' | '5' }): Promise<Outcome>;
  stop(): Promise<Outcome>;
}

/** A secret that the platform asks Handover for; the answer goes to the platform and nowhere else. */
export interface SecretRequest extends Omit<SecretRequestView, 'at' | 'expiresAt'> {
  /** ms from now until the platform no longer waits. */
  limit: number;
}

export interface DriverSecrets {
  give(request: string, secret: string): Promise<Outcome>;
  /** The user gives none: the activation ends as cancelled. */
  refuse(request: string): Promise<Outcome>;
  /** Nobody is there who could be asked: the platform asks whom else it knows, or the activation fails for lack of it, and says so. */
  decline(request: string): Promise<Outcome>;
}
