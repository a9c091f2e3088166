import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlayClock } from './play-clock.ts';

beforeEach(() => { vi.useFakeTimers({ now: 1_000_000 }); });
afterEach(() => { vi.useRealTimers(); });

/** Host time at which the alarm rang; null: not yet. */
function alarm(clock: PlayClock, ms: number): { at: number | null; cancel: () => void } {
  const set = { at: null as number | null, cancel: () => {} };
  set.cancel = clock.after(ms, () => { set.at = clock.now(); });
  return set;
}

describe('the clock of a play', () => {
  it('runs as many times as fast as it is told, and so do its alarms', () => {
    const clock = new PlayClock(10);
    const rung = alarm(clock, 5_000);
    vi.advanceTimersByTime(499);
    expect([clock.now(), rung.at]).toEqual([1_004_990, null]);
    vi.advanceTimersByTime(1);
    expect(rung.at).toBe(1_005_000);
  });

  it('goes on from where it is at another speed; what is due is due at the same time of the play', () => {
    const clock = new PlayClock(1);
    const rung = alarm(clock, 10_000);
    vi.advanceTimersByTime(2_000);
    clock.setSpeed(100);
    expect(clock.now()).toBe(1_002_000);
    vi.advanceTimersByTime(80);
    expect(rung.at).toBe(1_010_000);
  });

  it('stands still while it is paused', () => {
    const clock = new PlayClock(2);
    const rung = alarm(clock, 2_000);
    clock.setPaused(true);
    vi.advanceTimersByTime(3_600_000);
    expect([clock.now(), rung.at, clock.view.speed]).toEqual([1_000_000, null, 0]);
    const later = alarm(clock, 1_000);
    clock.setPaused(false);
    vi.advanceTimersByTime(1_000);
    expect([later.at, rung.at]).toEqual([1_001_000, 1_002_000]);
  });

  it('forgets what is cancelled, paused or not', () => {
    const clock = new PlayClock(1);
    const first = alarm(clock, 10);
    const second = alarm(clock, 10);
    first.cancel();
    clock.setPaused(true);
    second.cancel();
    clock.setPaused(false);
    vi.advanceTimersByTime(1_000);
    expect([first.at, second.at]).toEqual([null, null]);
  });

  it('lets views count with it', () => {
    const clock = new PlayClock(5);
    vi.advanceTimersByTime(100);
    clock.setSpeed(50);
    vi.advanceTimersByTime(100);
    const { at, wall, speed } = clock.view;
    expect(at + (Date.now() - wall) * speed).toBe(clock.now());
  });
});
