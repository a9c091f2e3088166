import { describe, expect, it } from 'vitest';
import { placeLabels, widthOf, type Labelled } from './labels.ts';

const size = { width: 600, height: 400 };
const label = (key: string, x: number, y: number, change: Partial<Labelled> = {}): Labelled => ({ key, x, y, width: 60, lines: 1, isNeeded: false, ...change });

describe('words on the plan', () => {
  it('stand to the right of their mark, and at the edge to the left', () => {
    const placed = placeLabels([label('a', 100, 100), label('b', 590, 200)], size);
    expect([placed.get('a')?.anchor, placed.get('b')?.anchor]).toEqual(['start', 'end']);
  });

  it('do not cover each other', () => {
    const placed = placeLabels([label('a', 100, 100), label('b', 130, 102)], size);
    const [a, b] = [placed.get('a')!, placed.get('b')!];
    expect(a).not.toEqual(b);
  });

  it('are left out where there is no place, unless they are needed', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => label(`${index}`, 100 + (index % 6) * 8, 100 + Math.floor(index / 6) * 8));
    const placed = placeLabels([...crowd, label('mine', 120, 116, { isNeeded: true, lines: 2 })], size);
    expect(placed.size).toBeLessThan(31);
    expect(placed.has('mine')).toBe(true);
  });

  it('count full-width characters double and isolation not at all', () => {
    expect(widthOf('咖啡')).toBeGreaterThan(widthOf('ab'));
    expect(widthOf('\u2068ab\u2069')).toBe(widthOf('ab'));
  });
});
