import { describe, expect, it } from 'vitest';
import type { Standing } from '../../contract/state.ts';
import type { Security } from '../../contract/values.ts';
import { cable, wifi } from '../testing/standings.ts';
import { gate, type GateInput } from './gate.ts';
import { balanced } from './settings.ts';

const now = 1_000_000;
const judged = (change: Partial<GateInput> = {}) => gate({
  candidate: wifi(), current: cable(), now, stored: true, currentSecurity: null, trustedSecurity: change.candidate ? change.candidate.security : 'wpa2',
  isUp: false, coolDownUntil: null, excluded: null, levels: [{ at: now - 20_000, level: -60 }, { at: now - 5_000, level: -62 }], ...change,
}, balanced);
const reason = (change: Partial<GateInput> = {}) => judged(change)?.code ?? 'let in';

describe('may it be a candidate at all?', () => {
  it('what is stored, in reach, steady and strong enough is let in', () => { expect(judged()).toBeNull(); });
  it('not the one in use', () => { expect(judged({ current: wifi() })).toEqual({ code: 'isCurrent' }); });
  it('not what is out of reach', () => { expect(judged({ candidate: wifi({ inReach: false }) })).toEqual({ code: 'notInReach' }); });
  it('not what was never used: an SSID alone proves nothing', () => { expect(judged({ stored: false })).toEqual({ code: 'notStored' }); });
  it('not one whose security is not what it was', () => {
    expect(judged({ candidate: wifi({ security: 'open' }), trustedSecurity: 'wpa2' })).toEqual({ code: 'securityChanged' });
    expect(reason({ candidate: wifi({ security: 'wpa3' }), trustedSecurity: 'wpa2' })).toBe('securityChanged');
  });

  describe('security no weaker than the current one', () => {
    const twin = (security: Security | null, currentSecurity: Security | null, current: Standing | null = wifi({ accessPoint: 'current' })) =>
      judged({ candidate: wifi({ accessPoint: 'twin', security }), current, currentSecurity });

    it('not a weaker twin of the same name, even where the current link is lost', () => {
      expect(twin('open', 'wpa2')).toEqual({ code: 'weakerSecurity', security: 'open', current: 'wpa2' });
      expect(twin('wpa2', 'wpa3', null)).toEqual({ code: 'weakerSecurity', security: 'wpa2', current: 'wpa3' });
    });
    it('one that is as strong or stronger', () => { expect([twin('wpa2', 'wpa2'), twin('wpa3', 'wpa2')]).toEqual([null, null]); });
    it('a cable that one signs in on is not compared either', () => {
      expect(judged({ candidate: cable({ accessPoint: 'other', security: 'enterprise' }), current: wifi({ accessPoint: 'current' }), currentSecurity: 'enterprise192' })).toBeNull();
    });

    it('between a cable and a wireless one there is nothing to compare', () => { expect([twin(null, 'wpa3'), twin('open', null)]).toEqual([null, null]); });
  });

  it.each<[string, string, Standing | null]>([
    ['the current one is unmetered and reaches the internet', 'metered', cable()],
    ['the current one has no internet', 'let in', cable({ connectivity: 'none' })],
    ['nobody knows what the current one reaches', 'let in', cable({ connectivity: 'unknown' })],
    ['the current one is metered too', 'let in', cable({ metered: true })],
    ['the current link is lost', 'let in', null],
  ])('a metered one while %s: %s', (_, expected, current) => { expect(reason({ candidate: wifi({ metered: true }), current })).toBe(expected); });

  it('not in a cool-down, up to its last moment', () => {
    expect(judged({ coolDownUntil: now + 1 })).toEqual({ code: 'coolDown', until: now + 1 });
    expect(judged({ coolDownUntil: now })).toBeNull();
  });
  it('not what the user excluded, for good or for a time', () => {
    expect(judged({ excluded: { until: null } })).toEqual({ code: 'excluded', until: null });
    expect(judged({ excluded: { until: now + 1 } })).toEqual({ code: 'excluded', until: now + 1 });
    expect(judged({ excluded: { until: now } })).toBeNull();
  });

  describe('seen in two scans at least 5 s apart', () => {
    const seen = (...ages: number[]) => ages.map((age) => ({ at: now - age, level: -60 }));
    it.each([[seen(), 'notSeenTwice'], [seen(0), 'notSeenTwice'], [seen(4_999, 0), 'notSeenTwice'], [seen(5_000, 0), 'let in'], [seen(8_000, 4_000, 0), 'let in']])(
      '%j: %s', (levels, expected) => { expect(reason({ levels })).toBe(expected); });
    it('one scan is enough when the current link is gone', () => { expect(reason({ levels: seen(0), current: null })).toBe('let in'); });
  });

  describe('a level that does not fall by more than 10 dB below its best', () => {
    const heard = (...levels: number[]) => levels.map((level, index) => ({ at: now - 12_000 + index * 6_000, level }));
    it.each([[[-60, -70], null], [[-60, -71], 11], [[-65, -60, -71], 11], [[-71, -60], null], [[-80, -70, -60], null], [[-60, -72, -60], 12]])(
      'heard at %j dBm: a fall of %j dB is too much', (levels, spread) => {
        expect(judged({ levels: heard(...levels) })).toEqual(spread === null ? null : { code: 'unsteady', spread });
      });
  });

  it.each([[2437, -80, null], [2437, -80.5, -80], [5180, -77, null], [5180, -77.5, -77], [6115, -77.5, -77]])(
    'at %i MHz a level of %d dBm is too weak below %j dBm', (frequency, level, threshold) => {
      expect(judged({ candidate: wifi({ level, frequency }) })).toEqual(threshold === null ? null : { code: 'tooWeak', level, threshold });
    });

  it.each<[string, Partial<GateInput>]>([
    ['is up already', { candidate: wifi({ level: -90 }), isUp: true }],
    ['is mobile', { candidate: wifi({ kind: 'mobile', level: -110, security: null }) }],
    ['is a cable', { candidate: cable({ accessPoint: 'other' }) }],
    ['has a level that nobody tells', { candidate: wifi({ level: null }) }],
  ])('what %s needs no proof by scans', (_, change) => { expect(judged({ levels: [], ...change })).toBeNull(); });
});
