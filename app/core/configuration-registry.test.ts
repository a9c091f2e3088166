import { beforeEach, describe, expect, it } from 'vitest';
import { StateFlag } from '../contract/values.ts';
import { builtInNetwork, ConfigurationRegistry } from './configuration-registry.ts';
import type { DriverAccessPoint } from './ports/driver.ts';

let registry: ConfigurationRegistry;
beforeEach(() => { registry = new ConfigurationRegistry(); });

/** A cable that is stored and in reach, but for what is changed. */
const set = (id: string, change: Partial<DriverAccessPoint> = {}) => {
  registry.setAccessPoint({
    id, name: id, kind: 'wired', bearer: 'ethernet', purpose: 'unknown', ssid: null, security: null, stored: true, inReach: true, metered: false, interfaces: [`if-${id}`], bss: [], level: null, link: null, ...change,
  });
};
const linked = (state: 'activating' | 'active' | 'deactivating') => ({ link: { state, interface: 'if', stage: null } });
const office = (...members: string[]) => { registry.setServiceNetwork({ id: 'office', name: 'Office', members }); };
const changes = () => registry.takeChanges().map(({ change, configuration }) => `${change} ${configuration.identifier}`);
const members = (network = builtInNetwork) => registry.get(network)?.members;
const stateOf = (id: string) => registry.get(id)?.state;

describe('what changed', () => {
  it('is nothing in a registry that was just made', () => { expect(changes()).toEqual([]); });

  it('is told once, each configuration in the order in which it first changed', () => {
    set('a');
    set('b');
    office('a');
    set('a', { name: 'Renamed' });
    expect(changes()).toEqual(['added a', 'changed network:all', 'added b', 'added office']);
    expect(changes()).toEqual([]);
  });

  it.each<[string, Partial<DriverAccessPoint>]>([
    ['name', { name: 'Home' }], ['bearer', { bearer: 'wlan' }], ['purpose', { purpose: 'private' }], ['flags', { inReach: false }],
  ])('is a known access point with another %s', (_, change) => {
    // With b in reach the network of all stays in reach too.
    for (const id of ['a', 'b']) set(id);
    changes();
    set('a', change);
    expect(changes()).toEqual(['changed a']);
  });

  it('is nothing where an access point is told again as it was, or for what no configuration has', () => {
    set('a');
    changes();
    set('a');
    set('a', { metered: true, interfaces: ['if-2'], level: -60 });
    expect(changes()).toEqual([]);
  });

  it('of what came and went before anybody was told is nothing', () => {
    set('a');
    changes();
    office('a');
    set('b', { stored: false });
    registry.removeServiceNetwork('office');
    registry.removeAccessPoint('b');
    expect(changes()).toEqual([]);
  });

  it('of what changed and then went is that it went', () => {
    set('a', { stored: false });
    office('b');
    changes();
    set('a', { stored: false, name: 'Other' });
    office('c');
    const gone = [registry.removeAccessPoint('a'), registry.removeServiceNetwork('office')];
    expect(changes()).toEqual(['removed a', 'removed office']);
    expect(gone.map((each) => each?.isValid)).toEqual([false, false]);
  });

  it('of a service network is told each time that it is set, and where a member changes its flags', () => {
    set('a', { stored: false, inReach: false });
    office('a');
    changes();
    office('a');
    expect(changes()).toEqual(['changed office']);
    set('a', { stored: false, ...linked('active') });
    expect(changes()).toEqual(['changed a', 'changed office']);
  });
});

describe('the flags of a service network', () => {
  const flagsOver = (...steps: (() => void)[]) => steps.map((step) => { step(); return stateOf('office'); });

  it('CFG-04: are those of its best member', () => {
    set('a', { inReach: false });
    set('b', { inReach: false });
    expect(flagsOver(
      () => { office('a', 'b'); }, () => { set('b'); }, () => { set('a', linked('active')); }, () => { set('b', linked('active')); },
      () => { set('a'); }, () => { set('b'); }, () => { set('a', { inReach: false }); }, () => { set('b', { inReach: false }); },
    )).toEqual([StateFlag.defined, StateFlag.discovered, StateFlag.active, StateFlag.active, StateFlag.active, StateFlag.discovered, StateFlag.discovered, StateFlag.defined]);
  });

  it('follow its members when they are chosen anew', () => {
    set('a', linked('active'));
    set('b');
    expect(flagsOver(() => { office('a'); }, () => { office('b'); }, () => { office(); }, () => { office('b', 'a'); }))
      .toEqual([StateFlag.active, StateFlag.discovered, StateFlag.defined, StateFlag.active]);
  });

  it('count no member that has gone, and count it again when it comes back', () => {
    set('a', linked('active'));
    expect(flagsOver(() => { office('a', 'b'); }, () => { registry.removeAccessPoint('a'); }, () => { set('a'); }, () => { registry.removeAccessPoint('a'); }))
      .toEqual([StateFlag.active, StateFlag.defined, StateFlag.discovered, StateFlag.defined]);
  });

  it('are those of the stored ones for the network of all', () => {
    set('guest', { stored: false, ...linked('active') });
    expect(stateOf(builtInNetwork)).toBe(StateFlag.defined);
    set('guest', linked('active'));
    expect(stateOf(builtInNetwork)).toBe(StateFlag.active);
    set('guest', { stored: false, ...linked('active') });
    expect(stateOf(builtInNetwork)).toBe(StateFlag.defined);
  });
});

