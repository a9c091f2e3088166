import { isDeepStrictEqual } from 'node:util';
import type { SystemView } from '../../contract/management.ts';
import type { DriverAccessPoint, DriverChange, DriverInterface, DriverSnapshot } from '../../core/ports/driver.ts';
import { accessPointsOfNetwork, allAccessPoints, linkedAccessPoints, type Surroundings } from './access-points.ts';
import { allDevices, deviceOf } from './devices.ts';
import { interfaceOf } from './interface-view.ts';
import type { Modems } from './modems.ts';
import type { ManagerLife, Touched } from './manager-life.ts';
import { read } from './object-tree.ts';
import { systemOf } from './system.ts';
import type { Profile } from './profile.ts';
import { DeviceState, Name } from './protocol.ts';
import { carriesVpn } from './vpn.ts';
import { WifiNetworks } from './wifi-networks.ts';

/**
 * What the core has been told, and how it differs from what is: turns touched objects into changes. Radios change all the
 * time, so each costs its own network only; an activation is twenty changes of a device and of a link, so each costs what
 * is up. What a device reaches, and what is stored, changes seldom and is looked at as a whole.
 */
export class ToldWorld {
  readonly #networks: WifiNetworks;
  /** Profiles by the name of their network; null: to be sorted anew. */
  #bySsid: Map<string, Profile[]> | null = null;
  readonly #interfaces = new Map<string, DriverInterface>();
  readonly #accessPoints = new Map<string, DriverAccessPoint>();
  #system: SystemView | null = null;
  /** Device path → what it could bring up when it was last looked at. */
  readonly #reaches = new Map<string, string | null>();
  #carriesVpn = false;
  readonly #lastScans = new Map<string, number>();

  /** @param startedAt when the machine started, ms since the epoch */
  constructor(readonly life: ManagerLife, readonly modems: Modems, readonly startedAt: number) {
    this.#networks = new WifiNetworks(life.tree);
    for (const path of life.tree.paths(Name.wireless)) this.#scanMoved(path);
  }

  get around(): Surroundings {
    const { life } = this;
    return { tree: life.tree, profiles: life.profiles, networks: this.#networks, profilesOfSsid: ssid => this.#profilesOfSsid(ssid), modems: this.modems, startedAt: this.startedAt, now: life.clock.now() };
  }

  #profilesOfSsid(ssid: string): readonly Profile[] {
    if (this.#bySsid === null) {
      this.#bySsid = new Map();
      for (const profile of this.life.profiles.values()) {
        if (profile.ssid === null) continue;
        const same = this.#bySsid.get(profile.ssid);
        if (same) same.push(profile);
        else this.#bySsid.set(profile.ssid, [profile]);
      }
    }
    return this.#bySsid.get(ssid) ?? [];
  }

