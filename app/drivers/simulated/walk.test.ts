import { describe, expect, it } from 'vitest';
import { Walker } from './walk.ts';

describe('the walk', () => {
  it('goes along the way points at its speed and stays at the last', () => {
    const walker = new Walker({ x: 0, y: 0 });
    walker.walk([{ x: 10, y: 0 }, { x: 10, y: 5 }], 2, 1000);
    expect(walker.at(1000)).toEqual({ x: 0, y: 0 });
    expect(walker.at(3500)).toEqual({ x: 5, y: 0 });
    expect(walker.at(7000)).toEqual({ x: 10, y: 2 });
    expect(walker.at(60_000)).toEqual({ x: 10, y: 5 });
  });

  it('turns where it is when it is sent elsewhere', () => {
    const walker = new Walker({ x: 0, y: 0 });
    walker.walk([{ x: 10, y: 0 }], 1, 0);
    walker.walk([{ x: 4, y: 3 }], 1, 4000);
    expect(walker.at(5000)).toEqual({ x: 4, y: 1 });
  });

  it('is there at once when there is no way to go', () => {
    const walker = new Walker({ x: 3, y: 3 });
    walker.walk([{ x: 3, y: 3 }], 1, 0);
    expect(walker.at(0)).toEqual({ x: 3, y: 3 });
  });
});
