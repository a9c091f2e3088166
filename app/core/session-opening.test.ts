import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

/** "up" is up by the system, "free" is in reach, "away" is stored but out of reach, "seen" has no profile. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('up', { up: true }).add('free').add('away', { inReach: false }).add('seen', { stored: false });
  rig = await new CoreRig(driver, clock).start();
});

const session = (configuration: string, client = desktop) => rig.core.createSession(configuration, client);

describe('open()', () => {
  it('OPEN-01: an invalid one tells the error once a call, and nothing else', async () => {
    const made = session('nothing');
    const heard = listen(made);
    made.open();
    expect(heard).toEqual([]);
    await clock.settle();
    expect(heard).toEqual(['error invalidConfigurationError']);
    expect(made.state).toBe('invalid');
  });

  it('OPEN-02: out of reach or without a profile: notAvailable and the error', async () => {
    for (const id of ['away', 'seen']) {
      const made = session(id);
      const heard = listen(made);
      made.open();
      await clock.settle();
      expect(heard).toEqual(['error invalidConfigurationError']);
      expect([made.state, made.errorString]).toEqual(['notAvailable', 'The specified configuration cannot be used.']);
    }
  });

  it('OPEN-05, OPEN-17: on an active one it is open without a change of state, after the call has returned', async () => {
    const made = session('up');
    const heard = listen(made);
    made.open();
    expect([heard, made.isOpen]).toEqual([[], false]);
    await clock.settle();
    expect([heard, made.isOpen]).toEqual([['opened'], true]);
  });

  it('OPEN-06: on a discovered one: connecting, then opened before connected, and both see it open and connected', async () => {
    const made = session('free');
    const heard = listen(made);
    const seen: unknown[] = [];
    made.on('opened', () => { seen.push([made.isOpen, made.state]); });
    made.on('stateChanged', (state) => { if (state === 'connected') seen.push([made.isOpen, made.state]); });
    made.open();
    await clock.settle();
    expect([heard, made.isOpen]).toEqual([['state connecting'], false]);
    await clock.advance(2_000);
    expect(heard).toEqual(['state connecting', 'opened', 'state connected']);
    expect(seen).toEqual([[true, 'connected'], [true, 'connected']]);
  });

  it('OPEN-07, OPEN-08: again while open or connecting is nothing', async () => {
    const made = session('free');
    const heard = listen(made);
    made.open();
    made.open();
    await clock.advance(2_000);
    made.open();
    await clock.settle();
    expect(heard).toEqual(['state connecting', 'opened', 'state connected']);
    expect(driver.commands).toEqual(['activate free']);
  });

  it('OPEN-09: a second session opens at once, the first hears nothing, both are on one interface', async () => {
    const one = session('up');
    one.open();
    await clock.settle();
    const first = listen(one);
    const two = session('up', program);
    const second = listen(two);
    two.open();
    await clock.settle();
    expect([first, second, one.interface === two.interface]).toEqual([[], ['opened'], true]);
    expect(rig.core.links.holders('up')).toBe(2);
  });

  it('OPEN-12: an error stays after a later success', async () => {
    driver.plan('free', { outcome: 'fails', failure: failed('failed', 'No.').failure });
    const made = session('free');
    made.open();
    await clock.advance(2_000);
    driver.plan('free', { outcome: 'up' });
    made.open();
    await clock.advance(2_000);
    expect([made.isOpen, made.error]).toEqual([true, 'unknownSessionError']);
    expect(made.errorString).toContain('No.');
  });

  it('OPEN-14: a failed activation is told, with the reason, and ends disconnected', async () => {
    driver.plan('free', { outcome: 'fails', failure: failed('wrongSecret', 'The password was not accepted.').failure });
    const made = session('free');
    const heard = listen(made);
    made.open();
    await clock.advance(2_000);
    expect(heard).toEqual(['state connecting', 'error unknownSessionError', 'state disconnected']);
    expect(made.errorString).toContain('The password was not accepted.');
  });

  it('OPEN-13: what cannot be started is told to every session that wanted it', async () => {
    driver.capabilities.startAndStopInterfaces = false;
    const both = [session('free'), session('free', program)];
    const heard = both.map((each) => listen(each));
    for (const each of both) each.open();
    await clock.settle();
    for (const each of heard) expect(each).toContain('error operationNotSupportedError');
    expect(both.map((each) => each.state)).toEqual(['disconnected', 'disconnected']);
  });

  it('CFG-13: an attempt that outlasts connectTimeout ends, names the stage and is undone', async () => {
    driver.plan('free', { outcome: 'hangs' });
    const made = session('free');
    const heard = listen(made);
    made.configuration.setConnectTimeout(5_000);
    made.open();
    await clock.advance(4_900);
    expect(made.state).toBe('connecting');
    await clock.advance(1_000);
    expect(heard).toEqual(['state connecting', 'error unknownSessionError', 'state disconnected']);
    expect(made.errorString).toContain('getting an address');
  });

  it('OPEN-23: cycles of open and close give one opened and one closed each', async () => {
    const made = session('free');
    for (let cycle = 0; cycle < 3; cycle += 1) {
      const heard: string[] = [];
      const offs = [made.on('opened', () => { heard.push('opened'); }), made.on('closed', () => { heard.push('closed'); }), made.on('error', () => { heard.push('error'); })];
      made.open();
      await clock.advance(3_000);
      made.close();
      await clock.advance(3_000);
      expect(heard).toEqual(['opened', 'closed']);
      for (const off of offs) off();
    }
  });
});

describe('open() on what cannot be opened', () => {
  it('OPEN-03, OPEN-04: notAvailable until the configuration changes; each open() tells the error again; up later, it is connected but not open', async () => {
    const made = session('away');
    const heard = listen(made);
    made.open();
    made.open();
    await clock.settle();
    expect(heard).toEqual(['error invalidConfigurationError', 'error invalidConfigurationError']);
    driver.change('away', { inReach: true });
    driver.bringUp('away');
    await clock.settle();
    expect([heard.slice(2), made.isOpen]).toEqual([['state disconnected', 'state connected'], false]);
  });

  it('OPEN-16, NEW-03: nothing opens on a removed configuration, and a new session on it is invalid', async () => {
    const made = session('up');
    driver.remove('up');
    await clock.settle();
    const heard = listen(made);
    made.open();
    await clock.settle();
    expect([heard, made.isOpen]).toEqual([['error invalidConfigurationError'], false]);
    const fresh = session('up');
    expect([fresh.state, fresh.configuration.isValid, fresh.configuration.identifier]).toEqual(['invalid', false, '']);
  });

  it('OPEN-20: what the platform says becomes the reference\'s error', async () => {
    const errors: unknown[] = [];
    for (const code of ['notFound', 'cancelled', 'notSupported', 'noAddress'] as const) {
      driver.plan('free', { outcome: 'fails', failure: failed(code, 'Reason.').failure });
      const made = session('free');
      made.open();
      await clock.advance(2_000);
      errors.push(made.error);
    }
    expect(errors).toEqual(['invalidConfigurationError', 'sessionAbortedError', 'operationNotSupportedError', 'unknownSessionError']);
  });

  it('OPEN-06: what somebody else takes down meanwhile is brought up as soon as it has gone', async () => {
    driver.change('up', { link: { state: 'deactivating', interface: 'if-up', stage: null } });
    await clock.settle();
    const made = session('up');
    const heard = listen(made);
    made.open();
    await clock.advance(1_000);
    expect([heard, driver.commands]).toEqual([['state connecting'], []]);
    driver.takeDown('up');
    await clock.advance(2_000);
    expect([heard, driver.commands]).toEqual([['state connecting', 'opened', 'state connected'], ['activate up']]);
  });

  it('OPEN-06: what somebody else tries to bring up in vain is brought up by us', async () => {
    driver.activating('free');
    const made = session('free');
    made.open();
    await clock.advance(1_000);
    expect([made.state, driver.commands]).toEqual(['connecting', []]);
    driver.takeDown('free');
    await clock.advance(2_000);
    expect([made.isOpen, driver.commands]).toEqual([true, ['activate free']]);
  });

  it('ROAM-20: a service network edited while its session opens: the session opens on the member it had chosen', async () => {
    rig.core.setServiceNetwork({ id: 'home', name: 'Home', members: ['free'] });
    await clock.settle();
    const made = session('home');
    made.open();
    rig.core.setServiceNetwork({ id: 'home', name: 'Home', members: ['up'] });
    await clock.advance(2_000);
    expect([made.isOpen, made.member]).toEqual([true, 'free']);
  });

  it('OPEN-18: the count is raised for all clients of the host', async () => {
    for (const client of [desktop, program]) session('up', client).open();
    await clock.settle();
    expect(rig.core.links.holders('up')).toBe(2);
  });
});

describe('waitForOpened()', () => {
  it('WAIT-03: after a failed open() it ends at once', async () => {
    const made = session('away');
    made.open();
    await expect(made.waitForOpened(-1)).resolves.toBe(false);
  });

  it('WAIT-01, WAIT-02, WAIT-05: true when open, false where nothing is under way, and true at opened', async () => {
    const made = session('up');
    made.open();
    await expect(made.waitForOpened()).resolves.toBe(true);
    await expect(session('free').waitForOpened()).resolves.toBe(false);
    await expect(session('away').waitForOpened()).resolves.toBe(false);
    const slow = session('free');
    slow.open();
    const waiting = slow.waitForOpened();
    await clock.advance(2_000);
    await expect(waiting).resolves.toBe(true);
  });

  it('WAIT-04, WAIT-07, WAIT-09: connected but never opened runs into its time, and says that time ran out', async () => {
    const made = session('up');
    const waiting = made.waitForOpened(1_000);
    await clock.advance(1_100);
    await expect(waiting).resolves.toBe(false);
    expect([made.error, made.errorString]).toEqual(['unknownSessionError', 'Time ran out before the session was open.']);
    await expect(session('up').waitForOpened(0)).resolves.toBe(false);
  });

  it('WAIT-06: closed ends it', async () => {
    driver.plan('free', { outcome: 'hangs' });
    const made = session('free');
    made.open();
    const waiting = made.waitForOpened(-1);
    await clock.settle();
    made.close();
    await clock.settle();
    await expect(waiting).resolves.toBe(false);
  });
});
