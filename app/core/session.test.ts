import { beforeEach, describe, expect, it } from 'vitest';
import { StateFlag } from '../contract/values.ts';
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

describe('building a session', () => {
  it('NEW-01: on an invalid configuration it is invalid, and says so', () => {
    const made = session('nothing');
    expect([made.state, made.isOpen, made.error, made.errorString]).toEqual(['invalid', false, 'invalidConfigurationError', 'Invalid configuration.']);
    expect([made.interface, made.bytesReceived, made.bytesWritten, made.activeTime, made.usagePolicies]).toEqual([null, 0, 0, 0, 0]);
  });

  it('NEW-02: on a valid one there is no error yet', () => {
    expect([session('up').error, session('up').isOpen]).toEqual(['unknownSessionError', false]);
  });

  it('NEW-04: the first state follows the configuration', () => {
    expect(['up', 'free', 'away', 'seen'].map((id) => session(id).state)).toEqual(['connected', 'disconnected', 'notAvailable', 'notAvailable']);
  });

  it('NEW-05, NEW-09: connected but closed on an active configuration, with its interface, and no event', async () => {
    const made = session('up');
    const heard = listen(made);
    await clock.settle();
    expect([made.state, made.isOpen, made.interface]).toEqual(['connected', false, 'if-up']);
    expect(heard).toEqual([]);
  });

  it('NEW-06, NEW-13: a session that is never opened mirrors the link, connecting by others included', async () => {
    const watching = listen(session('free'));
    session('free').open();
    await clock.advance(2_000);
    expect(watching).toEqual(['state connecting', 'state connected']);
  });

  it('NEW-08: disposing of an open session is a silent close', async () => {
    const one = session('up');
    const other = listen(session('up'));
    one.open();
    await clock.settle();
    const heard = listen(one);
    one.dispose();
    await clock.settle();
    expect([heard, other]).toEqual([[], []]);
    expect(rig.core.manager.configurationFromIdentifier('up').state).toBe(StateFlag.active);
  });
});

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

describe('close()', () => {
  it('CLOSE-01, CLOSE-03: a link that the system brought up stays up when the last session closes', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    const heard = listen(made);
    made.close();
    await clock.advance(5_000);
    expect([heard, made.state, driver.commands]).toEqual([['closed'], 'connected', []]);
  });

  it('CLOSE-02, CLOSE-03: what Handover brought up goes down with the last session only', async () => {
    const one = session('free');
    const two = session('free', program);
    one.open();
    two.open();
    await clock.advance(2_000);
    const first = listen(one);
    const second = listen(two);
    one.close();
    await clock.advance(2_000);
    expect([first, second, two.state]).toEqual([['closed'], [], 'connected']);
    two.close();
    await clock.advance(2_000);
    expect(second).toEqual(['state closing', 'closed', 'state disconnected']);
    expect(first).toEqual(['closed', 'state closing', 'state disconnected']);
    expect(driver.commands).toEqual(['activate free', 'deactivate free']);
  });

  it('CLOSE-04, CLOSE-08: nothing to close is nothing', async () => {
    for (const id of ['up', 'nothing']) {
      const made = session(id);
      const heard = listen(made);
      made.close();
      await clock.settle();
      expect(heard).toEqual([]);
    }
  });

  it('CLOSE-05: while connecting it cancels, and a late success never opens', async () => {
    const made = session('free');
    const heard = listen(made);
    made.open();
    await clock.settle();
    made.close();
    await clock.advance(5_000);
    expect(heard).toEqual(['state connecting', 'state closing', 'closed', 'state disconnected']);
    expect(made.isOpen).toBe(false);
  });

  it('CLOSE-05: opening again while the first attempt is being undone opens in the end', async () => {
    const made = session('free');
    made.open();
    await clock.settle();
    made.close();
    made.open();
    await clock.advance(10_000);
    expect([made.isOpen, made.state]).toEqual([true, 'connected']);
  });

  it('CLOSE-06: after a loss it withdraws the wish to reopen', async () => {
    const made = session('up');
    made.setSessionProperty('reopenWhenAvailable', true);
    made.open();
    await clock.settle();
    driver.takeDown('up');
    await clock.settle();
    made.close();
    driver.bringUp('up');
    await clock.settle();
    expect([made.isOpen, made.state]).toEqual([false, 'connected']);
  });

  it('CLOSE-09: close() inside opened and open() inside closed work', async () => {
    const made = session('up');
    const heard = listen(made);
    let again = true;
    made.on('opened', () => { if (again) made.close(); });
    made.on('closed', () => { if (again) { again = false; made.open(); } });
    made.open();
    await clock.settle();
    expect([heard, made.isOpen]).toEqual([['opened', 'closed', 'opened'], true]);
  });
});

