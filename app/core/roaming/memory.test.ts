import { beforeEach, describe, expect, it } from 'vitest';
import type { IgnoreScope } from '../../contract/values.ts';
import { RoamingMemory } from './memory.ts';
import { balanced } from './settings.ts';

const now = 1_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let memory: RoamingMemory;
beforeEach(() => { memory = new RoamingMemory(); });

const no = (at = now, { scope = 'thisTime', level = null, candidate = 'b' }: { scope?: IgnoreScope; level?: number | null; candidate?: string } = {}) => {
  memory.ignored('a', candidate, scope, at, level, balanced);
};
const times = (count: number, act: () => void) => { for (let each = 0; each < count; each += 1) act(); };

describe('offers of the last day, by pair', () => {
  it('are none for a pair that was never offered', () => { expect(memory.offersToday('a', 'b', now)).toBe(0); });
  it('are counted for 24 hours each', () => {
    memory.offered('a', 'b', now);
    memory.offered('a', 'b', now + hour);
    expect(memory.offersToday('a', 'b', now + day - 1)).toBe(2);
    expect(memory.offersToday('a', 'b', now + day)).toBe(1);
    expect(memory.offersToday('a', 'b', now + day + hour)).toBe(0);
  });
  it('are another pair\'s the other way round, or with another candidate', () => {
    memory.offered('a', 'b', now);
    expect([memory.offersToday('b', 'a', now), memory.offersToday('a', 'c', now)]).toEqual([0, 0]);
  });
});

describe('a pair that was ignored', () => {
  it.each([[1, 1], [2, 2], [3, 4], [4, 8], [11, 1024], [12, 1440], [30, 1440]])('"no" number %i backs off for %i minutes: 60 s doubled each time, a day at most', (count, minutes) => {
    times(count, () => { no(); });
    expect(memory.ignoredState('a', 'b')?.until).toBe(now + minutes * minute);
  });
  it('a "no" about a level stands for a day, at the level of then', () => {
    no(now, { level: -72 });
    expect(memory.ignoredState('a', 'b')).toEqual({ until: now + minute, noUntil: now + day, levelThen: -72 });
  });
  it('is remembered for that pair alone', () => {
    no();
    expect([memory.ignoredState('b', 'a'), memory.ignoredState('a', 'c')]).toEqual([null, null]);
  });
  it('an offer alone is no "no"', () => {
    memory.offered('a', 'b', now);
    expect(memory.ignoredState('a', 'b')).toBeNull();
  });
});

describe('the level a "no" was about', () => {
  const levelAfter = (sinks: [at: number, level: number | null][], level: number | null = -72) => {
    no(now, { level });
    for (const [at, sunk] of sinks) memory.sank('a', 'b', at, sunk);
    return memory.ignoredState('a', 'b')?.levelThen;
  };

  it('sinks with the current one while the back-off lasts', () => { expect(levelAfter([[now + 1, -75], [now + minute - 1, -79]])).toBe(-79); });
  it('does not rise', () => { expect(levelAfter([[now + 1, -79], [now + 2, -60]])).toBe(-79); });
  it('stays from the end of the back-off on', () => { expect(levelAfter([[now + minute, -79]])).toBe(-72); });
  it('is not touched where none is known', () => { expect(levelAfter([[now + 1, null]])).toBe(-72); });
  it('is the first one known where there was none', () => { expect(levelAfter([[now + 1, -75]], null)).toBe(-75); });
  it('of a pair that nobody was asked about is none', () => {
    memory.sank('a', 'b', now, -75);
    expect(memory.ignoredState('a', 'b')).toBeNull();
  });
});

describe('a question that nobody answered', () => {
  it('leaves the pair alone for an hour, at the level of then', () => {
    memory.unanswered('a', 'b', now, -78, balanced);
    expect([memory.unansweredState('a', 'b'), memory.unansweredState('b', 'a')]).toEqual([{ until: now + hour, levelThen: -78 }, null]);
  });
  it('is no "no", and makes none longer', () => {
    memory.unanswered('a', 'b', now, -78, balanced);
    expect(memory.ignoredState('a', 'b')).toBeNull();
    no(now + day);
    expect(memory.ignoredState('a', 'b')?.until).toBe(now + day + minute);
  });
});

