import { useCallback } from 'react';
import type { SimulationPlan } from '../../app/contract/plan.ts';
import { configurationName, showName, type ShownName } from '../../app/text/index.ts';
import { useHost, useTexts } from '../store/context.tsx';

/** What an access point of the plan is called, whether this computer has seen it yet or not. */
export function usePlannedName(): (accessPoint: SimulationPlan['accessPoints'][number]) => ShownName {
  const texts = useTexts();
  const host = useHost();
  return useCallback(({ id, name, ssid }) => {
    const known = host.getState().state?.configurations[id];
    return known ? configurationName(texts, known) : showName(ssid === null ? name : { hex: ssid });
  }, [texts, host]);
}
