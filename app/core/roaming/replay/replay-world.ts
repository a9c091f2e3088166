import type { BssView } from '../../../contract/state.ts';
import type { Bearer, InterfaceKind } from '../../../contract/values.ts';
import type { DriverAccessPoint, DriverInterface, DriverListener, DriverSnapshot } from '../../ports/driver.ts';
import type { Trace, TraceAccessPoint, TraceChange } from './trace.ts';

/** A radio: what is in the air now, and what the last scan told of it. */
interface Radio { readonly bssid: string; readonly frequency: number; air: number | null; told: number | null; toldAt: number }

interface Link {
  state: 'activating' | 'active';
  interface: string;
  bssid: string | null;
  /** Handover brought it up, not the trace. */
  byCommand: boolean;
}

export interface ReplayedAccessPoint {
  readonly id: string;
  readonly index: number;
  plan: TraceAccessPoint;
  readonly interfaces: readonly string[];
  readonly radios: Map<string, Radio>;
  link: Link | null;
}

const bearerOf: Partial<Record<InterfaceKind, Bearer>> = { wired: 'ethernet', wifi: 'wlan', mobile: 'lte', bluetooth: 'bluetooth' };
const speeds: Partial<Record<InterfaceKind, number>> = { wired: 1e9, wifi: 433e6, mobile: 60e6 };

/**
 * The machine of a trace: what is told of it follows the trace and, where Handover has moved something that the trace
 * left where it was, what Handover did. Whatever an access point reaches is reached whenever it is up.
 */
export class ReplayWorld {
  readonly accessPoints = new Map<string, ReplayedAccessPoint>();
  #default: string | null = null;
  #listener: DriverListener = () => {};

  constructor(private readonly trace: Trace, private readonly now: () => number) {
    for (const [index, plan] of trace.accessPoints.entries()) {
      const interfaces = plan.interfaces ?? trace.interfaces.filter(({ kind }) => kind === plan.kind).map(({ id }) => id);
      const radios = new Map(plan.bss.map((each) => [each.bssid, { bssid: each.bssid, frequency: each.frequency, air: each.level, told: each.level, toldAt: now() }]));
      const known: ReplayedAccessPoint = { id: plan.id, index, plan, interfaces, radios, link: null };
      this.accessPoints.set(plan.id, known);
      if (!plan.link) continue;
      known.link = { state: 'active', interface: plan.link.interface ?? interfaces[0] ?? '', bssid: strongest(known), byCommand: false };
      if (plan.link.isDefault) this.#default ??= plan.id;
    }
  }

