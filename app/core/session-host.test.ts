import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { builtInNetwork, userChoice } from './configuration-registry.ts';
import { Dirty } from './dirty.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

/** The office is a, which is up by the system, and b; c is on the interface of b, d is alone. */
beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

const no = failed('wrongSecret', 'The password was not accepted.').failure;

describe('the host', () => {
  it('says why there is no driver, and has one when it has started', async () => {
    expect(rig.core.driverState).toEqual({ available: true, reason: null });
    const fresh = new CoreRig(new ScriptedDriver(clock), clock);
    fresh.driver.start = () => Promise.resolve(failed('managerGone', 'No manager answers.'));
    await expect(fresh.core.start()).resolves.toMatchObject({ ok: false });
    expect([fresh.core.driverState, fresh.core.dirty.driver]).toEqual([{ available: false, reason: 'No manager answers.' }, true]);
  });

  it('counts its sessions, and ends those of a client that died, and no others', async () => {
    const sessions = [rig.core.createSession('a', program), rig.core.createSession('d', desktop), rig.core.createSession('office', program)];
    expect(sessions.map((each) => each.id)).toEqual(['session-1', 'session-2', 'session-3']);
    rig.core.disposeClient(program.id);
    await clock.settle();
    expect([[...rig.core.sessions.keys()], sessions.map((each) => each.state)]).toEqual([['session-2'], ['invalid', 'disconnected', 'invalid']]);
  });

  it('knows which service networks the user made', () => {
    expect(['office', builtInNetwork, userChoice, 'a', 'nowhere'].map((id) => rig.core.isUserNetwork(id))).toEqual([true, false, false, false, false]);
  });

  it('a service network that is removed ends its sessions; what is not there is removed in silence', async () => {
    const { session, heard } = await rig.joined();
    rig.core.removeServiceNetwork('nowhere');
    rig.core.removeServiceNetwork('office');
    await clock.settle();
    expect([heard, session.state, rig.core.registry.get('office')?.isValid ?? false]).toEqual([['error invalidConfigurationError', 'closed', 'state invalid'], 'invalid', false]);
  });

  it('sees an access point with another state when its network is edited', async () => {
    const watching = rig.core.createSession('office', program);
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b'] });
    await clock.settle();
    expect([watching.state, watching.interface]).toEqual(['disconnected', null]);
  });
});

describe('who may be asked', () => {
  it('a network that was edited is judged by its members of now', async () => {
    const { session } = await rig.joined();
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'd'] });
    await clock.settle();
    await rig.asked(session);
    expect(rig.offerOf(session)?.candidate).toBe('d');
  });

  it('nobody, once a program that is held opens on a link that would go for the new one; somebody again, when it has closed', async () => {
    rig.core.setServiceNetwork({ id: 'radio', name: 'Radio', members: ['b', 'c'] });
    driver.bringUp('b', 'none');
    await clock.settle();
    const session = await rig.opened(desktop, 'radio');
    const isAsked = () => rig.offerOf(session) !== null;
    expect(await clock.advanceUntil(isAsked, 60_000)).toBe(true);
    const held = await rig.opened(program, 'b', { SuppressRoaming: true });
    expect(isAsked()).toBe(false);
    held.close();
    expect(await clock.advanceUntil(isAsked, 3_600_000)).toBe(true);
  });
});

describe('the last failure of an access point', () => {
  it('is that of the user\'s own try as well: kept, recorded, and told to whoever waits for it', async () => {
    driver.activating('d');
    const session = await rig.opened(program, 'd');
    const heard = listen(session);
    rig.core.connectFailed('d', no);
    await clock.settle();
    expect([rig.core.failures.get('d'), heard]).toEqual([{ at: clock.now(), failure: no }, ['error unknownSessionError']]);
    expect(rig.records.findLast((each) => each.kind === 'activationFailed')).toEqual({ kind: 'activationFailed', accessPoint: 'd', failure: no });
  });

  it('is forgotten, and that shown, when somebody opens on it again; or when it has gone', async () => {
    driver.plan('d', { outcome: 'fails', failure: no });
    const session = await rig.opened(program, 'd');
    await clock.advance(2_000);
    expect(rig.core.failures.get('d')?.failure).toEqual(no);
    rig.marked = new Dirty();
    session.open();
    await clock.settle();
    expect([rig.core.failures.has('d'), rig.marked.configurations.has('d')]).toEqual([false, true]);
    await clock.advance(2_000);
    driver.remove('d');
    await clock.settle();
    expect(rig.core.failures.has('d')).toBe(false);
  });
});

