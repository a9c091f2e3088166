import { describe, expect, it } from 'vitest';
import { applyPatch, type StatePatch } from '../contract/state-patch.ts';
import type { HostState, TrafficView } from '../contract/state.ts';
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

  it('leaves collections alone that did not change', () => {
    const feed = new StateFeed(empty, () => {});
    const { interfaces } = feed.state;
    feed.setEntry('traffic', 'a', traffic('a', 1));
    feed.setEntry('traffic', 'a', traffic('a', 1));
    expect(feed.state.interfaces).toBe(interfaces);
    feed.stop();
  });
});
