import type { TrafficView } from '../contract/state.ts';
import type { Clock } from './ports/clock.ts';
import { balanced, type RoamingSettings } from './roaming/settings.ts';

interface Sample { at: number; received: number; sent: number; receivedPackets: number; sentPackets: number; isDoubted: boolean }
export interface TrafficDelta { received: number; sent: number }

/** Bytes a millisecond that no link carries (400 Gbit/s): a counter that rose by more was set, by a sleep or a driver, and counted nothing. */
const mostBytes = 50_000_000;
/** … over so many ms: a look is seldom sooner than the one, and after the other the machine slept rather than carried. */
const shortest = 1_000;
const longest = 60_000;

/**
 * Counters of interfaces as they come from the system, in bytes. Deltas never go below zero: a counter that fell was
 * reset, and what it shows now has passed since; an interface seen for the first time starts at what it shows. So bytes may
 * be missed, a moment's before a reset, and none is ever invented.
 */
export class Traffic {
  readonly #samples = new Map<string, Sample[]>();

  /** Packets are judged over `callWindow` ms (roaming.md 3). */
  constructor(private readonly clock: Clock, private readonly settings: () => Pick<RoamingSettings, 'callWindow'> = () => balanced) {}

  /** What has passed since the last sample of this interface. */
  sample(id: string, now: { received: number; sent: number; receivedPackets: number; sentPackets: number }): TrafficDelta {
    const samples = this.#samples.get(id) ?? [];
    const last = samples.at(-1);
    const at = this.clock.now();
    const most = last ? mostBytes * Math.min(Math.max(shortest, at - last.at), longest) : Infinity;
    const fell = last !== undefined && (now.received < last.received || now.sent < last.sent);
    const isDoubted = last !== undefined && (now.received - last.received > most || now.sent - last.sent > most || (last.isDoubted && !fell));
    samples.push({ at, ...now, isDoubted });
    while (samples.length > 2 && at - (samples[1]?.at ?? at) >= this.settings().callWindow) samples.shift();
    this.#samples.set(id, samples);
    if (!last) return { received: 0, sent: 0 };
    // A counter that comes back from where no link can have brought it was not reset: what it shows now did not pass since.
    const passed = (from: number, to: number) => { const bytes = last.isDoubted && to < from ? 0 : increase(from, to); return bytes <= most ? bytes : 0; };
    return { received: passed(last.received, now.received), sent: passed(last.sent, now.sent) };
  }

  /** The interface is gone: should it come back, its counters begin anew. */
  forget(id: string): void { this.#samples.delete(id); }

  counters(id: string): { received: number; sent: number } {
    const last = this.#samples.get(id)?.at(-1);
    return { received: last?.received ?? 0, sent: last?.sent ?? 0 };
  }

  sum(ids: Iterable<string>): TrafficDelta {
    const sum = { received: 0, sent: 0 };
    for (const id of ids) {
      const { received, sent } = this.counters(id);
      sum.received += received;
      sum.sent += sent;
    }
    return sum;
  }

  /** The busier direction over the last while; null before there are two samples. */
  packetsPerSecond(id: string): number | null {
    const samples = this.#samples.get(id);
    const first = samples?.[0];
    const last = samples?.at(-1);
    if (!first || !last || last.at <= first.at) return null;
    const packets = Math.max(increase(first.receivedPackets, last.receivedPackets), increase(first.sentPackets, last.sentPackets));
    return (packets * 1000) / (last.at - first.at);
  }

  view(id: string): TrafficView | null {
    const samples = this.#samples.get(id);
    const last = samples?.at(-1);
    if (!last) return null;
    const before = samples?.at(-2);
    const seconds = before ? (last.at - before.at) / 1000 : 0;
    const rate = (from: number, to: number) => (seconds > 0 ? (increase(from, to) * 8) / seconds : 0);
    return {
      interface: id, received: last.received, sent: last.sent,
      receivedRate: before ? rate(before.received, last.received) : 0, sentRate: before ? rate(before.sent, last.sent) : 0,
    };
  }
}

const increase = (from: number, to: number): number => (to >= from ? to - from : to);
