import { beforeEach, describe, expect, it } from 'vitest';
import { Capability, StateFlag } from '../contract/values.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('up', { up: true }).add('free').add('away', { inReach: false }).add('seen', { stored: false });
  rig = await new CoreRig(driver, clock).start();
});

const manager = () => rig.core.manager;
const ids = (filter?: number) => manager().allConfigurations(filter).map((each) => each.identifier).filter((each) => each !== 'network:all');

function hear(): string[] {
  const heard: string[] = [];
  manager().on('configurationAdded', (each) => { heard.push(`added ${each.identifier}`); });
  manager().on('configurationChanged', (each) => { heard.push(`changed ${each.identifier}`); });
  manager().on('configurationRemoved', (each) => { heard.push(`removed ${each.identifier}`); });
  manager().on('onlineStateChanged', (online) => { heard.push(`online ${online}`); });
  manager().on('updateCompleted', () => { heard.push('updated'); });
  return heard;
}

describe('configurations', () => {
  it('CFG-01, MGR-05: an unknown identifier gives an invalid one', () => {
    for (const id of ['', 'nothing']) {
      const none = manager().configurationFromIdentifier(id);
      expect([none.isValid, none.identifier, none.name, none.type, none.state, none.purpose, none.bearerType, none.bearerTypeName, none.isRoamingAvailable, none.children(), none.connectTimeout])
        .toEqual([false, '', '', 'invalid', StateFlag.undefined, 'unknown', 'unknown', '', false, [], 30_000]);
    }
  });

  it('CFG-02, CFG-03: two look-ups are the same live handle', async () => {
    const handle = manager().configurationFromIdentifier('free');
    expect(manager().configurationFromIdentifier('free')).toBe(handle);
    driver.bringUp('free');
    await clock.settle();
    expect(handle.state).toBe(StateFlag.active);
  });

  it('CFG-04: flags by what can be done with it', () => {
    expect(['up', 'free', 'away', 'seen'].map((id) => manager().configurationFromIdentifier(id).state)).toEqual([14, 6, 2, 1]);
  });

  it('CFG-06, CFG-07: bearer names and families', () => {
    expect([manager().configurationFromIdentifier('up').bearerTypeName, manager().configurationFromIdentifier('network:all').bearerTypeName]).toEqual(['Ethernet', '']);
    driver.add('phone', { bearer: 'hspa', kind: 'mobile' });
    driver.change('phone', {});
    rig.core.drain();
    const phone = manager().configurationFromIdentifier('phone');
    expect([phone.bearerTypeName, phone.bearerTypeFamily]).toEqual(['HSPA', '3g']);
  });

  it('CFG-13: connectTimeout is kept on the handle, and not on an invalid one', () => {
    const handle = manager().configurationFromIdentifier('free');
    expect([handle.connectTimeout, handle.setConnectTimeout(-5), manager().configurationFromIdentifier('free').connectTimeout]).toEqual([30_000, true, -5]);
    const none = manager().configurationFromIdentifier('nothing');
    expect([none.setConnectTimeout(1), none.connectTimeout]).toEqual([false, 30_000]);
  });

  it('CFG-15: identifiers are unique', () => { expect(new Set(ids()).size).toBe(ids().length); });
});

