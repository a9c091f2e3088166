import type { HostState } from '../contract/state.ts';
import { longestWait, type HostClock } from './system-clock.ts';

interface Alarm { readonly due: number; readonly run: () => void; timer: NodeJS.Timeout | null }

/** Time of the simulated network: runs faster than real time, changes its speed, stands still. It never jumps. */
export class PlayClock implements HostClock {
  #at = Date.now();
  #wall = this.#at;
  #paused = false;
  readonly #alarms = new Set<Alarm>();

  constructor(private chosen: number) {}

  /** As chosen, whether it is paused or not. */
  get speed(): number { return this.chosen; }
  get isPaused(): boolean { return this.#paused; }

  get view(): HostState['clock'] { return { at: this.#at, wall: this.#wall, speed: this.#runs }; }

  setSpeed(speed: number): void { this.#change(() => { this.chosen = speed; }); }
  setPaused(paused: boolean): void { this.#change(() => { this.#paused = paused; }); }

  now(): number { return Math.round(this.#at + (Date.now() - this.#wall) * this.#runs); }

  after(ms: number, run: () => void): () => void {
    const alarm: Alarm = { due: this.now() + Math.max(0, ms), run, timer: null };
    this.#alarms.add(alarm);
    this.#set(alarm);
    return () => { this.#forget(alarm); };
  }

  get #runs(): number { return this.#paused ? 0 : this.chosen; }

  #change(change: () => void): void {
    this.#at = this.now();
    this.#wall = Date.now();
    change();
    for (const alarm of this.#alarms) this.#set(alarm);
  }

  #set(alarm: Alarm): void {
    if (alarm.timer) clearTimeout(alarm.timer);
    alarm.timer = null;
    if (this.#runs === 0) return;
    alarm.timer = setTimeout(() => { this.#ring(alarm); }, Math.min(Math.max(0, alarm.due - this.now()) / this.#runs, longestWait));
    alarm.timer.unref();
  }

  #ring(alarm: Alarm): void {
    // Timers may come a little early; what is due at a time is not to see an earlier one.
    if (this.now() < alarm.due) { this.#set(alarm); return; }
    this.#forget(alarm);
    alarm.run();
  }

  #forget(alarm: Alarm): void {
    if (alarm.timer) clearTimeout(alarm.timer);
    this.#alarms.delete(alarm);
  }
}
