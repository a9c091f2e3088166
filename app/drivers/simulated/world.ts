import type { Clock } from '../../core/ports/clock.ts';
import type { PlanWay } from '../../contract/plan.ts';
import type { Profile, RadioKind } from '../../contract/management.ts';
import type { Connectivity, Security, SimulationFault } from '../../contract/values.ts';
import { distanceOf, levelAt, type Building, type Point } from './radio.ts';
import { Chance } from './random.ts';
import type { Scenario, ScenarioAccessPoint, ScenarioInterface, ScenarioSpot, ScenarioWifi } from './scenario.ts';
import { withUser } from './scenario-references.ts';
import { Walker } from './walk.ts';

export type Radio = ScenarioWifi['radios'][number];

/** An access point of the world: what the scenario says, and what has become of it. */
export interface AccessPoint {
  /** The driver's id, not the scenario's. Another one once it is stored or forgotten. */
  id: string;
  readonly plan: ScenarioAccessPoint;
  name: string;
  /** Hex of what its radios say; empty for a hidden one that is not stored. */
  ssid: string | null;
  /** The machine knows it and its password. */
  stored: boolean;
  /** What the user changed of what is stored; null: as the scenario has it. */
  profile: Profile | null;
  /** Place in the scenario, from 0. */
  readonly index: number;
  connectivity: Exclude<Connectivity, 'unknown'>;
  /** dB added to what is received of it */
  offset: number;
  /** What goes wrong with every activation from now on. */
  fault: SimulationFault | null;
  /** What goes wrong with the next one only. */
  nextFault: SimulationFault | null;
  /** The system does not bring it up by itself, until it has been out of reach. */
  leftAlone: boolean;
}

