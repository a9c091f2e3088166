import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ActiveState, DeviceState, MANAGER_PATH, Name } from '../protocol.ts';
import { networkManagerAnswers } from '../index.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { waitingAt } from './stub/links.ts';
import { profileUuid, wiredProfile } from './stub/profiles.ts';

const cable = profileUuid(1);
const reason = busUnavailable();

describe.skipIf(reason !== null)(`NetworkManager or its bus goes, on a stub${skipped(reason)}`, () => {
  let on: StubTest;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      stub.profiles.add(wiredProfile(1, 'Cable'));
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
  });

  const heard = (change: 'managerGone' | 'managerBack'): number => on.witness.changes.filter(told => told.change === change).length;

  test('a call that was never answered ends when NetworkManager goes', async () => {
    on.stub.silent.add('ActivateConnection');
    on.stub.forgetMessages();
    const activation = on.driver.activate(cable, { signal: patient() });
    await expect.poll(() => on.stub.messages.byMethod['ActivateConnection']).toBe(1);
    await on.stub.leave();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    expect(heard('managerGone')).toBe(1);
  });

  test('an activation that a NetworkManager lets go of as it ends is told as that', async () => {
    on.stub.links.endings.set(cable, waitingAt(DeviceState.config));
    const activation = on.driver.activate(cable, { signal: patient() });
    await on.until('it is on its way', () => on.witness.link(cable)?.state === 'activating');
    on.stub.links.letGo();
    await on.until('it was let go of', () => on.witness.link(cable) === null);
    await on.stub.leave();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
  });

  test('back on the same bus, the world is told anew, and commands work', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    await on.stub.leave();
    await on.until('it is told as gone', () => heard('managerGone') === 1);
    await on.stub.join(on.bus.address);
    await on.until('it is told as back', () => heard('managerBack') === 1);
    expect(on.witness.isActive(cable)).toBe(true);
    valueOf(await on.driver.deactivate(cable));
  });

  test('one that is still starting is told as back when it has settled, its links with it', async () => {
    valueOf(await on.driver.activate(cable, { signal: patient() }));
    const [link = ''] = on.stub.objects.paths(Name.activeConnection);
    await on.stub.leave();
    await on.until('it is told as gone', () => heard('managerGone') === 1);
    on.stub.objects.set(MANAGER_PATH, Name.manager, { Startup: true });
    on.stub.objects.set(link, Name.activeConnection, { State: ActiveState.activating });
    on.stub.forgetMessages();
    await on.stub.join(on.bus.address);
    await expect.poll(() => on.clock.pending).toBe(1);
    expect(heard('managerBack')).toBe(0);
    on.stub.objects.set(link, Name.activeConnection, { State: ActiveState.activated });
    on.stub.objects.set(MANAGER_PATH, Name.manager, { Startup: false });
    await on.until('it is told as back', () => heard('managerBack') === 1);
    expect(on.witness.linkStates(cable).at(-1)).toBe('active');
  });

  test('one that never settles is told as back after ten seconds; one that goes before was never back', async () => {
    await on.stub.leave();
    await on.until('it is told as gone', () => heard('managerGone') === 1);
    on.stub.objects.set(MANAGER_PATH, Name.manager, { Startup: true });
    await on.stub.join(on.bus.address);
    await expect.poll(() => on.clock.pending).toBe(1);
    await on.stub.leave();
    await expect.poll(() => on.clock.pending).toBe(0);
    await on.stub.join(on.bus.address);
    await expect.poll(() => on.clock.pending).toBe(1);
    await on.clock.advance(10_000);
    await on.until('it is told as back', () => heard('managerBack') === 1);
    expect(heard('managerGone')).toBe(1);
  });

  test('the bus dies and another begins: found again with growing pauses, told once each way', async () => {
    on.stub.links.endings.set(cable, waitingAt(50));
    const activation = on.driver.activate(cable, { signal: patient() });
    await on.until('it is under way', () => on.witness.link(cable)?.stage === 'connecting');
    await on.bus.kill();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    await on.stub.leave();
    await on.bus.begin();
    await on.stub.join(on.bus.address);
    expect(await on.clock.advanceUntil(() => false, 5_000)).toBe(false);
    await on.until('it is told as back', () => heard('managerBack') === 1);
    expect(heard('managerGone')).toBe(1);
  });

  test('whether NetworkManager is there is told either way', async () => {
    expect(await networkManagerAnswers(on.bus.address)).toBe(true);
    await on.stub.leave();
    expect(await networkManagerAnswers(on.bus.address)).toBe(false);
  });
});
