import { describe, expect, it } from 'vitest';
import type { RequestContext } from './requests.ts';
import { simulationHandlers } from './simulation-requests.ts';

describe('on another network than the simulated one', () => {
  const elsewhere = { simulation: null } as RequestContext;
  const client = { id: 'desktop', name: 'Desktop', pid: 1, isDesktop: true };

  it.each(Object.keys(simulationHandlers).filter((name) => name !== 'simulation.scenarios') as 'simulation.plan'[])('%s is refused, saying what to do', (name) => {
    expect(() => simulationHandlers[name](elsewhere, client, null)).toThrow('That can be done on the simulated network only. Start Handover with --driver=simulated.');
  });

  it('there are no scenarios', async () => {
    expect(await simulationHandlers['simulation.scenarios'](elsewhere, client, null)).toEqual([]);
  });
});
