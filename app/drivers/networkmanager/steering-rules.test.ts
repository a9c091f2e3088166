import { expect, test } from 'vitest';
import { rulesVariant, steeringRules, type Moving, type Uplink } from './steering-rules.ts';

const old: Uplink = { addresses: { 4: [{ address: '10.0.0.5', prefix: 24 }], 6: [{ address: 'fe80::1', prefix: 64 }, { address: 'fd00::5', prefix: 64 }] }, table: null, reachable: [] };
const next: Uplink = { addresses: { 4: [{ address: '10.1.0.5', prefix: 24 }], 6: [] }, table: 1001, reachable: [4] };

const lines = (moving: Moving, from: Uplink | null, to: Uplink): string[] =>
  steeringRules(moving, from, to).map(rule => `${rule.family} ${rule.priority} ${rule.from ? `${rule.from.address}/${rule.from.prefix}` : rule.mark === undefined ? 'all' : `mark ${rule.mark}`} → ${rule.table}${rule.suppressPrefix === 0 ? ' but default' : ''}`);

test('pins keep what began on a link there, and move nothing', () => {
  expect(lines('nothing', old, next)).toEqual([
    '4 900 10.0.0.5/32 → 254',
    '4 898 10.1.0.5/32 → 254 but default', '4 899 10.1.0.5/32 → 1001', '4 900 10.1.0.5/32 → 254',
    '6 900 fd00::/64 → 254',
  ]);
});

test('switched, new flows go to the new link in the families that it reaches, and to neighbours as before', () => {
  const added = lines('newFlows', old, next).filter(line => !lines('nothing', old, next).includes(line));
  expect(added).toEqual(['4 950 all → 254 but default', '4 1000 all → 1001']);
});

test('rules for everything concern packets of this machine only, not those it forwards', () => {
  expect(steeringRules('newFlows', old, next).filter(rule => !rule.from).every(rule => rule.local)).toBe(true);
});

test('without an old link there is nothing to pin there', () => {
  expect(lines('nothing', null, next).join()).not.toContain('10.0.0.5');
});

test('beneath a tunnel only its own packets go to the new link, whatever their address', () => {
  const added = lines({ marks: [51820] }, old, next).filter(line => !lines('nothing', old, next).includes(line));
  expect(added).toEqual(['4 897 mark 51820 → 1001']);
  const rules = rulesVariant(steeringRules({ marks: [51820] }, null, next), 4).value as Record<string, { value: unknown }>[];
  expect(rules.flatMap(rule => ('fwmark' in rule ? [[rule['fwmark']?.value, rule['fwmask']?.value]] : []))).toEqual([[51820, 0xffff_ffff]]);
});

test('a tunnel without a mark of its own has no packets that could be told', () => {
  expect(lines({ marks: [] }, old, next)).toEqual(lines('nothing', old, next));
});
