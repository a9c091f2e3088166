import { spawn } from 'node:child_process';
import type { Clock } from '../../core/ports/clock.ts';

/** Calls whenever something of links, addresses or routes may have changed; the returned function ends it. */
export type ChangeWatch = (clock: Clock, changed: () => void) => () => void;

/** How often to look where nothing tells of changes, ms. */
const lookEvery = 5_000;
/** A change mostly comes in several parts; they are looked at together, ms. */
const together = 60;

/**
 * The kernel's own news (rtnetlink), by `ip monitor`. What it prints is not read: that it prints something is the news.
 * Where there is no such program, or when it ends, the clock takes its place.
 */
export const watchKernel: ChangeWatch = (clock, changed) => {
  let cancelTimer = (): void => { /* nothing to look at yet */ };
  let isOver = false;
  let isDue = false;
  const lookSoon = (): void => {
    if (isDue || isOver) return;
    isDue = true;
    cancelTimer = clock.after(together, () => {
      isDue = false;
      changed();
    });
  };
  const lookByClock = (): void => {
    if (isOver) return;
    cancelTimer();
    cancelTimer = clock.after(lookEvery, () => {
      changed();
      lookByClock();
    });
  };
  const monitor = spawn('ip', ['monitor', 'link', 'address', 'route'], { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } });
  monitor.stdout.on('data', lookSoon);
  // One of the two comes, whatever went wrong; both set the same clock.
  monitor.once('error', lookByClock);
  monitor.once('exit', lookByClock);
  monitor.unref();
  return () => {
    isOver = true;
    cancelTimer();
    monitor.kill();
  };
};
