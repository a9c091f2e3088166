import { beforeEach, describe, expect, it } from 'vitest';
import type { TestLine } from '../contract/state.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { carrierTest, failedTest, hasPassed, type CarrierTestInput, type Findings } from './carrier-test.ts';
import { balanced } from './roaming/settings.ts';
import { CoreRig, desktop } from './testing/core-rig.ts';
import { FakeProbes } from './testing/fake-probes.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';
import type { Session } from './session.ts';
import type { KnownInterface } from './world.ts';

const up = (change: Partial<KnownInterface['now']> = {}): KnownInterface => ({
  connectivitySince: 0,
  now: {
    id: 'if', name: 'if', kind: 'wired', managed: true, carrier: true, speed: null, addresses: [{ address: '10.0.0.2', prefix: 24 }], gateways: ['10.0.0.1'],
    nameServers: ['10.0.0.53'], connectivity: 'unknown', metered: false, ...change,
  },
});
const answered = { result: 'answered', ms: 9 } as const;
const silent = { result: 'silent' } as const;
const allAnswered: Findings = { gateway: answered, names: answered, internet: answered, quality: { result: 'measured', share: 0, ms: 12 } };

function lines(found: Findings, change: Partial<CarrierTestInput> = {}): Record<string, string> {
  const tests = carrierTest({ fresh: up(), old: up(), found, oldFound: {}, own: null, timeIsUp: false, settings: balanced, ...change });
  return Object.fromEntries(tests.map(({ test, status, why }) => [test, why ? `${status} ${why}` : status]));
}

