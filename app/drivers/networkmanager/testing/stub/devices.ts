import { toPlain } from '../../bus.ts';
import { DeviceState, DeviceType, MANAGER_PATH, Name, NO_PATH } from '../../protocol.ts';
import type { ObjectStore, Values } from './object-store.ts';
import { textOf, type StubProfile, type StubProfiles } from './profiles.ts';
import { Extra } from './properties.ts';

/** What a device finds at the other end, once its link is up. Documentation addresses, RFC 5737 and RFC 3849. */
export interface StubNetwork {
  ip4: { address: string; prefix: number; gateway: string; nameServer: string } | null;
  ip6: { address: string; prefix: number; gateway: string; nameServer: Buffer } | null;
  /** NMConnectivityState: 1 none, 2 portal, 3 limited, 4 full. */
  connectivity: number;
  /** NMMetered: 1 yes, 2 no, 3 guess-yes, 4 guess-no. */
  metered: number;
}

export const network = (number: number, more: Partial<StubNetwork> = {}): StubNetwork => ({
  ip4: { address: `192.0.2.${number * 16 + 5}`, prefix: 28, gateway: `192.0.2.${number * 16 + 1}`, nameServer: `192.0.2.${number * 16 + 1}` },
  ip6: { address: `2001:db8:${number}::5`, prefix: 64, gateway: 'fe80::1', nameServer: Buffer.from(`20010db8000${number}0000000000000000000${number}`.slice(0, 32).padEnd(32, '0'), 'hex') },
  connectivity: 4, metered: 4, ...more,
});

/** NMDeviceInterfaceFlags: up, and with a carrier. */
const UP = 0x1;
const CARRIER = 0x10000;
/** NMDeviceStateReason: NONE, NO_SECRETS, SUPPLICANT_DISCONNECT, USER_REQUESTED, CARRIER. */
export const StateReason = { none: 0, nowUnmanaged: 3, noSecrets: 7, supplicantDisconnect: 8, userRequested: 39, carrier: 40 } as const;

/** Devices, found by their names. Paths are Devices/1, Devices/2 … in the order they were made. */
export class StubDevices {
  readonly #networks = new Map<string, StubNetwork>();
  readonly #counted = new Map<string, { received: bigint; sent: bigint }>();
  readonly #refreshers = new Map<string, NodeJS.Timeout>();
  /** Called when a device lost its carrier, or went. */
  onLost: (path: string) => void = () => undefined;

  constructor(readonly objects: ObjectStore, readonly profiles: StubProfiles) {}

  wired(name: string, at: StubNetwork): string {
    return this.#add(name, DeviceType.ethernet, { InterfaceFlags: UP | CARRIER }, { [Name.wired]: { HwAddress: macOf(name), PermHwAddress: macOf(name) } }, at);
  }

  wifi(name: string, at: StubNetwork): string {
    return this.#add(name, DeviceType.wifi, {}, { [Name.wireless]: { HwAddress: macOf(name), PermHwAddress: macOf(name) } }, at);
  }

  modem(name: string, at: StubNetwork): string {
    return this.#add(name, DeviceType.modem, { InterfaceFlags: UP | CARRIER }, { [Extra.modem]: {} }, at);
  }

  bluetooth(name: string, at: StubNetwork): string {
    return this.#add(name, DeviceType.bluetooth, { InterfaceFlags: UP | CARRIER }, { [Extra.bluetooth]: {} }, at);
  }

  /** One that somebody else has set up: NetworkManager knows it, with a link that it made up for it, or leaves it alone. */
  foreign(name: string, type: number, state: typeof DeviceState.activated | typeof DeviceState.unmanaged): string {
    return this.#add(name, type, { State: state, Managed: state === DeviceState.activated, InterfaceFlags: UP | CARRIER }, type === DeviceType.tun ? { [Extra.tun]: {} } : type === DeviceType.veth ? { [Name.wired]: {} } : { [Extra.bridge]: {} }, network(9, { ip6: null }));
  }

  /** A device that NetworkManager makes for a profile, with its link. */
  tunnel(name: string, type: number, at: StubNetwork): string {
    return this.#add(name, type, { InterfaceFlags: UP | CARRIER }, type === DeviceType.wireguard ? { [Name.wireGuard]: {} } : { [Extra.tun]: {} }, at);
  }

  /** A device that a profile wishes for, and that does not exist yet. */
  wished(name: string): string {
    return this.#add(name, DeviceType.bridge, { Real: false, Managed: false, State: DeviceState.unmanaged, HwAddress: '' }, { [Extra.bridge]: {} }, null);
  }

  path(name: string): string {
    const found = this.find(name);
    if (found === null) throw new Error(`there is no device ${name}`);
    return found;
  }
  find(name: string): string | null {
    return this.objects.paths(Name.device).find(path => this.objects.text(path, Name.device, 'Interface') === name) ?? null;
  }

