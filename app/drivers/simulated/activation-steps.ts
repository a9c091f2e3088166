import type { DriverFailure } from '../../contract/reason.ts';
import type { SimulationFault } from '../../contract/values.ts';
import type { ScenarioAccessPoint } from './scenario.ts';

/** Stages of an activation, as told in `DriverLink.stage`. */
export const stages = ['preparing', 'associating', 'registering', 'authenticating', 'getting an address', 'checking'] as const;
export type Stage = (typeof stages)[number];

export interface Step {
  readonly stage: Stage;
  /** ms */
  readonly delay: number;
  /** What the link has when the step is over. */
  readonly reached: 'associated' | 'authenticated' | 'addressed' | 'checked';
}

/** ms; with one radio, the link before it is away for about 3 s. */
const usual = {
  wired: { associate: 150, authenticate: 0, address: 900, check: 600 },
  wifi: { associate: 800, authenticate: 450, address: 900, check: 600 },
  mobile: { associate: 1800, authenticate: 0, address: 700, check: 600 },
  vpn: { associate: 300, authenticate: 600, address: 200, check: 300 },
} as const;

const firstStage = { wired: 'preparing', wifi: 'associating', mobile: 'registering', vpn: 'preparing' } as const;

const authenticates = (plan: ScenarioAccessPoint): boolean => plan.kind === 'vpn' || (plan.kind === 'wifi' && plan.security !== 'open');

/** The way up of an access point, step by step. */
export function stepsOf(plan: ScenarioAccessPoint): Step[] {
  const delay = (key: keyof ScenarioAccessPoint['delays']): number => (plan.delays[key] === undefined ? usual[plan.kind][key] : plan.delays[key] * 1000);
  return [
    { stage: firstStage[plan.kind], delay: delay('associate'), reached: 'associated' },
    ...(authenticates(plan) ? [{ stage: 'authenticating', delay: delay('authenticate'), reached: 'authenticated' } as const] : []),
    { stage: 'getting an address', delay: delay('address'), reached: 'addressed' },
    { stage: 'checking', delay: delay('check'), reached: 'checked' },
  ];
}

/** How an activation ends when `fault` strikes in `step`; null: not in this one. Times are about NetworkManager's. */
export function faultOf(plan: ScenarioAccessPoint, fault: SimulationFault, step: Step): { after: number; code: DriverFailure['code']; detail: string } | null {
  switch (fault) {
    case 'association': return step.reached === 'associated' ? { after: 10_000, code: 'failed', detail: 'It did not answer.' } : null;
    case 'authentication': return step.reached === (authenticates(plan) ? 'authenticated' : 'associated') ? { after: 6000, code: 'wrongSecret', detail: 'The password was not accepted.' } : null;
    case 'address': return step.reached === 'addressed' ? { after: 20_000, code: 'noAddress', detail: 'No address was given within 20 s (DHCP).' } : null;
    // It comes up, but behind a sign-in page.
    case 'portal': return null;
  }
}
