import { describe, expect, it } from 'vitest';
import { Walker } from './walk.ts';

const on = (x: number, y: number, floor = 0) => ({ x, y, floor });

describe('the walk', () => {
  it('goes along the way points at its speed and stays at the last', () => {
    const walker = new Walker(on(0, 0), 3);
    walker.walk([on(10, 0), on(10, 5)], 2, 1000);
    expect(walker.at(1000)).toEqual(on(0, 0));
    expect(walker.at(3500)).toEqual(on(5, 0));
    expect(walker.at(7000)).toEqual(on(10, 2));
    expect(walker.at(60_000)).toEqual(on(10, 5));
  });

  it('turns where it is when it is sent elsewhere', () => {
    const walker = new Walker(on(0, 0), 3);
    walker.walk([on(10, 0)], 1, 0);
    walker.walk([on(4, 3)], 1, 4000);
    expect(walker.at(5000)).toEqual(on(4, 1));
  });

  it('is there at once when there is no way to go', () => {
    const walker = new Walker(on(3, 3), 3);
    walker.walk([on(3, 3)], 1, 0);
    expect(walker.at(0)).toEqual(on(3, 3));
  });

  it('takes the stairs for as long as they are, and is there at once when it is put there', () => {
    const walker = new Walker(on(0, 0), 3);
    walker.walk([on(0, 0, 2)], 1, 0);
    expect(walker.at(3000)).toEqual(on(0, 0, 1));
    walker.walk([on(8, 8)], Infinity, 4000);
    expect(walker.at(4000)).toEqual(on(8, 8));
  });
});
