import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { failed } from './ports/driver.ts';
import { desktop, listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import type { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

describe('a trial', () => {
  it('ROAM-07: both links are up, everything reads as before until accept', async () => {
    const { session, heard } = await rig.trying();
    expect(heard).toEqual(['state roaming', 'activated']);
    expect([session.isOpen, session.interface, session.sessionProperty('ActiveConfiguration')]).toEqual([true, 'if-a', 'a']);
    expect([rig.core.links.state('a'), rig.core.links.state('b')]).toEqual(['connected', 'connected']);
  });

  it('ROAM-05, ROAM-18: roaming from migrate() on, where waiting for opened is over at once', async () => {
    const { session, heard } = await rig.offered();
    session.migrate();
    await clock.settle();
    expect(heard).toEqual(['state roaming']);
    await expect(session.waitForOpened()).resolves.toBe(true);
  });

  it('ROAM-08: accept: on the new one; a link that the system brought up stays', async () => {
    const { session, heard } = await rig.trying();
    session.accept();
    await clock.advance(40_000);
    expect(heard).toEqual(['state roaming', 'activated', 'state connected']);
    expect([session.member, session.interface]).toEqual(['b', 'if-b']);
    expect(rig.commands()).toEqual(['beginTrial a b', 'switch', 'commit']);
    expect([rig.core.links.holders('a'), rig.core.links.holders('b')]).toEqual([0, 1]);
  });

  it('accept: what Handover had brought up is taken down after the linger', async () => {
    driver.takeDown('a');
    await clock.settle();
    const { session } = await rig.joined();
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
    expect(rig.commands().at(-1)).toBe('commit releaseOld');
  });

  it('ROAM-09: reject: back on the old one, the new one is taken down', async () => {
    const { session, heard } = await rig.trying();
    session.reject();
    await clock.advance(2_000);
    expect(heard).toEqual(['state roaming', 'activated', 'state connected']);
    expect([session.member, session.error]).toEqual(['a', 'unknownSessionError']);
    expect(rig.commands().at(-1)).toBe('rollBack releaseNew');
  });

  it('reject while the new one still comes up: it is given up, without an error', async () => {
    driver.plan('b', { outcome: 'hangs' });
    const { session, heard } = await rig.offered();
    session.migrate();
    await clock.settle();
    session.reject();
    await clock.advance(2_000);
    expect([heard, session.member, rig.core.links.state('b')]).toEqual([['state roaming', 'state connected'], 'a', 'down']);
  });

  it('silence goes back while the old one is usable, and the candidate cools down', async () => {
    const { session, heard } = await rig.trying();
    driver.setConnectivity('a', 'full');
    await clock.advance(25_000);
    expect(session.member).toBe('a');
    expect(heard).toEqual(['state roaming', 'activated', 'error roamingError', 'state connected']);
    expect(rig.core.engine.memory.coolDownUntil('b')).toBeGreaterThan(clock.now());
  });

  it('the countdown can be paused once, goes on with what was left, and by itself after ten minutes', async () => {
    const { session } = await rig.trying();
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
    const { session } = await rig.trying();
    rig.core.trial?.pause();
    await clock.advance(600_000);
    expect(rig.core.trial?.view()).toMatchObject({ pause: null, canPause: false });
    session.accept();
    await clock.advance(2_000);
    expect(session.member).toBe('b');
  });

  it('a candidate that vanishes while the countdown is paused: back; an accept then is taken', async () => {
    const { session } = await rig.trying();
    rig.core.trial?.pause();
    driver.takeDown('b');
    await clock.advance(2_000);
    expect([session.member, session.state, rig.core.trial]).toEqual(['a', 'connected', null]);
  });

  it('the supplicant’s own roaming between radios is recorded, and not asked about', async () => {
    const radio = (bssid: string, inUse: boolean) => ({ bssid, frequency: 5180, level: -60, lastSeen: clock.now(), interface: 'if-a', inUse });
    await rig.joined();
    driver.change('a', { bss: [radio('02:00:00:00:00:01', true), radio('02:00:00:00:00:02', false)] });
    driver.change('a', { bss: [radio('02:00:00:00:00:01', false), radio('02:00:00:00:00:02', true)] });
    driver.change('a', { bss: [radio('02:00:00:00:00:02', true)] });
    await clock.advance(30_000);
    expect(rig.records.filter((each) => each.kind === 'radioChanged')).toEqual([{ kind: 'radioChanged', accessPoint: 'a', from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', level: null }]);
    expect(rig.records.some((each) => each.kind === 'offer')).toBe(false);
  });

  it('silence keeps the new one where the old one is of no use and the new one passed', async () => {
    const { session } = await rig.trying();
    expect(rig.core.trial?.view().silence).toBe('keepsNew');
    await clock.advance(25_000);
    expect(session.member).toBe('b');
    expect(rig.records.find((each) => each.kind === 'trialEnded')).toMatchObject({ end: { code: 'keptOnSilence' } });
  });

  it('ROAM-11, ROAM-17: a candidate that does not come up: roamingError, still open on the old one', async () => {
    const { session, heard } = await rig.offered();
    driver.plan('b', { outcome: 'fails', failure: failed('noAddress', 'No address.').failure });
    session.migrate();
    await clock.advance(5_000);
    expect(heard).toEqual(['state roaming', 'error roamingError', 'state connected']);
    // ROAM-17: the error alone closes nothing.
    expect([session.isOpen, session.member]).toEqual([true, 'a']);
  });

  it('a sign-in page on the new one fails the test at once', async () => {
    const { session } = await rig.offered();
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().deadline != null, 30_000);
    driver.setConnectivity('b', 'portal');
    await clock.advance(2_000);
    expect(rig.records.find((each) => each.kind === 'trialEnded')).toMatchObject({ end: { code: 'testFailed', test: 'internet' } });
    expect(session.member).toBe('a');
  });

  it('a candidate that vanishes in mid-trial: back', async () => {
    const { session, heard } = await rig.trying();
    driver.takeDown('b');
    await clock.advance(2_000);
    expect([session.member, session.state]).toEqual(['a', 'connected']);
    expect(heard).toContain('error roamingError');
  });

  it('the old link lost in mid-trial: silence keeps the new one; accept works', async () => {
    const { session } = await rig.trying();
    driver.takeDown('a');
    await clock.settle();
    expect(rig.core.trial?.view().silence).toBe('keepsNew');
    expect(session.state).toBe('roaming');
    session.accept();
    await clock.advance(2_000);
    expect([session.member, session.state]).toEqual(['b', 'connected']);
  });

  it('both links lost: roamingError, closed, disconnected', async () => {
    const { session, heard } = await rig.trying();
    driver.takeDown('a');
    driver.takeDown('b');
    await clock.advance(2_000);
    expect(session.isOpen).toBe(false);
    expect(heard.slice(-3)).toEqual(['error roamingError', 'closed', 'state disconnected']);
  });

  it('close() in mid-trial closes and takes the new one down', async () => {
    const { session, heard } = await rig.trying();
    session.close();
    await clock.advance(3_000);
    expect(heard.slice(-2)).toEqual(['closed', 'state connected']);
    expect([rig.core.links.state('b'), rig.core.links.holders('a')]).toEqual(['down', 0]);
  });

  it('stop() by another client reaches the running trial (STOP-01)', async () => {
    const { session, heard } = await rig.trying();
    rig.core.createSession('a', program).stop();
    await clock.advance(3_000);
    expect([session.isOpen, rig.core.trial]).toEqual([false, null]);
    expect(heard).toContain('error sessionAbortedError');
    expect(rig.core.links.state('b')).toBe('down');
  });

  it('one at a time: an offer during a trial waits', async () => {
    const { session } = await rig.trying();
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
    const { session } = await rig.trying();
    const stopped = rig.core.stop();
    await clock.advance(3_000);
    await stopped;
    expect(session.member).toBe('a');
    expect(driver.commands.at(-1)).toBe('rollBack releaseNew');
  });

  it('roamTo() moves without an offer, with the same trial', async () => {
    const { session } = await rig.joined();
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
    const { session } = await rig.trying();
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
