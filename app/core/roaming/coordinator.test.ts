import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { Dirty } from '../dirty.ts';
import { failed } from '../ports/driver.ts';
import type { Session } from '../session.ts';
import { CoreRig, desktop, listen, program } from '../testing/core-rig.ts';
import { ScriptedDriver } from '../testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

/** A service network "office" of a (up by the system), b and c, each on an interface of its own; d is alone. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('a', { up: true }).add('b').add('c').add('d');
  rig = await new CoreRig(driver, clock).start();
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b', 'c'] });
  await clock.settle();
});

async function opened(client = desktop, on = 'office', properties: Record<string, unknown> = {}): Promise<Session> {
  const session = rig.core.createSession(on, client);
  for (const [key, value] of Object.entries(properties)) session.setSessionProperty(key, value);
  session.open();
  await clock.settle();
  return session;
}
/** A program that answers for itself, with what it hears. */
async function answerer(): Promise<{ session: Session; heard: string[] }> {
  const session = rig.core.createSession('office', program);
  const heard = listen(session, { answers: true });
  session.open();
  await clock.settle();
  return { session, heard };
}
const loseInternet = () => { driver.setConnectivity('a', 'none'); };
const offerOf = (session: Session) => rig.core.engine.offerOf(session.id);
async function asked(session: Session): Promise<void> {
  loseInternet();
  expect(await clock.advanceUntil(() => offerOf(session) !== null, 60_000)).toBe(true);
}
const passed = () => clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 60_000);
async function onTrial(session: Session): Promise<void> {
  await asked(session);
  session.migrate();
  expect(await passed()).toBe(true);
}
const commands = () => driver.commands.filter((each) => each !== 'scan');
const answers = () => rig.records.flatMap((each) => (each.kind === 'answer' ? [`${each.by} ${each.answer} ${each.candidate}`] : []));
const ends = () => rig.records.flatMap((each) => (each.kind === 'trialEnded' ? [each.end.code] : []));
const cools = (accessPoint: string) => (rig.core.engine.memory.coolDownUntil(accessPoint) ?? 0) > clock.now();
const inQueue = async (act: () => void) => { rig.core.post(act); await clock.settle(); };

describe('who is asked', () => {
  const leaders = () => rig.core.engine.offers().map((each) => each.session);
  async function allAsked(): Promise<string[]> { loseInternet(); await clock.advance(30_000); return leaders(); }

  it('the desktop\'s session, whenever it was made', async () => {
    await opened(program);
    const asks = await opened();
    await opened(program);
    expect(await allAsked()).toEqual([asks.id]);
  });
  it('the first of two of the desktop\'s', async () => {
    const first = await opened();
    await opened();
    expect(await allAsked()).toEqual([first.id]);
  });
  it('without one of the desktop\'s the first of the programs that follow', async () => {
    const first = await opened(program);
    await opened(program);
    expect(await allAsked()).toEqual([first.id]);
  });
  it('one on another link leads nobody here', async () => {
    driver.bringUp('b');
    await clock.settle();
    const elsewhere = await opened();
    await inQueue(() => { elsewhere.apply({ input: 'followed', member: 'b' }); });
    const here = await opened(program);
    expect(await allAsked()).toEqual([here.id]);
  });
  it('one that stays leads nobody', async () => {
    await opened(desktop, 'office', { SuppressRoaming: true });
    const follows = await opened(program);
    expect(await allAsked()).toEqual([follows.id]);
  });
  it('one that answers itself leads nobody else, nor does one that moves by itself', async () => {
    driver.capabilities.forcedRoaming = false;
    const { session } = await answerer();
    const byItself = await opened(program, 'office', { RoamByItself: true });
    const follows = await opened(program);
    expect((await allAsked()).toSorted()).toEqual([session.id, byItself.id, follows.id].toSorted());
  });
  it('when the one who led closes, the next one leads', async () => {
    const first = await opened();
    const next = await opened(program);
    await asked(first);
    first.close();
    await clock.advance(70_000);
    expect(leaders()).toEqual([next.id]);
  });
  it('when the desktop\'s comes, it takes over', async () => {
    const first = await opened(program);
    await asked(first);
    const asks = await opened();
    await clock.advance(70_000);
    expect(leaders()).toEqual([asks.id]);
  });
  it('a program hears a question only while it stands', async () => {
    const { session, heard } = await answerer();
    await asked(session);
    expect(heard.filter((each) => each.startsWith('preferred'))).toEqual(['preferred b']);
    expect(rig.marked.offers).toBe(true);
  });
});

