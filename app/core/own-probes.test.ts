import { describe, expect, it } from 'vitest';
import type { CarrierLink, CarrierProbe } from '../contract/session.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { OwnProbes } from './own-probes.ts';
import type { KnownInterface } from './world.ts';

const clock = new FakeClock();
const known = (addresses: string[]): KnownInterface => ({
  connectivitySince: 0,
  now: {
    id: 'if-b', name: 'wlan0', kind: 'wifi', managed: true, carrier: true, speed: null, addresses: addresses.map((address) => ({ address, prefix: 24 })), gateways: [], nameServers: [], connectivity: 'full', metered: false,
  },
});

function begin(...probes: CarrierProbe[]) {
  const abort = new AbortController();
  const found: unknown[] = [];
  const own: OwnProbes = new OwnProbes(probes, abort.signal, (item) => { item(); }, () => { found.push(own.result); });
  return { own, abort, found };
}

describe('the tests that programs make of a new link', () => {
  it('are none where no program brought one: nothing is waited for', async () => {
    const { own, found } = begin();
    own.look(known(['10.0.0.2']));
    await clock.settle();
    expect([own.result, found]).toEqual([null, []]);
  });

  it('are asked once, when the link has an address to bind to, and told the link', async () => {
    const asked: CarrierLink[] = [];
    const { own, found } = begin((link) => { asked.push(link); return Promise.resolve(true); });
    own.look(null);
    own.look(known([]));
    await clock.settle();
    expect([own.result, asked]).toEqual(['running', []]);
    own.look(known(['10.0.0.2', '10.0.0.3']));
    own.look(known(['10.0.0.2']));
    await clock.settle();
    expect([asked, own.result, found]).toEqual([[{ interface: 'wlan0', addresses: ['10.0.0.2', '10.0.0.3'] }], 'passed', ['passed']]);
  });

  it('have to agree: one that says no, or throws, is a no', async () => {
    const yes: CarrierProbe = () => Promise.resolve(true);
    for (const no of [() => Promise.resolve(false), () => Promise.reject(new Error('no')), () => { throw new Error('no'); }] satisfies CarrierProbe[]) {
      const { own, found } = begin(yes, no);
      own.look(known(['10.0.0.2']));
      await clock.settle();
      expect([own.result, found]).toEqual(['failed', ['failed']]);
    }
  });

  it('that answer when the trial is over are not heard any more', async () => {
    let answer: (works: boolean) => void = () => {};
    const { own, abort, found } = begin(() => new Promise((resolve) => { answer = resolve; }));
    own.look(known(['10.0.0.2']));
    await clock.settle();
    abort.abort();
    answer(true);
    await clock.settle();
    expect([own.result, found]).toEqual(['running', []]);
  });
});
