import type { TestLine } from '../contract/state.ts';
import type { Connectivity } from '../contract/values.ts';
import type { KnownInterface } from './world.ts';

/**
 * The carrier test on what the system tells of the new link: address, gateway, internet. A pure function of the two
 * interfaces; asked again with every change until it has an answer.
 */
export function carrierTest(fresh: KnownInterface | null, old: KnownInterface | null, timeIsUp: boolean): TestLine[] {
  const line = (test: TestLine['test'], status: TestLine['status'], value: TestLine['value'], oldValue: TestLine['value'], oldStatus: TestLine['oldStatus']): TestLine =>
    ({ test, status: timeIsUp && (status === 'running' || status === 'waiting') ? 'failed' : status, value, old: oldValue, oldStatus });
  const address = fresh?.now.addresses.find((each) => !isLinkLocal(each.address))?.address;
  const oldAddress = old?.now.addresses.find((each) => !isLinkLocal(each.address))?.address;
  const gateway = fresh?.now.gateways[0];
  const oldGateway = old?.now.gateways[0];
  const reached = fresh?.now.connectivity ?? 'unknown';
  return [
    line('address', address ? 'passed' : 'running', text(address), text(oldAddress), old ? (oldAddress ? 'passed' : 'failed') : 'unknown'),
    line('gateway', gateway ? 'passed' : address ? 'running' : 'waiting', text(gateway), text(oldGateway), old ? (oldGateway ? 'passed' : 'failed') : 'unknown'),
    line('internet', internetStatus(reached, address !== undefined, timeIsUp), reached === 'unknown' ? null : { connectivity: reached },
      old ? { connectivity: old.now.connectivity } : null, old ? (old.now.connectivity === 'full' ? 'passed' : old.now.connectivity === 'unknown' ? 'unknown' : 'failed') : 'failed'),
  ];
}

const text = (value: string | undefined) => (value === undefined ? null : { text: value });
const isLinkLocal = (address: string) => address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:');

function internetStatus(reached: Connectivity, hasAddress: boolean, timeIsUp: boolean): TestLine['status'] {
  switch (reached) {
    case 'full': return 'passed';
    // A sign-in page answers where the internet should: no waiting changes that.
    case 'portal': return 'failed';
    // Just after coming up a manager may still say "none" or "limited" of the moment before.
    case 'none': case 'limited': return timeIsUp ? 'failed' : hasAddress ? 'running' : 'waiting';
    // Nobody checks on this system: that is no failure, and is said.
    case 'unknown': return timeIsUp ? 'skipped' : hasAddress ? 'running' : 'waiting';
    default: return reached satisfies never;
  }
}

export const hasPassed = (tests: readonly TestLine[]): boolean =>
  tests.every((each) => each.status === 'passed' || each.status === 'skipped' || each.status === 'warned');
export const failedTest = (tests: readonly TestLine[]): TestLine | undefined => tests.find((each) => each.status === 'failed');
