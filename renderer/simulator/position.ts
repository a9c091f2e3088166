import { useCallback, useEffect, useRef, useState } from 'react';
import { positionOn, type PlanPoint } from '../../app/contract/plan.ts';
import { hostTime } from '../../app/contract/reading.ts';
import type { HostState } from '../../app/contract/state.ts';
import { pendingFor } from '../store/host-store.ts';
import { useHost, useHostState } from '../store/context.tsx';
import { put } from './playing.ts';

const here = ({ simulation, clock }: HostState): PlanPoint => (simulation ? positionOn(simulation.way, hostTime(clock)) : { x: 0, y: 0, floor: 0 });

/** Where the user is, drawn anew with every frame while on the way and with none while standing. */
export function usePosition(): PlanPoint {
  const host = useHost();
  const way = useHostState((state) => state.simulation?.way);
  const clock = useHostState((state) => state.clock);
  const now = useCallback((): PlanPoint => { const { state } = host.getState(); return state ? here(state) : { x: 0, y: 0, floor: 0 }; }, [host]);
  const [position, setPosition] = useState(now);
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      setPosition(now());
      const ends = way?.at(-1)?.at ?? 0;
      if (clock.speed > 0 && hostTime(clock) < ends) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [now, way, clock]);
  return position;
}

/**
 * The user put somewhere by hand. It shows at once and counts until the host says where the user is, at most 3 s; of
 * places that come quicker than they are answered only the last is asked for.
 */
export function useHand(): { readonly at: PlanPoint | null; move(to: PlanPoint): void } {
  const host = useHost();
  const [at, setAt] = useState<PlanPoint | null>(null);
  const next = useRef<PlanPoint | null>(null);
  const isAsking = useRef(false);
  const end = useHostState((state) => state.simulation?.way.at(-1));

  useEffect(() => {
    if (at && !isAsking.current && next.current === null && end && end.x === at.x && end.y === at.y && end.floor === at.floor) setAt(null);
  }, [at, end]);
  useEffect(() => {
    if (!at) return undefined;
    const timer = setTimeout(() => setAt(null), pendingFor);
    return () => clearTimeout(timer);
  }, [at]);

  const move = useCallback((to: PlanPoint): void => {
    setAt(to);
    next.current = to;
    if (isAsking.current) return;
    isAsking.current = true;
    void (async () => {
      for (let wanted = next.current; wanted !== null; wanted = next.current) {
        next.current = null;
        await put(host, wanted);
      }
      isAsking.current = false;
      const { state, failures } = host.getState();
      // The host has said so already, or has refused: nothing is left to wait for.
      const last = state?.simulation?.way.at(-1);
      setAt((now) => (now && !failures['simulation'] && (last?.x !== now.x || last.y !== now.y || last.floor !== now.floor) ? now : null));
    })();
  }, [host]);
  return { at, move };
}
