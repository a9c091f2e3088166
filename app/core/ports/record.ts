import type { DriverFailure, EndReason } from '../../contract/reason.ts';
import type { Decision, OfferView, TestLine, TrialView } from '../../contract/state.ts';
import type { IgnoreScope, SessionError } from '../../contract/values.ts';

/** What the core tells the journal: one record a decision or event, with its inputs and its reason. */
export type RecordEntry =
  | { kind: 'sessionOpened'; session: string; client: string; configuration: string; accessPoint: string }
  | { kind: 'sessionClosed'; session: string; client: string; configuration: string; accessPoint: string; error: SessionError | null; received: number; sent: number }
  | { kind: 'openFailed'; session: string; client: string; configuration: string; failure: DriverFailure }
  | { kind: 'decision'; decision: Decision }
  | { kind: 'offer'; offer: OfferView }
  | { kind: 'offerEnded'; offer: string; session: string; current: string; candidate: string; end: EndReason }
  | { kind: 'answer'; session: string; answer: 'migrate' | 'accept' | 'reject' | 'roamTo'; by: string; candidate: string }
  | { kind: 'ignored'; session: string; candidate: string; scope: IgnoreScope }
  | { kind: 'trialStarted'; trial: TrialView }
  | { kind: 'trialTested'; trial: string; tests: TestLine[]; passed: boolean }
  | { kind: 'trialEnded'; trial: string; session: string; from: string; to: string; end: EndReason; tests: TestLine[] }
  /** The system moved the machine by itself; the desktop's session followed. Not asked about. */
  | { kind: 'followed'; session: string; from: string; to: string }
  /** The supplicant went to another radio of the same network by itself. Not asked about. */
  | { kind: 'radioChanged'; accessPoint: string; from: string; to: string; level: number | null }
  | { kind: 'linkUp' | 'linkDown'; accessPoint: string; byHandover: boolean }
  | { kind: 'activationFailed'; accessPoint: string; failure: DriverFailure }
  | { kind: 'connectivity'; accessPoint: string; interface: string; connectivity: string }
  | { kind: 'manager'; available: boolean; reason: string }
  | { kind: 'scan'; asked: 'user' | 'list' | 'engine' };

export interface RecordSink {
  /** Never throws and never blocks. `at` is ms since the epoch. */
  add(at: number, entry: RecordEntry): void;
}
