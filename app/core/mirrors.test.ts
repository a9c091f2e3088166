import { beforeEach, describe, expect, it } from 'vitest';
import { StateFlag, UsagePolicy } from '../contract/values.ts';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { Dirty } from './dirty.ts';
import { listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import type { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

describe('a session that is not open on a service network', () => {
  it('NEW-10: shows the interface and the cost of its first member that is up', async () => {
    driver.change('a', { metered: true });
    await clock.settle();
    const watching = rig.core.createSession('office', program);
    expect([watching.interface, watching.usagePolicies]).toEqual(['if-a', UsagePolicy.noBackgroundTrafficPolicy]);
    driver.bringUp('b');
    driver.takeDown('a');
    await clock.settle();
    expect([watching.interface, watching.usagePolicies]).toEqual(['if-b', UsagePolicy.noPolicy]);
    driver.takeDown('b');
    await clock.settle();
    expect(watching.interface).toBeNull();
  });

  it('is shown anew when it comes to stand for another member, though its state is as before', async () => {
    const watching = rig.core.createSession('office', program);
    driver.bringUp('b');
    await clock.settle();
    rig.marked = new Dirty();
    driver.takeDown('a');
    await clock.settle();
    expect([watching.state, watching.interface, rig.marked.sessions.has(watching.id)]).toEqual(['connected', 'if-b', true]);
  });

  it('looks roaming while another one on it has lost its link, and no longer than that', async () => {
    const watching = rig.core.createSession('office', program);
    const heard = listen(watching);
    const { session } = await rig.joined();
    driver.takeDown('a');
    await clock.settle();
    expect(watching.state).toBe('roaming');
    session.ignore();
    await clock.settle();
    expect(heard).toEqual(['state roaming', 'state disconnected']);
  });
});

describe('a service network of many', () => {
  const many = Array.from({ length: 20 }, (_, each) => `m${each}`);

  beforeEach(async () => {
    for (const id of many) { driver.add(id, { inReach: false }); driver.change(id, {}); }
    rig.core.setServiceNetwork({ id: 'many', name: 'Many', members: many });
    await clock.settle();
  });

  it('ROAM-14: looks like the best of its members, and others that are up are none of its', async () => {
    const watching = rig.core.createSession('many', program);
    const heard = listen(watching);
    expect([watching.state, watching.configuration.state]).toEqual(['notAvailable', StateFlag.defined]);
    driver.change('m7', { inReach: true });
    await clock.settle();
    driver.activating('m7');
    await clock.settle();
    driver.bringUp('m7');
    await clock.settle();
    expect(watching.interface).toBe('if-m7');
    driver.change('m7', { link: { state: 'deactivating', interface: 'if-m7', stage: null } });
    await clock.settle();
    driver.takeDown('m7');
    driver.change('m7', { inReach: false });
    await clock.settle();
    expect(heard).toEqual(['state disconnected', 'state connecting', 'state connected', 'state closing', 'state disconnected', 'state notAvailable']);
  });

  it('a member on its way up counts for more than one on its way down', async () => {
    const watching = rig.core.createSession('many', program);
    for (const id of ['m3', 'm4']) driver.bringUp(id);
    await clock.settle();
    for (const id of ['m3', 'm4']) driver.change(id, { link: { state: id === 'm3' ? 'deactivating' : 'activating', interface: `if-${id}`, stage: null } });
    await clock.settle();
    expect(watching.state).toBe('connecting');
  });
});

it('a service network that is edited, or removed and made anew, is looked at anew', async () => {
  const watching = rig.core.createSession('office', program);
  const heard = listen(watching);
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['d'] });
  await clock.settle();
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'd'] });
  await clock.settle();
  rig.core.removeServiceNetwork('office');
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['a', 'd'] });
  await clock.settle();
  const again = rig.core.createSession('office', program);
  driver.takeDown('a');
  await clock.settle();
  expect([heard, again.state]).toEqual([['state disconnected', 'state connected', 'state invalid'], 'disconnected']);
});