describe('the carrier test, decided', () => {
  it('each line has its answer when its probe has', () => {
    expect(lines({})).toEqual({ address: 'passed', gateway: 'running', names: 'running', internet: 'running', loss: 'waiting' });
    expect(lines({ gateway: answered, internet: answered })).toEqual({ address: 'passed', gateway: 'passed', names: 'running', internet: 'passed', loss: 'running' });
    expect(lines(allAnswered)).toEqual({ address: 'passed', gateway: 'passed', names: 'passed', internet: 'passed', loss: 'passed' });
  });

  it('says what was measured, the old link beside it', () => {
    const tests = carrierTest({
      fresh: up(), old: up({ connectivity: 'none', addresses: [{ address: '10.9.0.2', prefix: 24 }] }), found: allAnswered, own: null, timeIsUp: false, settings: balanced,
      oldFound: { gateway: { result: 'answered', ms: 2 }, names: silent, internet: silent },
    });
    expect(tests.map(({ value, old, oldStatus }) => [value, old, oldStatus])).toEqual([
      [{ text: '10.0.0.2' }, { text: '10.9.0.2' }, 'passed'], [{ ms: 9 }, { ms: 2 }, 'passed'], [{ ms: 9 }, null, 'failed'],
      [{ ms: 9 }, { connectivity: 'none' }, 'failed'], [{ share: 0, ms: 12 }, null, 'unknown'],
    ]);
  });

  it('what has no answer when the time is up has failed, but for delay and loss', () => {
    expect(lines({}, { fresh: up({ addresses: [] }), timeIsUp: true })).toMatchObject({ address: 'failed', gateway: 'failed', names: 'failed', internet: 'failed', loss: 'skipped noTime' });
    expect(lines({ gateway: answered, names: answered, internet: answered }, { timeIsUp: true })).toMatchObject({ internet: 'passed', loss: 'skipped noTime' });
  });

  it('an address of the link alone is none', () => {
    expect(lines({}, { fresh: up({ addresses: [{ address: '169.254.3.4', prefix: 16 }, { address: 'fe80::1', prefix: 64 }] }) }))
      .toMatchObject({ address: 'running', internet: 'waiting' });
  });

  it('a sign-in page fails at once, whoever saw it', () => {
    const [, , , internet] = carrierTest({ fresh: up(), old: null, found: { internet: { result: 'portal', address: 'http://10.0.0.1/login' } }, oldFound: {}, own: null, timeIsUp: false, settings: balanced });
    expect(internet).toMatchObject({ status: 'failed', value: { connectivity: 'portal', address: 'http://10.0.0.1/login' } });
    expect(lines(allAnswered, { fresh: up({ connectivity: 'portal' }) })).toMatchObject({ internet: 'failed' });
  });

  it('a gateway that answers nobody is no failure where the internet is reached by it, and one where it is not', () => {
    expect(lines({ gateway: silent, internet: answered })).toMatchObject({ gateway: 'warned gatewaySilent' });
    expect(lines({ gateway: silent })).toMatchObject({ gateway: 'running' });
    expect(lines({ gateway: silent, internet: silent }, { timeIsUp: true })).toMatchObject({ gateway: 'failed', internet: 'failed' });
  });

  it('a link may have no gateway, and need none', () => {
    const fresh = up({ gateways: [] });
    expect(lines({ internet: answered }, { fresh })).toMatchObject({ gateway: 'skipped noGateway' });
    expect(lines({ internet: silent }, { fresh, timeIsUp: true })).toMatchObject({ gateway: 'failed' });
  });

  it('name servers that are silent fail, one that does not know the name warns', () => {
    expect(lines({ names: silent })).toMatchObject({ names: 'failed' });
    expect(lines({ names: { result: 'doubtful', ms: 5, why: 'nameUnknown' } })).toMatchObject({ names: 'warned nameUnknown' });
  });

  it('where ours gets no answer the system may still know better, until the time is up', () => {
    expect(lines({ internet: silent })).toMatchObject({ internet: 'running' });
    expect(lines({ internet: silent }, { fresh: up({ connectivity: 'full' }) })).toMatchObject({ internet: 'warned systemOnly', loss: 'skipped notPossible' });
    expect(lines({ internet: silent }, { fresh: up({ connectivity: 'limited' }), timeIsUp: true })).toMatchObject({ internet: 'failed' });
  });

  it('without a probe the system counts, and where nobody checks that is said', () => {
    const found: Findings = { internet: { result: 'impossible', why: 'switchedOff' } };
    expect(lines(found, { fresh: up({ connectivity: 'full' }) })).toMatchObject({ internet: 'passed', loss: 'skipped switchedOff' });
    expect(lines(found)).toMatchObject({ internet: 'running', loss: 'skipped switchedOff' });
    expect(lines(found, { timeIsUp: true })).toMatchObject({ internet: 'skipped switchedOff' });
    expect(lines(found, { fresh: up({ connectivity: 'none' }), timeIsUp: true })).toMatchObject({ internet: 'failed' });
  });

  it('loss and delay warn; a heavy loss fails only where the old link loses less', () => {
    const quality = (share: number, ms: number | null) => ({ result: 'measured', share, ms }) as const;
    const at = (fresh: Findings['quality'], old?: Findings['quality']) => lines({ ...allAnswered, quality: fresh! }, { oldFound: old ? { quality: old } : {} })['loss'];
    expect([at(quality(0.1, 12)), at(quality(0, 400)), at(quality(0.09, 399)), at(quality(1, null))]).toEqual(['warned', 'warned', 'passed', 'warned']);
    expect([at(quality(0.5, 12), quality(0.4, 12)), at(quality(0.5, 12), quality(0.5, 12)), at(quality(0.4, 12), quality(0, 1))]).toEqual(['failed', 'warned', 'warned']);
  });
});

