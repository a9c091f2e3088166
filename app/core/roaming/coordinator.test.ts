import { beforeEach, describe, expect, it } from 'vitest';
import type { IgnoreScope } from '../../contract/values.ts';
import type { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { Dirty } from '../dirty.ts';
import type { Session } from '../session.ts';
import { desktop, program } from '../testing/core-rig.ts';
import { OfficeRig } from '../testing/office-rig.ts';
import type { ScriptedDriver } from '../testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;
beforeEach(async () => {
  rig = await OfficeRig.begin();
  ({ clock, driver } = rig);
});

describe('who is asked', () => {
  const leaders = () => rig.core.engine.offers().map((each) => each.session);
  async function allAsked(): Promise<string[]> { driver.setConnectivity('a', 'none'); await clock.advance(30_000); return leaders(); }

  it('the desktop\'s session, whenever it was made', async () => {
    await rig.opened(program);
    const asks = await rig.opened();
    await rig.opened(program);
    expect(await allAsked()).toEqual([asks.id]);
  });
  it('the first of two of the desktop\'s', async () => {
    const first = await rig.opened();
    await rig.opened();
    expect(await allAsked()).toEqual([first.id]);
  });
  it('without one of the desktop\'s the first of the programs that follow', async () => {
    const first = await rig.opened(program);
    await rig.opened(program);
    expect(await allAsked()).toEqual([first.id]);
  });
  it('one on another link leads nobody here', async () => {
    driver.bringUp('b');
    await clock.settle();
    const elsewhere = await rig.opened();
    await rig.inQueue(() => { elsewhere.apply({ input: 'followed', member: 'b' }); });
    const here = await rig.opened(program);
    expect(await allAsked()).toEqual([here.id]);
  });
  it('one that stays leads nobody', async () => {
    await rig.opened(desktop, 'office', { SuppressRoaming: true });
    const follows = await rig.opened(program);
    expect(await allAsked()).toEqual([follows.id]);
  });
  it('one that answers itself leads nobody else, nor does one that moves by itself', async () => {
    driver.capabilities.forcedRoaming = false;
    const { session } = await rig.answerer();
    const byItself = await rig.opened(program, 'office', { RoamByItself: true });
    const follows = await rig.opened(program);
    expect((await allAsked()).toSorted()).toEqual([session.id, byItself.id, follows.id].toSorted());
  });
  it('when the one who led closes, the next one leads', async () => {
    const first = await rig.opened();
    const next = await rig.opened(program);
    await rig.asked(first);
    first.close();
    await clock.advance(70_000);
    expect(leaders()).toEqual([next.id]);
  });
  it('when the desktop\'s comes, it takes over', async () => {
    const first = await rig.opened(program);
    await rig.asked(first);
    const asks = await rig.opened();
    await clock.advance(70_000);
    expect(leaders()).toEqual([asks.id]);
  });
  it('a program hears a question only while it stands', async () => {
    const { session, heard } = await rig.answerer();
    await rig.asked(session);
    expect(heard.filter((each) => each.startsWith('preferred'))).toEqual(['preferred b']);
    expect(rig.marked.offers).toBe(true);
  });
});

describe('who moves with the answer', () => {
  const companionsOf = async (leader: Session) => { await rig.asked(leader); const offer = rig.offerOf(leader); return { moves: offer?.moves, stays: offer?.stays }; };

  it('with the desktop those that follow and can, while the others stay', async () => {
    rig.core.setServiceNetwork({ id: 'few', name: 'Few', members: ['a', 'd'] });
    const leader = await rig.opened();
    const sibling = await rig.opened();
    const follows = await rig.opened(program);
    const cannot = await rig.opened(program, 'few');
    const held = await rig.opened(program, 'office', { SuppressRoaming: true });
    const alone = await rig.opened(program, 'a');
    expect(await companionsOf(leader)).toEqual({ moves: [leader.id, sibling.id, follows.id], stays: [cannot.id, held.id, alone.id] });
  });
  it('nobody with a program that answers for itself', async () => {
    const { session } = await rig.answerer();
    const follows = await rig.opened(program);
    expect(await companionsOf(session)).toEqual({ moves: [session.id], stays: [follows.id] });
  });
  it('others with a program that the desktop\'s user answers for', async () => {
    const leader = await rig.opened(program);
    const follows = await rig.opened(program);
    expect(await companionsOf(leader)).toEqual({ moves: [leader.id, follows.id], stays: [] });
  });
  it('nobody who is on another link', async () => {
    driver.bringUp('b');
    await clock.settle();
    const leader = await rig.opened();
    const elsewhere = await rig.opened(program, 'b');
    const before = await rig.opened(program);
    await rig.inQueue(() => { before.apply({ input: 'followed', member: 'b' }); });
    const { moves, stays } = await companionsOf(leader);
    expect([...moves ?? [], ...stays ?? []]).toEqual([leader.id]);
    expect(elsewhere.member).toBe('b');
  });
});

describe('a session that is held where it is', () => {
  const holds = () => rig.records.flatMap((each) => (each.kind === 'decision' && each.decision.outcome.outcome === 'held' ? [`${each.decision.session} ${each.decision.candidate.accessPoint} ${each.decision.outcome.reason.code}`] : []));
  const scans = () => driver.commands.filter((each) => each === 'scan').length;

  it('by its program is not asked about, which is recorded with its reason; no scan is made for it', async () => {
    const held = await rig.opened(program, 'office', { SuppressRoaming: true });
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([rig.offerOf(held), holds(), scans()]).toEqual([null, [`${held.id} b clientForbids`], 0]);
  });
  it('by the user likewise', async () => {
    const session = await rig.opened();
    await rig.inQueue(() => { rig.core.roaming.setSessionMode(session, 'stays'); });
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([rig.offerOf(session), holds(), scans()]).toEqual([null, [`${session.id} b userForbids`], 0]);
  });
  it.each(['office', 'a'])('on %s lets nobody take its link down: where two links cannot be up, the others are not asked until it lets go', async (on) => {
    driver.capabilities.overlap = false;
    const session = await rig.opened();
    const held = await rig.opened(program, on, { SuppressRoaming: true });
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([rig.offerOf(session), holds()]).toEqual([null, expect.arrayContaining([`${session.id} b clientForbids`])]);
    held.setSessionProperty('SuppressRoaming', false);
    await clock.settle();
    expect(rig.offerOf(session)?.candidate).toBe('b');
    held.setSessionProperty('SuppressRoaming', true);
    await clock.settle();
    expect(rig.offerOf(session)).toBeNull();
    held.close();
    await clock.advance(60_000);
    expect(rig.offerOf(session)?.candidate).toBe('b');
  });
  it('whose link stays up beside the new one keeps nobody from being asked', async () => {
    const session = await rig.opened();
    const held = await rig.opened(program, 'office', { SuppressRoaming: true });
    await rig.asked(session);
    expect(rig.offerOf(session)).toMatchObject({ overlap: true, stays: [held.id] });
  });
});

describe('both links at once', () => {
  const overlapOf = async () => { const session = await rig.opened(); await rig.asked(session); return rig.offerOf(session)?.overlap; };

  it('where the candidate has an interface of its own', async () => { expect(await overlapOf()).toBe(true); });
  it('not where the platform cannot', async () => {
    driver.capabilities.overlap = false;
    expect(await overlapOf()).toBe(false);
  });
  it('not where it shares the only interface', async () => {
    for (const each of ['b', 'c']) driver.change(each, { interfaces: ['if-a'] });
    expect(await overlapOf()).toBe(false);
  });
  it('where one of its interfaces is free', async () => {
    for (const each of ['b', 'c']) driver.change(each, { interfaces: ['if-a', 'if-b'] });
    expect(await overlapOf()).toBe(true);
  });
  it('where it is up already', async () => {
    driver.bringUp('b');
    driver.change('b', { interfaces: ['if-a'] });
    expect(await overlapOf()).toBe(true);
  });
});

describe('an answer', () => {
  it('is recorded with who gave it', async () => {
    const session = await rig.opened();
    await rig.onTrial(session);
    session.accept();
    await clock.advance(40_000);
    expect(rig.answers()).toEqual(['Desktop migrate b', 'Desktop accept b']);
    session.roamTo('c');
    await rig.passed();
    session.reject();
    await clock.settle();
    expect(rig.answers().slice(2)).toEqual(['Desktop roamTo c', 'Desktop reject c']);
  });
  it('to nothing is nothing', async () => {
    const session = await rig.opened();
    session.migrate();
    session.accept();
    session.reject();
    session.ignore();
    await clock.settle();
    expect([rig.answers(), rig.commands(), session.state]).toEqual([[], [], 'connected']);
  });
  it('to a trial is its leader\'s alone', async () => {
    const leader = await rig.opened();
    const follows = await rig.opened(program);
    await rig.onTrial(leader);
    follows.reject();
    follows.accept();
    await clock.settle();
    expect([rig.answers(), rig.core.trial?.view().phase, rig.ends()]).toEqual([['Desktop migrate b'], 'passed', []]);
  });
  it('silences the engine for a minute', async () => {
    const session = await rig.opened();
    await rig.onTrial(session);
    session.reject();
    await clock.advance(2_000);
    expect(rig.records.findLast((each) => each.kind === 'decision' && each.decision.outcome.outcome === 'held')).toMatchObject({ decision: { outcome: { reason: { code: 'userChoseRecently' } } } });
  });
  it('the question is over with it', async () => {
    const session = await rig.opened();
    await rig.onTrial(session);
    expect(rig.offerOf(session)).toBeNull();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'accepted' } });
  });
});

