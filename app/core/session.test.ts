import { beforeEach, describe, expect, it } from 'vitest';
import { StateFlag } from '../contract/values.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { Dirty } from './dirty.ts';
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

describe('what a program sets', () => {
  it('is read back, and shown where anything changed', async () => {
    const made = session('up');
    await clock.settle();
    rig.marked = new Dirty();
    made.setSessionProperty('SuppressRoaming', true);
    await clock.settle();
    expect([made.isHeld, made.sessionProperty('SuppressRoaming'), rig.marked.sessions.has(made.id)]).toEqual([true, true, true]);
    for (const no of [false, 'yes', 1]) {
      made.setSessionProperty('SuppressRoaming', true);
      made.setSessionProperty('SuppressRoaming', no);
      expect(made.isHeld).toBe(false);
    }
    expect(made.holdsLinks).toBe(true);
    made.setSessionProperty('holdsLink', false);
    expect(made.holdsLinks).toBe(false);
    made.setSessionProperty('holdsLink', true);
    expect(made.holdsLinks).toBe(true);
  });

  it('PROP-04: what the session itself answers is not set by anybody', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    made.setSessionProperty('ActiveConfiguration', 'free');
    expect(made.sessionProperty('ActiveConfiguration')).toBe('up');
  });

  it('one that holds no link leaves what it opened on to others', async () => {
    const own = session('up');
    own.setSessionProperty('holdsLink', false);
    own.open();
    await clock.settle();
    expect([own.isOpen, rig.core.links.holders('up')]).toEqual([true, 0]);
    const bringing = session('free');
    bringing.setSessionProperty('holdsLink', false);
    bringing.open();
    await clock.advance(2_000);
    expect([bringing.isOpen, rig.core.links.holders('free')]).toEqual([true, 1]);
  });
});

it('its own totals begin anew each time it is opened', async () => {
  const made = session('up');
  made.open();
  await clock.settle();
  driver.count('up', 1_000, 100);
  driver.count('up', 1_500, 170);
  await clock.settle();
  expect([made.received, made.sent]).toEqual([500, 70]);
  made.close();
  await clock.settle();
  expect(rig.records.findLast((each) => each.kind === 'sessionClosed')).toMatchObject({ received: 500, sent: 70, error: null, accessPoint: 'up', client: desktop.name });
  made.open();
  await clock.settle();
  expect([made.received, made.sent]).toEqual([0, 0]);
});
