import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PatchGatherer } from './patch-gatherer.ts';
import type { StatePatch } from './state-patch.ts';
import type { ConfigurationView, HostState } from './state.ts';

const seen = (level: number, count: number, link: object | null = null): Record<string, ConfigurationView> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}`, { id: `${index}`, accessPoint: { level, link } } as unknown as ConfigurationView]));
const empty = { configurations: {}, isOnline: false } as unknown as HostState;

let told: HostState[];
let gatherer: PatchGatherer;
let sequence: number;
const push = (patch: Omit<StatePatch, 'sequence'>): void => { gatherer.push({ sequence: ++sequence, ...patch }); };
const levelOf = (state: HostState | undefined, id: string): number | null | undefined => state?.configurations[id]?.accessPoint?.level;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  sequence = 0;
  gatherer = new PatchGatherer(100, (state) => { told.push(state); });
  gatherer.reset(empty);
  told = [];
});
afterEach(() => { gatherer.stop(); vi.useRealTimers(); });

describe('patches', () => {
  it('of levels of a crowd wait for each other', () => {
    for (let level = -90; level < -80; level += 1) push({ configurations: { set: seen(level, 60) } });
    expect(told).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(told).toHaveLength(1);
    expect(levelOf(told[0], '59')).toBe(-81);
  });

  it.each([
    ['of few', { configurations: { set: seen(-50, 3) } }], ['of a link', { configurations: { set: seen(-50, 60, {}) } }],
    ['of anything else', { configurations: { set: seen(-50, 60) }, values: { isOnline: true } }], ['of what has gone', { configurations: { set: seen(-50, 60), removed: ['59'] } }],
  ])('%s are told at once, with all that waited before them', (_, patch) => {
    push({ configurations: { set: seen(-90, 70) } });
    push(patch);
    expect(told).toHaveLength(1);
    expect([levelOf(told[0], '0'), levelOf(told[0], '65')]).toEqual([-50, -90]);
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(1);
  });

  it('that waited are in the snapshot that comes', () => {
    push({ configurations: { set: seen(-90, 60) } });
    gatherer.reset({ ...empty, isOnline: true });
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([{ ...empty, isOnline: true }]);
  });
});
