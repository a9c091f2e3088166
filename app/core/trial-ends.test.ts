import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { done, failed } from './ports/driver.ts';
import { desktop, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import type { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

const view = () => rig.core.trial?.view();

/** A session on b, which shares its only radio with c: the old link goes down for the new one. */
async function onOneRadio() {
  rig.core.setServiceNetwork({ id: 'radio', name: 'Radio', members: ['b', 'c'] });
  await clock.settle();
  const session = await rig.opened(desktop, 'radio');
  await clock.advance(2_000);
  session.roamTo('c');
  await rig.passed();
  return session;
}

/** The office's a was brought up by Handover. */
async function onOurOwn() {
  driver.takeDown('a');
  await clock.settle();
  const session = await rig.opened();
  await clock.advance(2_000);
  await rig.onTrial(session);
  return session;
}

describe('what silence means', () => {
  it.each([['none', 'keepsNew'], ['limited', 'keepsNew'], ['portal', 'keepsNew'], ['full', 'goesBack'], ['unknown', 'goesBack']] as const)('where the old one has %s: %s', async (connectivity, silence) => {
    const { session } = await rig.trying();
    driver.setConnectivity('a', connectivity);
    await clock.settle();
    expect(view()?.silence).toBe(silence);
    await clock.advance(25_000);
    expect([session.member, rig.ends()]).toEqual(silence === 'keepsNew' ? ['b', ['keptOnSilence']] : ['a', ['silence']]);
  });

  it('is to go back until the new one has passed', async () => {
    const { session } = await rig.offered();
    session.migrate();
    await clock.settle();
    expect(view()).toMatchObject({ phase: 'activating', silence: 'goesBack', deadline: null, canPause: false });
    await rig.passed();
    expect(view()).toMatchObject({ phase: 'passed', silence: 'keepsNew', canPause: true });
  });

  it('is to keep the new one while the old cable is pulled, though a manager holds on to its link, or while the old link is gone', async () => {
    await rig.trying();
    driver.setConnectivity('a', 'full');
    driver.change('a', { inReach: false });
    await clock.settle();
    expect(view()?.silence).toBe('keepsNew');
    driver.change('a', { inReach: true });
    await clock.settle();
    expect(view()?.silence).toBe('goesBack');
    driver.takeDown('a');
    await clock.settle();
    expect(view()?.silence).toBe('keepsNew');
    driver.bringUp('a');
    await clock.settle();
    expect(view()?.silence).toBe('goesBack');
  });

  it('with one radio it goes back, for the old link is down on purpose', async () => {
    await onOneRadio();
    expect(view()).toMatchObject({ overlap: false, silence: 'goesBack' });
  });
});

describe('the countdown', () => {
  it('runs from when the new link is up, and a pause tells what was left and until when it lasts', async () => {
    const { session } = await rig.offered();
    const startedAt = clock.now();
    session.migrate();
    await rig.passed();
    const began = clock.now();
    expect(view()).toMatchObject({ startedAt, deadline: began + rig.settings.countdown, pause: null });
    await clock.advance(4_000);
    rig.core.trial?.resume();
    expect(view()).toMatchObject({ deadline: began + rig.settings.countdown });
    rig.core.trial?.pause();
    expect(view()).toMatchObject({ deadline: null, canPause: false, pause: { left: rig.settings.countdown - 4_000, until: clock.now() + rig.settings.pauseLasts } });
  });

  it('cannot be paused before there is one, nor after the trial; and nothing is left of a pause when the trial ends in it', async () => {
    const { session } = await rig.offered();
    session.migrate();
    await clock.settle();
    const { trial } = rig.core;
    expect(trial?.pause()).toBe(false);
    await rig.passed();
    trial?.pause();
    session.accept();
    await clock.advance(2_000);
    trial?.resume();
    expect([trial?.view().pause, trial?.pause(), trial?.view().canPause]).toEqual([null, false, false]);
    await clock.advance(700_000);
    expect([rig.ends(), session.member]).toEqual([['accepted'], 'b']);
  });

  it('is over with the trial', async () => {
    const { session } = await rig.trying();
    session.accept();
    await clock.settle();
    expect(rig.core.trial?.view().canPause).not.toBe(true);
    await clock.advance(60_000);
    expect(rig.ends()).toEqual(['accepted']);
  });
});

describe('a trial ends once', () => {
  it('a second answer, and one after the other, are not heard', async () => {
    const { session } = await rig.trying();
    const { trial } = rig.core;
    await rig.inQueue(() => { trial?.accept(); trial?.accept(); trial?.reject(); });
    expect(trial?.view()).toMatchObject({ phase: 'keeping', end: { code: 'accepted' } });
    await clock.advance(2_000);
    expect([rig.ends(), session.member, rig.commands()]).toEqual([['accepted'], 'b', ['beginTrial a b', 'switch', 'commit']]);
  });

  it('an accept that comes while it goes back is too late', async () => {
    const { session } = await rig.trying();
    const { trial } = rig.core;
    await rig.inQueue(() => { trial?.reject(); trial?.accept(); trial?.reject(); });
    expect(trial?.view()).toMatchObject({ phase: 'returning', end: { code: 'rejected' } });
    await clock.advance(2_000);
    expect([rig.ends(), session.member, rig.commands()]).toEqual([['rejected'], 'a', ['beginTrial a b', 'switch', 'rollBack releaseNew']]);
  });

  it('an accept before the new link is up is none; one before the tests have ended is', async () => {
    const { session } = await rig.offered();
    session.migrate();
    await clock.settle();
    session.accept();
    await clock.settle();
    expect(rig.ends()).toEqual([]);
    driver.bringUp('b', 'unknown');
    await clock.advanceUntil(() => view()?.phase === 'testing' || view()?.phase === 'passed', 5_000);
    session.accept();
    await clock.advance(2_000);
    expect([rig.ends(), session.member]).toEqual([['accepted'], 'b']);
  });
});

describe('after an accept', () => {
  it('what the system had brought up needs no linger: all is settled at once', async () => {
    const { session } = await rig.trying();
    session.accept();
    await clock.settle();
    expect(rig.commands().at(-1)).toBe('commit');
    await clock.advance(1_000);
    expect([rig.core.trial, rig.core.roaming.isBusy]).toEqual([null, false]);
  });

  it('what Handover had brought up goes at once where nothing is to linger', async () => {
    rig.settings = { ...rig.settings, linger: 0 };
    const session = await onOurOwn();
    session.accept();
    await clock.advance(1_000);
    expect([rig.commands().at(-1), rig.core.links.state('a')]).toEqual(['commit releaseOld', 'down']);
  });

  it('the old link stays where somebody has opened on it while it lingered', async () => {
    const session = await onOurOwn();
    session.accept();
    await clock.advance(10_000);
    const other = await rig.opened(program, 'a');
    await clock.advance(30_000);
    expect([rig.commands().at(-1), other.state, rig.core.links.state('a')]).toEqual(['commit', 'connected', 'connected']);
    other.close();
    await clock.advance(2_000);
    expect(rig.core.links.state('a')).toBe('down');
  });

  it('with one radio the new one stays, and is Handover\'s to take down', async () => {
    const session = await onOneRadio();
    session.accept();
    await clock.advance(2_000);
    expect([session.member, session.state, rig.core.roaming.isBusy]).toEqual(['c', 'connected', false]);
    session.close();
    await clock.advance(2_000);
    expect([rig.core.links.state('b'), rig.core.links.state('c')]).toEqual(['down', 'down']);
  });
});

describe('on the way back', () => {
  it('what still comes up is given up on the platform as well, with the rope and without', async () => {
    for (const client of [desktop, program]) {
      const signals: AbortSignal[] = [];
      const { activate, beginTrial } = driver;
      driver.activate = (to, options) => { signals.push(options.signal); return activate.call(driver, to, options); };
      driver.beginTrial = (from, to, options) => { signals.push(options.signal); return beginTrial.call(driver, from, to, options); };
      driver.plan('b', { outcome: 'hangs' });
      const session = await rig.opened(client);
      session.roamTo('b');
      await clock.settle();
      session.reject();
      await clock.settle();
      expect(signals.map((each) => each.aborted)).toEqual([true]);
      await clock.advance(2_000);
      expect([session.member, session.state, rig.core.trial]).toEqual(['a', 'connected', null]);
      session.dispose();
      await clock.settle();
      Object.assign(driver, { activate, beginTrial });
    }
    expect(rig.ends()).toEqual(['rejected', 'rejected']);
  });

  it('access points that are removed in mid-trial are lost links like others', async () => {
    const { session } = await rig.trying();
    driver.remove('a');
    driver.remove('b');
    await clock.advance(2_000);
    expect([rig.ends(), session.isOpen, rig.errors, rig.core.trial]).toEqual([['bothLost'], false, [], null]);
  });

  it('with one radio the old link is Handover\'s as before: it goes with its last session', async () => {
    const session = await onOneRadio();
    session.reject();
    await clock.advance(3_000);
    expect([session.member, session.state, rig.core.links.isByHandover('b')]).toEqual(['b', 'connected', true]);
    session.close();
    await clock.advance(2_000);
    expect(rig.core.links.state('b')).toBe('down');
  });

  it('a candidate that the system had brought up, or that somebody holds, stays up', async () => {
    driver.bringUp('b');
    await clock.settle();
    const { session } = await rig.trying();
    session.reject();
    await clock.advance(2_000);
    expect([rig.commands().at(-1), rig.core.links.state('b'), session.member]).toEqual(['rollBack', 'connected', 'a']);
  });

  it('a program\'s candidate is taken down again, unless it was up before', async () => {
    for (const ends of [['activate b', 'deactivate b'], ['activate b']]) {
      const { session } = await rig.answerer();
      session.roamTo('b');
      await rig.passed();
      expect(view()?.overlap).toBe(true);
      session.reject();
      await clock.advance(3_000);
      expect([rig.commands(), session.member, rig.core.links.state('b')]).toEqual([ends, 'a', ends.length === 2 ? 'down' : 'connected']);
      session.dispose();
      driver.commands.length = 0;
      driver.bringUp('b');
      await clock.settle();
    }
  });

  it('a candidate that comes up though it was given up is taken down', async () => {
    const begin = driver.beginTrial.bind(driver);
    driver.beginTrial = (from, to) => begin(from, to, { signal: new AbortController().signal });
    const { session } = await rig.offered();
    session.migrate();
    await clock.settle();
    session.reject();
    await clock.advance(3_000);
    expect([rig.ends(), rig.commands(), session.member, rig.core.links.state('b')]).toEqual([['rejected'], ['beginTrial a b', 'rollBack releaseNew'], 'a', 'down']);
  });

  it('a platform that cannot lead new flows over the new link is a reason to go back, with its words', async () => {
    const begin = driver.beginTrial.bind(driver);
    driver.beginTrial = async (from, to, options) => {
      const outcome = await begin(from, to, options);
      return outcome.ok ? { ok: true, value: { ...outcome.value, switch: () => Promise.resolve(failed('notAllowed', 'No routes for you.')) } } : outcome;
    };
    const { session } = await rig.offered();
    session.migrate();
    await clock.advance(5_000);
    expect([rig.records.find((each) => each.kind === 'trialEnded')?.end, session.member, rig.core.links.state('b')]).toEqual([{ code: 'activationFailed', failure: 'No routes for you.' }, 'a', 'down']);
  });
});

describe('the tests of a trial', () => {
  it('have failed nowhere before the link is up; then the platform is asked to look at what it reaches, once', async () => {
    const looked: string[] = [];
    Object.assign(driver, { checkConnectivity: (id: string) => { looked.push(id); return Promise.resolve(done); } });
    const { session } = await rig.offered();
    session.migrate();
    await clock.settle();
    expect([view()?.tests.some((each) => each.status === 'failed'), looked]).toEqual([false, []]);
    await rig.passed();
    expect(looked).toEqual(['if-b']);
  });

  it('are waited for as long as they may take, and no longer', async () => {
    const begin = driver.beginTrial.bind(driver);
    driver.beginTrial = async (from, to, options) => {
      const outcome = await begin(from, to, options);
      driver.setConnectivity(to, 'none');
      return outcome;
    };
    const { session } = await rig.offered();
    session.migrate();
    await clock.advanceUntil(() => view()?.phase === 'testing', 5_000);
    await clock.advance(rig.settings.carrierTest - 1);
    expect([view()?.phase, rig.ends()]).toEqual(['testing', []]);
    await clock.advance(2_000);
    expect([rig.ends(), session.member]).toEqual([['testFailed'], 'a']);
    expect(rig.records.filter((each) => each.kind === 'trialTested')).toMatchObject([{ passed: false }]);
  });

  it('once passed stand, though the platform doubts the link for a moment; they are recorded once', async () => {
    await rig.trying();
    const tests = view()?.tests;
    for (const doubt of [{ connectivity: 'none' as const }, { addresses: [], gateways: [] }]) {
      driver.report({ change: 'interface', interface: { ...driver.interfaces.get('if-b')!, ...doubt } });
      await clock.advance(1_000);
      expect([view()?.phase, view()?.tests]).toEqual(['passed', tests]);
    }
    expect(rig.records.filter((each) => each.kind === 'trialTested')).toMatchObject([{ passed: true }]);
  });

  it('a companion that leaves is no longer shown among those that move', async () => {
    const follower = await rig.opened(program);
    const stayer = await rig.opened(program, 'a');
    const { session } = await rig.trying();
    expect(view()).toMatchObject({ moves: [session.id, follower.id], stays: [stayer.id] });
    follower.close();
    await clock.settle();
    expect([view()?.moves, rig.core.links.holders('b')]).toEqual([[session.id], 1]);
  });
});