describe('an answer that excludes', () => {
  it.each<[IgnoreScope, object]>([
    ['thisTime', { fromA: null, fromC: null }],
    ['hour', { fromA: { until: now + hour }, fromC: null }],
    ['thisNetwork', { fromA: { until: null }, fromC: null }],
    ['thisAccessPoint', { fromA: { until: null }, fromC: { until: null } }],
  ])('%s', (scope, expected) => {
    no(now, { scope });
    expect({ fromA: memory.exclusion('a', 'b'), fromC: memory.exclusion('c', 'b') }).toEqual(expected);
  });
  it('excludes no other candidate', () => {
    no(now, { scope: 'thisAccessPoint' });
    no(now, { scope: 'hour', candidate: 'c' });
    expect([memory.exclusion('a', 'd'), memory.exclusion('b', 'a')]).toEqual([null, null]);
  });
  it('"this access point never" outlives "not for an hour"', () => {
    no(now, { scope: 'thisAccessPoint' });
    no(now, { scope: 'hour' });
    expect(memory.exclusion('a', 'b')).toEqual({ until: null });
  });
});

describe('an answer that is taken back', () => {
  const all = [['a', 'b'], ['c', 'b'], ['a', 'bb'], ['b', 'a']] as const;
  beforeEach(() => {
    for (const [current, candidate] of all) memory.ignored(current, candidate, 'thisNetwork', now, -72, balanced);
  });
  const pairs = (which: (current: string, candidate: string) => unknown) => all.filter(([current, candidate]) => which(current, candidate) !== null).map((pair) => pair.join(' '));
  const stands = () => pairs((current, candidate) => memory.exclusion(current, candidate));
  const refused = () => pairs((current, candidate) => memory.ignoredState(current, candidate));

  it('for one pair asks about that pair again, and counts its "no" from the first again', () => {
    memory.lift('a', 'b');
    expect([stands(), refused()]).toEqual([['c b', 'a bb', 'b a'], ['c b', 'a bb', 'b a']]);
    no();
    expect(memory.ignoredState('a', 'b')?.until).toBe(now + minute);
  });
  it('for an access point from wherever forgets each "no" to it, and no other', () => {
    memory.ignored('a', 'b', 'thisAccessPoint', now, null, balanced);
    memory.lift(null, 'b');
    expect(refused()).toEqual(['a bb', 'b a']);
    // What was excluded from one place stays so until it is taken back itself.
    expect(stands()).toEqual(['a b', 'c b', 'a bb', 'b a']);
    expect(memory.exclusion('d', 'b')).toBeNull();
  });
  it('that nobody gave is nothing', () => {
    memory.lift('x', 'b');
    memory.lift(null, 'x');
    expect([stands(), refused()]).toEqual([['a b', 'c b', 'a bb', 'b a'], ['a b', 'c b', 'a bb', 'b a']]);
  });
});

describe('what is excluded, as a list', () => {
  it('has what holds at a time: for good, or until later', () => {
    memory.exclude('a', 'b', now + hour);
    memory.exclude('c', 'b', null);
    memory.exclude(null, 'd', null);
    const always = [{ current: 'c', candidate: 'b', until: null }, { current: null, candidate: 'd', until: null }];
    expect(memory.exclusions(now + hour - 1)).toEqual([{ current: 'a', candidate: 'b', until: now + hour }, ...always]);
    expect(memory.exclusions(now + hour)).toEqual(always);
  });
});

describe('a cool-down after a failed trial', () => {
  it.each([[1, 5], [2, 10], [3, 20], [7, 320], [8, 640], [9, 640], [30, 640]])('failure number %i: %i minutes', (count, minutes) => {
    times(count, () => { memory.failed('b', now, balanced); });
    expect(memory.coolDownUntil('b')).toBe(now + minutes * minute);
  });
  it('is that candidate\'s alone', () => {
    memory.failed('b', now, balanced);
    expect(memory.coolDownUntil('c')).toBeNull();
  });
  it('ends with a success, which begins the count anew', () => {
    times(3, () => { memory.failed('b', now, balanced); });
    memory.succeeded('b');
    expect(memory.coolDownUntil('b')).toBeNull();
    memory.failed('b', now, balanced);
    expect(memory.coolDownUntil('b')).toBe(now + 5 * minute);
  });
});