describe('who moves with the answer', () => {
  const companionsOf = async (leader: Session) => { await asked(leader); const offer = offerOf(leader); return { moves: offer?.moves, stays: offer?.stays }; };

  it('with the desktop those that follow and can, while the others stay', async () => {
    rig.core.setServiceNetwork({ id: 'few', name: 'Few', members: ['a', 'd'] });
    const leader = await opened();
    const sibling = await opened();
    const follows = await opened(program);
    const cannot = await opened(program, 'few');
    const held = await opened(program, 'office', { SuppressRoaming: true });
    const alone = await opened(program, 'a');
    expect(await companionsOf(leader)).toEqual({ moves: [leader.id, sibling.id, follows.id], stays: [cannot.id, held.id, alone.id] });
  });
  it('nobody with a program that answers for itself', async () => {
    const { session } = await answerer();
    const follows = await opened(program);
    expect(await companionsOf(session)).toEqual({ moves: [session.id], stays: [follows.id] });
  });
  it('others with a program that the desktop\'s user answers for', async () => {
    const leader = await opened(program);
    const follows = await opened(program);
    expect(await companionsOf(leader)).toEqual({ moves: [leader.id, follows.id], stays: [] });
  });
  it('nobody who is on another link', async () => {
    driver.bringUp('b');
    await clock.settle();
    const leader = await opened();
    const elsewhere = await opened(program, 'b');
    const before = await opened(program);
    await inQueue(() => { before.apply({ input: 'followed', member: 'b' }); });
    const { moves, stays } = await companionsOf(leader);
    expect([...moves ?? [], ...stays ?? []]).toEqual([leader.id]);
    expect(elsewhere.member).toBe('b');
  });
});

describe('both links at once', () => {
  const overlapOf = async () => { const session = await opened(); await asked(session); return offerOf(session)?.overlap; };

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
    const session = await opened();
    await onTrial(session);
    session.accept();
    await clock.advance(40_000);
    expect(answers()).toEqual(['Desktop migrate b', 'Desktop accept b']);
    session.roamTo('c');
    await passed();
    session.reject();
    await clock.settle();
    expect(answers().slice(2)).toEqual(['Desktop roamTo c', 'Desktop reject c']);
  });
  it('to nothing is nothing', async () => {
    const session = await opened();
    session.migrate();
    session.accept();
    session.reject();
    session.ignore();
    await clock.settle();
    expect([answers(), commands(), session.state]).toEqual([[], [], 'connected']);
  });
  it('to a trial is its leader\'s alone', async () => {
    const leader = await opened();
    const follows = await opened(program);
    await onTrial(leader);
    follows.reject();
    follows.accept();
    await clock.settle();
    expect([answers(), rig.core.trial?.view().phase, ends()]).toEqual([['Desktop migrate b'], 'passed', []]);
  });
  it('silences the engine for a minute', async () => {
    const session = await opened();
    await onTrial(session);
    session.reject();
    await clock.advance(2_000);
    expect(rig.records.findLast((each) => each.kind === 'decision' && each.decision.outcome.outcome === 'held')).toMatchObject({ decision: { outcome: { reason: { code: 'userChoseRecently' } } } });
  });
  it('the question is over with it', async () => {
    const session = await opened();
    await onTrial(session);
    expect(offerOf(session)).toBeNull();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'accepted' } });
  });
});

describe('roamTo()', () => {
  it.each<[string, string]>([['an access point that is no member', 'd'], ['the one in use', 'a'], ['nothing known', 'nowhere']])('to %s does nothing', async (_, member) => {
    const session = await opened();
    session.roamTo(member);
    await clock.advance(1_000);
    expect([session.state, answers(), commands()]).toEqual(['connected', [], []]);
  });
  it('of a session that is not open, or is on an access point, does nothing', async () => {
    const closed = rig.core.createSession('office', desktop);
    const alone = await opened(program, 'a');
    for (const each of [closed, alone]) each.roamTo('b');
    await clock.advance(1_000);
    expect([answers(), commands()]).toEqual([[], []]);
  });
  it('silences the engine', async () => {
    const session = await opened();
    session.roamTo('b');
    await passed();
    session.accept();
    await clock.advance(1_000);
    driver.setConnectivity('b', 'none');
    await clock.advance(30_000);
    expect(offerOf(session)).toBeNull();
  });
});

