import { createStore, type StoreApi } from 'zustand/vanilla';
import { RequestError, type RequestFailure } from '../../app/contract/contract.ts';
import type { WindowRequestInput, WindowRequestName, WindowRequestOutput } from '../../app/contract/program.ts';
import { PatchGatherer } from '../../app/contract/patch-gatherer.ts';
import type { HostState } from '../../app/contract/state.ts';
import type { Bridge } from '../bridge.ts';
import { followState, send } from './host-link.ts';

/** How long an optimistic state stays without being confirmed, ms. */
export const pendingFor = 3000;

/** ms that the levels of a crowd wait for each other: nobody reads them faster, and drawing them costs frames. */
const crowdWaits = 100;

export type PendingWhat = 'connecting' | 'disconnecting' | 'opening' | 'closing' | 'answering' | 'scanning' | 'saving';
export interface Pending {
  readonly what: PendingWhat;
  /** Seen in the state: it has come about, and the mark goes. */
  readonly confirmed: (state: HostState) => boolean;
}

export interface HostStore {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** The host's state as last told; null until the first snapshot. */
  readonly state: HostState | null;
  /** What was asked for and is not confirmed yet, by what it concerns: the id of an access point, session, offer … */
  readonly pending: Readonly<Record<string, Pending>>;
  /** Why the last request about something was refused, until the next one about it. */
  readonly failures: Readonly<Record<string, RequestFailure>>;
}

export interface Host extends StoreApi<HostStore> {
  readonly bridge: Bridge;
  request<N extends WindowRequestName>(name: N, input: WindowRequestInput<N>): Promise<WindowRequestOutput<N>>;
  /**
   * Runs requests on behalf of the user. What they concern (`about`) is marked as pending until `confirmed` holds, at
   * most 3 s; a refusal is kept beside it, so that it is shown where it happened.
   */
  act(about: string, what: PendingWhat, run: () => Promise<unknown>, confirmed?: (state: HostState) => boolean): Promise<void>;
  forgetFailure(about: string): void;
  /** A new snapshot, such as after the window was hidden. */
  refresh(): void;
  stop(): void;
}

/** The window's copy of the host's state. The main process owns the truth; nothing here guesses it, but for marks of what is pending. */
export function createHost(bridge: Bridge): Host {
  const store = createStore<HostStore>(() => ({ phase: 'loading', state: null, pending: {}, failures: {} }));
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> => { const rest = { ...record }; delete rest[key]; return rest; };
  const dropPending = (about: string): void => {
    clearTimeout(timers.get(about));
    timers.delete(about);
    if (about in store.getState().pending) store.setState({ pending: without(store.getState().pending, about) });
  };
  const take = (state: HostState): void => {
    store.setState({ phase: 'ready', state });
    for (const [about, pending] of Object.entries(store.getState().pending)) if (pending.confirmed(state)) dropPending(about);
  };
  const gatherer = new PatchGatherer(crowdWaits, take);
  const follow = followState(bridge, {
    snapshot: ({ state }) => gatherer.reset(state),
    patch: (patch) => gatherer.push(patch),
    // A state that is there stays: old but true is better than none. The next patch asks again.
    failed() { if (!store.getState().state) store.setState({ phase: 'failed' }); },
  });

  return {
    ...store, bridge,
    request: (name, input) => send(bridge, name, input),
    async act(about, what, run, confirmed = () => false) {
      clearTimeout(timers.get(about));
      timers.set(about, setTimeout(() => dropPending(about), pendingFor));
      store.setState({ pending: { ...store.getState().pending, [about]: { what, confirmed } }, failures: without(store.getState().failures, about) });
      try {
        await run();
        const { state, pending } = store.getState();
        if (state && pending[about]?.confirmed(state)) dropPending(about);
      } catch (error) {
        dropPending(about);
        const failure: RequestFailure = error instanceof RequestError ? { code: error.code, message: error.message } : { code: 'failed', message: '' };
        store.setState({ failures: { ...store.getState().failures, [about]: failure } });
      }
    },
    forgetFailure(about) { store.setState({ failures: without(store.getState().failures, about) }); },
    refresh() { if (store.getState().phase === 'failed') store.setState({ phase: 'loading' }); follow.refresh(); },
    stop() { follow.stop(); gatherer.stop(); timers.forEach((timer) => clearTimeout(timer)); timers.clear(); },
  };
}
