import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Holders } from './holders.ts';

type Call = { call: 'add' | 'delete'; holder: string } | { call: 'clear' };
const holder = fc.constantFrom('a', 'b', 'c');
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ call: fc.constantFrom('add' as const, 'delete' as const), holder }) },
  { weight: 1, arbitrary: fc.constant({ call: 'clear' as const }) });

describe('holders of a link', () => {
  it('counts and answers as a set does, in whatever order they come and go', () => {
    fc.assert(fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
      const holders = new Holders();
      const reference = new Set<string>();
      for (const each of calls) {
        if (each.call === 'delete') expect(holders.delete(each.holder)).toBe(reference.delete(each.holder));
        else if (each.call === 'add') { holders.add(each.holder); reference.add(each.holder); }
        else { holders.clear(); reference.clear(); }
        expect(holders.size).toBe(reference.size);
      }
    }));
  });
});
