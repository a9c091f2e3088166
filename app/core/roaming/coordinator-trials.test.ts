import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { Dirty } from '../dirty.ts';
import { failed } from '../ports/driver.ts';
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

describe('a trial that ends', () => {
  it.each<[string, (session: Session) => void, string, boolean]>([
    ['a reject', (session) => { session.reject(); }, 'rejected', true],
    ['a sign-in page', () => { driver.setConnectivity('b', 'portal'); }, 'testFailed', true],
    ['a lost candidate', () => { driver.takeDown('b'); }, 'candidateLost', true],
    ['close()', (session) => { session.close(); }, 'closed', false],
    ['stop()', (session) => { session.stop(); }, 'stopped', false],
  ])('by %s: the candidate cools down unless the session left by itself', async (_, act, code, coolsDown) => {
    const session = await rig.opened();
    await rig.onTrial(session);
    act(session);
    await clock.advance(5_000);
    expect([rig.ends(), rig.cools('b'), rig.core.trial, rig.core.roaming.isBusy]).toEqual([[code], coolsDown, null, false]);
  });
  it.each([true, false])('by the loss of both links, two at once possible: %s', async (overlap) => {
    driver.capabilities.overlap = overlap;
    const session = await rig.opened();
    await rig.onTrial(session);
    driver.plan('a', { outcome: 'fails', failure: failed('noAddress', 'No address.').failure });
    driver.takeDown('a');
    driver.takeDown('b');
    await clock.advance(5_000);
    expect([rig.ends(), session.isOpen, session.error, rig.core.links.holders('a'), rig.core.links.holders('b')]).toEqual([['bothLost'], false, 'roamingError', 0, 0]);
  });
  it.each([[['b'], 'candidateLost', true], [['a', 'b'], 'bothLost', true]])('by pulled cables, %j, though the manager still holds the links', async (pulled, code, isOpen) => {
    for (const each of ['a', 'b']) driver.change(each, { kind: 'wired', level: null, bss: [] });
    const session = await rig.opened();
    await rig.onTrial(session);
    for (const each of pulled) driver.change(each, { inReach: false });
    await clock.advance(2_000);
    expect([rig.ends(), session.isOpen, session.member]).toEqual([[code], isOpen, 'a']);
  });
  it('with an accept forgets the failures before', async () => {
    const session = await rig.opened();
    rig.core.engine.memory.failed('b', clock.now() - 1_000_000, rig.settings);
    await rig.onTrial(session);
    session.accept();
    await clock.settle();
    expect(rig.core.engine.memory.coolDownUntil('b')).toBeNull();
  });
  it('because the candidate did not come up keeps the platform\'s reason, until the next try', async () => {
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No address.').failure });
    const session = await rig.opened();
    session.roamTo('b');
    await clock.advance(5_000);
    expect(rig.core.failures.get('b')?.failure).toEqual({ code: 'failed', detail: 'No address.' });
    driver.plan('b', { outcome: 'up' });
    session.roamTo('b');
    await clock.settle();
    expect(rig.core.failures.has('b')).toBe(false);
  });
  it('because the candidate took longer than its time to connect says so', async () => {
    driver.plan('b', { outcome: 'hangs' });
    rig.core.manager.configurationFromIdentifier('b').setConnectTimeout(7_000);
    const session = await rig.opened();
    session.roamTo('b');
    await clock.advance(6_999);
    expect(session.state).toBe('roaming');
    await clock.advance(1_000);
    expect([session.state, rig.records.find((each) => each.kind === 'trialEnded')]).toMatchObject(['connected', { end: { code: 'activationFailed', failure: 'No connection after 7 s.' } }]);
  });
  it('for another reason keeps none', async () => {
    const session = await rig.opened();
    await rig.onTrial(session);
    session.reject();
    await clock.advance(5_000);
    expect(rig.core.failures.has('b')).toBe(false);
  });
  it('a follower that closes leaves it to the others', async () => {
    const leader = await rig.opened();
    const follows = await rig.opened(program);
    await rig.onTrial(leader);
    follows.close();
    await clock.settle();
    expect([rig.core.trial?.sessions, rig.core.links.holders('a')]).toEqual([[leader.id], 1]);
    leader.accept();
    await clock.settle();
    expect([leader.member, follows.isOpen, rig.core.links.holders('b')]).toEqual(['b', false, 1]);
  });
  it('a session that has no part in it closes by itself', async () => {
    const leader = await rig.opened();
    const alone = await rig.opened(program, 'a');
    await rig.onTrial(leader);
    alone.close();
    await clock.settle();
    expect([rig.core.trial?.view().phase, rig.ends(), rig.core.links.holders('a')]).toEqual(['passed', [], 1]);
  });
  it('tells the views at each step', async () => {
    const session = await rig.opened();
    await rig.asked(session);
    const changes = async (act: () => void) => { rig.marked = new Dirty(); act(); await clock.settle(); return rig.marked; };
    expect(await changes(() => { session.migrate(); })).toMatchObject({ trial: true, offers: true });
    await rig.passed();
    expect(await changes(() => { driver.setConnectivity('b', 'unknown'); })).toMatchObject({ trial: true, offers: false });
    const { trial, configurations } = await changes(() => { session.accept(); });
    expect([trial, [...configurations].toSorted()]).toEqual([true, ['a', 'b']]);
  });
  it('accepted, it is over, but for the linger of the old link', async () => {
    driver.takeDown('a');
    const session = await rig.opened();
    await clock.advance(2_000);
    await rig.onTrial(session);
    session.accept();
    await clock.settle();
    expect([rig.core.trial, rig.core.roaming.isBusy]).toEqual([null, true]);
    await clock.advance(29_000);
    expect(rig.core.roaming.isBusy).toBe(true);
    rig.marked = new Dirty();
    await clock.advance(3_000);
    expect([rig.core.roaming.isBusy, rig.marked.trial]).toEqual([false, true]);
  });
  it('a new one settles the linger of the one before', async () => {
    driver.takeDown('a');
    const session = await rig.opened();
    await clock.advance(2_000);
    await rig.onTrial(session);
    session.accept();
    await clock.settle();
    session.roamTo('c');
    await clock.advance(1_500);
    expect([rig.core.links.state('a'), rig.core.trial?.view()]).toMatchObject(['down', { from: 'b', to: 'c', id: 'trial-2' }]);
  });
  it('one that would begin after the linger does not where the session has left meanwhile', async () => {
    driver.takeDown('a');
    const session = await rig.opened();
    await clock.advance(2_000);
    await rig.onTrial(session);
    session.accept();
    await clock.settle();
    session.roamTo('c');
    session.close();
    await clock.advance(5_000);
    expect([rig.core.trial, rig.core.roaming.isBusy, rig.commands().filter((each) => each.endsWith(' c'))]).toEqual([null, false, []]);
  });
});

