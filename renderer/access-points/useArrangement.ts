import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ConfigurationView, HostState } from '../../app/contract/state.ts';
import { arrange, holdStill, idByNow, isSameArrangement, type Group } from '../model/arrangement.ts';
import { useHost, useHostState } from '../store/context.tsx';

/** A new order settles at most this often, ms. */
const settleEvery = 1000;

/** The list as it stands, and what was known of its access points and networks when it settled. */
export interface Arrangement { readonly groups: readonly Group[]; readonly known: ReadonlyMap<string, ConfigurationView> }

/**
 * The list's order. It follows the state at most once a second; while `held` (hovered, focused or typed in) no row that
 * stands moves or goes.
 */
export function useArrangement(held: boolean): Arrangement {
  const host = useHost();
  const configurations = useHostState((state) => state.configurations);
  const [shown, setShown] = useState<Arrangement>(() => arrangement([], host.getState().state, false));
  const settledAt = useRef(-Infinity);
  const settle = useEffectEvent(() => {
    settledAt.current = performance.now();
    setShown((before) => arrangement(before.groups, host.getState().state, held, before));
  });

  useEffect(() => {
    const timer = setTimeout(settle, Math.max(0, settledAt.current + settleEvery - performance.now()));
    return () => clearTimeout(timer);
  }, [configurations, held]);
  return shown;
}

/** What follows `before`: the same object where nothing that is shown has changed. */
function arrangement(standing: readonly Group[], state: HostState | null, held: boolean, before?: Arrangement): Arrangement {
  if (!state) return before ?? { groups: [], known: new Map() };
  const wanted = arrange(state);
  const rows = new Set(standing.flatMap(({ members }) => members));
  const next = held && standing.length > 0 ? holdStill(standing, wanted, (id) => {
    const now = idByNow(state.configurations, rows, id, before?.known.get(id));
    rows.add(now);
    return now;
  }) : wanted;
  const groups = isSameArrangement(standing, next) ? standing : next;
  const known = new Map<string, ConfigurationView>();
  for (const { network, members } of groups) for (const id of network === null ? members : [network, ...members]) { const one = state.configurations[id] ?? before?.known.get(id); if (one) known.set(id, one); }
  return { groups, known };
}
