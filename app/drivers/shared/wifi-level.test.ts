import { expect, test } from 'vitest';
import { levelOf } from './wifi-level.ts';

test('a scanned access point and the one in use have scales of their own', () => {
  expect([levelOf(92, false), levelOf(75, true)]).toEqual([-45, -45]);
  expect([levelOf(59, false), levelOf(55, true)]).toEqual([-65, -65]);
});

test('between the measured points the level is interpolated', () => {
  expect(levelOf(71, false)).toBe(-57);
  expect(levelOf(38, true)).toBe(-82);
});

test('beyond the measured points the slope goes on, within what a radio can hear', () => {
  expect([levelOf(0, false), levelOf(100, true)]).toEqual([-99, -20]);
  expect([levelOf(20, false), levelOf(100, false)]).toEqual([-88, -40]);
});

test('more strength never means a lower level', () => {
  for (const inUse of [true, false]) {
    const levels = Array.from({ length: 101 }, (_, strength) => levelOf(strength, inUse));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  }
});