describe('what an answer changes', () => {
  const ignoring = async (scope: IgnoreScope) => {
    const session = await rig.opened();
    await rig.asked(session);
    rig.marked = new Dirty();
    session.ignore(scope);
    await clock.settle();
    return rig.marked.answers;
  };

  it.each<[IgnoreScope, boolean]>([['thisTime', false], ['hour', true], ['thisNetwork', true], ['thisAccessPoint', true]])('"%s": the answers that stand: %s', async (scope, changes) => {
    expect(await ignoring(scope)).toBe(changes);
  });
  it('of how a network roams: the sessions on it, and no other', async () => {
    rig.core.setServiceNetwork({ id: 'home', name: 'Home', members: ['d'] });
    driver.bringUp('d');
    await clock.settle();
    const here = await rig.opened();
    const elsewhere = await rig.opened(program, 'home');
    rig.marked = new Dirty();
    await rig.inQueue(() => { rig.core.roaming.setNetworkMode('office', 'stays'); });
    expect([...rig.marked.sessions]).toEqual([here.id]);
    expect([here.roamingMode, elsewhere.roamingMode]).toEqual(['stays', 'followsUser']);
  });
});

describe('a lost link that comes back and goes again in one moment', () => {
  it('is asked about anew, and its session goes on', async () => {
    const session = await rig.opened();
    driver.takeDown('a');
    await clock.settle();
    driver.bringUp('a');
    driver.takeDown('a');
    await clock.settle();
    expect([session.state, session.isOpen, rig.offerOf(session)]).toMatchObject(['roaming', true, { candidate: 'b', reason: { code: 'currentLost' } }]);
  });
});