describe('turns', () => {
  async function two() {
    const [first, second] = [await rig.answerer(), await rig.answerer()];
    await rig.asked(first.session);
    await clock.advanceUntil(() => rig.offerOf(second.session) !== null, 60_000);
    first.session.migrate();
    second.session.migrate();
    expect(await rig.passed()).toBe(true);
    return { first: first.session, second: second.session };
  }

  it('who says migrate during a trial is not moved, and has its turn after a reject too', async () => {
    const { first, second } = await two();
    expect([second.state, rig.answers()]).toEqual(['connected', ['rsync migrate b']]);
    first.reject();
    await clock.advance(3_000);
    expect([first.member, rig.ends()]).toEqual(['a', ['rejected']]);
  });
  it('a turn whose session has gone goes to the next', async () => {
    const third = await rig.answerer();
    const { first, second } = await two();
    third.session.migrate();
    await clock.settle();
    second.dispose();
    await clock.settle();
    first.accept();
    expect(await clock.advanceUntil(() => third.session.state === 'roaming', 10_000)).toBe(true);
  });
});

describe('a lost link', () => {
  it('a question that lapses leaves nothing to stand on', async () => {
    const session = await rig.opened();
    driver.takeDown('a');
    await clock.advance(599_000);
    expect([session.state, rig.offerOf(session)?.candidate]).toEqual(['roaming', 'b']);
    await clock.advance(2_000);
    expect([session.isOpen, session.error]).toEqual([false, 'sessionAbortedError']);
  });
  it('nor does one whose last candidate goes', async () => {
    const session = await rig.opened();
    driver.takeDown('a');
    await clock.settle();
    driver.change('b', { inReach: false });
    await clock.settle();
    expect([session.state, rig.offerOf(session)?.candidate]).toEqual(['roaming', 'c']);
    driver.change('c', { inReach: false });
    await clock.settle();
    expect([session.isOpen, session.error]).toEqual([false, 'sessionAbortedError']);
  });
  it('one whose link holds stands on it when its question ends', async () => {
    const session = await rig.opened();
    await rig.asked(session);
    driver.setConnectivity('a', 'full');
    await clock.advance(1_000);
    expect([session.state, rig.offerOf(session)]).toEqual(['connected', null]);
  });
  it('of a session that wants to be open again makes it wait', async () => {
    const session = await rig.opened(desktop, 'office', { reopenWhenAvailable: true });
    driver.takeDown('a');
    await clock.settle();
    session.ignore();
    await clock.settle();
    expect(session.phase).toEqual({ phase: 'waiting' });
  });
  it('of one that stays has no fallback', async () => {
    const session = await rig.opened(program, 'office', { SuppressRoaming: true });
    driver.takeDown('a');
    await clock.settle();
    expect(session.isOpen).toBe(false);
  });
  it('a trial after it is no overlap, and leaves the machine\'s route to nobody', async () => {
    const session = await rig.opened();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await clock.settle();
    expect([rig.core.trial?.view().overlap, rig.commands()]).toEqual([false, ['activate b']]);
  });
  it.each([['rejected', 'sessionAbortedError'], ['bothLost', 'roamingError']])('a trial after it that ends as %s: %s', async (code, error) => {
    const session = await rig.opened();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await rig.passed();
    if (code === 'rejected') session.reject();
    else driver.takeDown('b');
    await clock.advance(3_000);
    expect([rig.ends(), session.isOpen, session.error, rig.core.links.holders('a')]).toEqual([[code], false, error, 0]);
  });
});

