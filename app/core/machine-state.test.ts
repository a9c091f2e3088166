import { describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { MachineState } from './machine-state.ts';
import { done } from './ports/driver.ts';
import type { SecretRequest } from './ports/management.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

const wanted: SecretRequest = { id: 'one', accessPoint: 'home', kind: 'password', wrongBefore: false, message: '', limit: 90_000 };

function begin(canAsk = true) {
  const clock = new FakeClock();
  const declined: string[] = [];
  const decline = (id: string) => { declined.push(id); return Promise.resolve(done); };
  const driver = Object.assign(new ScriptedDriver(clock), { secrets: { give: () => Promise.resolve(done), refuse: () => Promise.resolve(done), decline } });
  return { clock, driver, declined, machine: new MachineState(driver, clock, () => canAsk) };
}

describe('a secret that the platform waits for', () => {
  it('is put before the user with the time until which there is somebody to give it to', () => {
    const { clock, machine, declined } = begin();
    machine.secretWanted(wanted);
    const { limit, ...request } = wanted;
    expect([[...machine.secretRequests.values()], declined]).toEqual([[{ ...request, at: clock.now(), expiresAt: clock.now() + limit }], []]);
  });

  it('is declined at once where nobody can ask', () => {
    const { machine, declined } = begin(false);
    machine.secretWanted(wanted);
    expect([machine.secretRequests.size, declined]).toEqual([0, ['one']]);
  });

  it('is over when it is told so, and all are when the manager has gone', () => {
    const { machine } = begin();
    for (const id of ['one', 'two', 'three']) machine.secretWanted({ ...wanted, id });
    machine.secretOver('two');
    expect([...machine.secretRequests.keys()]).toEqual(['one', 'three']);
    machine.managerGone();
    expect(machine.secretRequests.size).toBe(0);
  });
});

describe('what may be done, until the platform tells', () => {
  it('is what the driver has a part for', () => {
    const { driver, clock } = begin();
    driver.capabilities.scan = true;
    const bare = new MachineState(driver, clock, () => true).system.permissions;
    expect(bare).toEqual({ connect: 'notSupported', changeStored: 'notSupported', switchWifi: 'notSupported', switchMobile: 'notSupported', hotspot: 'notSupported', scan: 'yes' });
    driver.capabilities.scan = false;
    const able = Object.assign(driver, { radios: { set: () => Promise.resolve(done) } });
    expect(new MachineState(able, clock, () => true).system.permissions).toEqual({ ...bare, switchWifi: 'yes', switchMobile: 'yes', scan: 'notSupported' });
  });
});