  listen(listener: DriverListener): void { this.#listener = listener; }
  get default(): string | null { return this.#default; }

  snapshot(): DriverSnapshot {
    return { interfaces: this.trace.interfaces.map(({ id }) => this.#viewInterface(id)), accessPoints: [...this.accessPoints.values()].map((each) => this.#view(each)) };
  }

  find(id: string): ReplayedAccessPoint | undefined { return this.accessPoints.get(id); }
  on(interfaceId: string): ReplayedAccessPoint | undefined { return [...this.accessPoints.values()].find((each) => each.link?.interface === interfaceId); }
  isInReach(each: ReplayedAccessPoint): boolean {
    return each.plan.kind === 'wifi' ? [...each.radios.values()].some(({ told }) => told !== null) : each.plan.inReach;
  }

  /** Whether it could be brought up now: the air counts, not what was told of it. */
  isThere(each: ReplayedAccessPoint): boolean {
    return each.plan.kind === 'wifi' ? [...each.radios.values()].some(({ air }) => air !== null) : each.plan.inReach;
  }

  /** What the trace says happened. */
  apply(change: TraceChange): void {
    switch (change.change) {
      case 'levels': {
        const known = this.#known(change.accessPoint);
        for (const [bssid, level] of Object.entries(change.bss)) {
          const radio = known.radios.get(bssid);
          if (radio) radio.air = level;
        }
        // A manager tells the level of the radio in use without a scan.
        if (known.link?.state === 'active' && this.#hear(known, known.link.bssid)) this.#tell(known);
        return;
      }
      case 'scan': this.scanned(); return;
      case 'link': this.#linkByTrace(change); return;
      case 'connectivity': {
        const known = this.#known(change.accessPoint);
        known.plan = { ...known.plan, connectivity: change.value };
        if (known.link?.state === 'active') this.#tellInterface(known.link.interface);
        return;
      }
      case 'accessPoint': {
        const known = this.#known(change.accessPoint);
        const set = Object.fromEntries(Object.entries(change.set).filter(([, value]) => value !== undefined)) as Partial<TraceAccessPoint>;
        known.plan = { ...known.plan, ...set };
        this.#tell(known);
        if (known.link?.state === 'active') this.#tellInterface(known.link.interface);
        return;
      }
      default:
    }
  }

  /** Results of a scan: the air is told. */
  scanned(): void {
    for (const each of this.accessPoints.values()) {
      if (each.plan.kind !== 'wifi') continue;
      for (const bssid of each.radios.keys()) this.#hear(each, bssid);
      this.#tell(each);
    }
    this.#listener({ change: 'scanned' });
  }

  activating(each: ReplayedAccessPoint, interfaceId: string, byCommand: boolean): void {
    each.link = { state: 'activating', interface: interfaceId, bssid: null, byCommand };
    this.#tell(each);
  }

  up(each: ReplayedAccessPoint, interfaceId: string, how: { byCommand: boolean; bssid?: string | undefined }): void {
    const other = this.on(interfaceId);
    if (other && other !== each) this.down(other);
    each.link = { state: 'active', interface: interfaceId, bssid: how.bssid ?? strongest(each), byCommand: how.byCommand };
    if (each.link.bssid !== null) this.#hear(each, each.link.bssid);
    this.#default ??= each.id;
    // A link is told as up with its addresses before.
    this.#tellInterface(interfaceId);
    this.#tell(each);
  }

  down(each: ReplayedAccessPoint): void {
    const { link } = each;
    if (!link) return;
    each.link = null;
    this.#tell(each);
    this.#tellInterface(link.interface);
    if (this.#default !== each.id) return;
    const rank = ['wired', 'wifi'];
    const left = [...this.accessPoints.values()].filter((other) => other.link?.state === 'active')
      .sort((a, b) => (rank.indexOf(a.plan.kind) + 3) % 3 - (rank.indexOf(b.plan.kind) + 3) % 3);
    this.#default = null;
    if (left[0]) this.setDefault(left[0].id);
  }

  /** The machine's default route is on it from now on. */
  setDefault(id: string): void {
    const before = this.#default === null ? undefined : this.find(this.#default);
    if (before?.id === id) return;
    this.#default = id;
    if (before) this.#tell(before);
    this.#tell(this.#known(id));
  }

  tellInterface(id: string): void { this.#tellInterface(id); }

  #linkByTrace(change: TraceChange & { change: 'link' }): void {
    const known = this.#known(change.accessPoint);
    if (change.state === 'down') { this.down(known); return; }
    const interfaceId = change.interface ?? known.link?.interface ?? known.interfaces[0] ?? '';
    // Handover gave the device to another one meanwhile: the system would not have taken it away.
    const other = this.on(interfaceId);
    if (other && other !== known && other.link?.byCommand === true) return;
    if (change.state === 'activating') this.activating(known, interfaceId, false);
    else this.up(known, interfaceId, { byCommand: known.link?.byCommand ?? false, bssid: change.bssid });
    if (change.isDefault === true && change.state === 'up') this.setDefault(known.id);
  }

  /** What is in the air becomes known. False: there is no such radio. */
  #hear(each: ReplayedAccessPoint, bssid: string | null): boolean {
    const radio = bssid === null ? undefined : each.radios.get(bssid);
    if (!radio) return false;
    radio.told = radio.air;
    if (radio.air !== null) radio.toldAt = this.now();
    return true;
  }

  #tell(each: ReplayedAccessPoint): void { this.#listener({ change: 'accessPoint', accessPoint: this.#view(each) }); }
  #tellInterface(id: string): void { this.#listener({ change: 'interface', interface: this.#viewInterface(id) }); }

  #known(id: string): ReplayedAccessPoint {
    const known = this.accessPoints.get(id);
    if (!known) throw new RangeError(`The trace has no access point ${id}.`);
    return known;
  }

  #view(each: ReplayedAccessPoint): DriverAccessPoint {
    const { plan, link } = each;
    const bss: BssView[] = [...each.radios.values()].flatMap((radio) => (radio.told === null ? [] : [{
      bssid: radio.bssid, frequency: radio.frequency, level: radio.told, lastSeen: radio.toldAt, interface: link?.interface ?? each.interfaces[0] ?? '', inUse: link?.bssid === radio.bssid,
    }])).sort((a, b) => b.level - a.level);
    return {
      id: each.id, name: plan.name ?? each.id, kind: plan.kind, bearer: plan.bearer ?? bearerOf[plan.kind] ?? 'unknown', purpose: 'unknown',
      ssid: plan.kind === 'wifi' ? hex(plan.ssid ?? plan.name ?? each.id) : null, security: plan.kind === 'wifi' ? plan.security : null,
      stored: plan.stored, inReach: this.isInReach(each), metered: plan.metered, interfaces: [...each.interfaces], bss,
      level: (bss.find(({ inUse }) => inUse) ?? bss[0])?.level ?? null, noise: plan.noise,
      link: link && { state: link.state, interface: link.interface, stage: null, isDefault: this.#default === each.id },
    };
  }

  #viewInterface(id: string): DriverInterface {
    const kind = this.trace.interfaces.find((each) => each.id === id)?.kind ?? 'other';
    const used = this.on(id);
    const active = used?.link?.state === 'active' ? used : undefined;
    const network = active ? `10.77.${active.index % 250}` : '';
    return {
      id, name: id, kind, managed: true, speed: active ? speeds[kind] ?? null : null,
      carrier: kind === 'wired' ? [...this.accessPoints.values()].some((each) => each.interfaces.includes(id) && each.plan.inReach) : active !== undefined,
      addresses: active ? [{ address: `${network}.23`, prefix: 24 }] : [], gateways: active ? [`${network}.1`] : [], nameServers: active ? [`${network}.1`] : [],
      connectivity: active ? active.plan.connectivity : 'none', metered: active ? active.plan.metered : false,
    };
  }
}

const strongest = (each: ReplayedAccessPoint): string | null =>
  [...each.radios.values()].filter(({ air }) => air !== null).sort((a, b) => (b.air ?? -200) - (a.air ?? -200))[0]?.bssid ?? null;

const hex = (text: string): string => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