describe('the manager', () => {
  it('MGR-01, MGR-18: the first inventory is complete, and no news', async () => {
    const fresh = new CoreRig(new ScriptedDriver(clock).add('x', { up: true }), clock);
    const heard: string[] = [];
    fresh.core.manager.on('configurationAdded', () => { heard.push('added'); });
    fresh.core.manager.on('onlineStateChanged', () => { heard.push('online'); });
    await fresh.start();
    expect([heard, fresh.core.manager.isOnline]).toEqual([[], true]);
  });

  it('MGR-03: filters by all bits', () => {
    expect(ids()).toEqual(['up', 'free', 'away', 'seen']);
    expect(ids(StateFlag.defined)).toEqual(['up', 'free', 'away']);
    expect(ids(StateFlag.discovered)).toEqual(['up', 'free']);
    expect(ids(StateFlag.active)).toEqual(['up']);
  });

  it('MGR-04: service networks stand beside their access points', async () => {
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['up'] });
    await clock.settle();
    expect(ids()).toContain('office');
  });

  it('MGR-06, MGR-08, MGR-09, MGR-10: the default', async () => {
    const fresh = async (build: (driver: ScriptedDriver) => ScriptedDriver) => {
      const made = await new CoreRig(build(new ScriptedDriver(clock)), clock).start();
      return made.core.manager.defaultConfiguration().identifier;
    };
    expect(await fresh((each) => each.add('gone', { inReach: false }).add('seen', { stored: false }))).toBe('');
    expect(await fresh((each) => each.add('wlan', { kind: 'wifi', bearer: 'wlan' }).add('phone', { bearer: '3g', kind: 'mobile' }))).toBe('network:all');
    // Access points that belong to no service network: seen and up.
    expect(await fresh((each) => each.add('phone', { bearer: '3g', stored: false, up: true }).add('wlan', { bearer: 'wlan', stored: false, up: true }).add('other', { bearer: 'bluetooth', stored: false, up: true }))).toBe('wlan');
    expect(await fresh((each) => each.add('wlan', { bearer: 'wlan', stored: false, up: true }).add('cable', { stored: false, up: true }))).toBe('cable');
  });

  it('MGR-11, MGR-12: online only flips with the first and the last active one', async () => {
    const heard = hear();
    driver.bringUp('free');
    await clock.settle();
    driver.takeDown('up');
    await clock.settle();
    expect(heard.filter((each) => each.startsWith('online'))).toEqual([]);
    driver.takeDown('free');
    await clock.settle();
    expect(heard.filter((each) => each.startsWith('online'))).toEqual(['online false']);
    expect(manager().isOnline).toBe(false);
  });

  it('MGR-13: changed, then online', async () => {
    const heard = hear();
    driver.takeDown('up');
    await clock.settle();
    expect(heard).toEqual(['changed up', 'changed network:all', 'online false']);
  });

  it('MGR-15: removing the last one while offline tells nothing about online', async () => {
    driver.takeDown('up');
    await clock.settle();
    const heard = hear();
    driver.remove('up');
    await clock.settle();
    expect(heard.filter((each) => each.startsWith('online'))).toEqual([]);
  });

  it('MGR-16: added, and removed with a handle that is invalid but keeps its name', async () => {
    const heard = hear();
    let removed: unknown[] = [];
    manager().on('configurationRemoved', (each) => { removed = [each.isValid, each.identifier, each.name, each.state]; });
    driver.add('new');
    driver.change('new', {});
    await clock.settle();
    driver.remove('new');
    await clock.settle();
    expect(heard.filter((each) => each.endsWith(' new'))).toEqual(['added new', 'removed new']);
    expect(removed).toEqual([false, 'new', 'new', StateFlag.discovered]);
  });

  it('MGR-17: a rename is a change, with the new name', async () => {
    const heard = hear();
    driver.change('free', { name: 'Café' });
    await clock.settle();
    expect([heard, manager().configurationFromIdentifier('free').name]).toEqual([['changed free'], 'Café']);
  });

  it('MGR-02, CFG-14: one inventory for all, with the driver\'s purpose', () => {
    expect(manager().configurationFromIdentifier('up').purpose).toBe('unknown');
    expect(rig.core.createSession('up', program).configuration).toBe(manager().configurationFromIdentifier('up'));
  });

  it('MGR-33: what a scan finds arrives by itself', async () => {
    const heard = hear();
    manager().updateConfigurations();
    driver.add('found', { stored: false });
    driver.change('found', {});
    await clock.advance(2_000);
    expect(heard).toEqual(['added found', 'updated']);
  });

  it('MGR-19, MGR-20, MGR-21: updateConfigurations() returns at once and ends in one updateCompleted for all', async () => {
    const heard = hear();
    const other = hear();
    manager().updateConfigurations();
    manager().updateConfigurations();
    expect(heard).toEqual([]);
    await clock.advance(2_000);
    expect([heard, other, driver.commands]).toEqual([['updated'], ['updated'], ['scan']]);
  });

  it('MGR-24, MGR-26, MISC-06: nothing polls and nothing scans by itself', async () => {
    rig.core.createSession('up', desktop).open();
    await clock.advance(3_600_000);
    expect([driver.commands, clock.pending]).toEqual([[], 0]);
  });

  it('MGR-27, MGR-28: capabilities are the driver\'s', () => {
    const all = Capability.canStartAndStopInterfaces | Capability.systemSessionSupport | Capability.applicationLevelRoaming | Capability.forcedRoaming | Capability.dataStatistics;
    expect(manager().capabilities).toBe(all);
    driver.capabilities.dataStatistics = false;
    expect(manager().capabilities & Capability.dataStatistics).toBe(0);
  });
});

