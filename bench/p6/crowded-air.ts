import type { Clock } from '../../app/core/ports/clock.ts';
import { done, type DriverAccessPoint, type DriverListener, type Outcome, type DriverSnapshot } from '../../app/core/ports/driver.ts';
import { ScriptedDriver } from '../../app/core/testing/scripted-driver.ts';

/** Times a second that every network changes, and the batches in which they do: air does not speak all at once. */
const timesASecond = 10;
const batches = 5;

/** A cable that carries, and networks that are merely seen, each with one radio whose level never rests. */
export class CrowdedAir extends ScriptedDriver {
  private readonly networks: DriverAccessPoint[];
  private tell: DriverListener = () => {};
  private turn = 0;

  constructor(count: number, clock: Clock) {
    super(clock);
    this.add('cable', { on: 'eth0', up: true });
    this.networks = Array.from({ length: count }, (_, index): DriverAccessPoint => ({
      id: `wlan:${index}`, name: `Network ${index}`, kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid: Buffer.from(`Network ${index}`).toString('hex'), security: 'wpa2', stored: false, inReach: true, metered: false,
      interfaces: ['wlan0'], level: -60, link: null, bss: [],
    }));
    for (const [index, network] of this.networks.entries()) { this.networks[index] = this.heard(network, index); this.add(network.id, { ...this.networks[index], on: 'wlan0' }); }
  }

  override start(listener: DriverListener): Promise<Outcome<DriverSnapshot>> {
    this.tell = listener;
    return super.start(listener);
  }
  override scan(): Promise<Outcome> { return Promise.resolve(done); }

  /** From now on every network changes ten times a second. */
  stir(): void {
    const size = Math.ceil(this.networks.length / batches);
    const every = 1000 / timesASecond / batches;
    let due = performance.now();
    const next = (): void => {
      const from = (this.turn % batches) * size;
      for (let index = from; index < Math.min(from + size, this.networks.length); index += 1) {
        const changed = this.heard(this.networks[index]!, index);
        this.networks[index] = changed;
        this.tell({ change: 'accessPoint', accessPoint: changed });
      }
      this.turn += 1;
      due += every;
      setTimeout(next, Math.max(0, due - performance.now()));
    };
    next();
  }

  /** The same network at another level: a different one each time it is heard. */
  private heard(network: DriverAccessPoint, index: number): DriverAccessPoint {
    const level = -40 - ((index * 7 + Math.floor(this.turn / batches) * 3) % 50);
    return { ...network, level, bss: [{ bssid: `02:60:00:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`, frequency: 2412 + (index % 11) * 5, level, lastSeen: Date.now(), interface: 'wlan0', inUse: false }] };
  }
}