/** Below this a radio is not heard, dBm. */
export const hearing = -91;
/** Below this there is no mobile coverage, dBm. */
const hearingMobile = -125;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A UUID (version 8, RFC 9562) from words: the same in every run, whatever the seed. */
function uuidOf(...words: string[]): string {
  const chance = new Chance(0);
  const digits = [0, 1, 2, 3].map((part) => chance.bits('uuid', part, ...words).toString(16).padStart(8, '0')).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** How the machine calls an access point: by a UUID once it is stored, else by what is seen of it. */
function identity(scenario: Scenario, plan: ScenarioAccessPoint, stored: boolean): Pick<AccessPoint, 'id' | 'name' | 'ssid' | 'stored'> {
  const uuid = uuidOf(scenario.id, plan.id);
  if (plan.kind !== 'wifi') return { id: stored ? uuid : `${plan.kind}:${plan.interface}:${plan.id}`, name: plan.name, ssid: null, stored };
  const bytes = bytesOf(plan);
  const ssid = plan.hidden && !stored ? '' : hex(bytes);
  return { id: stored ? uuid : `wlan:${ssid}:${plan.security}`, name: plan.name ?? (ssid === '' ? '' : new TextDecoder().decode(bytes)), ssid, stored };
}

const bytesOf = (plan: ScenarioWifi): Uint8Array => ('hex' in plan.ssid ? Buffer.from(plan.ssid.hex, 'hex') : new TextEncoder().encode(plan.ssid.text));

const place = (scenario: Scenario, plan: ScenarioAccessPoint, index: number): AccessPoint =>
  ({ ...identity(scenario, plan, plan.stored), plan, index, connectivity: plan.connectivity, offset: 0, fault: plan.fails ?? null, nextFault: null, leftAlone: false, profile: null });

/** The floor plan, what stands on it, and the user on it. Knows no links and tells nobody. */
export class World {
  readonly accessPoints: readonly AccessPoint[];
  readonly interfaces: readonly ScenarioInterface[];
  readonly chance: Chance;
  readonly #scenario: Scenario;
  readonly #clock: Clock;
  readonly #building: Building;
  readonly #byId: Map<string, AccessPoint>;
  readonly #walker: Walker;
  readonly #pulled = new Set<string>();
  readonly #radiosOff = new Set<RadioKind>();
  #startedAt: number;

  constructor(scenario: Scenario, clock: Clock, seed: number) {
    this.#scenario = scenario;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.chance = new Chance(seed);
    this.accessPoints = scenario.accessPoints.map((plan, index) => place(scenario, plan, index));
    this.interfaces = scenario.interfaces;
    // The scenario's own ids first: a driver's id is never one of them, and wins.
    this.#byId = new Map([...this.accessPoints.map((each) => [each.plan.id, each] as const), ...this.accessPoints.map((each) => [each.id, each] as const)]);
    this.#walker = new Walker(this.spot(scenario.user.at), scenario.floors.height);
    this.#building = { floors: scenario.floors, walls: scenario.walls.map((wall) => ({ from: this.spot(wall.from), to: this.spot(wall.to), loss: wall.loss })) };
  }

  /** The play begins now. */
  begin(): void {
    this.#startedAt = this.#clock.now();
  }

  /** Seconds into the play */
  seconds(): number {
    return (this.#clock.now() - this.#startedAt) / 1000;
  }

  position(): Point {
    return this.#walker.at(this.#clock.now());
  }

  /** A point, a place by its name, or where the user is. */
  spot(spot: ScenarioSpot): Point {
    if (typeof spot !== 'string') return spot;
    if (spot === withUser) return this.position();
    const found = this.#scenario.places[spot];
    if (!found) throw new RangeError(`There is no place "${spot}"; use one of: ${Object.keys(this.#scenario.places).join(', ')}.`);
    return found;
  }

  /** @param speed metres a second; Infinity: there at once */
  walk(to: readonly ScenarioSpot[], speed: number): void {
    this.#walker.walk(to.map((spot) => this.spot(spot)), speed, this.#clock.now());
  }

  get way(): PlanWay {
    return this.#walker.way;
  }

  get places(): { name: string; at: Point }[] {
    return Object.entries(this.#scenario.places).map(([name, at]) => ({ name, at }));
  }

  get building(): Building {
    return this.#building;
  }

  /** Names of the wired interfaces whose cable was taken out. */
  get pulled(): readonly string[] {
    return [...this.#pulled];
  }

  /** By the scenario's id or the driver's. */
  find(id: string): AccessPoint | undefined {
    return this.#byId.get(id);
  }

  /** Stores it or forgets it: its id becomes another one. What was changed of it goes with what is stored. */
  setStored(accessPoint: AccessPoint, stored: boolean): void {
    this.#byId.delete(accessPoint.id);
    Object.assign(accessPoint, identity(this.#scenario, accessPoint.plan, stored));
    if (!stored) accessPoint.profile = null;
    this.#byId.set(accessPoint.id, accessPoint);
  }

  /** A wireless one by the bytes of its name, hidden or not. */
  findWifi(ssid: string, security: Security): AccessPoint | undefined {
    return this.accessPoints.find(({ plan }) => plan.kind === 'wifi' && plan.security === security && hex(bytesOf(plan)) === ssid);
  }

  isRadioOn(radio: RadioKind): boolean {
    return !this.#radiosOff.has(radio);
  }

  setRadio(radio: RadioKind, on: boolean): void {
    if (on) this.#radiosOff.delete(radio); else this.#radiosOff.add(radio);
  }

  setCable(name: string, pulled: boolean): void {
    if (pulled) this.#pulled.add(name); else this.#pulled.delete(name);
  }

  /** Interfaces that can be on it, as the scenario lists them. */
  interfacesOf({ plan }: AccessPoint): ScenarioInterface[] {
    if (plan.kind !== 'wifi') return this.interfaces.filter((each) => each.name === plan.interface);
    return this.interfaces.filter((each) => each.kind === 'wifi' && plan.radios.some((radio) => !each.bands || each.bands.includes(radio.band)));
  }

  /** dBm of a radio at an interface, now */
  level(accessPoint: AccessPoint, radio: Radio, by: ScenarioInterface): number {
    const sender = { bssid: radio.bssid, band: radio.band, power: radio.power + by.gain + accessPoint.offset, at: this.spot(radio.at) };
    return levelAt(this.#scenario.radioModel, this.#building, this.chance, sender, this.position(), this.seconds());
  }

  /** dBm that every level has to stand out from */
  get noiseFloor(): number { return this.#scenario.radioModel.noiseFloor; }

  /** dBm of a mobile one, the same everywhere; null of all else */
  mobileLevel({ plan, offset }: AccessPoint): number | null {
    return plan.kind === 'mobile' ? Math.max(-140, plan.level + offset) : null;
  }

  /** What an interface hears of an access point now, strongest first. */
  heard(accessPoint: AccessPoint, by: ScenarioInterface): { radio: Radio; level: number }[] {
    if (accessPoint.plan.kind !== 'wifi' || !this.isRadioOn('wifi')) return [];
    return accessPoint.plan.radios
      .filter((radio) => !by.bands || by.bands.includes(radio.band))
      .map((radio) => ({ radio, level: this.level(accessPoint, radio, by) }))
      .filter(({ level }) => level >= hearing)
      .sort((a, b) => b.level - a.level || a.radio.bssid.localeCompare(b.radio.bssid));
  }

  /** Whether a link on it is possible now: cable in, radio heard. Not what the last scan said. */
  reaches(accessPoint: AccessPoint, by: ScenarioInterface): boolean {
    const { plan } = accessPoint;
    switch (plan.kind) {
      case 'wired': {
        if (this.#pulled.has(plan.interface)) return false;
        return distanceOf(this.spot(plan.place), this.position(), this.#scenario.floors.height) <= plan.reach;
      }
      case 'wifi': return this.heard(accessPoint, by).length > 0;
      case 'mobile': return this.isRadioOn('mobile') && this.mobileLevel(accessPoint)! >= hearingMobile;
      // What it goes over is a matter of links.
      case 'vpn': return true;
    }
  }
}
