import { describe, expect, it } from 'vitest';
import type { Group } from '../model/arrangement.ts';
import { heights, inView, layOut, rowByKey } from './lines.ts';

const group: Group = { id: 'g', kind: 'others', network: null, members: Array.from({ length: 5000 }, (_, index) => `n${index}`) };
const all = { order: () => null, isTall: (id: string) => id === 'n1', radios: (id: string) => (id === 'n0' ? ['x', 'y'] : []), isShown: () => true };

describe('the lines of the list', () => {
  it('stand one under the other, each as high as it is', () => {
    const { lines, height } = layOut([group], all);
    expect(lines.slice(0, 5).map(({ key, top, position }) => [key, top, position])).toEqual([['group g', 0, 1], ['n0', 40, 2], ['n0 radio x', 76, 3], ['n0 radio y', 104, 4], ['n1', 132, 5]]);
    expect(lines[5]!.top).toBe(132 + heights.tall);
    expect(height).toBe(lines.at(-1)!.top + heights.row);
  });

  it('are drawn only in view, however many there are', () => {
    const { lines } = layOut([group], all);
    const drawn = inView(lines, 90_000, 90_600, 0);
    expect(drawn.length).toBeLessThan(20);
    expect(drawn[0]!.top + drawn[0]!.height).toBeGreaterThanOrEqual(90_000);
    expect(drawn.at(-1)!.top).toBeLessThanOrEqual(90_600);
  });

  it('leave out a group without a row', () => { expect(layOut([group], { ...all, isShown: () => false })).toEqual({ lines: [], height: 0 }); });
});

describe('a key in the list', () => {
  const rows = ['a', 'b', 'c', 'd'];
  it.each([['ArrowDown', 'b', 'c'], ['ArrowDown', 'd', 'd'], ['ArrowUp', 'a', 'a'], ['PageDown', 'a', 'c'], ['PageUp', 'd', 'b'], ['Home', 'c', 'a'], ['End', 'a', 'd'], ['x', 'a', null]])('%s leads from %s to %s', (key, from, to) => {
    expect(rowByKey(rows, from, key, 2)).toBe(to);
  });
});