  /** The whole world; from now on this is what was told. */
  snapshot(): DriverSnapshot {
    this.#interfaces.clear();
    this.#accessPoints.clear();
    const { tree } = this.life;
    for (const device of allDevices(tree)) this.#interfaces.set(device.name, interfaceOf(tree, device));
    for (const accessPoint of allAccessPoints(this.around)) this.#accessPoints.set(accessPoint.id, accessPoint);
    this.#system = systemOf(this.life);
    for (const path of tree.paths(Name.device)) this.#reachMoved(path);
    this.#vpnCarrierMoved();
    return { interfaces: [...this.#interfaces.values()], accessPoints: [...this.#accessPoints.values()], system: this.#system };
  }

  changes(touched: Touched): DriverChange[] {
    const look = { interfaces: false, accessPoints: false, links: false, networks: new Set<string>(), scanned: false, system: false };
    for (const [path, names] of touched) {
      for (const name of names) {
        switch (name) {
          case Name.accessPoint:
            for (const id of this.#networks.update(this.life.tree, path)) look.networks.add(id);
            break;
          // Told by themselves (counters.ts).
          case Name.statistics: break;
          case Name.ip4: case Name.ip6: case Name.dhcp4: case Name.dhcp6:
            look.interfaces = look.links = true;
            break;
          case Name.manager:
            look.system = look.links = true;
            break;
          case Name.activeConnection: case Name.vpn:
            look.links = look.system = true;
            break;
          case Name.profile:
            this.#bySsid = null;
            look.accessPoints = look.system = true;
            break;
          case Name.wireless:
            look.scanned = this.#scanMoved(path) || look.scanned;
            look.accessPoints = this.#networks.updateDevice(this.life.tree, path) || look.accessPoints;
            look.interfaces = look.system = true;
            break;
          default:
            // Its name is part of what is told of the radios it hears.
            if (name === Name.device && this.life.tree.has(path, Name.wireless)) look.accessPoints = this.#networks.updateDevice(this.life.tree, path) || look.accessPoints;
            if (!name.startsWith(Name.device)) break;
            look.interfaces = look.links = look.system = true;
            look.accessPoints = this.#reachMoved(path) || look.accessPoints;
        }
      }
    }
    const changes: DriverChange[] = [];
    if (look.interfaces) this.#compareInterfaces(changes);
    if (look.links) look.accessPoints = this.#vpnCarrierMoved() || look.accessPoints;
    if (look.accessPoints) {
      this.#compareAccessPoints(changes);
    } else {
      const some = new Map(look.links ? linkedAccessPoints(this.around, this.#accessPoints.values()) : []);
      for (const id of look.networks) for (const [key, now] of accessPointsOfNetwork(this.around, id)) some.set(key, now);
      for (const [id, now] of some) this.#compareAccessPoint(id, now, changes);
    }
    if (look.system) this.#compareSystem(changes);
    if (look.scanned) changes.push({ change: 'scanned' });
    return changes;
  }

  /** Has what a device can bring up changed, its links aside? */
  #reachMoved(path: string): boolean {
    const { tree } = this.life;
    const device = deviceOf(tree, path);
    const now = device && JSON.stringify([
      device.name, device.kind, device.managed, device.state <= DeviceState.unavailable, device.carrier, device.macAddresses, device.available,
      read.text(tree.get(path, Name.device), 'Udi') && this.modems.bearerOf(read.text(tree.get(path, Name.device), 'Udi')),
    ]);
    const moved = this.#reaches.get(path) !== now;
    this.#reaches.set(path, now);
    return moved;
  }

  #vpnCarrierMoved(): boolean {
    const before = this.#carriesVpn;
    this.#carriesVpn = carriesVpn(this.life.tree);
    return before !== this.#carriesVpn;
  }

  /** LastScan moves when results of a scan have come in, whoever asked for it. */
  #scanMoved(path: string): boolean {
    const last = read.number(this.life.tree.get(path, Name.wireless), 'LastScan');
    const before = this.#lastScans.get(path);
    this.#lastScans.set(path, last);
    return before !== undefined && last !== before && last > 0;
  }

  #compareInterfaces(changes: DriverChange[]): void {
    const { tree } = this.life;
    const gone = new Set(this.#interfaces.keys());
    for (const device of allDevices(tree)) {
      const now = interfaceOf(tree, device);
      gone.delete(now.id);
      if (isDeepStrictEqual(now, this.#interfaces.get(now.id))) continue;
      this.#interfaces.set(now.id, now);
      changes.push({ change: 'interface', interface: now });
    }
    for (const id of gone) {
      this.#interfaces.delete(id);
      changes.push({ change: 'interfaceRemoved', id });
    }
  }

  #compareAccessPoints(changes: DriverChange[]): void {
    const gone = new Set(this.#accessPoints.keys());
    for (const now of allAccessPoints(this.around)) {
      gone.delete(now.id);
      this.#compareAccessPoint(now.id, now, changes);
    }
    for (const id of gone) this.#compareAccessPoint(id, null, changes);
  }

  #compareAccessPoint(id: string, now: DriverAccessPoint | null, changes: DriverChange[]): void {
    const before = this.#accessPoints.get(id);
    if (now === null) {
      if (before && this.#accessPoints.delete(id)) changes.push({ change: 'accessPointRemoved', id });
    } else if (!isDeepStrictEqual(now, before)) {
      this.#accessPoints.set(id, now);
      changes.push({ change: 'accessPoint', accessPoint: now });
    }
  }

  #compareSystem(changes: DriverChange[]): void {
    const now = systemOf(this.life);
    if (isDeepStrictEqual(now, this.#system)) return;
    this.#system = now;
    changes.push({ change: 'system', system: now });
  }
}
