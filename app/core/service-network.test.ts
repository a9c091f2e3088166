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

describe('a service network', () => {
  it('NEW-10, ROAM-20, PROP-03: opens by its best member, and names it', async () => {
    const { session } = await rig.joined();
    expect([session.state, session.isOpen, session.sessionProperty('ActiveConfiguration')]).toEqual(['connected', true, 'a']);
    expect(session.configuration.identifier).toBe('office');
  });

  it('ROAM-15: of several that are up it opens by the one that leads out, wherever that stands', async () => {
    driver.bringUp('b');
    driver.change('b', { link: { state: 'active', interface: 'if-b', stage: null, isDefault: true } });
    await clock.settle();
    expect((await rig.opened()).member).toBe('b');
  });

  it('ROAM-15: what leads out and is no member, or is being taken down, is not opened by', async () => {
    driver.bringUp('d');
    driver.change('d', { link: { state: 'active', interface: 'if-d', stage: null, isDefault: true } });
    await clock.settle();
    expect((await rig.opened()).member).toBe('a');
    driver.bringUp('b');
    driver.change('b', { link: { state: 'deactivating', interface: 'if-b', stage: null, isDefault: true } });
    await clock.settle();
    expect((await rig.opened(program)).member).toBe('a');
  });

  it('ROAM-20: a member that has left, but was named, is passed over', async () => {
    driver.takeDown('a');
    driver.remove('a');
    await clock.settle();
    const session = rig.core.createSession('office', desktop);
    session.open();
    await clock.advance(5_000);
    expect([session.isOpen, session.member]).toEqual([true, 'b']);
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
    await rig.joined();
    expect(rig.core.links.holders('a')).toBe(1);
  });

  it('OPEN-10, NEW-11, CLOSE-07, STOP-10: open, close and stop work on it', async () => {
    const { session, heard } = await rig.joined();
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
    const { session } = await rig.joined();
    const sibling = await rig.joined(program);
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
    const { session } = await rig.trying();
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
