import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from './session.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

/** A service network "office" of a (up by the system) and b; c is on b's interface; d is alone. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('a', { up: true }).add('b').add('c', { on: 'if-b' }).add('d');
  rig = await new CoreRig(driver, clock).start();
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'b'] });
  await clock.settle();
});

async function openOffice(client = desktop): Promise<{ session: Session; heard: string[] }> {
  const session = rig.core.createSession('office', client);
  session.open();
  await clock.settle();
  return { session, heard: listen(session) };
}

/** The first member loses its internet, and the question comes. */
async function offered() {
  const made = await openOffice();
  driver.setConnectivity('a', 'none');
  expect(await clock.advanceUntil(() => rig.core.engine.offerOf(made.session.id) !== null, 60_000)).toBe(true);
  return made;
}

async function onTrial() {
  const made = await offered();
  made.session.migrate();
  expect(await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000)).toBe(true);
  return made;
}

const commands = () => driver.commands.filter((each) => each !== 'scan');

describe('a service network', () => {
  it('NEW-10, ROAM-20, PROP-03: opens by its best member, and names it', async () => {
    const { session } = await openOffice();
    expect([session.state, session.isOpen, session.sessionProperty('ActiveConfiguration')]).toEqual(['connected', true, 'a']);
    expect(session.configuration.identifier).toBe('office');
  });

  it('ROAM-15, ROAM-20: with nothing up, the first that is in reach is brought up, and the next where that fails', async () => {
    driver.takeDown('a');
    driver.plan('a', { outcome: 'fails', failure: failed('failed', 'No.').failure });
    await clock.settle();
    const session = rig.core.createSession('office', desktop);
    const heard = listen(session);
    session.open();
    await clock.advance(5_000);
    expect(heard).toEqual(['state connecting', 'opened', 'state connected']);
    expect(session.member).toBe('b');
  });

  it('a count on the network is a count on the access point that it uses', async () => {
    await openOffice();
    expect(rig.core.links.holders('a')).toBe(1);
  });

  it('OPEN-10, NEW-11, CLOSE-07, STOP-10: open, close and stop work on it', async () => {
    const { session, heard } = await openOffice();
    session.close();
    await clock.settle();
    session.open();
    await clock.settle();
    session.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['closed', 'opened', 'state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
    expect(rig.core.links.state('a')).toBe('down');
  });

  it('STOP-18: a sibling on the network is stopped with it', async () => {
    const { session } = await openOffice();
    const sibling = await openOffice(program);
    session.stop();
    await clock.advance(2_000);
    expect(sibling.heard).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('ROAM-14: a network is disconnected only when its best member is merely in reach', async () => {
    driver.bringUp('b');
    await clock.settle();
    const watching = rig.core.createSession('office', program);
    const heard = listen(watching);
    driver.takeDown('a');
    await clock.settle();
    expect(watching.state).toBe('connected');
    driver.takeDown('b');
    await clock.settle();
    expect(heard).toEqual(['state disconnected']);
  });

  it('NEW-07: configuration() is the one it was built with, for good', async () => {
    const { session } = await onTrial();
    session.accept();
    await clock.settle();
    expect(session.configuration.identifier).toBe('office');
  });

  it('CFG-08: a service network has no bearer of its own', () => {
    const office = rig.core.manager.configurationFromIdentifier('office');
    expect([office.bearerType, office.bearerTypeName]).toEqual(['unknown', '']);
  });

  it('CFG-09, CFG-11: children in order, roaming available with two of them', () => {
    const office = rig.core.manager.configurationFromIdentifier('office');
    expect(office.children().map((each) => each.identifier)).toEqual(['a', 'b']);
    expect([office.isRoamingAvailable, rig.core.manager.configurationFromIdentifier('a').isRoamingAvailable]).toEqual([true, false]);
  });
});

describe('an offer', () => {
  it('comes after 20 s without internet, and leaves the session connected', async () => {
    const { session, heard } = await openOffice();
    driver.setConnectivity('a', 'none');
    await clock.advance(19_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    await clock.advance(2_000);
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ current: 'a', candidate: 'b', isSeamless: false, overlap: true, reason: { code: 'currentHasNoInternet' } });
    expect([session.state, heard]).toEqual(['connected', []]);
  });

  it('ROAM-02, ROAM-03: a program that listens is asked itself', async () => {
    const session = rig.core.createSession('office', program);
    const heard = listen(session, { answers: true });
    session.open();
    await clock.settle();
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    expect(heard).toEqual(['opened', 'preferred b']);
  });

  it('lapses when its reason does', async () => {
    const { session } = await offered();
    driver.setConnectivity('a', 'full');
    await clock.advance(1_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'reasonGone' } });
  });

  it('ROAM-10: ignored, the session stays where it is and is not asked again at once', async () => {
    const { session, heard } = await offered();
    session.ignore();
    await clock.advance(30_000);
    expect([session.state, heard, rig.core.engine.offerOf(session.id)]).toEqual(['connected', [], null]);
    expect(await clock.advanceUntil(() => rig.core.engine.offerOf(session.id) !== null, 60_000)).toBe(true);
  });

  it('"this access point never" is kept', async () => {
    const { session } = await offered();
    session.ignore('thisAccessPoint');
    await clock.advance(86_400_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    expect(rig.records.filter((each) => each.kind === 'decision' && each.decision.outcome.reason.code === 'excluded')).toHaveLength(1);
  });

  it('is one for one link: sessions without an answerer move with the desktop\'s answer', async () => {
    const follower = rig.core.createSession('office', program);
    follower.open();
    const elsewhere = rig.core.createSession('a', program);
    elsewhere.open();
    const { session } = await offered();
    expect(rig.core.engine.offers()).toHaveLength(1);
    const offer = rig.core.engine.offers()[0];
    expect(offer?.session).toBe(session.id);
    expect(offer?.moves).toEqual([session.id, follower.id]);
    expect(offer?.stays).toEqual([elsewhere.id]);
  });
});

describe('a trial', () => {
  it('ROAM-07: both links are up, everything reads as before until accept', async () => {
    const { session, heard } = await onTrial();
    expect(heard).toEqual(['state roaming', 'activated']);
    expect([session.isOpen, session.interface, session.sessionProperty('ActiveConfiguration')]).toEqual([true, 'if-a', 'a']);
    expect([rig.core.links.state('a'), rig.core.links.state('b')]).toEqual(['connected', 'connected']);
  });

  it('ROAM-05, ROAM-18: roaming from migrate() on, where waiting for opened is over at once', async () => {
    const { session, heard } = await offered();
    session.migrate();
    await clock.settle();
    expect(heard).toEqual(['state roaming']);
    await expect(session.waitForOpened()).resolves.toBe(true);
  });

  it('ROAM-08: accept: on the new one; a link that the system brought up stays', async () => {
    const { session, heard } = await onTrial();
    session.accept();
    await clock.advance(40_000);
    expect(heard).toEqual(['state roaming', 'activated', 'state connected']);
    expect([session.member, session.interface]).toEqual(['b', 'if-b']);
    expect(commands()).toEqual(['beginTrial a b', 'switch', 'commit']);
    expect([rig.core.links.holders('a'), rig.core.links.holders('b')]).toEqual([0, 1]);
  });

  it('accept: what Handover had brought up is taken down after the linger', async () => {
    driver.takeDown('a');
    await clock.settle();
    const { session } = await openOffice();
    await clock.advance(5_000);
    expect(session.member).toBe('a');
    driver.setConnectivity('a', 'none');
    await clock.advanceUntil(() => rig.core.engine.offerOf(session.id) !== null, 60_000);
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(20_000);
    expect(rig.core.links.state('a')).toBe('connected');
    await clock.advance(15_000);
    expect(rig.core.links.state('a')).toBe('down');
    expect(commands().at(-1)).toBe('commit releaseOld');
  });

  it('ROAM-09: reject: back on the old one, the new one is taken down', async () => {
    const { session, heard } = await onTrial();
    session.reject();
    await clock.advance(2_000);
    expect(heard).toEqual(['state roaming', 'activated', 'state connected']);
    expect([session.member, session.error]).toEqual(['a', 'unknownSessionError']);
    expect(commands().at(-1)).toBe('rollBack releaseNew');
  });

  it('reject while the new one still comes up: it is given up, without an error', async () => {
    driver.plan('b', { outcome: 'hangs' });
    const { session, heard } = await offered();
    session.migrate();
    await clock.settle();
    session.reject();
    await clock.advance(2_000);
    expect([heard, session.member, rig.core.links.state('b')]).toEqual([['state roaming', 'state connected'], 'a', 'down']);
  });

  it('silence goes back while the old one is usable, and the candidate cools down', async () => {
    const { session, heard } = await onTrial();
    driver.setConnectivity('a', 'full');
    await clock.advance(25_000);
    expect(session.member).toBe('a');
    expect(heard).toEqual(['state roaming', 'activated', 'error roamingError', 'state connected']);
    expect(rig.core.engine.memory.coolDownUntil('b')).toBeGreaterThan(clock.now());
  });

  it('the countdown can be paused once, goes on with what was left, and by itself after ten minutes', async () => {
    const { session } = await onTrial();
    await clock.advance(5_000);
    const left = (rig.core.trial?.view().deadline ?? 0) - clock.now();
    expect(rig.core.trial?.pause()).toBe(true);
    await clock.advance(60_000);
    expect(rig.core.trial?.view()).toMatchObject({ deadline: null, canPause: false, pause: { left } });
    rig.core.trial?.resume();
    expect(rig.core.trial?.view()).toMatchObject({ deadline: clock.now() + left, pause: null });
    expect(rig.core.trial?.pause()).toBe(false);
    await clock.advance(left + 2_000);
    expect([rig.core.trial, session.state]).toEqual([null, 'connected']);
  });

  it('a paused countdown that nobody lets go on does so by itself; accept and a lost candidate need none', async () => {
    const { session } = await onTrial();
    rig.core.trial?.pause();
    await clock.advance(600_000);
    expect(rig.core.trial?.view()).toMatchObject({ pause: null, canPause: false });
    session.accept();
    await clock.advance(2_000);
    expect(session.member).toBe('b');
  });

  it('a candidate that vanishes while the countdown is paused: back; an accept then is taken', async () => {
    const { session } = await onTrial();
    rig.core.trial?.pause();
    driver.takeDown('b');
    await clock.advance(2_000);
    expect([session.member, session.state, rig.core.trial]).toEqual(['a', 'connected', null]);
  });

  it('the supplicant’s own roaming between radios is recorded, and not asked about', async () => {
    const radio = (bssid: string, inUse: boolean) => ({ bssid, frequency: 5180, level: -60, lastSeen: clock.now(), interface: 'if-a', inUse });
    await openOffice();
    driver.change('a', { bss: [radio('02:00:00:00:00:01', true), radio('02:00:00:00:00:02', false)] });
    driver.change('a', { bss: [radio('02:00:00:00:00:01', false), radio('02:00:00:00:00:02', true)] });
    driver.change('a', { bss: [radio('02:00:00:00:00:02', true)] });
    await clock.advance(30_000);
    expect(rig.records.filter((each) => each.kind === 'radioChanged')).toEqual([{ kind: 'radioChanged', accessPoint: 'a', from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', level: null }]);
    expect(rig.records.some((each) => each.kind === 'offer')).toBe(false);
  });

  it('silence keeps the new one where the old one is of no use and the new one passed', async () => {
    const { session } = await onTrial();
    expect(rig.core.trial?.view().silence).toBe('keepsNew');
    await clock.advance(25_000);
    expect(session.member).toBe('b');
    expect(rig.records.find((each) => each.kind === 'trialEnded')).toMatchObject({ end: { code: 'keptOnSilence' } });
  });

  it('ROAM-11, ROAM-17: a candidate that does not come up: roamingError, still open on the old one', async () => {
    const { session, heard } = await offered();
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No address.').failure });
    session.migrate();
    await clock.advance(5_000);
    expect(heard).toEqual(['state roaming', 'error roamingError', 'state connected']);
    // ROAM-17: the error alone closes nothing.
    expect([session.isOpen, session.member]).toEqual([true, 'a']);
  });

  it('a sign-in page on the new one fails the test at once', async () => {
    const { session } = await offered();
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().deadline != null, 30_000);
    driver.setConnectivity('b', 'portal');
    await clock.advance(2_000);
    expect(rig.records.find((each) => each.kind === 'trialEnded')).toMatchObject({ end: { code: 'testFailed', test: 'internet' } });
    expect(session.member).toBe('a');
  });

  it('a candidate that vanishes in mid-trial: back', async () => {
    const { session, heard } = await onTrial();
    driver.takeDown('b');
    await clock.advance(2_000);
    expect([session.member, session.state]).toEqual(['a', 'connected']);
    expect(heard).toContain('error roamingError');
  });

  it('the old link lost in mid-trial: silence keeps the new one; accept works', async () => {
    const { session } = await onTrial();
    driver.takeDown('a');
    await clock.settle();
    expect(rig.core.trial?.view().silence).toBe('keepsNew');
    expect(session.state).toBe('roaming');
    session.accept();
    await clock.advance(2_000);
    expect([session.member, session.state]).toEqual(['b', 'connected']);
  });

  it('both links lost: roamingError, closed, disconnected', async () => {
    const { session, heard } = await onTrial();
    driver.takeDown('a');
    driver.takeDown('b');
    await clock.advance(2_000);
    expect(session.isOpen).toBe(false);
    expect(heard.slice(-3)).toEqual(['error roamingError', 'closed', 'state disconnected']);
  });

  it('close() in mid-trial closes and takes the new one down', async () => {
    const { session, heard } = await onTrial();
    session.close();
    await clock.advance(3_000);
    expect(heard.slice(-2)).toEqual(['closed', 'state connected']);
    expect([rig.core.links.state('b'), rig.core.links.holders('a')]).toEqual(['down', 0]);
  });

  it('stop() by another client reaches the running trial (STOP-01)', async () => {
    const { session, heard } = await onTrial();
    rig.core.createSession('a', program).stop();
    await clock.advance(3_000);
    expect([session.isOpen, rig.core.trial]).toEqual([false, null]);
    expect(heard).toContain('error sessionAbortedError');
    expect(rig.core.links.state('b')).toBe('down');
  });

  it('one at a time: an offer during a trial waits', async () => {
    const { session } = await onTrial();
    const other = rig.core.createSession('office', program);
    listen(other, { answers: true });
    other.open();
    await clock.advance(1_000);
    other.migrate();
    other.roamTo('b');
    await clock.settle();
    expect([other.state, session.state]).toEqual(['connected', 'roaming']);
  });

  it('the end of Handover in mid-trial is a reject', async () => {
    const { session } = await onTrial();
    const stopped = rig.core.stop();
    await clock.advance(3_000);
    await stopped;
    expect(session.member).toBe('a');
    expect(driver.commands.at(-1)).toBe('rollBack releaseNew');
  });

  it('roamTo() moves without an offer, with the same trial', async () => {
    const { session } = await openOffice();
    session.roamTo('b');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(1_000);
    expect(session.member).toBe('b');
  });

  it('a follower moves in silence but for the states (ROAM-06)', async () => {
    const follower = rig.core.createSession('office', program);
    follower.open();
    await clock.settle();
    const heard = listen(follower);
    const { session } = await onTrial();
    session.accept();
    await clock.advance(1_000);
    expect(heard).toEqual(['state roaming', 'state connected']);
    expect(follower.member).toBe('b');
  });

  it('with one radio the old link is given up first and comes back after a reject', async () => {
    rig.core.setServiceNetwork({ id: 'radio', name: 'Radio', members: ['b', 'c'] });
    driver.bringUp('b');
    await clock.settle();
    const session = rig.core.createSession('radio', desktop);
    session.open();
    await clock.settle();
    session.roamTo('c');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    expect([rig.core.trial?.view().overlap, rig.core.links.state('b')]).toEqual([false, 'down']);
    session.reject();
    await clock.advance(3_000);
    expect([session.member, session.state, rig.core.links.state('b')]).toEqual(['b', 'connected', 'connected']);
  });
});

describe('a lost link', () => {
  it('LOSS-03, ROAM-10: with a usable member left it is an offer, the session is roaming; ignored, it is aborted', async () => {
    const { session, heard } = await openOffice();
    driver.takeDown('a');
    await clock.settle();
    expect([session.state, session.isOpen]).toEqual(['roaming', true]);
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
    session.ignore();
    await clock.settle();
    expect(heard).toEqual(['state roaming', 'error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('migrate() after a loss brings the other one up; reject then leaves nothing (ROAM-09)', async () => {
    const { session, heard } = await openOffice();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.reject();
    await clock.advance(2_000);
    expect([session.isOpen, rig.core.links.state('b')]).toEqual([false, 'down']);
    expect(heard.slice(-2)).toEqual(['closed', 'state disconnected']);
  });

  it('migrate() and accept after a loss', async () => {
    const { session } = await openOffice();
    driver.takeDown('a');
    await clock.settle();
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(2_000);
    expect([session.member, session.state]).toEqual(['b', 'connected']);
  });

  it('with no member left it is aborted at once', async () => {
    driver.change('b', { inReach: false });
    const { heard } = await openOffice();
    driver.takeDown('a');
    await clock.settle();
    expect(heard).toEqual(['error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('a pulled cable is asked about at once, though the manager still holds the link; putting it in again ends the question', async () => {
    const { session, heard } = await openOffice();
    driver.change('a', { inReach: false });
    await clock.settle();
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
    expect([session.state, heard]).toEqual(['connected', []]);
    driver.change('a', { inReach: true });
    await clock.settle();
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
  });

  it('the link that comes back before the answer ends the question', async () => {
    const { session, heard } = await openOffice();
    driver.takeDown('a');
    await clock.settle();
    driver.bringUp('a');
    await clock.settle();
    expect([session.state, session.member, rig.core.engine.offerOf(session.id)]).toEqual(['connected', 'a', null]);
    expect(heard).toEqual(['state roaming', 'state connected']);
  });

  it('ROAM-13: the desktop\'s own session follows where the system moved by itself', async () => {
    const { session, heard } = await openOffice();
    session.setSessionProperty('reopenWhenAvailable', true);
    driver.bringUp('b');
    await clock.settle();
    driver.takeDown('a');
    await clock.settle();
    expect([session.member, session.state]).toEqual(['b', 'connected']);
    expect(heard).toEqual(['activated']);
  });

  it('the desktop\'s own session keeps up what it migrated to, and nothing that others brought up', async () => {
    const { session } = await openOffice();
    session.setSessionProperty('reopenWhenAvailable', true);
    session.setSessionProperty('holdsLink', false);
    session.close();
    await clock.settle();
    session.apply({ input: 'wait' });
    driver.takeDown('a');
    await clock.settle();
    const other = rig.core.createSession('a', program);
    other.open();
    await clock.advance(2_000);
    expect([session.member, rig.core.links.holders('a')]).toEqual(['a', 1]);
    session.roamTo('b');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(40_000);
    other.close();
    await clock.advance(2_000);
    expect([rig.core.links.state('a'), rig.core.links.state('b'), rig.core.links.holders('b')]).toEqual(['down', 'connected', 1]);
  });
});

describe('the system moves by itself', () => {
  it('the desktop\'s own session follows the default route, and says so in the record', async () => {
    driver.bringUp('b');
    driver.change('a', { link: { state: 'active', interface: 'if-a', stage: null, isDefault: true } });
    await clock.settle();
    const session = rig.core.createSession('office', desktop);
    session.setSessionProperty('holdsLink', false);
    session.setSessionProperty('reopenWhenAvailable', true);
    session.open();
    await clock.settle();
    expect(session.member).toBe('a');
    const heard = listen(session);
    driver.change('a', { link: { state: 'active', interface: 'if-a', stage: null, isDefault: false } });
    driver.change('b', { link: { state: 'active', interface: 'if-b', stage: null, isDefault: true } });
    await clock.settle();
    expect([session.member, heard]).toEqual(['b', ['activated']]);
    expect(rig.records.findLast((each) => each.kind === 'followed')).toMatchObject({ from: 'a', to: 'b' });
  });
});

describe('several who answer differently', () => {
  async function programs(count: number) {
    return Promise.all(Array.from({ length: count }, async () => {
      const session = rig.core.createSession('office', program);
      const heard = listen(session, { answers: true });
      session.open();
      await clock.settle();
      return { session, heard };
    }));
  }

  it('ROAM-04: each program that listens is asked; one migrates, the other stays, both links are up', async () => {
    const [mover, stayer] = await programs(2);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    expect([mover?.heard, stayer?.heard]).toEqual([['opened', 'preferred b'], ['opened', 'preferred b']]);
    mover?.session.migrate();
    stayer?.session.ignore();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    mover?.session.accept();
    await clock.advance(40_000);
    expect([mover?.session.member, stayer?.session.member]).toEqual(['b', 'a']);
    // A program moves itself, not the machine's default route: no rope, no switch.
    expect(commands()).toEqual(['activate b']);
    expect([rig.core.links.holders('a'), rig.core.links.holders('b')]).toEqual([1, 1]);
  });

  it('the old access point goes down only when the last has left', async () => {
    driver.takeDown('a');
    await clock.settle();
    const [first, last] = await programs(2);
    await clock.advance(3_000);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    for (const each of [first, last]) {
      each?.session.migrate();
      await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
      each?.session.accept();
      await clock.advance(35_000);
      expect(rig.core.links.state('a')).toBe(each === first ? 'connected' : 'down');
    }
  });

  it('one trial at a time: who says migrate meanwhile has its turn afterwards', async () => {
    const [first, second] = await programs(2);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    first?.session.migrate();
    second?.session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    expect([first?.session.state, second?.session.state]).toEqual(['roaming', 'connected']);
    first?.session.accept();
    await clock.advanceUntil(() => second?.session.state === 'roaming', 5_000);
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    second?.session.accept();
    await clock.advance(1_000);
    expect([first?.session.member, second?.session.member]).toEqual(['b', 'b']);
  });

  it('a listener that leaves during an offer has ignored it, during a trial has rejected it', async () => {
    const session = rig.core.createSession('office', program);
    const off = session.on('preferredConfigurationChanged', () => { session.migrate(); });
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 60_000);
    off();
    await clock.advance(3_000);
    expect([session.member, rig.records.findLast((each) => each.kind === 'trialEnded')?.end.code]).toEqual(['a', 'rejected']);
  });

  it('ROAM-06: a session that may roam by itself does, and says nothing but the states', async () => {
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('RoamByItself', true);
    const heard = listen(session);
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([heard, session.member]).toEqual([['opened', 'state roaming', 'state connected'], 'b']);
  });

  it('one that may roam by itself stays where the platform cannot, and where its test fails', async () => {
    driver.capabilities.forcedRoaming = false;
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('RoamByItself', true);
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([session.member, session.state]).toEqual(['a', 'connected']);
  });

  it('a client can forbid roaming', async () => {
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('SuppressRoaming', true);
    const heard = listen(session, { answers: true });
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(120_000);
    expect(heard).toEqual(['opened']);
  });

  it('the death of a client in mid-trial gives everything back', async () => {
    const [mover] = await programs(1);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    mover?.session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    rig.core.disposeClient(program.id);
    await clock.advance(3_000);
    expect([rig.core.links.state('b'), rig.core.links.holders('a'), rig.core.trial]).toEqual(['down', 0, null]);
  });
});
