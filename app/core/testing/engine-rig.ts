import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import type { OfferView } from '../../contract/state.ts';
import type { Connectivity } from '../../contract/values.ts';
import type { DriverAccessPoint } from '../ports/driver.ts';
import type { RecordEntry } from '../ports/record.ts';
import { RoamingEngine, type RoamingSession } from '../roaming/engine.ts';
import { balanced } from '../roaming/settings.ts';
import { World } from '../world.ts';

/** ms */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** An engine on a world that a test sets by hand, with everything it says kept for looking at. */
export class EngineRig {
  readonly clock = new FakeClock();
  readonly began = this.clock.now();
  readonly world = new World(this.clock);
  readonly networks = new Map<string, readonly string[]>([['office', ['a', 'b', 'c']]]);
  readonly records: { at: number; entry: RecordEntry }[] = [];
  readonly offered: OfferView[] = [];
  readonly ended: string[] = [];
  /** When scans were asked for, s. */
  readonly scans: number[] = [];
  /** Every access point that was looked at, in order. */
  readonly looked: string[] = [];
  /** Whose decision was told to be another one, in order: session and candidate. */
  readonly told: string[] = [];
  settings = { ...balanced };
  order: readonly string[] = [];
  trialRuns = false;
  readonly pins = new Set<string>();
  /** Candidates that another session's program does not let anybody move to. */
  readonly vetoed = new Set<string>();
  packetsPerSecond: number | null = null;
  readonly engine = new RoamingEngine({
    world: this.world, clock: this.clock, settings: () => this.settings, record: { add: (at, entry) => { this.records.push({ at, entry }); } },
    orderIn: (_, member) => { this.looked.push(member); const place = this.order.indexOf(member); return place < 0 ? null : place; },
    networksOf: (accessPoint) => [...this.networks].filter(([, members]) => members.includes(accessPoint)).map(([id]) => id),
    isMember: (accessPoint, network) => this.networks.get(network)?.includes(accessPoint) ?? false,
    isPinned: (accessPoint) => this.pins.has(accessPoint), isVetoed: (_, __, candidate) => this.vetoed.has(candidate), onDecision: (session, candidate) => { this.told.push(`${session} ${candidate}`); },
    packetsPerSecond: () => this.packetsPerSecond, canOverlap: (_, candidate) => candidate === 'b', isTrialRunning: () => this.trialRuns,
    companions: (session) => ({ moves: [session, 'follower'], stays: ['stayer'] }),
    onOffer: (offer) => { this.offered.push(offer); }, onOfferEnded: (offer, end) => { this.ended.push(`${offer.candidate} ${end.code}`); },
    scan: () => { this.scans.push(this.now()); }, post: (item) => { item(); this.engine.evaluate(); },
  });

  /** Seconds since the beginning. */
  now(): number { return (this.clock.now() - this.began) / second; }

  /** Sets an access point that is stored and in reach, heard or seen just now, on an interface of its own; and tells the engine. */
  set(id: string, change: Partial<DriverAccessPoint> & { up?: boolean; reaches?: Connectivity } = {}): void {
    const { up, reaches, ...rest } = change;
    const before = this.world.accessPoints.get(id)?.now;
    const on = `if-${id}`;
    const known = this.world.interfaces.get(on)?.now;
    if (!known || reaches !== undefined) {
      this.world.setInterface({
        id: on, name: on, kind: 'wifi', managed: true, carrier: true, speed: null, addresses: [], gateways: [], nameServers: [], connectivity: 'full', metered: false,
        ...known, ...(reaches !== undefined && { connectivity: reaches }),
      });
    }
    this.world.setAccessPoint({
      id, name: id, kind: 'wifi', bearer: 'wlan', purpose: 'unknown', ssid: '00', security: 'wpa2', stored: true, inReach: true, metered: false, interfaces: [on],
      bss: [{ bssid: id, frequency: 5180, level: -60, lastSeen: this.clock.now(), interface: on, inUse: false }], level: -60, link: null,
      ...(before && { ...before, bss: before.bss.map((each) => ({ ...each, lastSeen: this.clock.now() })) }),
      ...rest, ...(up !== undefined && { link: up ? { state: 'active', interface: on, stage: null } : null }),
    });
    this.engine.accessPointChanged(id);
    this.engine.evaluate();
  }

  /** Sets levels until they are the mean. */
  setLevel(id: string, level: number): void {
    for (let each = 0; each < 3; each += 1) for (const sway of [-0.5, 0]) this.set(id, { level: level + sway });
  }

  watch(change: Partial<RoamingSession> = {}): void {
    const network = change.network ?? 'office';
    this.engine.watch({ id: 'desktop', network, members: this.networks.get(network) ?? [], current: 'a', lostAt: null, forbids: null, obeysPins: true, ...change });
    this.engine.evaluate();
  }

  loseInternet(): void { this.set('a', { reaches: 'none' }); }
  change(act: () => void): void { act(); this.engine.evaluate(); }
  get offer(): OfferView | null { return this.engine.offerOf('desktop'); }
  async asked(limit = hour): Promise<number | null> { return await this.clock.advanceUntil(() => this.offer !== null, limit) ? this.now() : null; }
  decisions(): string[] {
    return this.records.flatMap(({ at, entry }) => (entry.kind !== 'decision' ? []
      : [`${(at - this.began) / second} ${entry.decision.candidate.accessPoint} ${entry.decision.outcome.outcome} ${entry.decision.outcome.reason.code}`]));
  }
}

/** On a, in use and good; b and c have been seen twice, and are no better. Time is 10 s. */
export async function atTen(): Promise<EngineRig> {
  const rig = new EngineRig();
  rig.set('a', { up: true });
  for (const id of ['b', 'c']) rig.set(id, { level: -61 });
  await rig.clock.advance(10 * second);
  for (const id of ['b', 'c']) rig.set(id, { level: -60 });
  return rig;
}