describe('a question whose session', () => {
  it.each<[string, string, (session: Session) => void]>([
    ['closes', 'closed', (session) => { session.close(); }],
    ['is stopped', 'stopped', (session) => { session.stop(); }],
    ['is to stay from now on', 'reasonGone', (session) => { session.setSessionProperty('SuppressRoaming', true); }],
  ])('%s ends as %s', async (_, code, act) => {
    const session = await rig.opened();
    await rig.asked(session);
    act(session);
    await clock.settle();
    expect([rig.offerOf(session), rig.records.filter((each) => each.kind === 'offerEnded').map((each) => each.end.code)]).toEqual([null, [code]]);
  });
});

describe('roamTo()', () => {
  it.each<[string, string]>([['an access point that is no member', 'd'], ['the one in use', 'a'], ['nothing known', 'nowhere']])('to %s does nothing', async (_, member) => {
    const session = await rig.opened();
    session.roamTo(member);
    await clock.advance(1_000);
    expect([session.state, rig.answers(), rig.commands()]).toEqual(['connected', [], []]);
  });
  it('of a session that is not open, or is on an access point, does nothing', async () => {
    const closed = rig.core.createSession('office', desktop);
    const alone = await rig.opened(program, 'a');
    for (const each of [closed, alone]) each.roamTo('b');
    await clock.advance(1_000);
    expect([rig.answers(), rig.commands()]).toEqual([[], []]);
  });
  it('silences the engine', async () => {
    const session = await rig.opened();
    session.roamTo('b');
    await rig.passed();
    session.accept();
    await clock.advance(1_000);
    driver.setConnectivity('b', 'none');
    await clock.advance(30_000);
    expect(rig.offerOf(session)).toBeNull();
  });
});