describe('the old link beside the new one, for comparison', () => {
  const portal = (address: string | null) => ({ result: 'portal', address }) as const;
  const measured = (share: number, ms: number | null = 12) => ({ result: 'measured', share, ms }) as const;
  /** What stands beside one line: the value and the status of the old link. */
  const beside = (test: string, oldFound: Findings, old: KnownInterface | null = up()) => {
    const tests = carrierTest({ fresh: up(), old, found: {}, oldFound, own: 'passed', timeIsUp: false, settings: balanced });
    const line = tests.find((each) => each.test === test);
    return [line?.old, line?.oldStatus];
  };

  it('has its address and its gateway, fails without, and is not known when it is gone', () => {
    const bare = up({ addresses: [{ address: 'FE80::1', prefix: 64 }], gateways: [] });
    expect([beside('address', {}), beside('address', {}, bare), beside('address', {}, null)]).toEqual([[{ text: '10.0.0.2' }, 'passed'], [null, 'failed'], [null, 'unknown']]);
    expect([beside('gateway', {}), beside('gateway', {}, bare), beside('gateway', {}, null)]).toEqual([[{ text: '10.0.0.1' }, 'passed'], [null, 'failed'], [null, 'unknown']]);
  });

  it('has the delay of a gateway that answered, none of a silent one, else what the gateway is', () => {
    const gateway = (result: Findings['gateway']) => beside('gateway', { gateway: result! });
    expect([gateway(answered), gateway(silent), gateway({ result: 'answered', ms: null }), gateway({ result: 'impossible', why: 'notPossible' })])
      .toEqual([[{ ms: 9 }, 'passed'], [null, 'failed'], [{ text: '10.0.0.1' }, 'passed'], [{ text: '10.0.0.1' }, 'passed']]);
  });

  it('has what its name servers said', () => {
    const names = (result: Findings['names'], old?: null) => beside('names', result ? { names: result } : {}, old);
    expect([names(answered), names({ result: 'doubtful', ms: 5, why: 'nameUnknown' }), names(silent), names({ result: 'impossible', why: 'notPossible' }), names(undefined), names(answered, null)])
      .toEqual([[{ ms: 9 }, 'passed'], [{ ms: 5 }, 'warned'], [null, 'failed'], [null, 'unknown'], [null, 'unknown'], [null, 'failed']]);
  });

  it('has what it reaches: by our probe, or as the system tells', () => {
    const internet = (result: Findings['internet'], connectivity: 'full' | 'none' | 'unknown' = 'full') => beside('internet', result ? { internet: result } : {}, up({ connectivity }));
    expect([internet(answered), internet({ result: 'answered', ms: null }), internet(portal('http://10.0.0.1/login')), internet(portal(null))])
      .toEqual([[{ ms: 9 }, 'passed'], [{ connectivity: 'full' }, 'passed'], [{ connectivity: 'portal', address: 'http://10.0.0.1/login' }, 'failed'], [{ connectivity: 'portal' }, 'failed']]);
    expect([internet(silent), internet(silent, 'none'), internet(silent, 'unknown')])
      .toEqual([[{ connectivity: 'full' }, 'warned'], [{ connectivity: 'none' }, 'failed'], [{ connectivity: 'unknown' }, 'failed']]);
    expect([internet(undefined), internet(undefined, 'none'), internet(undefined, 'unknown'), beside('internet', { internet: answered }, null)])
      .toEqual([[{ connectivity: 'full' }, 'passed'], [{ connectivity: 'none' }, 'failed'], [{ connectivity: 'unknown' }, 'unknown'], [null, 'failed']]);
  });

  it('has its loss, at the bounds by which the new one is judged', () => {
    const loss = (share: number) => beside('loss', { quality: measured(share) });
    expect([loss(0.09), loss(0.1), loss(0.49), loss(0.5)].map(([, status]) => status)).toEqual(['passed', 'warned', 'warned', 'failed']);
    expect(loss(0.2)).toEqual([{ share: 0.2, ms: 12 }, 'warned']);
    expect([beside('loss', { quality: silent }), beside('loss', { quality: measured(0.2) }, null)]).toEqual([[null, 'unknown'], [null, 'unknown']]);
  });

  it('has no test of a program', () => { expect(beside('client', {})).toEqual([null, 'unknown']); });
});

