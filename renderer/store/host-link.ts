import type { z } from 'zod';
import { RequestError, requestFailure } from '../../app/contract/contract.ts';
import { windowRequests, type WindowRequestInput, type WindowRequestName, type WindowRequestOutput } from '../../app/contract/program.ts';
import { statePatch, type StatePatch, type StateSnapshot } from '../../app/contract/state-patch.ts';
import type { Bridge } from '../bridge.ts';

/** Sends a request over the bridge. Rejects with a RequestError: the host's own, or `failed` where nothing that parses came back. */
export async function send<N extends WindowRequestName>(bridge: Bridge, name: N, input: WindowRequestInput<N>): Promise<WindowRequestOutput<N>> {
  let answer: unknown;
  try {
    answer = JSON.parse(await bridge.request(name, JSON.stringify(input)));
  } catch {
    throw new RequestError('failed', '');
  }
  if (typeof answer === 'object' && answer !== null && 'failure' in answer) {
    const failure = requestFailure.safeParse(answer.failure);
    throw failure.success ? new RequestError(failure.data.code, failure.data.message) : new RequestError('failed', '');
  }
  const schema: z.ZodType = windowRequests[name].output;
  const output = schema.safeParse(typeof answer === 'object' && answer !== null && 'ok' in answer ? answer.ok : undefined);
  if (!output.success) throw new RequestError('failed', '', { cause: output.error });
  return output.data as WindowRequestOutput<N>;
}

/** What follows the host's state: a snapshot starts anew, a patch follows the one before. */
export interface StateListener {
  snapshot(snapshot: StateSnapshot): void;
  /** True when it fits what is there. */
  patch(patch: StatePatch): void;
  failed(failure: RequestError): void;
}

/**
 * Follows the host's state: one snapshot, then patches in order. A number that is missed, or a patch that does not parse,
 * leads to a new snapshot; patches that arrive meanwhile are kept and applied after it.
 */
export function followState(bridge: Bridge, listener: StateListener): { refresh(): void; stop(): void } {
  let sequence: number | null = null;
  let asking = false;
  let stopped = false;
  let waiting: StatePatch[] = [];

  const ask = async (): Promise<void> => {
    if (asking || stopped) return;
    asking = true;
    waiting = [];
    try {
      const snapshot = await send(bridge, 'state.get', null);
      if (stopped) return;
      asking = false;
      sequence = snapshot.sequence;
      listener.snapshot(snapshot);
      const late = waiting;
      waiting = [];
      late.forEach(take);
    } catch (error) {
      asking = false;
      sequence = null;
      if (!stopped) listener.failed(error instanceof RequestError ? error : new RequestError('failed', ''));
    }
  };
  const take = (patch: StatePatch): void => {
    if (asking) { waiting.push(patch); return; }
    if (sequence === null || patch.sequence <= sequence) return;
    if (patch.sequence !== sequence + 1) { void ask(); return; }
    sequence = patch.sequence;
    listener.patch(patch);
  };
  const end = bridge.onPatch((json) => {
    let parsed: ReturnType<typeof statePatch.safeParse> | null = null;
    try { parsed = statePatch.safeParse(JSON.parse(json)); } catch { /* not even JSON: below */ }
    if (parsed?.success) take(parsed.data); else if (sequence !== null) void ask();
  });
  void ask();
  return { refresh: () => void ask(), stop: () => { stopped = true; end(); } };
}