describe('a trial that ends', () => {
  it.each<[string, (session: Session) => void, string, boolean]>([
    ['a reject', (session) => { session.reject(); }, 'rejected', true],
    ['a sign-in page', () => { driver.setConnectivity('b', 'portal'); }, 'testFailed', true],
    ['a lost candidate', () => { driver.takeDown('b'); }, 'candidateLost', true],
    ['close()', (session) => { session.close(); }, 'closed', false],
    ['stop()', (session) => { session.stop(); }, 'stopped', false],
  ])('by %s: the candidate cools down unless the session left by itself', async (_, act, code, coolsDown) => {
    const session = await opened();
    await onTrial(session);
    act(session);
    await clock.advance(5_000);
    expect([ends(), cools('b'), rig.core.trial, rig.core.roaming.isBusy]).toEqual([[code], coolsDown, null, false]);
  });
  it('with an accept forgets the failures before', async () => {
    const session = await opened();
    rig.core.engine.memory.failed('b', clock.now() - 1_000_000, rig.settings);
    await onTrial(session);
    session.accept();
    await clock.settle();
    expect(rig.core.engine.memory.coolDownUntil('b')).toBeNull();
  });
  it('because the candidate did not come up keeps the platform\'s reason, until the next try', async () => {
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No address.').failure });
    const session = await opened();
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
    const session = await opened();
    session.roamTo('b');
    await clock.advance(6_999);
    expect(session.state).toBe('roaming');
    await clock.advance(1_000);
    expect([session.state, rig.records.find((each) => each.kind === 'trialEnded')]).toMatchObject(['connected', { end: { code: 'activationFailed', failure: 'No connection after 7 s.' } }]);
  });
  it('for another reason keeps none', async () => {
    const session = await opened();
    await onTrial(session);
    session.reject();
    await clock.advance(5_000);
    expect(rig.core.failures.has('b')).toBe(false);
  });
  it('a follower that closes leaves it to the others', async () => {
    const leader = await opened();
    const follows = await opened(program);
    await onTrial(leader);
    follows.close();
    await clock.settle();
    expect([rig.core.trial?.sessions, rig.core.links.holders('a')]).toEqual([[leader.id], 1]);
    leader.accept();
    await clock.settle();
    expect([leader.member, follows.isOpen, rig.core.links.holders('b')]).toEqual(['b', false, 1]);
  });
  it('a session that has no part in it closes by itself', async () => {
    const leader = await opened();
    const alone = await opened(program, 'a');
    await onTrial(leader);
    alone.close();
    await clock.settle();
    expect([rig.core.trial?.view().phase, ends(), rig.core.links.holders('a')]).toEqual(['passed', [], 1]);
  });
  it('tells the views at each step', async () => {
    const session = await opened();
    await asked(session);
    const changes = async (act: () => void) => { rig.marked = new Dirty(); act(); await clock.settle(); return rig.marked; };
    expect(await changes(() => { session.migrate(); })).toMatchObject({ trial: true, offers: true });
    await passed();
    expect(await changes(() => { driver.setConnectivity('b', 'unknown'); })).toMatchObject({ trial: true, offers: false });
    const { trial, configurations } = await changes(() => { session.accept(); });
    expect([trial, [...configurations].toSorted()]).toEqual([true, ['a', 'b']]);
  });
  it('accepted, it is over, but for the linger of the old link', async () => {
    driver.takeDown('a');
    const session = await opened();
    await clock.advance(2_000);
    await onTrial(session);
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
    const session = await opened();
    await clock.advance(2_000);
    await onTrial(session);
    session.accept();
    await clock.settle();
    session.roamTo('c');
    await clock.advance(1_500);
    expect([rig.core.links.state('a'), rig.core.trial?.view()]).toMatchObject(['down', { from: 'b', to: 'c', id: 'trial-2' }]);
  });
  it('one that would begin after the linger does not where the session has left meanwhile', async () => {
    driver.takeDown('a');
    const session = await opened();
    await clock.advance(2_000);
    await onTrial(session);
    session.accept();
    await clock.settle();
    session.roamTo('c');
    session.close();
    await clock.advance(5_000);
    expect([rig.core.trial, rig.core.roaming.isBusy, commands().filter((each) => each.endsWith(' c'))]).toEqual([null, false, []]);
  });
});