describe('a line of the carrier test', () => {
  const values = (found: Findings, change: Partial<CarrierTestInput> = {}) =>
    Object.fromEntries(carrierTest({ fresh: up(), old: null, found, oldFound: {}, own: null, timeIsUp: false, settings: balanced, ...change }).map(({ test, value }) => [test, value]));

  it('shows the gateway itself where its delay is not known', () => {
    expect([values({ gateway: { result: 'answered', ms: null } })['gateway'], values({ gateway: { result: 'impossible', why: 'notPossible' } })['gateway'], values({ gateway: silent, internet: answered })['gateway'], values({ gateway: silent })['gateway']])
      .toEqual([{ text: '10.0.0.1' }, { text: '10.0.0.1' }, { text: '10.0.0.1' }, null]);
    expect(lines({ gateway: { result: 'impossible', why: 'notPossible' } })).toMatchObject({ gateway: 'passed' });
    expect(lines({ gateway: { result: 'doubtful', ms: 3, why: 'nameUnknown' } })).toMatchObject({ gateway: 'passed' });
  });

  it('shows that the internet is reached where its delay is not known', () => {
    expect(values({ internet: { result: 'answered', ms: null } })['internet']).toEqual({ connectivity: 'full' });
    expect(lines({ internet: { result: 'doubtful', ms: 3, why: 'nameUnknown' } })).toMatchObject({ internet: 'passed' });
  });

  it('shows what the system tells of a link that leads nowhere, nothing where nobody checks', () => {
    const told = (connectivity: 'limited' | 'unknown' | 'full', result: Findings['internet']) => values({ internet: result! }, { fresh: up({ connectivity }) })['internet'];
    const impossible = { result: 'impossible', why: 'switchedOff' } as const;
    expect([told('limited', silent), told('unknown', silent), told('full', silent)]).toEqual([{ connectivity: 'limited' }, null, { connectivity: 'full' }]);
    expect([told('limited', impossible), told('unknown', impossible), told('full', impossible)]).toEqual([{ connectivity: 'limited' }, null, { connectivity: 'full' }]);
  });

  it('shows the sign-in page that the system saw, without an address', () => {
    expect(values({}, { fresh: up({ connectivity: 'portal' }) })['internet']).toEqual({ connectivity: 'portal' });
  });

  it('of the names fails by a sign-in page that answers for them, and is left out where it cannot be asked', () => {
    expect(lines({ names: { result: 'portal', address: null } })).toMatchObject({ names: 'failed' });
    expect(lines({ names: { result: 'impossible', why: 'notPossible' } })).toMatchObject({ names: 'skipped notPossible' });
  });

  it('that needs an address waits for it', () => {
    const fresh = up({ addresses: [], gateways: [] });
    expect(lines({}, { fresh })).toEqual({ address: 'running', gateway: 'waiting', names: 'waiting', internet: 'waiting', loss: 'waiting' });
    expect(lines({}, { fresh: null })).toEqual({ address: 'running', gateway: 'waiting', names: 'waiting', internet: 'waiting', loss: 'waiting' });
    expect(lines({}, { fresh: up({ gateways: [] }) })).toMatchObject({ gateway: 'running', names: 'running' });
  });

  it('of the internet goes by the system alone where the time was too short for ours', () => {
    expect(lines({}, { fresh: up({ connectivity: 'full' }), timeIsUp: true })).toMatchObject({ internet: 'passed' });
    expect(lines({}, { timeIsUp: true })).toMatchObject({ internet: 'skipped noTime', loss: 'skipped notPossible' });
    expect(lines({}, { fresh: up({ connectivity: 'limited' }), timeIsUp: true })).toMatchObject({ internet: 'failed' });
  });

  it('of the gateway fails at once where the internet has failed too', () => {
    expect(lines({ gateway: silent, internet: { result: 'portal', address: null } })).toMatchObject({ gateway: 'failed', internet: 'failed' });
  });

  it('of delay and loss is left out where it cannot be measured', () => {
    expect(lines({ internet: answered, quality: { result: 'impossible', why: 'notPossible' } })).toMatchObject({ loss: 'skipped notPossible' });
    expect(lines({ internet: { result: 'impossible', why: 'switchedOff' } }, { timeIsUp: true })).toMatchObject({ loss: 'skipped switchedOff' });
  });

  it('of a program has its word, and fails with the time', () => {
    const client = (own: CarrierTestInput['own'], timeIsUp = false) => lines({}, { own, timeIsUp })['client'];
    expect([client('running'), client('running', true), client('passed'), client('passed', true), client('failed'), client(null)]).toEqual(['running', 'failed', 'passed', 'passed', 'failed', undefined]);
  });
});