describe('the flags of an access point', () => {
  it('CFG-04: one that is coming up is not active yet, one that is going down still is', () => {
    for (const state of ['activating', 'active', 'deactivating'] as const) set(state, linked(state));
    expect(['activating', 'active', 'deactivating'].map(stateOf)).toEqual([StateFlag.discovered, StateFlag.active, StateFlag.active]);
  });
});

describe('online', () => {
  it('MGR-11: is as long as any is active, in a network or not', () => {
    const online = (...steps: (() => void)[]) => steps.map((step) => { step(); return registry.isOnline; });
    expect(online(
      () => { set('a'); }, () => { set('a', linked('active')); }, () => { set('guest', { stored: false, ...linked('active') }); },
      () => { registry.removeAccessPoint('a'); }, () => { set('guest', { stored: false }); },
    )).toEqual([false, true, true, true, false]);
  });

  it('MGR-11: ends with a service network that only named what is active elsewhere no more than it began', () => {
    set('a', linked('active'));
    office('a');
    registry.removeServiceNetwork('office');
    expect(registry.isOnline).toBe(true);
    registry.removeAccessPoint('a');
    expect([registry.isOnline, stateOf(builtInNetwork)]).toEqual([false, StateFlag.defined]);
  });
});

describe('the network of all stored access points', () => {
  it('has neither what is only seen nor a VPN', () => {
    set('a');
    set('seen', { stored: false });
    set('tunnel', { kind: 'vpn' });
    expect(members()).toEqual(['a']);
    expect([registry.isMember('a', builtInNetwork), registry.isMember('seen', builtInNetwork)]).toEqual([true, false]);
  });

  it('loses what is forgotten and what goes, and that alone', () => {
    for (const id of ['a', 'b', 'c']) set(id);
    set('a', { stored: false });
    expect([members(), [...registry.networksOf('a')]]).toEqual([['b', 'c'], []]);
    registry.removeAccessPoint('c');
    expect(members()).toEqual(['b']);
  });

  it('cannot be removed, nor can the choice of the user, nor by the wrong word', () => {
    set('a');
    office('a');
    expect([registry.removeServiceNetwork(builtInNetwork), registry.removeServiceNetwork('a'), registry.removeAccessPoint('office'), registry.removeAccessPoint('nothing')]).toEqual([undefined, undefined, undefined, undefined]);
    expect([...registry.list()].map((each) => each.identifier)).toEqual([builtInNetwork, 'a', 'office']);
  });
});

describe('the order of the user', () => {
  it('is that of the members, whenever each appears; who is not named comes last', () => {
    registry.setOrder(['first', 'second', 'third']);
    for (const id of ['other', 'third', 'first', 'another', 'second']) set(id);
    expect(members()).toEqual(['first', 'second', 'third', 'other', 'another']);
  });

  it('is taken over at once, and those that it does not name stay as they were', () => {
    for (const id of ['a', 'b', 'c', 'd']) set(id);
    changes();
    registry.setOrder(['d', 'gone', 'b']);
    expect([members(), changes()]).toEqual([['d', 'b', 'a', 'c'], ['changed network:all']]);
  });

  it('gives each its place, from 1, and none where the user gave none', () => {
    registry.setOrder(['b', 'a']);
    for (const id of ['a', 'b', 'c']) set(id);
    office('c', 'a');
    expect(['a', 'b', 'c'].map((id) => registry.orderIn(builtInNetwork, id))).toEqual([2, 1, null]);
    expect(['a', 'b', 'c'].map((id) => registry.orderIn('office', id))).toEqual([2, null, 1]);
    expect(registry.orderIn('nothing', 'a')).toBeNull();
  });
});

describe('members of a service network', () => {
  it('are those of the last time it was set', () => {
    office('a', 'b');
    office('b', 'c');
    expect(['a', 'b', 'c'].map((id) => registry.isMember(id, 'office'))).toEqual([false, true, true]);
  });

  it('belong to none that was removed', () => {
    set('a');
    office('a');
    registry.removeServiceNetwork('office');
    expect([...registry.networksOf('a')]).toEqual([builtInNetwork]);
  });
});