  networkOf(path: string): StubNetwork | null { return this.#networks.get(path) ?? null; }
  changeNetwork(path: string, more: Partial<StubNetwork>): void {
    const at = this.#networks.get(path);
    if (at) this.#networks.set(path, { ...at, ...more });
  }

  state(path: string): number { return this.objects.number(path, Name.device, 'State'); }

  /** One step of a device, told in NetworkManager's order: the properties, then the signal with the reason. */
  step(path: string, state: number, reason: number): void {
    const { objects } = this;
    const before = this.state(path);
    if (before === state) return;
    objects.set(path, Name.device, { State: state });
    objects.set(path, Name.device, { StateReason: [state, reason] });
    objects.service?.signal(path, Name.device, 'StateChanged', 'uuu', [state, before, reason]);
    if (before <= DeviceState.unavailable !== state <= DeviceState.unavailable) this.listAvailable();
  }

  remove(path: string): void {
    const { objects } = this;
    this.onLost(path);
    this.#stopRefreshing(path);
    for (const [key, name] of [['Ip4Config', Name.device], ['Ip6Config', Name.device]] as const) {
      const config = objects.text(path, name, key);
      if (config !== NO_PATH) objects.remove(config);
    }
    objects.service?.signal(MANAGER_PATH, Name.manager, 'DeviceRemoved', 'o', [path]);
    objects.remove(path);
    this.#list();
  }

  /** The cable in or out. A link without a carrier is kept for six seconds by NetworkManager; for the stub that is `expire`. */
  carrier(path: string, isIn: boolean): void {
    this.objects.set(path, Name.wired, { Carrier: isIn });
    this.objects.set(path, Name.device, { InterfaceFlags: isIn ? UP | CARRIER : UP });
    if (isIn && this.state(path) === DeviceState.unavailable) this.step(path, DeviceState.disconnected, StateReason.carrier);
  }
  expire(path: string): void {
    this.onLost(path);
    this.step(path, DeviceState.unavailable, StateReason.carrier);
  }

  /** Bytes go over the device; told at the rate that was asked for. */
  traffic(path: string, received: bigint, sent: bigint): void {
    const before = this.#counted.get(path) ?? { received: 0n, sent: 0n };
    this.#counted.set(path, { received: before.received + received, sent: before.sent + sent });
  }

  /** Statistics.RefreshRateMs; 0 stops. */
  refreshEvery(path: string, rate: number): void {
    this.#stopRefreshing(path);
    this.objects.set(path, Name.statistics, { RefreshRateMs: rate });
    if (rate === 0) return;
    const tell = (): void => {
      const counted = this.#counted.get(path);
      if (counted) this.objects.set(path, Name.statistics, { RxBytes: counted.received, TxBytes: counted.sent });
    };
    tell();
    this.#refreshers.set(path, setInterval(tell, rate).unref());
  }

  /** AvailableConnections of every device, anew. */
  listAvailable(): void {
    for (const path of this.objects.paths(Name.device)) {
      const isUsable = this.state(path) > DeviceState.unavailable;
      const heard = new Set(this.objects.texts(path, Name.wireless, 'AccessPoints').map(radio => this.objects.bytes(radio, Name.accessPoint, 'Ssid').toString('hex')));
      const fits = isUsable ? this.profiles.all().filter(profile => this.#fits(profile, path, heard)) : [];
      this.objects.set(path, Name.device, { AvailableConnections: fits.map(profile => profile.path) });
    }
  }

  stop(): void { for (const path of [...this.#refreshers.keys()]) this.#stopRefreshing(path); }

  #add(name: string, type: number, more: Values, interfaces: Readonly<Record<string, Values>>, at: StubNetwork | null): string {
    const { objects } = this;
    const path = objects.nextPath('Devices');
    const configs = at === null ? {} : { Ip4Config: objects.add(objects.nextPath('IP4Config'), { [Name.ip4]: {} }), Ip6Config: objects.add(objects.nextPath('IP6Config'), { [Name.ip6]: {} }) };
    objects.add(path, { [Name.device]: { Interface: name, DeviceType: type, HwAddress: macOf(name), ...configs, ...more }, [Name.statistics]: {}, ...interfaces });
    if (at !== null) this.#networks.set(path, at);
    this.#list();
    objects.service?.signal(MANAGER_PATH, Name.manager, 'DeviceAdded', 'o', [path]);
    return path;
  }

  #list(): void {
    const all = this.objects.paths(Name.device);
    this.objects.set(MANAGER_PATH, Name.manager, { AllDevices: all, Devices: all.filter(path => this.objects.flag(path, Name.device, 'Real')) });
    this.listAvailable();
  }

  /** @param heard names in the air, in hex */
  #fits({ settings }: StubProfile, path: string, heard: ReadonlySet<string>): boolean {
    const { objects } = this;
    const bound = textOf(settings, 'connection', 'interface-name');
    if (bound !== '' && bound !== objects.text(path, Name.device, 'Interface')) return false;
    const type = textOf(settings, 'connection', 'type');
    switch (objects.number(path, Name.device, 'DeviceType')) {
      case DeviceType.ethernet: return type === '802-3-ethernet' && objects.flag(path, Name.wired, 'Carrier');
      case DeviceType.wifi: return type === '802-11-wireless' && (textOf(settings, '802-11-wireless', 'mode') === 'ap' || toPlain(settings['802-11-wireless']?.['hidden']) === true || heard.has(toPlain<Buffer>(settings['802-11-wireless']?.['ssid']).toString('hex')));
      case DeviceType.modem: return type === 'gsm';
      case DeviceType.bluetooth: return type === 'bluetooth';
      case DeviceType.wireguard: return type === 'wireguard';
      case DeviceType.bridge: return type === 'bridge';
      default: return false;
    }
  }

  #stopRefreshing(path: string): void {
    clearInterval(this.#refreshers.get(path));
    this.#refreshers.delete(path);
  }
}

/** A local address made of the device's name, the same in every run. */
const macOf = (name: string): string => ['02', '5B', ...[...Buffer.from(name.padEnd(4, '0')).subarray(-4)].map(byte => byte.toString(16).padStart(2, '0').toUpperCase())].join(':');