describe('while roaming is paused', () => {
  const pause = () => rig.inQueue(() => { rig.core.engine.pause(null); });

  it('a lost link is not asked about: the session ends as without another access point, and that is recorded', async () => {
    const session = await rig.opened(program);
    await pause();
    driver.takeDown('a');
    await clock.settle();
    expect([session.isOpen, session.error, rig.offerOf(session)]).toEqual([false, 'sessionAbortedError', null]);
  });
  it('the desktop waits, and is open again when the system has found another one', async () => {
    const session = await rig.opened(desktop, 'office', { reopenWhenAvailable: true });
    await pause();
    driver.takeDown('a');
    await clock.settle();
    expect(session.phase).toEqual({ phase: 'waiting' });
    driver.bringUp('b');
    await clock.settle();
    expect(session.member).toBe('b');
  });
  it('a question about a lost link that stands when it is paused ends, and its session with it', async () => {
    const session = await rig.opened(program);
    driver.takeDown('a');
    await clock.settle();
    expect(rig.offerOf(session)?.reason.code).toBe('currentLost');
    await pause();
    expect([rig.offerOf(session), session.isOpen, session.error]).toEqual([null, false, 'sessionAbortedError']);
  });
});

describe('moving by itself', () => {
  it('waits for the test, and goes back where that fails', async () => {
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No.').failure });
    const session = await rig.opened(program, 'office', { RoamByItself: true });
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    expect([session.member, session.state, rig.ends()]).toEqual(['a', 'connected', ['activationFailed']]);
  });
  it('does not begin what the platform cannot', async () => {
    driver.capabilities.forcedRoaming = false;
    const session = await rig.opened(program, 'office', { RoamByItself: true });
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([rig.commands(), rig.answers(), rig.offerOf(session)?.candidate]).toEqual([[], [], 'b']);
  });
});

describe('packets on the link in use', () => {
  it('hold a question back where somebody counts them', async () => {
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'a'] });
    const session = await rig.opened();
    for (let each = 0; each < 40; each += 1) { driver.count('a', each * 1_000, 0, each * 50); await clock.advance(1_000); }
    expect([rig.offerOf(session), rig.records.some((each) => each.kind === 'decision' && each.decision.outcome.reason.code === 'inCallOrStream')]).toEqual([null, true]);
  });
});

describe('a scan for the list on the screen', () => {
  const scans = async (asked: 'list' | 'user') => { const before = rig.core.scans.count; rig.core.scan(asked); await clock.advance(3_000); return rig.core.scans.count - before; };
  async function call(): Promise<void> {
    for (let each = 0; each < 20; each += 1) { driver.count('a', each * 1_000, 0, each * 50); await clock.advance(1_000); }
  }

  it('is not made in a trial, nor in a call over the air; the user may ask for one', async () => {
    driver.change('a', { kind: 'wifi' });
    const session = await rig.opened();
    expect(await scans('list')).toBe(1);
    await call();
    expect(await scans('list')).toBe(0);
    expect(await scans('user')).toBe(1);
    await clock.advance(60_000);
    driver.count('a', 20_000, 0, 1_000);
    await clock.advance(15_000);
    driver.count('a', 20_000, 0, 1_000);
    await clock.settle();
    expect(await scans('list')).toBe(1);
    await rig.onTrial(session);
    expect(await scans('list')).toBe(0);
  });
  it('is made in a call over a cable', async () => {
    await rig.opened();
    await call();
    expect(await scans('list')).toBe(1);
  });
});

describe('the end of Handover', () => {
  it('ends the questions, and a linger at once', async () => {
    driver.takeDown('a');
    const session = await rig.opened();
    await clock.advance(2_000);
    await rig.onTrial(session);
    session.accept();
    await clock.settle();
    const stopped = rig.core.stop();
    await clock.advance(2_000);
    await stopped;
    expect(rig.core.links.state('a')).toBe('down');
  });
  it('in a trial is no fault of the candidate', async () => {
    const session = await rig.opened();
    await rig.onTrial(session);
    const stopped = rig.core.stop();
    await clock.advance(3_000);
    await stopped;
    expect([rig.ends(), rig.cools('b')]).toEqual([['handoverEnded'], false]);
  });
  it('tells why a question ended', async () => {
    const session = await rig.opened();
    await rig.asked(session);
    await rig.core.stop();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'handoverEnded' } });
  });
});