describe('stop()', () => {
  it('STOP-01, STOP-03, STOP-04, STOP-05: every open session on the link is aborted once and ends disconnected', async () => {
    const both = [session('up'), session('up', program)];
    for (const each of both) each.open();
    await clock.settle();
    const heard = both.map((each) => listen(each));
    both[0]?.stop();
    await clock.advance(2_000);
    for (const each of heard) expect(each).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
    expect(both.map((each) => each.error)).toEqual(['sessionAbortedError', 'sessionAbortedError']);
  });

  it('STOP-02, STOP-08: one that is not open may stop the link, and hears the states alone', async () => {
    const open = session('up', program);
    open.open();
    await clock.settle();
    const heardOpen = listen(open);
    const caller = session('up');
    const heard = listen(caller);
    caller.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['state closing', 'state disconnected']);
    expect(heardOpen).toContain('error sessionAbortedError');
  });

  it('STOP-06: where the platform cannot stop, all stay closed and the link stays up', async () => {
    driver.deactivateFails = failed('notAllowed', 'Not allowed.').failure;
    const both = [session('up'), session('up', program)];
    for (const each of both) each.open();
    await clock.settle();
    const heard = listen(both[0] ?? session('up'));
    both[0]?.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state connected', 'error operationNotSupportedError']);
    expect(both.map((each) => [each.isOpen, each.error])).toEqual([[false, 'operationNotSupportedError'], [false, 'operationNotSupportedError']]);
  });

  it('STOP-07, STOP-12: with nothing up, and on an invalid one, it is nothing', async () => {
    for (const id of ['free', 'away', 'nothing']) {
      const made = session(id);
      const heard = listen(made);
      made.stop();
      await clock.settle();
      expect(heard).toEqual([]);
    }
  });

  it('STOP-09: while connecting it cancels the activation for all', async () => {
    const both = [session('free'), session('free', program)];
    const heard = both.map((each) => listen(each));
    for (const each of both) each.open();
    await clock.settle();
    both[1]?.stop();
    await clock.advance(5_000);
    for (const each of heard) expect(each).toEqual(['state connecting', 'state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('STOP-13: sessions elsewhere hear nothing', async () => {
    driver.bringUp('free');
    await clock.settle();
    const elsewhere = session('free');
    elsewhere.open();
    await clock.settle();
    const heard = listen(elsewhere);
    session('up').stop();
    await clock.advance(2_000);
    expect(heard).toEqual([]);
  });

  it('STOP-17: after it, the same session opens again', async () => {
    const made = session('up');
    made.open();
    made.stop();
    await clock.advance(2_000);
    made.open();
    await clock.advance(2_000);
    expect([made.isOpen, made.error]).toEqual([true, 'sessionAbortedError']);
  });
});

describe('changes from outside', () => {
  it('LOSS-01, LOSS-03: a lost link: error, closed, state, in this order', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    const heard = listen(made);
    driver.takeDown('up');
    await clock.settle();
    expect(heard).toEqual(['error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('LOSS-02: it reopens by itself only where it was asked to', async () => {
    const plain = session('up');
    const wishing = session('up', program);
    wishing.setSessionProperty('reopenWhenAvailable', true);
    for (const each of [plain, wishing]) each.open();
    await clock.settle();
    driver.takeDown('up');
    await clock.settle();
    driver.bringUp('up');
    await clock.settle();
    expect([plain.isOpen, wishing.isOpen]).toEqual([false, true]);
  });

  it('LOSS-04, LOSS-05, CFG-05: a removed configuration ends its sessions, and nothing revives them', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    const heard = listen(made);
    const { configuration } = made;
    driver.remove('up');
    await clock.settle();
    expect(heard).toEqual(['error invalidConfigurationError', 'closed', 'state invalid']);
    expect([configuration.isValid, configuration.name, configuration.bearerTypeName]).toEqual([false, 'up', '']);
    driver.add('up', { up: true });
    await clock.settle();
    made.open();
    await clock.settle();
    expect([made.state, heard.at(-1)]).toEqual(['invalid', 'error invalidConfigurationError']);
  });

  it('MGR-14: sessions hear of a change before the manager', async () => {
    const order: string[] = [];
    const made = session('up');
    made.open();
    await clock.settle();
    made.on('closed', () => { order.push('session'); });
    rig.core.manager.on('configurationChanged', () => { order.push('changed'); });
    rig.core.manager.on('onlineStateChanged', () => { order.push('offline'); });
    driver.takeDown('up');
    await clock.settle();
    expect(order[0]).toBe('session');
    expect(order.at(-1)).toBe('offline');
  });
});

describe('several clients', () => {
  it('STOP-14, STOP-15: another client\'s open() shows as active, its stop() ends ours with sessionAbortedError', async () => {
    const states: number[] = [];
    rig.core.manager.on('configurationChanged', (each) => { if (each.identifier === 'free') states.push(each.state); });
    const theirs = session('free', program);
    theirs.open();
    await clock.advance(2_000);
    const ours = session('free');
    ours.open();
    await clock.settle();
    const heard = listen(ours);
    theirs.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
    expect(states).toEqual([StateFlag.active, StateFlag.discovered]);
    expect(rig.core.manager.allConfigurations(StateFlag.active).map((each) => each.identifier)).not.toContain('free');
  });

  it('MISC-04: two thousand sessions may watch one link', async () => {
    const watching = Array.from({ length: 2_000 }, () => session('up'));
    driver.takeDown('up');
    await clock.settle();
    expect(watching.every((each) => each.state === 'disconnected')).toBe(true);
  });
});

describe('the manager of the system', () => {
  it('LOSS-06: its going is no loss: sessions stay, and what changed meanwhile is told when it is back', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    const heard = listen(made);
    driver.managerGone();
    await clock.settle();
    expect([heard, made.isOpen, rig.core.driverState.available]).toEqual([[], true, false]);
    driver.accessPoints.set('up', { ...driver.accessPoints.get('up')!, link: null });
    driver.managerBack();
    await clock.settle();
    expect([heard, rig.core.driverState.available]).toEqual([['error sessionAbortedError', 'closed', 'state disconnected'], true]);
  });

  it('LOSS-07: when the system moves to another access point by itself, an access point\'s session does not follow', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    driver.bringUp('free');
    driver.takeDown('up');
    await clock.settle();
    expect([made.isOpen, made.state]).toEqual([false, 'disconnected']);
  });

  it('LOSS-08: state and handle change together', async () => {
    const made = session('up');
    driver.takeDown('up');
    expect([made.state, made.configuration.state]).toEqual(['connected', StateFlag.active]);
    await clock.settle();
    expect([made.state, made.configuration.state]).toEqual(['disconnected', StateFlag.discovered]);
  });
});

describe('robustness', () => {
  it('ROAM-01, OPEN-22: the four answers without an offer do nothing, whatever the state', async () => {
    for (const id of ['up', 'free', 'away', 'nothing']) {
      const made = session(id);
      const heard = listen(made);
      for (const call of ['migrate', 'accept', 'reject', 'ignore'] as const) made[call]();
      await clock.settle();
      expect(heard).toEqual([]);
    }
  });

  it('a handler that throws keeps nothing from the others', async () => {
    const made = session('up');
    made.on('opened', () => { throw new Error('handler'); });
    const heard = listen(made);
    made.open();
    await clock.settle();
    expect(heard).toEqual(['opened']);
    expect(rig.errors).toHaveLength(1);
  });
});
