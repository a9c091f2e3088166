import { describe, expect, it } from 'vitest';
import { balanced, presets, roamingSettings } from './settings.ts';

describe('the settings of roaming', () => {
  it('presets move the numbers together', () => {
    expect(presets.conservative.betterBy).toBeGreaterThan(balanced.betterBy);
    expect(presets.eager.noInternetFor).toBeLessThan(balanced.noInternetFor);
  });
  it('single numbers can be changed in each preset', () => {
    expect(roamingSettings('conservative', { betterBy: 9 })).toEqual({ ...presets.conservative, betterBy: 9 });
  });
  it('a name that is not known and a value that is no number are left out', () => {
    expect(roamingSettings('balanced', { nonsense: 1, holdFor: Number.NaN, linger: Number.POSITIVE_INFINITY })).toEqual(balanced);
  });
  it('a change leaves the preset as it was', () => {
    roamingSettings('balanced', { betterBy: 9 });
    expect(balanced.betterBy).toBe(8);
  });
});
