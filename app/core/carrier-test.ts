import type { TestLine, TestNote } from '../contract/state.ts';
import type { Connectivity } from '../contract/values.ts';
import type { ProbeResult } from './ports/probes.ts';
import type { RoamingSettings } from './roaming/settings.ts';
import type { KnownInterface } from './world.ts';

export const probeNames = ['gateway', 'names', 'internet', 'quality'] as const;
export type ProbeName = (typeof probeNames)[number];
/** What the probes of a link found; a name that is not there has no answer yet. */
export type Findings = Readonly<Partial<Record<ProbeName, ProbeResult>>>;

export interface CarrierTestInput {
  /** null: the link is not up. */
  fresh: KnownInterface | null;
  old: KnownInterface | null;
  found: Findings;
  oldFound: Findings;
  /** What the sessions' own tests say; null: none has one. */
  own: 'running' | 'passed' | 'failed' | null;
  timeIsUp: boolean;
  settings: Pick<RoamingSettings, 'delayWarns' | 'lossWarns' | 'lossFails'>;
}

/**
 * The carrier test, decided (roaming.md, Trial): a pure function of what the system tells of the two links and of what
 * our own probes found on them; asked again with every change until each line has its answer. Where a probe could not
 * be made, what the system tells counts.
 */
export function carrierTest(input: CarrierTestInput): TestLine[] {
  const internet = internetLine(input);
  return [addressLine(input), gatewayLine(input, internet), namesLine(input), internet, lossLine(input, internet), ...ownLine(input)];
}

type Verdict = Pick<TestLine, 'status' | 'value'> & { why?: TestNote };
type Old = Pick<TestLine, 'old' | 'oldStatus'>;

const line = (test: TestLine['test'], { why, ...verdict }: Verdict, old: Old): TestLine => ({ test, ...verdict, ...old, ...(why && { why }) });
const text = (value: string | undefined) => (value === undefined ? null : { text: value });
const portal = (address: string | null) => ({ connectivity: 'portal' as const, ...(address !== null && { address }) });
const delay = (ms: number | null) => (ms === null ? null : { ms });
/** What has no answer when the time is up has failed. */
const until = (timeIsUp: boolean, status: 'waiting' | 'running'): Verdict => ({ status: timeIsUp ? 'failed' : status, value: null });

const isLinkLocal = (address: string) => address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:');
/** The address that leads beyond the neighbours, if there is one. */
export const usableAddress = (known: KnownInterface | null): string | undefined => known?.now.addresses.find((each) => !isLinkLocal(each.address))?.address;

function addressLine({ fresh, old, timeIsUp }: CarrierTestInput): TestLine {
  const address = usableAddress(fresh);
  const before = usableAddress(old);
  return line('address', address ? { status: 'passed', value: text(address) } : until(timeIsUp, 'running'),
    { old: text(before), oldStatus: old ? (before ? 'passed' : 'failed') : 'unknown' });
}

function gatewayLine({ fresh, old, found, oldFound, timeIsUp }: CarrierTestInput, internet: TestLine): TestLine {
  const gateway = fresh?.now.gateways[0];
  const before = old?.now.gateways[0];
  const isBeyond = internet.status === 'passed';
  const verdict = (): Verdict => {
    // A modem's link may have none, and need none.
    if (!gateway) return isBeyond ? { status: 'skipped', value: null, why: 'noGateway' } : until(timeIsUp, usableAddress(fresh) ? 'running' : 'waiting');
    const { gateway: result } = found;
    if (!result) return until(timeIsUp, 'running');
    switch (result.result) {
      case 'answered': case 'doubtful': return { status: 'passed', value: delay(result.ms) ?? text(gateway) };
      case 'impossible': return { status: 'passed', value: text(gateway) };
      // Some answer nobody and lead on all the same.
      case 'silent': case 'portal': case 'measured':
        return isBeyond ? { status: 'warned', value: text(gateway), why: 'gatewaySilent' } : { status: internet.status === 'running' ? 'running' : 'failed', value: null };
      default: return result satisfies never;
    }
  };
  const { gateway: oldResult } = oldFound;
  const known: Old = { old: text(before), oldStatus: old ? (before ? 'passed' : 'failed') : 'unknown' };
  const oldAnswered = oldResult?.result === 'answered' && oldResult.ms !== null ? { old: delay(oldResult.ms), oldStatus: 'passed' as const } : known;
  return line('gateway', verdict(), oldResult?.result === 'silent' ? { old: null, oldStatus: 'failed' } : oldAnswered);
}

function namesLine({ fresh, old, found, oldFound, timeIsUp }: CarrierTestInput): TestLine {
  const { names: result } = found;
  const verdict = (): Verdict => {
    if (!result) return until(timeIsUp, usableAddress(fresh) ? 'running' : 'waiting');
    switch (result.result) {
      case 'answered': return { status: 'passed', value: delay(result.ms) };
      case 'doubtful': return { status: 'warned', value: delay(result.ms), why: result.why };
      case 'impossible': return { status: 'skipped', value: null, why: result.why };
      case 'silent': case 'portal': case 'measured': return { status: 'failed', value: null };
      default: return result satisfies never;
    }
  };
  return line('names', verdict(), old ? oldNames(oldFound.names) : { old: null, oldStatus: 'failed' });
}