describe('turns', () => {
  async function two() {
    const [first, second] = [await answerer(), await answerer()];
    await asked(first.session);
    await clock.advanceUntil(() => offerOf(second.session) !== null, 60_000);
    first.session.migrate();
    second.session.migrate();
    expect(await passed()).toBe(true);
    return { first: first.session, second: second.session };
  }

  it('who says migrate during a trial is not moved, and has its turn after a reject too', async () => {
    const { first, second } = await two();
    expect([second.state, answers()]).toEqual(['connected', ['rsync migrate b']]);
    first.reject();
    await clock.advance(3_000);
    expect([first.member, ends()]).toEqual(['a', ['rejected']]);
  });
  it('a turn whose session has gone goes to the next', async () => {
    const third = await answerer();
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
    const session = await opened();
    driver.takeDown('a');
    await clock.advance(599_000);
    expect([session.state, offerOf(session)?.candidate]).toEqual(['roaming', 'b']);
    await clock.advance(2_000);
    expect([session.isOpen, session.error]).toEqual([false, 'sessionAbortedError']);
  });
  it('nor does one whose last candidate goes', async () => {
    const session = await opened();
    driver.takeDown('a');
    await clock.settle();
    driver.change('b', { inReach: false });
    await clock.settle();
    expect([session.state, offerOf(session)?.candidate]).toEqual(['roaming', 'c']);
    driver.change('c', { inReach: false });
    await clock.settle();
    expect([session.isOpen, session.error]).toEqual([false, 'sessionAbortedError']);
  });
  it('one whose link holds stands on it when its question ends', async () => {
    const session = await opened();
    await asked(session);
    driver.setConnectivity('a', 'full');
    await clock.advance(1_000);
    expect([session.state, offerOf(session)]).toEqual(['connected', null]);
  });
  it('of a session that wants to be open again makes it wait', async () => {
    const session = await opened(desktop, 'office', { reopenWhenAvailable: true });
    driver.takeDown('a');
    await clock.settle();
    session.ignore();
    await clock.settle();
    expect(session.phase).toEqual({ phase: 'waiting' });
  });
  it('of one that stays has no fallback', async () => {
    const session = await opened(program, 'office', { SuppressRoaming: true });
    driver.takeDown('a');
    await clock.settle();
    expect(session.isOpen).toBe(false);
  });
  it('a trial after it is no overlap, and leaves the machine\'s route to nobody', async () => {
    const session = await opened();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await clock.settle();
    expect([rig.core.trial?.view().overlap, commands()]).toEqual([false, ['activate b']]);
  });
  it.each([['rejected', 'sessionAbortedError'], ['candidateLost', 'roamingError']])('a trial after it that ends as %s: %s', async (code, error) => {
    const session = await opened();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await passed();
    if (code === 'rejected') session.reject();
    else driver.takeDown('b');
    await clock.advance(3_000);
    expect([ends(), session.isOpen, session.error, rig.core.links.holders('a')]).toEqual([[code], false, error, 0]);
  });
});

describe('moving by itself', () => {
  it('waits for the test, and goes back where that fails', async () => {
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No.').failure });
    const session = await opened(program, 'office', { RoamByItself: true });
    loseInternet();
    await clock.advance(25_000);
    expect([session.member, session.state, ends()]).toEqual(['a', 'connected', ['activationFailed']]);
  });
  it('does not begin what the platform cannot', async () => {
    driver.capabilities.forcedRoaming = false;
    const session = await opened(program, 'office', { RoamByItself: true });
    loseInternet();
    await clock.advance(60_000);
    expect([commands(), answers(), offerOf(session)?.candidate]).toEqual([[], [], 'b']);
  });
});

describe('packets on the link in use', () => {
  it('hold a question back where somebody counts them', async () => {
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'a'] });
    const session = await opened();
    for (let each = 0; each < 40; each += 1) { driver.count('a', each * 1_000, 0, each * 50); await clock.advance(1_000); }
    expect([offerOf(session), rig.records.some((each) => each.kind === 'decision' && each.decision.outcome.reason.code === 'inCallOrStream')]).toEqual([null, true]);
  });
});

describe('the end of Handover', () => {
  it('ends the questions, and a linger at once', async () => {
    driver.takeDown('a');
    const session = await opened();
    await clock.advance(2_000);
    await onTrial(session);
    session.accept();
    await clock.settle();
    const stopped = rig.core.stop();
    await clock.advance(2_000);
    await stopped;
    expect(rig.core.links.state('a')).toBe('down');
  });
  it('tells why a question ended', async () => {
    const session = await opened();
    await asked(session);
    await rig.core.stop();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'handoverEnded' } });
  });
});
