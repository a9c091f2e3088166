import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { move } from './order.ts';

describe('moving in a list', () => {
  it.each([
    [['a'], 'c', 'after', ['b', 'c', 'a', 'd']], [['d'], 'a', 'before', ['d', 'a', 'b', 'c']], [['a', 'c'], 'd', 'after', ['b', 'd', 'a', 'c']], [['b'], 'b', 'after', ['a', 'b', 'c', 'd']],
  ] as const)('puts %s beside %s, %s', (moved, beside, place, wanted) => {
    expect(move(['a', 'b', 'c', 'd'], moved, beside, place)).toEqual(wanted);
  });

  it('loses nothing and doubles nothing', () => {
    const list = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(fc.property(fc.subarray(list), fc.constantFrom(...list), fc.constantFrom('before' as const, 'after' as const), (moved, beside, place) => {
      expect([...move(list, moved, beside, place)].sort()).toEqual(list);
    }));
  });
});