function oldNames(result: ProbeResult | undefined): Old {
  switch (result?.result) {
    case 'answered': return { old: delay(result.ms), oldStatus: 'passed' };
    case 'doubtful': return { old: delay(result.ms), oldStatus: 'warned' };
    case 'silent': return { old: null, oldStatus: 'failed' };
    default: return { old: null, oldStatus: 'unknown' };
  }
}

function internetLine({ fresh, old, found, oldFound, timeIsUp }: CarrierTestInput): TestLine {
  const told = fresh?.now.connectivity ?? 'unknown';
  const { internet: result } = found;
  const verdict = (): Verdict => {
    // A sign-in page answers where the internet should: no waiting changes that, whoever saw it.
    if (result?.result === 'portal') return { status: 'failed', value: portal(result.address) };
    if (told === 'portal') return { status: 'failed', value: portal(null) };
    if (!usableAddress(fresh)) return until(timeIsUp, 'waiting');
    if (!result) return timeIsUp ? bySystem(told, true, 'noTime') : { status: 'running', value: null };
    switch (result.result) {
      case 'answered': case 'doubtful': return { status: 'passed', value: delay(result.ms) ?? { connectivity: 'full' } };
      case 'impossible': return bySystem(told, timeIsUp, result.why);
      // Ours did not get through; the system may know better.
      case 'silent': case 'measured': return told === 'full' ? { status: 'warned', value: { connectivity: told }, why: 'systemOnly' } : unreached(told, timeIsUp);
      default: return result satisfies never;
    }
  };
  return line('internet', verdict(), oldInternet(old, oldFound.internet));
}

/** Just after coming up a manager may still say "none" or "limited" of the moment before. */
const unreached = (told: Connectivity, timeIsUp: boolean): Verdict =>
  ({ status: timeIsUp ? 'failed' : 'running', value: told === 'unknown' ? null : { connectivity: told } });

/** By what the system says alone. Nobody checks on some systems: that is no failure, and is said. */
function bySystem(told: Connectivity, timeIsUp: boolean, why: TestNote): Verdict {
  if (told === 'full') return { status: 'passed', value: { connectivity: told } };
  if (told === 'unknown') return timeIsUp ? { status: 'skipped', value: null, why } : { status: 'running', value: null };
  return unreached(told, timeIsUp);
}

function oldInternet(old: KnownInterface | null, result: ProbeResult | undefined): Old {
  if (!old) return { old: null, oldStatus: 'failed' };
  const told = old.now.connectivity;
  switch (result?.result) {
    case 'answered': return { old: delay(result.ms) ?? { connectivity: 'full' }, oldStatus: 'passed' };
    case 'portal': return { old: portal(result.address), oldStatus: 'failed' };
    case 'silent': return { old: { connectivity: told }, oldStatus: told === 'full' ? 'warned' : 'failed' };
    default: return { old: { connectivity: told }, oldStatus: told === 'full' ? 'passed' : told === 'unknown' ? 'unknown' : 'failed' };
  }
}

function lossLine({ old, found, oldFound, timeIsUp, settings }: CarrierTestInput, internet: TestLine): TestLine {
  const before = oldFound.quality;
  const { quality: result } = found;
  const verdict = (): Verdict => {
    if (result?.result === 'measured') {
      const { share, ms } = result;
      const value = { share, ms };
      if (share >= settings.lossFails && before?.result === 'measured' && before.share < share) return { status: 'failed', value };
      return { status: share >= settings.lossWarns || ms === null || ms >= settings.delayWarns ? 'warned' : 'passed', value };
    }
    const hindered = result?.result === 'impossible' ? result.why : found.internet?.result === 'impossible' ? found.internet.why : null;
    if (hindered) return { status: 'skipped', value: null, why: hindered };
    // Without an answer of the internet there is nothing to measure the way to.
    if (internet.status === 'warned' || internet.status === 'skipped') return { status: 'skipped', value: null, why: 'notPossible' };
    if (timeIsUp) return { status: 'skipped', value: null, why: 'noTime' };
    return { status: internet.status === 'passed' ? 'running' : 'waiting', value: null };
  };
  if (!old || before?.result !== 'measured') return line('loss', verdict(), { old: null, oldStatus: 'unknown' });
  const { share, ms } = before;
  const oldStatus = share >= settings.lossFails ? 'failed' : share >= settings.lossWarns ? 'warned' : 'passed';
  return line('loss', verdict(), { old: { share, ms }, oldStatus });
}

function ownLine({ own, timeIsUp }: CarrierTestInput): TestLine[] {
  if (own === null) return [];
  return [line('client', own === 'running' ? until(timeIsUp, 'running') : { status: own, value: null }, { old: null, oldStatus: 'unknown' })];
}

export const hasPassed = (tests: readonly TestLine[]): boolean =>
  tests.every((each) => each.status === 'passed' || each.status === 'skipped' || each.status === 'warned');
export const failedTest = (tests: readonly TestLine[]): TestLine | undefined => tests.find((each) => each.status === 'failed');