describe('stop()', () => {
  it('STOP-09: of a network that opens gives up the member that it opens on, not one that others bring up', async () => {
    driver.takeDown('a');
    driver.plan('a', { outcome: 'fails', failure: no });
    driver.plan('b', { outcome: 'hangs' });
    const session = await rig.opened();
    await clock.advance(2_000);
    driver.activating('a');
    await clock.settle();
    expect(session.phase).toMatchObject({ phase: 'opening', member: 'b' });
    const heard = listen(session);
    session.stop();
    await clock.advance(2_000);
    expect([rig.core.links.state('a'), rig.core.links.state('b'), session.isOpen]).toEqual(['connecting', 'down', false]);
    expect(heard).toContain('error sessionAbortedError');
  });

  it('STOP-06: the reason why the platform did not stop is in the error\'s words; nobody can stop where programs may not', async () => {
    driver.deactivateFails = failed('notAllowed', 'Not for you.').failure;
    const session = await rig.opened(program, 'a');
    session.stop();
    await clock.advance(2_000);
    expect(session.errorString).toBe('The requested operation is not supported by the system. Not for you.');
    expect(rig.core.failures.get('a')).toEqual({ at: clock.now() - 1_000, failure: driver.deactivateFails });
    driver.capabilities.startAndStopInterfaces = false;
    session.open();
    await clock.settle();
    const heard = listen(session);
    session.stop();
    await clock.settle();
    expect([heard, session.errorString]).toEqual([
      ['error sessionAbortedError', 'closed', 'error operationNotSupportedError'], 'The requested operation is not supported by the system. This platform does not let programs stop connections.',
    ]);
  });

  it('STOP-01: reaches sessions on another access point of the same interface', async () => {
    driver.bringUp('b');
    driver.bringUp('c');
    await clock.settle();
    const [one, twin, elsewhere] = [await rig.opened(program, 'b'), await rig.opened(program, 'c'), await rig.opened(program, 'a')];
    one.stop();
    await clock.settle();
    expect([one, twin, elsewhere].map((each) => each.error)).toEqual(['sessionAbortedError', 'sessionAbortedError', 'unknownSessionError']);
  });

  it('STOP-01: reaches a session on trial by the link that it came from, and by the one that it tries', async () => {
    for (const id of ['a', 'b']) {
      const { session, heard } = await rig.trying();
      rig.core.createSession(id, program).stop();
      await clock.advance(3_000);
      expect([session.isOpen, rig.core.trial, heard.filter((each) => !each.startsWith('state'))]).toEqual([false, null, ['activated', 'error sessionAbortedError', 'closed']]);
      session.dispose();
      driver.bringUp('a');
      await clock.advance(3_600_000);
    }
  });

  it('STOP-13: of one that opens leaves alone another one that opens elsewhere', async () => {
    for (const id of ['b', 'd']) driver.plan(id, { outcome: 'hangs' });
    const [one, other] = [await rig.opened(program, 'b'), await rig.opened(program, 'd')];
    const heard = listen(other);
    one.stop();
    await clock.advance(2_000);
    expect([one.state, other.state, heard]).toEqual(['disconnected', 'connecting', []]);
  });

  it('OPEN-06: who opens while it goes down in vain is open on the link that stayed', async () => {
    driver.deactivateFails = failed('notAllowed', 'Not for you.').failure;
    rig.core.createSession('a', desktop).stop();
    await clock.settle();
    const late = await rig.opened(program, 'a');
    expect([late.isOpen, rig.core.links.state('a')]).toEqual([false, 'closing']);
    await clock.advance(2_000);
    expect([late.isOpen, late.state]).toEqual([true, 'connected']);
  });
});

describe('a question ends with its session\'s reason for it', () => {
  const end = () => rig.records.findLast((each) => each.kind === 'offerEnded')?.end.code;

  it.each<[string, () => void, string]>([
    ['its lost link is back', () => { driver.bringUp('a'); }, 'reasonGone'], ['it is followed elsewhere', () => { driver.bringUp('b'); }, 'reasonGone'],
  ])('%s', async (_, act, code) => {
    await rig.opened(desktop, 'office', { reopenWhenAvailable: true });
    driver.takeDown('a');
    await clock.settle();
    act();
    await clock.settle();
    expect(end()).toBe(code);
  });

  it('the last of its program\'s listeners leaves, not the first', async () => {
    const { session } = await rig.answerer();
    const off = session.on('preferredConfigurationChanged', () => {});
    await rig.asked(session);
    off();
    await clock.settle();
    expect([rig.offerOf(session)?.candidate, session.roamingMode]).toEqual(['b', 'answersItself']);
  });

  it('closed, or stopped', async () => {
    for (const call of ['close', 'stop'] as const) {
      const session = await rig.opened();
      await rig.asked(session);
      session[call]();
      await clock.advance(2_000);
      expect(end()).toBe(call === 'close' ? 'closed' : 'stopped');
      session.dispose();
      driver.bringUp('a');
      await clock.advance(3_600_000);
    }
  });
});

it('the end lets the driver go, and leaves links as they are', async () => {
  let stopped = 0;
  const stop = driver.stop.bind(driver);
  driver.stop = () => { stopped += 1; return stop(); };
  const session = await rig.opened(program, 'd');
  await clock.advance(2_000);
  session.close();
  session.open();
  await clock.settle();
  await rig.core.stop();
  expect([stopped, driver.accessPoints.get('d')?.link?.state]).toEqual([1, 'active']);
});
