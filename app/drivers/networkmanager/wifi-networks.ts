import type { BssView } from '../../contract/state.ts';
import type { Security } from '../../contract/values.ts';
import { levelOf } from '../shared/wifi-level.ts';
import { read, type ObjectTree } from './object-tree.ts';
import { Name, NO_PATH } from './protocol.ts';
import { securityOf } from './wifi-security.ts';

/** A Wi-Fi network: all radios with the same name bytes and the same security. */
export interface WifiNetwork {
  /** `wlan:` + SSID in hex + `:` + security; the id of an access point that is only seen. */
  id: string;
  ssid: string;
  security: Security;
  /** Object paths of its radios. */
  radios: Set<string>;
}

/** Which device hears or uses a radio. */
export interface RadioHome { device: string; interface: string; inUse: boolean }

interface Hearing { name: string; active: string; radios: readonly string[] }

/** Networks in the air, kept up to date radio by radio, so that one radio's change costs its own network only. */
export class WifiNetworks {
  readonly #networks = new Map<string, WifiNetwork>();
  readonly #idOf = new Map<string, string>();
  /** Ids by SSID, for profiles that look for theirs. */
  readonly #bySsid = new Map<string, Set<string>>();

  /** Radio path → the device that hears it. */
  readonly #homes = new Map<string, RadioHome>();
  /** Device path → what it was last seen to hear. */
  readonly #heard = new Map<string, Hearing>();

  constructor(tree: ObjectTree) {
    for (const path of tree.paths(Name.accessPoint)) this.update(tree, path);
    for (const path of tree.paths(Name.wireless)) this.updateDevice(tree, path);
  }

  get homes(): ReadonlyMap<string, RadioHome> { return this.#homes; }

  /** Looks anew at what a device hears and uses; nothing, when it is gone or no Wi-Fi device. True: that is something else than before. */
  updateDevice(tree: ObjectTree, device: string): boolean {
    const wireless = tree.get(device, Name.wireless);
    const now: Hearing = { name: read.text(tree.get(device, Name.device), 'Interface'), active: read.text(wireless, 'ActiveAccessPoint'), radios: read.texts(wireless, 'AccessPoints') };
    const before = this.#heard.get(device);
    if (before?.name === now.name && before.active === now.active && before.radios.length === now.radios.length && before.radios.every((radio, index) => radio === now.radios[index])) return false;
    for (const path of before?.radios ?? []) if (this.#homes.get(path)?.device === device) this.#homes.delete(path);
    for (const path of now.radios) this.#homes.set(path, { device, interface: now.name, inUse: path === now.active && now.active !== NO_PATH });
    if (tree.has(device, Name.wireless)) this.#heard.set(device, now);
    else this.#heard.delete(device);
    return true;
  }

  /** Looks at a radio anew, or forgets it when it is gone. Returns the ids of the networks that changed. */
  update(tree: ObjectTree, path: string): string[] {
    const before = this.#idOf.get(path);
    const properties = tree.get(path, Name.accessPoint);
    if (!tree.has(path, Name.accessPoint)) {
      if (before !== undefined) this.#leave(before, path);
      return before === undefined ? [] : [before];
    }
    // Empty where the network hides its name: all hidden ones of one security are told as one.
    const ssid = read.bytes(properties, 'Ssid').toString('hex');
    const security = securityOf(read.number(properties, 'Flags'), read.number(properties, 'WpaFlags'), read.number(properties, 'RsnFlags'));
    const id = `wlan:${ssid}:${security}`;
    if (before !== undefined && before !== id) this.#leave(before, path);
    let network = this.#networks.get(id);
    if (!network) {
      this.#networks.set(id, network = { id, ssid, security, radios: new Set() });
      const ids = this.#bySsid.get(ssid) ?? new Set();
      this.#bySsid.set(ssid, ids.add(id));
    }
    network.radios.add(path);
    this.#idOf.set(path, id);
    return before === undefined || before === id ? [id] : [before, id];
  }

  all(): Iterable<WifiNetwork> { return this.#networks.values(); }
  /** The network that a radio belongs to. */
  idOf(radio: string): string | undefined { return this.#idOf.get(radio); }
  get(id: string): WifiNetwork | undefined { return this.#networks.get(id); }
  withSsid(ssid: string): WifiNetwork[] {
    return [...(this.#bySsid.get(ssid) ?? [])].flatMap(id => this.#networks.get(id) ?? []);
  }

  #leave(id: string, path: string): void {
    this.#idOf.delete(path);
    const network = this.#networks.get(id);
    if (!network) return;
    network.radios.delete(path);
    if (network.radios.size > 0) return;
    this.#networks.delete(id);
    const ids = this.#bySsid.get(network.ssid);
    ids?.delete(id);
    if (ids?.size === 0) this.#bySsid.delete(network.ssid);
  }
}

/** The radios of a network as views, strongest first. @param startedAt when the machine started, ms since the epoch */
export function radioViews(tree: ObjectTree, network: WifiNetwork, homes: ReadonlyMap<string, RadioHome>, startedAt: number, now: number): BssView[] {
  const views: BssView[] = [];
  for (const path of network.radios) {
    const home = homes.get(path);
    if (!home) continue;
    const properties = tree.get(path, Name.accessPoint);
    const seenAfterStart = read.number(properties, 'LastSeen');
    views.push({
      bssid: read.text(properties, 'HwAddress'),
      frequency: read.number(properties, 'Frequency'),
      level: levelOf(read.number(properties, 'Strength'), home.inUse),
      // Seconds since the machine started; -1 where it was never seen, as of a hidden network made up for a connection.
      lastSeen: seenAfterStart < 0 ? 0 : Math.min(now, Math.round(startedAt + seenAfterStart * 1000)),
      interface: home.interface,
      inUse: home.inUse,
    });
  }
  return views.sort((a, b) => b.level - a.level || (a.bssid < b.bssid ? -1 : 1));
}
