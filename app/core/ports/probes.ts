import type { TestNote } from '../../contract/state.ts';
import type { DriverInterface } from './driver.ts';

/** A link that probes leave by, as the world tells it when they start. */
export interface ProbedLink { accessPoint: string; interface: DriverInterface }

export interface ProbeOptions { signal: AbortSignal }

/**
 * Questions asked over one link and no other (design 5, step 3): each is bound to that link, whatever the machine's
 * routes say. They are made in a trial only. None rejects, none hangs: each ends within its own limit, shorter than the
 * whole carrier test's, or when aborted; then its result is of no interest. Nothing that a far end says is followed.
 */
export interface CarrierProbes {
  /** Address (http or https) that the platform's manager itself checks the internet with; null where it does not tell. */
  systemCheckAddress(): string | null;
  /** Is there anybody at the link's gateway? */
  gateway(link: ProbedLink, options: ProbeOptions): Promise<ProbeResult>;
  /** Do the link's own name servers resolve this name? null: any answer of theirs will do. */
  names(link: ProbedLink, name: string | null, options: ProbeOptions): Promise<ProbeResult>;
  /** Does this address answer as it should, or does somebody else in its place (a portal)? */
  internet(link: ProbedLink, address: string, options: ProbeOptions): Promise<ProbeResult>;
  /** Delay and loss on the way to this address, by several small questions. */
  quality(link: ProbedLink, address: string, options: ProbeOptions): Promise<ProbeResult>;
}

export type ProbeResult =
  /** `ms`: how long it took; null where that cannot be told. */
  | { result: 'answered'; ms: number | null }
  /** There was an answer, but not to the question: a name server does not know the name. */
  | { result: 'doubtful'; ms: number | null; why: TestNote }
  /** Somebody else answered. `address` is where it wants to lead to, as it said; shown, never followed. */
  | { result: 'portal'; address: string | null }
  | { result: 'silent' }
  /** `share` of the questions that got no answer, 0 to 1; `ms` is the median of those that did, null where none did. */
  | { result: 'measured'; share: number; ms: number | null }
  /** It cannot be asked here; nothing is known. */
  | { result: 'impossible'; why: TestNote };