describe('all lines together', () => {
  const tests = (...status: TestLine['status'][]) => status.map((each): TestLine => ({ test: 'names', status: each, value: null, old: null, oldStatus: 'unknown' }));

  it('have passed where each has, was warned of, or was left out', () => {
    expect([hasPassed(tests('passed', 'warned', 'skipped')), hasPassed(tests('passed', 'running')), hasPassed(tests('waiting')), hasPassed(tests('passed', 'failed'))]).toEqual([true, false, false, false]);
  });

  it('name the first that failed', () => {
    const [first, second, third] = tests('passed', 'failed', 'failed');
    expect([failedTest([first!, second!, third!]), failedTest([first!])]).toEqual([second, undefined]);
    expect(failedTest([first!, second!, third!])).toBe(second);
  });
});

describe('the probes of a trial', () => {
  let clock: FakeClock;
  let driver: ScriptedDriver;
  let probes: FakeProbes;
  let rig: CoreRig<ScriptedDriver>;
  let session: Session;

  /** On b beside a, which is up and stays so. */
  beforeEach(async () => {
    clock = new FakeClock();
    probes = new FakeProbes();
    driver = new ScriptedDriver(clock).add('a', { up: true }).add('b');
    driver.probes = probes;
    rig = await new CoreRig(driver, clock).start();
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b'] });
    await clock.settle();
    session = rig.core.createSession('office', desktop);
    session.open();
    await clock.settle();
  });
  async function onTest(): Promise<void> {
    session.roamTo('b');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'testing', 10_000);
  }
  const line = (test: string) => rig.core.trial?.view().tests.find((each) => each.test === test);
  const asked = () => probes.asked.map(({ accessPoint, probe }) => `${accessPoint} ${probe}`);

  it('ask both links at once, delay and loss when the internet has answered, by the system’s own address', async () => {
    probes.systemAddress = 'http://check.example/status';
    await onTest();
    expect(asked()).toEqual(['b gateway', 'b names', 'b internet', 'a gateway', 'a names', 'a internet']);
    expect(probes.asked.slice(0, 3).map(({ about }) => about)).toEqual([null, 'check.example', 'http://check.example/status']);
    probes.answer('b', 'internet', answered);
    await clock.settle();
    expect(asked().at(-1)).toBe('b quality');
    expect(line('internet')).toMatchObject({ status: 'passed', value: { ms: 9 } });
  });

  it('pass the trial when the last of the new link’s has answered', async () => {
    await onTest();
    for (const probe of ['internet', 'gateway', 'names'] as const) probes.answer('b', probe, answered);
    await clock.settle();
    expect(rig.core.trial?.view().phase).toBe('testing');
    probes.answer('b', 'quality', { result: 'measured', share: 0, ms: 8 });
    await clock.settle();
    expect(rig.core.trial?.view().phase).toBe('passed');
    expect(driver.commands).toContain('switch');
  });

  it('end the trial when one fails, and are called off with it', async () => {
    await onTest();
    probes.answer('b', 'names', silent);
    await clock.settle();
    expect(rig.core.trial?.view()).toMatchObject({ phase: 'returning', end: { code: 'testFailed', test: 'names' } });
    expect(probes.asked.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('have eight seconds in all', async () => {
    await onTest();
    driver.setConnectivity('b', 'none');
    await clock.advance(7_900);
    expect(rig.core.trial?.view().phase).toBe('testing');
    await clock.advance(200);
    expect(rig.records.find((each) => each.kind === 'trialTested')).toMatchObject({ passed: false });
  });

  it('a line without time for it stays as it is when the links change later, and silence keeps to what was said', async () => {
    await onTest();
    for (const probe of ['internet', 'gateway', 'names'] as const) probes.answer('b', probe, answered);
    await clock.advance(8_100);
    driver.setConnectivity('a', 'none');
    await clock.settle();
    expect([line('loss'), rig.core.trial?.view()]).toMatchObject([{ status: 'skipped', why: 'noTime' }, { phase: 'passed', silence: 'keepsNew' }]);
  });

  it('are called off by an accept before the last', async () => {
    await onTest();
    session.accept();
    await clock.advance(2_000);
    expect([session.member, probes.asked.every(({ signal }) => signal.aborted)]).toEqual(['b', true]);
  });

  it('ask nothing in the internet when the user wants none asked', async () => {
    rig.checkAddress = null;
    await onTest();
    expect(asked()).toEqual(['b gateway', 'b names', 'a gateway', 'a names']);
    expect(probes.asked[1]?.about).toBeNull();
    expect(line('loss')).toMatchObject({ status: 'skipped', why: 'switchedOff' });
  });

  it('leave an old link alone that went down for the new one', async () => {
    driver.add('c', { on: 'if-a' });
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b', 'c'] });
    await clock.settle();
    session.roamTo('c');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'testing', 10_000);
    expect(asked()).toEqual(['c gateway', 'c names', 'c internet']);
  });

  it('a program’s own test has its line: over the new link, and its no goes back', async () => {
    const links: unknown[] = [];
    let say: (works: boolean) => void = () => {};
    session.setCarrierProbe((link) => { links.push(link); return new Promise((resolve) => { say = resolve; }); });
    await onTest();
    expect(links).toEqual([{ interface: 'if-b', addresses: ['10.0.0.2'] }]);
    expect(line('client')).toMatchObject({ status: 'running' });
    say(false);
    await clock.settle();
    expect(rig.core.trial?.view()).toMatchObject({ phase: 'returning', end: { code: 'testFailed', test: 'client' } });
  });

  it('a program’s test that throws is a no, one that passes is waited for, one that hangs fails with the time', async () => {
    session.setCarrierProbe(() => { throw new Error('broken'); });
    await onTest();
    await clock.settle();
    await clock.advance(2_000);
    expect(rig.records.findLast((each) => each.kind === 'trialEnded')).toMatchObject({ end: { code: 'testFailed', test: 'client' } });
    session.setCarrierProbe(() => new Promise(() => {}));
    await onTest();
    for (const probe of ['internet', 'gateway', 'names'] as const) probes.asked.findLast((each) => each.accessPoint === 'b' && each.probe === probe)?.answer(answered);
    await clock.settle();
    probes.asked.findLast((each) => each.accessPoint === 'b' && each.probe === 'quality')?.answer({ result: 'measured', share: 0, ms: 5 });
    await clock.advance(7_900);
    expect([rig.core.trial?.view().phase, line('client')?.status]).toEqual(['testing', 'running']);
    await clock.advance(200);
    expect(rig.records.findLast((each) => each.kind === 'trialTested')).toMatchObject({ passed: false });
  });

  it('have no line for programs without one', async () => {
    await onTest();
    expect(line('client')).toBeUndefined();
    session.reject();
    await clock.advance(2_000);
    session.setCarrierProbe(() => Promise.resolve(true));
    await onTest();
    await clock.settle();
    expect(line('client')).toMatchObject({ status: 'passed' });
  });

  it('are made in a trial only', async () => {
    await clock.advance(600_000);
    expect(probes.asked).toEqual([]);
  });
});
