import type { ConfigurationView } from '../../app/contract/state.ts';
import { describe, expect, it } from 'vitest';
import { byId, device, emptyState, network, radio, wired, wireless } from '../fixtures/make.ts';
import { quiet } from '../fixtures/states.ts';
import { arrange, holdStill, isSameArrangement, type Group } from './arrangement.ts';

const seen = (name: string, level: number, security: 'open' | 'wpa2' = 'wpa2'): ReturnType<typeof wireless> => wireless(`wlan:${name}:${security}`, name, security, [radio(`aa:${name}`, 2412, level)], {}, { stored: false });
const order = (groups: readonly Group[]): string[][] => groups.map(({ members }) => [...members]);

/** Listed still, but no radio of it is heard any more. */
const unheard = (configuration: ConfigurationView): ConfigurationView =>
  ({ ...configuration, accessPoint: configuration.accessPoint && { ...configuration.accessPoint, bss: [] } });

describe('the order of the list', () => {
  it('is the user’s networks in their order, then what else is known, then all others', () => {
    const groups = arrange(quiet());
    expect(groups.map(({ kind }) => kind)).toEqual(['service', 'known', 'others']);
    expect(groups[0]!.members).toEqual(['cable', 'office5', 'office', 'phone']);
    expect(groups[1]!.members).toEqual(['home', 'hotel']);
  });

  it('puts the strongest of the others first, networks of one name together', () => {
    const state = emptyState({ configurations: byId([seen('Weak', -80), seen('Twin', -60), seen('Strong', -50), seen('Twin', -85, 'open')]) });
    expect(arrange(state)[0]!.members).toEqual(['wlan:Strong:wpa2', 'wlan:Twin:wpa2', 'wlan:Twin:open', 'wlan:Weak:wpa2']);
  });

  it('leaves out what was only seen and is gone, keeps what is stored', () => {
    const state = emptyState({ interfaces: byId([device('wlp3s0')]), configurations: byId([network('n', 'N', ['a']), wired('a', 'A', {}, { state: 2 }), unheard(seen('B', -50))]) });
    expect(order(arrange(state))).toEqual([['a']]);
  });

  it('names every access point once', () => {
    const ids = arrange(quiet()).flatMap(({ members }) => members);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('holding still', () => {
  const group = (id: string, ...members: string[]): Group => ({ id, kind: 'others', network: null, members });

  it('moves no row, drops none, and adds the new at the end', () => {
    expect(holdStill([group('x', 'a', 'b', 'c')], [group('x', 'd', 'c', 'a')])).toEqual([group('x', 'a', 'b', 'c', 'd')]);
  });

  it('leaves a row where it stands when it belongs to another group now, and adds new groups last', () => {
    const held = holdStill([group('x', 'a', 'b')], [group('y', 'b', 'e'), group('x', 'a')]);
    expect(order(held)).toEqual([['a', 'b'], ['e']]);
  });

  it('is told apart from a change', () => {
    expect(isSameArrangement([group('x', 'a', 'b')], [group('x', 'a', 'b')])).toBe(true);
    expect(isSameArrangement([group('x', 'a', 'b')], [group('x', 'b', 'a')])).toBe(false);
  });
});
