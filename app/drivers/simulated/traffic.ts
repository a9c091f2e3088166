import type { Chance } from './random.ts';
import type { Scenario } from './scenario.ts';

/** Totals of an interface since the play began. */
export interface Counters { received: number; sent: number; receivedPackets: number; sentPackets: number }

/** A link that applications use now. */
export interface Carrier {
  readonly interface: string;
  /** Of all traffic, 0 to 1 */
  readonly share: number;
  /** Something answers beyond it; else only attempts go out. */
  readonly answers: boolean;
  /** bit/s; null: no limit known */
  readonly speed: number | null;
}

type Application = Scenario['applications'][number];

const acknowledgement = 52;
/** Attempts where nothing answers: name look-ups and connection requests, packets a second and bytes each. */
const attempts = { packets: 2, size: 74 };
/** Of a link's speed, what applications get at most. */
const usable = 0.6;

/** Bytes a second of an application in one second of the play; the same for every seed, second and application. */
export function loadOf(application: Application, chance: Chance, second: number): { received: number; sent: number } {
  const { name, bursts } = application;
  const sway = 0.7 + 0.6 * chance.unit('load', name, second);
  let received = application.received * sway;
  let sent = application.sent * sway;
  if (bursts) {
    const period = Math.floor(second / bursts.every);
    const start = period * bursts.every + chance.unit('burst', name, period) * (bursts.every - bursts.lasts);
    if (second >= start && second < start + bursts.lasts) {
      received += bursts.received;
      sent += bursts.sent;
    }
  }
  return { received: received * 125, sent: sent * 125 };
}

/** What applications send and receive, counted by interface. Totals only grow. */
export class Traffic {
  readonly #applications: readonly Application[];
  readonly #chance: Chance;
  readonly #totals = new Map<string, Counters>();
  #countedTo = 0;

  constructor(applications: readonly Application[], chance: Chance) {
    this.#applications = applications;
    this.#chance = chance;
  }

  /** Counts up to `seconds` into the play, as if `carriers` had carried it since the last time. */
  advance(seconds: number, carriers: readonly Carrier[]): void {
    for (let from = this.#countedTo; from < seconds;) {
      const second = Math.floor(from);
      const to = Math.min(seconds, second + 1);
      for (const carrier of carriers) this.#add(carrier, second, to - from);
      from = to;
    }
    this.#countedTo = Math.max(this.#countedTo, seconds);
  }

  of(name: string): Counters {
    const { received, sent, receivedPackets, sentPackets } = this.#total(name);
    return { received: Math.floor(received), sent: Math.floor(sent), receivedPackets: Math.floor(receivedPackets), sentPackets: Math.floor(sentPackets) };
  }

  #total(name: string): Counters {
    let total = this.#totals.get(name);
    if (!total) this.#totals.set(name, total = { received: 0, sent: 0, receivedPackets: 0, sentPackets: 0 });
    return total;
  }

  #add(carrier: Carrier, second: number, seconds: number): void {
    const total = this.#total(carrier.interface);
    const part = carrier.share * seconds;
    if (!carrier.answers) {
      total.sent += attempts.packets * attempts.size * part;
      total.sentPackets += attempts.packets * part;
      return;
    }
    const loads = this.#applications.map((application) => ({ size: application.packetSize, ...loadOf(application, this.#chance, second) }));
    const busiest = Math.max(loads.reduce((sum, { received }) => sum + received, 0), loads.reduce((sum, { sent }) => sum + sent, 0));
    const squeeze = carrier.speed === null || busiest === 0 ? 1 : Math.min(1, (carrier.speed * usable) / 8 / busiest);
    for (const { size, received, sent } of loads) {
      const receivedPackets = (received * squeeze * part) / size;
      const sentPackets = (sent * squeeze * part) / size;
      // Every second packet is acknowledged.
      total.received += received * squeeze * part + (sentPackets / 2) * acknowledgement;
      total.sent += sent * squeeze * part + (receivedPackets / 2) * acknowledgement;
      total.receivedPackets += receivedPackets + sentPackets / 2;
      total.sentPackets += sentPackets + receivedPackets / 2;
    }
  }
}
