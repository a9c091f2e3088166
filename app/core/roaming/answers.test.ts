import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { CoreRig, desktop, program } from '../testing/core-rig.ts';
import { FakeProbes } from '../testing/fake-probes.ts';
import { ScriptedDriver } from '../testing/scripted-driver.ts';
import type { Session } from '../session.ts';
import { Answers } from './answers.ts';
import { RoamingMemory } from './memory.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;
let session: Session;

/** The desktop's session on a, which is up; b beside it. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('a', { up: true }).add('b').add('c');
  rig = await new CoreRig(driver, clock).start();
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b', 'c'] });
  await clock.settle();
  session = await open('office');
});

async function open(configuration: string, client = desktop): Promise<Session> {
  const made = rig.core.createSession(configuration, client);
  made.open();
  await clock.settle();
  return made;
}
const answers = () => rig.core.roaming.answers;
const offered = (limit = 60_000) => clock.advanceUntil(() => rig.core.engine.offerOf(session.id) !== null, limit);
const does = async (what: () => void) => { rig.core.post(what); await clock.settle(); };

describe('an answer that stands', () => {
  it('"always" makes a rule, by which the next such offer is migrated without a question', async () => {
    driver.setConnectivity('a', 'none');
    await offered();
    session.migrate(true);
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(40_000);
    expect([session.member, answers().view().rules]).toEqual(['b', [{ id: 'rule currentHasNoInternet a', current: 'a', when: 'currentHasNoInternet' }]]);
    // Back on a, and the same happens again.
    driver.setConnectivity('a', 'full');
    session.roamTo('a');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(120_000);
    driver.setConnectivity('a', 'none');
    await clock.advance(90_000);
    expect(session.member).toBe('b');
    expect(rig.records.filter((each) => each.kind === 'answer').map(({ by, how, answer }) => `${by} ${how} ${answer}`).at(-1)).toBe('Desktop rule migrate');
  });

  it('a rule is of one access point and one reason', async () => {
    await does(() => { answers().addRule('b', 'currentHasNoInternet'); answers().addRule('a', 'currentIsWeak'); });
    driver.setConnectivity('a', 'none');
    expect(await offered()).toBe(true);
    await clock.advance(5_000);
    expect(rig.core.trial).toBeNull();
  });

  it('a rule moves nobody whose candidate fails the tests', async () => {
    const probes = new FakeProbes();
    driver.probes = probes;
    await does(() => { answers().addRule('a', 'currentHasNoInternet'); });
    driver.setConnectivity('a', 'none');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'testing', 60_000);
    probes.answer('b', 'internet', { result: 'portal', address: null });
    await clock.advance(2_000);
    expect([session.member, rig.records.some((each) => each.kind === 'trialEnded' && each.end.code === 'testFailed')]).toEqual(['a', true]);
  });

  it('a scope is listed, and taking it back asks again', async () => {
    driver.setConnectivity('a', 'none');
    await offered();
    session.ignore('thisAccessPoint');
    await clock.settle();
    const [ignored] = answers().view().ignored;
    expect(ignored).toMatchObject({ current: null, candidate: 'b', until: null });
    await does(() => { answers().remove(ignored?.id ?? ''); });
    expect(answers().view().ignored).toEqual([]);
    expect(await offered(180_000)).toBe(true);
    expect(rig.core.engine.offerOf(session.id)?.candidate).toBe('b');
  });

  it('an hour is listed until it is over, this time is not', async () => {
    driver.setConnectivity('a', 'none');
    await offered();
    session.ignore('thisTime');
    await clock.settle();
    expect(answers().view().ignored).toEqual([]);
    await does(() => { rig.core.engine.memory.exclude('a', 'b', clock.now() + 3_600_000); });
    expect(answers().view().ignored).toMatchObject([{ current: 'a', candidate: 'b', until: clock.now() + 3_600_000 }]);
    await clock.advance(3_600_000);
    expect(answers().view().ignored).toEqual([]);
  });

  it('all come back as they were stored', () => {
    answers().pin('a', true);
    answers().addRule('a', 'currentLost');
    answers().setMode('office', 'stays');
    rig.core.engine.memory.exclude('a', 'c', null);
    const stored = answers().view();
    const again = new CoreRig(new ScriptedDriver(clock), clock);
    again.core.roaming.answers.load(stored);
    expect(again.core.roaming.answers.view()).toEqual(stored);
    expect(again.core.engine.memory.exclusion('a', 'c')).toEqual({ until: null });
  });

  it('what does not stand cannot be taken back', () => { expect(answers().remove('rule currentLost nowhere')).toBe(false); });
});

describe('a pin', () => {
  beforeEach(() => does(() => { answers().pin('b', true); }));

  it('keeps the user’s session where it is while that works, and says why', async () => {
    await does(() => { answers().pin('a', true); });
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'a', 'c'] });
    driver.bringUp('b');
    await clock.advance(120_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    expect(rig.core.engine.decisionOf(session.id, 'b')?.outcome).toEqual({ outcome: 'held', reason: { code: 'pinned' } });
  });

  it('does not hold where it leads nowhere, nor where it is lost', async () => {
    await does(() => { answers().pin('a', true); });
    driver.setConnectivity('a', 'none');
    expect(await offered()).toBe(true);
  });

  it('taken off, the offer comes', async () => {
    await does(() => { answers().pin('a', true); });
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'a', 'c'] });
    driver.bringUp('b');
    await clock.advance(120_000);
    await does(() => { answers().pin('a', false); });
    expect(await offered()).toBe(true);
  });
});

describe('how sessions roam, by the user’s word', () => {
  it('a session that stays is not asked about, one that roams by itself moves, one that asks is asked again', async () => {
    await does(() => { rig.core.roaming.setSessionMode(session, 'stays'); });
    driver.setConnectivity('a', 'none');
    expect([session.roamingMode, await offered()]).toEqual(['stays', false]);
    await does(() => { rig.core.roaming.setSessionMode(session, 'asks'); });
    expect([session.roamingMode, await offered()]).toEqual(['asksUser', true]);
    await does(() => { rig.core.roaming.setSessionMode(session, 'byItself'); });
    expect(session.roamingMode).toBe('byItself');
  });

  it('a service network’s word holds for all on it but those with one of their own', async () => {
    const other = await open('office', program);
    await does(() => { rig.core.roaming.setNetworkMode('office', 'byItself'); rig.core.roaming.setSessionMode(other, 'stays'); });
    expect([session.roamingMode, other.roamingMode]).toEqual(['byItself', 'stays']);
    driver.setConnectivity('a', 'none');
    expect(await clock.advanceUntil(() => session.member === 'b', 90_000)).toBe(true);
    expect(other.member).toBe('a');
    await does(() => { rig.core.roaming.setNetworkMode('office', null); });
    expect([session.roamingMode, answers().view().modes]).toEqual(['asksUser', {}]);
  });

  it('a program that answers for itself does so, unless the user said stay on its very session', async () => {
    const other = await open('office', program);
    other.on('preferredConfigurationChanged', () => {});
    await does(() => { rig.core.roaming.setNetworkMode('office', 'stays'); });
    expect(other.roamingMode).toBe('answersItself');
    await does(() => { rig.core.roaming.setSessionMode(other, 'stays'); });
    expect(other.roamingMode).toBe('stays');
  });
});

describe('the latest decision about a candidate', () => {
  it('is there for those not offered too, in data: not better, not in reach, offered', async () => {
    driver.change('c', { inReach: false });
    await clock.settle();
    const outcome = (candidate: string) => rig.core.engine.decisionOf(session.id, candidate)?.outcome;
    expect([outcome('b'), outcome('c'), outcome('a')]).toEqual([
      { outcome: 'held', reason: { code: 'notBetter', by: 'order' } }, { outcome: 'gated', reason: { code: 'notInReach' } }, undefined,
    ]);
    driver.setConnectivity('a', 'none');
    await offered();
    expect(outcome('b')).toMatchObject({ outcome: 'offered', reason: { code: 'currentHasNoInternet' } });
    session.close();
    await clock.settle();
    expect(outcome('b')).toBeUndefined();
  });

  it('is none about what was taken out of the network, or forgotten', async () => {
    const outcome = (candidate: string, of = session) => rig.core.engine.decisionOf(of.id, candidate);
    const all = await open('network:all', program);
    all.on('preferredConfigurationChanged', () => {});
    await clock.settle();
    expect([outcome('c'), outcome('c', all)]).not.toContain(null);
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b'] });
    await clock.settle();
    expect([outcome('c'), outcome('c', all) === null]).toEqual([null, false]);
    driver.change('c', { stored: false });
    await clock.settle();
    expect(outcome('c', all)).toBeNull();
  });

  it('says of the second best that another is better still', async () => {
    driver.setConnectivity('a', 'none');
    await clock.settle();
    expect(rig.core.engine.decisionOf(session.id, 'c')?.outcome).toEqual({ outcome: 'held', reason: { code: 'notFirst' } });
  });
});

describe('the answers that stand, kept', () => {
  const kept = () => {
    const memory = new RoamingMemory();
    const told: (string | undefined)[] = [];
    return { memory, told, answers: new Answers({ memory, now: () => 0, onChanged: (pinned) => { told.push(pinned); } }) };
  };

  it('tell each change once, and of a pin what looks different for it', () => {
    const { answers: each, told } = kept();
    each.addRule('a', 'currentLost');
    each.addRule('a', 'currentLost');
    each.pin('a', true);
    each.pin('a', true);
    each.setMode('office', 'stays');
    each.setMode('office', 'stays');
    each.setMode('home', null);
    expect(told).toEqual([undefined, 'a', undefined]);
    each.pin('a', false);
    each.pin('b', false);
    each.setMode('office', null);
    expect([each.remove('rule currentLost a'), each.remove('rule currentLost a')]).toEqual([true, false]);
    expect([told.slice(3), each.view()]).toEqual([['a', undefined, undefined], { ignored: [], rules: [], pins: [], modes: {} }]);
  });

  it('take back the one ignore that was named, of several about one access point', () => {
    const { answers: each, memory, told } = kept();
    for (const current of ['a', 'c', null]) memory.exclude(current, 'b', null);
    memory.exclude('a', 'd', null);
    const ids = each.view().ignored.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const listed = () => each.view().ignored.map(({ current, candidate }) => `${current} ${candidate}`);
    expect([each.remove(ids[1] ?? ''), listed(), told.length]).toEqual([true, ['a b', 'null b', 'a d'], 1]);
    expect([each.remove(ids[2] ?? ''), listed()]).toEqual([true, ['a b', 'a d']]);
    expect([each.remove(ids[1] ?? ''), listed()]).toEqual([false, ['a b', 'a d']]);
  });

  it('come back as they were stored without a word, and none where none were', () => {
    const { answers: each, told } = kept();
    each.load();
    expect(each.view()).toEqual({ ignored: [], rules: [], pins: [], modes: {} });
    each.load({ ignored: [], rules: [{ id: 'rule currentLost a', current: 'a', when: 'currentLost' }], pins: ['b'], modes: { office: 'byItself' } });
    expect([each.ruleFor('a', 'currentLost')?.id, each.ruleFor('a', 'betterClass'), each.isPinned('b'), each.isPinned('a'), each.modeOf('office'), each.modeOf('home')])
      .toEqual(['rule currentLost a', null, true, false, 'byItself', null]);
    expect(told).toEqual([]);
  });
});