describe('properties', () => {
  it('PROP-01, PROP-03, PROP-05: ActiveConfiguration only while open', async () => {
    const session = rig.core.createSession('up', desktop);
    expect(session.sessionProperty('ActiveConfiguration')).toBe('');
    session.open();
    await clock.settle();
    expect(session.sessionProperty('ActiveConfiguration')).toBe('up');
    driver.remove('up');
    await clock.settle();
    expect(session.sessionProperty('ActiveConfiguration')).toBe('');
  });

  it('PROP-04: what is read only stays as it is, silently', async () => {
    const session = rig.core.createSession('up', desktop);
    session.open();
    await clock.settle();
    session.setSessionProperty('ActiveConfiguration', 'x');
    session.setSessionProperty('UserChoiceConfiguration', 'x');
    expect([session.sessionProperty('ActiveConfiguration'), session.sessionProperty('UserChoiceConfiguration')]).toEqual(['up', '']);
  });

  it('PROP-06: any other key is a session\'s own, and an undefined value removes it', () => {
    const [one, other] = [rig.core.createSession('up', desktop), rig.core.createSession('up', desktop)];
    one.setSessionProperty('colour', 7);
    expect([one.sessionProperty('colour'), other.sessionProperty('colour')]).toEqual([7, undefined]);
    one.setSessionProperty('colour', undefined);
    expect(one.sessionProperty('colour')).toBeUndefined();
  });

  it('PROP-08: AutoCloseSessionTimeout reads −1 and has no effect where nothing is polled', async () => {
    const session = rig.core.createSession('up', desktop);
    session.setSessionProperty('AutoCloseSessionTimeout', 20_000);
    session.open();
    await clock.advance(100_000);
    expect([session.sessionProperty('AutoCloseSessionTimeout'), session.isOpen]).toEqual([-1, true]);
  });
});

describe('statistics', () => {
  it('STAT-01: without data statistics the counters are 0', async () => {
    const session = rig.core.createSession('up', desktop);
    session.open();
    await clock.settle();
    expect([session.bytesReceived, session.bytesWritten]).toEqual([0, 0]);
  });

  it('STAT-02: the interface\'s counters, the same for every session on it, and only while connected', async () => {
    const sessions = [rig.core.createSession('up', desktop), rig.core.createSession('up', program)];
    sessions[0]?.open();
    driver.count('up', 5_000, 700);
    await clock.settle();
    expect(sessions.map((each) => [each.bytesReceived, each.bytesWritten])).toEqual([[5_000, 700], [5_000, 700]]);
    driver.takeDown('up');
    await clock.settle();
    expect(sessions.map((each) => each.bytesReceived)).toEqual([0, 0]);
  });

  it('STAT-03: a service network sums over its active members', async () => {
    rig.core.setServiceNetwork({ id: 'both', name: 'Both', members: ['up', 'free'] });
    driver.bringUp('free');
    driver.count('up', 1_000, 10);
    driver.count('free', 200, 2);
    await clock.settle();
    const session = rig.core.createSession('both', desktop);
    expect([session.bytesReceived, session.bytesWritten]).toEqual([1_200, 12]);
  });

  it('STAT-04, STAT-05: activeTime is whole seconds since this session opened, 0 when closed', async () => {
    const session = rig.core.createSession('up', desktop);
    await clock.advance(5_000);
    session.open();
    await clock.settle();
    await clock.advance(2_900);
    expect(session.activeTime).toBe(2);
    session.close();
    await clock.settle();
    expect(session.activeTime).toBe(0);
  });

  it('own totals begin at the opening and never go backward, whatever the counter does', async () => {
    const session = rig.core.createSession('up', desktop);
    driver.count('up', 10_000, 100);
    session.open();
    await clock.settle();
    for (const received of [10_500, 200, 900]) driver.count('up', received, 100);
    await clock.settle();
    expect(session.received).toBe(500 + 200 + 700);
  });
});

describe('usage policies', () => {
  it('POL-01, POL-02: follow the cost of the link, told once a change', async () => {
    const session = rig.core.createSession('up', desktop);
    const told: number[] = [];
    session.on('usagePoliciesChanged', (policies) => { told.push(policies); });
    expect(session.usagePolicies).toBe(0);
    driver.change('up', { metered: true });
    driver.change('up', { metered: true });
    await clock.settle();
    driver.change('up', { metered: false });
    await clock.settle();
    expect(told).toEqual([1, 0]);
  });

  it('POL-03: opening a metered one is one signal', async () => {
    driver.change('free', { metered: true });
    await clock.settle();
    const session = rig.core.createSession('free', desktop);
    const told: number[] = [];
    session.on('usagePoliciesChanged', (policies) => { told.push(policies); });
    session.open();
    await clock.advance(3_000);
    expect(told).toEqual([1]);
    expect(listen(session)).toEqual([]);
  });
});
