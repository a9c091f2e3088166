import { describe, expect, it } from 'vitest';
import { applyPatch } from '../contract/apply-patch.ts';
import type { StatePatch } from '../contract/state-patch.ts';
import type { ConfigurationView, HostState, TrafficView } from '../contract/state.ts';
import { StateFeed } from './state-feed.ts';

const traffic = (id: string, received: number): TrafficView => ({ interface: id, received, sent: 0, receivedRate: 0, sentRate: 0 });
const empty = { traffic: {}, interfaces: {}, isOnline: false } as unknown as HostState;

describe('the state as it is fed to views', () => {
  it('that was given out stays as it was, whatever comes after', () => {
    const feed = new StateFeed(empty, () => {});
    feed.setEntry('traffic', 'a', traffic('a', 1));
    const { state } = feed.snapshot();
    feed.setEntry('traffic', 'a', traffic('a', 2));
    feed.setEntry('traffic', 'b', traffic('b', 1));
    feed.setEntry('traffic', 'a', null);
    expect(state.traffic).toEqual({ a: traffic('a', 1) });
    expect(feed.state.traffic).toEqual({ b: traffic('b', 1) });
    feed.stop();
  });

  it('and the patches on an older one come to the same', () => {
    const patches: StatePatch[] = [];
    const feed = new StateFeed(empty, (patch) => { patches.push(patch); });
    const { state } = feed.snapshot();
    for (let number = 0; number < 50; number++) feed.setEntry('traffic', `${number % 7}`, number % 5 === 0 ? null : traffic(`${number % 7}`, number));
    feed.setValue('isOnline', true);
    feed.flush();
    expect(patches.reduce(applyPatch, state)).toEqual(feed.state);
    expect(patches).toHaveLength(1);
  });

  it('reads what was marked when its turn comes, no more of it a message than a window takes in at once', () => {
    const patches: StatePatch[] = [];
    let level = 0;
    const feed = new StateFeed({ ...empty, configurations: {} }, (patch) => { patches.push(patch); });
    const { state } = feed.snapshot();
    feed.readFrom((id) => (id === 'gone' ? null : { id, name: String(level) }) as ConfigurationView | null);
    for (const round of [1, 2, 3]) {
      level = round;
      for (let number = 0; number < 400; number++) feed.mark(`${number}`);
    }
    feed.mark('gone');
    feed.flush();
    expect(Object.keys(patches[0]!.configurations!.set!)).toEqual(Array.from({ length: 150 }, (_, number) => String(number)));
    for (let time = 0; time < 5; time++) feed.flush();
    expect(patches.map(({ configurations }) => Object.keys(configurations!.set!).length)).toEqual([150, 150, 100]);
    expect(patches.reduce(applyPatch, state).configurations['399']).toMatchObject({ name: '3' });
    expect(patches.reduce(applyPatch, state)).toEqual(feed.state);
  });

  it('has all that was marked in a snapshot, and tells no entry of a driver that has gone', () => {
    const patches: StatePatch[] = [];
    const feed = new StateFeed({ ...empty, configurations: {} }, (patch) => { patches.push(patch); });
    feed.readFrom((id) => ({ id }) as ConfigurationView);
    for (let number = 0; number < 400; number++) feed.mark(`${number}`);
    expect(Object.keys(feed.snapshot().state.configurations)).toHaveLength(400);
    feed.mark('1000');
    feed.readFrom(() => null);
    expect(feed.snapshot().state.configurations).not.toHaveProperty('1000');
    feed.stop();
  });

  it('leaves collections alone that did not change', () => {
    const feed = new StateFeed(empty, () => {});
    const { interfaces } = feed.state;
    feed.setEntry('traffic', 'a', traffic('a', 1));
    feed.setEntry('traffic', 'a', traffic('a', 1));
    expect(feed.state.interfaces).toBe(interfaces);
    feed.stop();
  });
});
