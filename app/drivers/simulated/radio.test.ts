import { describe, expect, it } from 'vitest';
import { Chance } from './random.ts';
import { channelExists, crosses, frequencyOf, levelAt, linkRate, pathLoss, shadowing, wallLoss, type Building, type Point, type RadioModel, type Wall } from './radio.ts';

const model: RadioModel = {
  bands: { '2.4': { exponent: 2.8, referenceLoss: 40.2 }, '5': { exponent: 3, referenceLoss: 46.8 }, '6': { exponent: 3.1, referenceLoss: 48.1 } },
  shadowing: 3, shadowingDistance: 5, noise: 1, noiseFloor: -95,
};
const still: RadioModel = { ...model, shadowing: 0, noise: 0 };
const at = (x: number, y = 0, floor = 0): Point => ({ x, y, floor });
const building = (...walls: Wall[]): Building => ({ walls, floors: { height: 3, loss: 15 } });
const chance = new Chance(1);

describe('path loss', () => {
  it('is the reference loss at one metre and nearer', () => {
    expect(pathLoss(model, '5', 1)).toBe(46.8);
    expect(pathLoss(model, '5', 0.1)).toBe(46.8);
  });

  it('grows by ten times the exponent a decade', () => {
    expect(pathLoss(model, '5', 10)).toBeCloseTo(76.8);
    expect(pathLoss(model, '2.4', 100)).toBeCloseTo(40.2 + 56);
  });

  it('makes a level from power, distance and walls', () => {
    const sender = { bssid: 'a', band: '5' as const, power: 20, at: at(0) };
    expect(levelAt(still, building(), chance, sender, at(10), 0)).toBe(-57);
    expect(levelAt(still, building({ from: at(5, -1), to: at(5, 1), loss: 8 }), chance, sender, at(10), 0)).toBe(-65);
  });
});

describe('walls', () => {
  const wall = { from: at(5, -5), to: at(5, 5), loss: 6 };

  it('stand in the way only where the way goes through', () => {
    expect(crosses(wall, at(0), at(10))).toBe(true);
    expect(crosses(wall, at(0), at(4))).toBe(false);
    expect(crosses(wall, at(0, 9), at(10, 9))).toBe(false);
    expect(crosses(wall, at(6, -4), at(9, 4))).toBe(false);
  });

  it('count once where two of them meet', () => {
    const corner = [{ from: at(5, -5), to: at(5, 0), loss: 6 }, { from: at(5, 0), to: at(5, 5), loss: 6 }];
    expect(wallLoss(corner, at(0), at(10))).toBe(6);
  });

  it('add up', () => {
    expect(wallLoss([wall, { ...wall, from: at(7, -5), to: at(7, 5) }], at(0), at(10))).toBe(12);
  });
});

describe('floors', () => {
  const below = { bssid: 'a', band: '5' as const, power: 20, at: at(0, 0, 0) };

  it('cost distance and a ceiling each', () => {
    const level = (floor: number): number => levelAt(still, building(), chance, below, at(4, 0, floor), 0);
    // 3 m up and 4 m aside are 5 m.
    expect(level(1)).toBe(Math.round(20 - pathLoss(model, '5', 5) - 15));
    expect(level(2)).toBe(Math.round(20 - pathLoss(model, '5', Math.hypot(4, 6)) - 30));
  });

  it('have walls of their own: a way up meets those of the floor it is on just there', () => {
    const near: Wall = { from: at(1, -5, 0), to: at(1, 5, 0), loss: 4 };
    const far: Wall = { from: at(9, -5, 0), to: at(9, 5, 0), loss: 4 };
    expect(wallLoss([near, far], at(0, 0, 0), at(10, 0, 0))).toBe(8);
    expect(wallLoss([near, far], at(0, 0, 1), at(10, 0, 1))).toBe(0);
    expect(wallLoss([near, far], at(0, 0, 0), at(10, 0, 1))).toBe(4);
  });

  it('are passed by degrees on the stairs', () => {
    const levels = [0, 0.25, 0.5, 0.75, 1].map((floor) => levelAt(still, building(), chance, below, at(0, 0, floor), 0));
    expect(levels).toEqual(levels.toSorted((a, b) => b - a));
    expect(new Set(levels).size).toBe(5);
  });
});

describe('shadowing', () => {
  it('belongs to the place', () => {
    expect(shadowing(model, chance, 'a', at(3.3, 4.4))).toBe(shadowing(model, new Chance(1), 'a', at(3.3, 4.4)));
    expect(shadowing(model, chance, 'a', at(3.3, 4.4))).not.toBe(shadowing(model, new Chance(2), 'a', at(3.3, 4.4)));
    expect(shadowing(model, chance, 'a', at(3.3, 4.4))).not.toBe(shadowing(model, chance, 'b', at(3.3, 4.4)));
  });

  it('changes little over a step and has the deviation it is told', () => {
    const samples = Array.from({ length: 4000 }, (_, index) => shadowing(model, chance, 'a', at(index * 7.3, index * 3.1)));
    const deviation = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    expect(deviation).toBeGreaterThan(2.5);
    expect(deviation).toBeLessThan(3.4);
    const steps = Array.from({ length: 1000 }, (_, index) => Math.abs(shadowing(model, chance, 'a', at(index * 0.2)) - shadowing(model, chance, 'a', at(index * 0.2 + 0.2))));
    expect(Math.max(...steps)).toBeLessThan(1.5);
  });

  it('leaves about one decibel of noise to somebody who stands still', () => {
    const sender = { bssid: 'a', band: '5' as const, power: 20, at: at(0) };
    const levels = Array.from({ length: 600 }, (_, second) => levelAt(model, building(), chance, sender, at(9), second));
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    const deviation = Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
    expect(deviation).toBeGreaterThan(0.5);
    expect(deviation).toBeLessThan(1.5);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(6);
  });
});

describe('channels and rates', () => {
  it('knows the frequency of a channel', () => {
    expect([frequencyOf('2.4', 1), frequencyOf('2.4', 14), frequencyOf('5', 44), frequencyOf('6', 37)]).toEqual([2412, 2484, 5220, 6135]);
  });

  it('knows the channels of a band', () => {
    expect([channelExists('2.4', 13), channelExists('2.4', 36), channelExists('5', 36), channelExists('5', 6), channelExists('6', 233)]).toEqual([true, false, true, false, true]);
  });

  it('has a lower rate at a lower level', () => {
    const rates = [-40, -60, -65, -70, -75, -80, -90].map((level) => linkRate('5', level));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(new Set(rates).size).toBe(rates.length);
  });
});
