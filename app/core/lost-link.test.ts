import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
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

describe('a lost link', () => {
  it('LOSS-03, ROAM-10: with a usable member left it is an offer, the session is roaming; ignored, it is aborted', async () => {
    const { session, heard } = await rig.joined();
    driver.takeDown('a');
    await clock.settle();
    expect([session.state, session.isOpen]).toEqual(['roaming', true]);
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
    session.ignore();
    await clock.settle();
    expect(heard).toEqual(['state roaming', 'error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('migrate() after a loss brings the other one up; reject then leaves nothing (ROAM-09)', async () => {
    const { session, heard } = await rig.joined();
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
    const { session } = await rig.joined();
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
    const { heard } = await rig.joined();
    driver.takeDown('a');
    await clock.settle();
    expect(heard).toEqual(['error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('a pulled cable is asked about at once, though the manager still holds the link; putting it in again ends the question', async () => {
    const { session, heard } = await rig.joined();
    driver.change('a', { inReach: false });
    await clock.settle();
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
    expect([session.state, heard]).toEqual(['connected', []]);
    driver.change('a', { inReach: true });
    await clock.settle();
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
  });

  it('the link that comes back before the answer ends the question', async () => {
    const { session, heard } = await rig.joined();
    driver.takeDown('a');
    await clock.settle();
    driver.bringUp('a');
    await clock.settle();
    expect([session.state, session.member, rig.core.engine.offerOf(session.id)]).toEqual(['connected', 'a', null]);
    expect(heard).toEqual(['state roaming', 'state connected']);
  });

  it('ROAM-13: the desktop\'s own session follows where the system moved by itself', async () => {
    const { session, heard } = await rig.joined();
    session.setSessionProperty('reopenWhenAvailable', true);
    driver.bringUp('b');
    await clock.settle();
    driver.takeDown('a');
    await clock.settle();
    expect([session.member, session.state]).toEqual(['b', 'connected']);
    expect(heard).toEqual(['activated']);
  });

  it('the desktop\'s own session keeps up what it migrated to, and nothing that others brought up', async () => {
    const { session } = await rig.joined();
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
