import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';

describe('FakeClock', () => {
  it('runs timers in order of due time, then of setting', async () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    clock.after(20, () => ran.push('c'));
    clock.after(10, () => ran.push('a'));
    clock.after(10, () => ran.push('b'));
    await clock.advance(20);
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(clock.now()).toBe(20);
  });

  it('shows each timer its own time and runs those set on the way', async () => {
    const clock = new FakeClock(0);
    const times: number[] = [];
    const again = (): void => { times.push(clock.now()); if (times.length < 3) clock.after(5, again); };
    clock.after(5, again);
    await clock.advance(100);
    expect(times).toEqual([5, 10, 15]);
    expect(clock.now()).toBe(100);
  });

  it('lets promises settle between timers', async () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    clock.after(1, () => void Promise.resolve().then(() => Promise.resolve()).then(() => ran.push('reaction')));
    clock.after(1, () => ran.push('next timer'));
    await clock.advance(1);
    expect(ran).toEqual(['reaction', 'next timer']);
  });

  it('does not run what was cancelled, nor what is due later', async () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    clock.after(1, () => ran.push('cancelled'))();
    clock.after(11, () => ran.push('later'));
    await clock.advance(10);
    expect(ran).toEqual([]);
    expect(clock.pending).toBe(1);
  });

  it('stops where the awaited thing began to hold', async () => {
    const clock = new FakeClock(0);
    let seen = false;
    clock.after(30, () => { seen = true; });
    expect(await clock.advanceUntil(() => seen, 100)).toBe(true);
    expect(clock.now()).toBe(30);
    expect(await clock.advanceUntil(() => false, 100)).toBe(false);
    expect(clock.now()).toBe(130);
  });

  it('names a loop of timers of 0 ms instead of hanging', async () => {
    const clock = new FakeClock(0);
    const again = (): void => void clock.after(0, again);
    again();
    await expect(clock.advance(1)).rejects.toThrow(/timer of 0 ms/);
  });
});
