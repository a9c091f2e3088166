import { describe, expect, it } from 'vitest';
import { Dirty } from './dirty.ts';

describe('what changed', () => {
  it('is nothing at first, and anything of any kind is something', () => {
    expect(new Dirty().any).toBe(false);
    for (const kind of ['offers', 'answers', 'questions', 'secretRequests', 'system', 'trial', 'driver', 'scans'] as const)
      expect([kind, Object.assign(new Dirty(), { [kind]: true }).any]).toEqual([kind, true]);
    for (const kind of ['interfaces', 'configurations', 'sessions', 'traffic'] as const) {
      const dirty = new Dirty();
      dirty[kind].add('a');
      expect([kind, dirty.any]).toEqual([kind, true]);
    }
    const dirty = new Dirty();
    dirty.decisions.push({ session: 'desktop', candidate: 'b' });
    expect(dirty.any).toBe(true);
  });

  it('names each once, however often and in whatever order it was marked', () => {
    const { sessions } = new Dirty();
    for (const each of ['a', 'a', 'b', 'a', 'b', 'b']) sessions.add(each);
    expect([[...sessions], sessions.size, sessions.has('b'), sessions.has('c')]).toEqual([['a', 'b'], 2, true, false]);
  });
});
