import { beforeEach, describe, expect, it } from 'vitest';
import { OfficeRig } from './testing/office-rig.ts';
import { Targets } from './targets.ts';

let rig: OfficeRig;
let targets: Targets;
beforeEach(async () => {
  rig = await OfficeRig.begin();
  targets = new Targets(rig.core.world, rig.core.links, rig.core.registry);
});
const on = (id: string, tried: readonly string[] = []) => { const configuration = rig.core.registry.get(id); return configuration ? targets.of(configuration, tried) : undefined; };

describe('what a session opens on', () => {
  it('is an access point itself: by the link that is up, or to be brought up where it is in reach', async () => {
    rig.driver.change('d', { inReach: false });
    await rig.clock.settle();
    expect([on('a'), on('b'), on('d')]).toEqual([{ member: 'a', up: true }, { member: 'b', up: false }, null]);
  });

  it('is of a network a member that is up, before those in reach', () => {
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'c', 'a'] });
    rig.core.drain();
    expect(on('office')).toEqual({ member: 'a', up: true });
  });

  it('is of a network none that was tried, up or not', () => {
    expect([on('office', ['a']), on('office', ['a', 'b']), on('office', ['a', 'b', 'c'])]).toEqual([{ member: 'b', up: false }, { member: 'c', up: false }, null]);
  });

  it('is of a network the first that is in reach, where none is up', async () => {
    rig.driver.takeDown('a');
    rig.driver.change('a', { inReach: false });
    await rig.clock.settle();
    expect(on('office')).toEqual({ member: 'b', up: false });
  });

  it('is nothing for what was removed, though a program still has its handle', async () => {
    const { registry } = rig.core;
    const handles = ['office', 'b'].map((id) => registry.get(id));
    rig.core.removeServiceNetwork('office');
    rig.driver.remove('b');
    await rig.clock.settle();
    expect(handles.map((each) => each && targets.of(each))).toEqual([null, null]);
  });

  it('is nothing for the choice of the user before it was made', () => { expect(on('userChoice')).toBeNull(); });
});
