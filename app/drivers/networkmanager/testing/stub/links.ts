import { Variant } from '../../bus.ts';
import type { Settings } from '../../profile.ts';
import { ActiveState, DeviceState, DeviceType, MANAGER_PATH, Name, NO_PATH } from '../../protocol.ts';
import type { StubAgents } from './agents.ts';
import { giveAddresses, giveIp4, giveIp6, hasFamily, metricOf, takeAddresses, takeIp6, type Addressed } from './addressing.ts';
import { ServiceError } from './bus-service.ts';
import { StateReason, type StubDevices } from './devices.ts';
import type { ObjectStore, Values } from './object-store.ts';
import { textOf, type StubProfiles } from './profiles.ts';

/** The steps of an activation: device states (NMDeviceState) with their reasons. One that ends before 100 or 120 waits there. */
export type Steps = readonly (readonly [state: number, reason: number])[];

const { prepare, config, ipConfig, ipCheck, secondaries, activated, failed } = DeviceState;
const well: Steps = [prepare, config, ipConfig, ipCheck, secondaries, activated].map(state => [state, StateReason.none] as const);

/** Steps that reach `stage` and fail there for a reason (NMDeviceStateReason). */
export const failingAt = (stage: number, reason: number): Steps => [...well.filter(([state]) => state <= stage), [failed, reason]];
/** Steps that reach `stage` and stay there. */
export const waitingAt = (stage: number): Steps => well.filter(([state]) => state <= stage);

interface Link {
  path: string;
  profile: string;
  device: string;
  applied: Settings;
  version: bigint;
  isOver: boolean;
  /** Whose leaving of the bus ends it. */
  boundTo: string | null;
  /** Whose agent is asked first. */
  startedBy: string | null;
}

/** NMDeviceStateReason */
const NEW_ACTIVATION = 60;
/** NMActivationStateFlags */
const LAYER2_READY = 0x4;
const IP4_READY = 0x8;
const IP6_READY = 0x10;
/** NMActiveConnectionStateReason: what NetworkManager says of every failure. */
const DEVICE_DISCONNECTED = 3;

/** Activations. Each step comes in a turn of the event loop of its own, so that a client can hear them one by one. */
export class StubLinks {
  readonly #links = new Map<string, Link>();
  /** By UUID of the profile: how its activations go, where not well. */
  readonly endings = new Map<string, Steps>();
  /** How all others go. */
  usual: Steps = well;
  /** ms that a step takes; a real one takes 2 to 10. 0: no time of its own. */
  stepTakes = 0;

  constructor(readonly objects: ObjectStore, readonly profiles: StubProfiles, readonly devices: StubDevices, readonly agents: StubAgents) {
    devices.onLost = path => { for (const link of this.#on(path)) this.#finish(link, 'lost'); };
  }

  activate(profilePath: string, devicePath: string, specific: string, { startedBy, boundTo = null }: { startedBy: string; boundTo?: string | null }): string {
    const { objects } = this;
    const profile = this.profiles.get(profilePath);
    const device = devicePath === NO_PATH ? this.#deviceFor(profilePath) : devicePath;
    if (!objects.has(device, Name.device)) throw new ServiceError('org.freedesktop.NetworkManager.UnknownDevice', 'Device not found');
    if (!objects.flag(device, Name.device, 'Real')) objects.set(device, Name.device, { Real: true, Managed: true, State: DeviceState.disconnected, IpInterface: objects.get(device, Name.device, 'Interface') });
    if (!objects.texts(device, Name.device, 'AvailableConnections').includes(profilePath)) this.devices.listAvailable();
    if (!objects.texts(device, Name.device, 'AvailableConnections').includes(profilePath)) {
      throw new ServiceError('org.freedesktop.NetworkManager.UnknownConnection', `Connection '${textOf(profile.settings, 'connection', 'id')}' is not available on device ${objects.text(device, Name.device, 'Interface')} because profile is not compatible with device`);
    }
    const path = objects.nextPath('ActiveConnection');
    const link: Link = { path, profile: profilePath, device, applied: copyOf(profile.settings), version: 1n, isOver: false, boundTo, startedBy };
    this.#links.set(path, link);
    objects.add(path, { [Name.activeConnection]: {
      Connection: profilePath, SpecificObject: specific, Id: textOf(profile.settings, 'connection', 'id'), Uuid: textOf(profile.settings, 'connection', 'uuid'), Type: textOf(profile.settings, 'connection', 'type'),
      Devices: [device], State: ActiveState.activating,
    } });
    this.#list();
    void this.#run(link, specific, this.endings.get(textOf(profile.settings, 'connection', 'uuid')) ?? this.usual);
    return path;
  }

  deactivate(path: string): void {
    const link = this.#links.get(path);
    if (!link) throw new ServiceError('org.freedesktop.NetworkManager.ConnectionNotActive', 'The connection was not active.');
    this.#down(link, StateReason.userRequested);
  }

  /** One that waits goes on. */
  goOn(uuid: string, steps: Steps): void {
    for (const link of this.#links.values()) if (!link.isOver && this.#uuidOf(link) === uuid) void this.#steps(link, steps);
  }

  /** As one that is asked to end begins: it lets go of its devices, and is there a moment longer. */
  letGo(): void { for (const link of this.#links.values()) this.#down(link, StateReason.nowUnmanaged); }

  /** A link that is up fails by itself. */
  fail(uuid: string, reason: number): void { this.goOn(uuid, [[failed, reason]]); }

  applied(device: string): { settings: Settings; version: bigint } {
    const link = this.#on(device)[0];
    if (!link) throw new ServiceError('org.freedesktop.NetworkManager.Device.NotActive', 'Device is not activated');
    // NetworkManager gives the old forms of addresses and routes beside the new ones.
    const legacy = (setting: string, address: string, route: string): Settings => (setting in link.applied
      ? { [setting]: { ...link.applied[setting], addresses: new Variant(address, []), routes: new Variant(route, []) } } : {});
    return { settings: { ...link.applied, ...legacy('ipv4', 'aau', 'aau'), ...legacy('ipv6', 'a(ayuay)', 'a(ayuayu)') }, version: link.version };
  }

  reapply(device: string, settings: Settings, version: bigint): void {
    const link = this.#on(device)[0];
    if (!link) throw new ServiceError('org.freedesktop.NetworkManager.Device.NotActive', 'Device is not activated');
    if (version !== 0n && version !== link.version) throw new ServiceError('org.freedesktop.NetworkManager.Device.VersionIdMismatch', 'Reapply failed because device changed in the meantime and the version-id mismatches');
    link.applied = copyOf(settings);
    link.version += 1n;
    const to = this.#addressed(link);
    if (!to || this.devices.state(device) < ipConfig) return;
    giveIp4(to);
    if (hasFamily(to, 'ipv6')) {
      takeIp6(to);
      this.#flags(link, LAYER2_READY | IP4_READY);
      setImmediate(() => {
        if (link.isOver) return;
        giveIp6(to);
        this.#flags(link, this.#readyFlags(to));
      });
    }
    this.#elect();
  }

  /** CheckConnectivity: what each device reaches, as its network is now. Gives NMConnectivityState of the whole machine. */
  check(): number {
    for (const link of this.#links.values()) if (this.#state(link) === ActiveState.activated) this.#tellConnectivity(link);
    this.#elect();
    return this.objects.number(MANAGER_PATH, Name.manager, 'Connectivity');
  }

  /** A client left the bus: what was bound to it ends. */
  left(client: string): void {
    for (const link of this.#links.values()) if (link.boundTo === client) this.#down(link, StateReason.userRequested);
  }

  stop(): void { for (const link of this.#links.values()) link.isOver = true; }

  #turn(): Promise<void> { return new Promise(resolve => { this.#later(resolve); }); }
  #later(run: () => void): void {
    if (this.stepTakes === 0) setImmediate(run);
    else setTimeout(run, this.stepTakes);
  }

  /** Not over, the latest first. */
  #on(device: string): Link[] { return [...this.#links.values()].filter(link => link.device === device && !link.isOver).reverse(); }
  #uuidOf(link: Link): string { return this.objects.text(link.path, Name.activeConnection, 'Uuid'); }
  #state(link: Link): number { return this.objects.number(link.path, Name.activeConnection, 'State'); }

  #addressed(link: Link): Addressed | null {
    const network = this.devices.networkOf(link.device);
    return network && { objects: this.objects, device: link.device, settings: link.applied, network };
  }

  #deviceFor(profile: string): string {
    return this.objects.paths(Name.device).find(path => this.objects.texts(path, Name.device, 'AvailableConnections').includes(profile)) ?? NO_PATH;
  }

  async #run(link: Link, specific: string, steps: Steps): Promise<void> {
    await this.#turn();
    for (const before of this.#on(link.device)) {
      if (before === link) continue;
      this.#down(before, NEW_ACTIVATION);
      while (this.#links.has(before.path)) await this.#turn();
    }
    if (link.isOver) return;
    this.objects.set(link.device, Name.device, { ActiveConnection: link.path });
    const radio = specific === NO_PATH ? this.#radioFor(link) : specific;
    if (radio) this.objects.set(link.device, Name.wireless, { ActiveAccessPoint: radio, Bitrate: 54_000 });
    await this.#steps(link, steps);
  }

  async #steps(link: Link, steps: Steps): Promise<void> {
    for (const [state, reason] of steps) {
      await this.#turn();
      if (link.isOver) return;
      this.devices.step(link.device, state, reason);
      if (state === config && !await this.#isLetIn(link)) return;
      const to = this.#addressed(link);
      if (state === ipConfig) {
        if (to) giveAddresses(to);
        this.#flags(link, to ? this.#readyFlags(to) : LAYER2_READY | IP4_READY | IP6_READY);
      } else if (state === activated) {
        this.#tellState(link, ActiveState.activated, 0);
        this.#tellConnectivity(link);
        this.#elect();
      } else if (state === failed) {
        this.#finish(link, 'failed');
      }
    }
  }

  /** With a secret that is wrong it goes back and asks for another, until there is one that is right, or none. */
  async #isLetIn(link: Link): Promise<boolean> {
    for (let lack = this.agents.lack(link.profile); lack; lack = this.agents.lack(link.profile)) {
      await this.#turn();
      if (link.isOver) return false;
      this.devices.step(link.device, DeviceState.needAuth, this.agents.reasonOf(lack));
      const isGiven = await this.agents.ask(link.profile, link.startedBy, lack);
      if (link.isOver) return false;
      if (!isGiven) {
        this.devices.step(link.device, failed, StateReason.noSecrets);
        this.#finish(link, 'failed');
        return false;
      }
      for (const state of [prepare, config]) this.devices.step(link.device, state, StateReason.none);
    }
    return true;
  }

  #down(link: Link, reason: number): void {
    if (link.isOver) return;
    link.isOver = true;
    this.agents.cancel(link.profile);
    this.devices.step(link.device, DeviceState.deactivating, reason);
    this.#tellState(link, ActiveState.deactivating, 0);
    this.#later(() => {
      this.objects.set(link.device, Name.device, { ActiveConnection: NO_PATH });
      this.devices.step(link.device, DeviceState.disconnected, reason);
      this.#end(link, DEVICE_DISCONNECTED);
    });
  }

  #finish(link: Link, how: 'failed' | 'lost'): void {
    link.isOver = true;
    this.#tellState(link, ActiveState.deactivating, DEVICE_DISCONNECTED);
    this.objects.set(link.device, Name.device, { ActiveConnection: NO_PATH });
    if (how === 'failed') this.devices.step(link.device, DeviceState.disconnected, StateReason.none);
    this.#end(link, DEVICE_DISCONNECTED);
  }

  #end(link: Link, reason: number): void {
    const { objects } = this;
    this.#links.delete(link.path);
    this.#tellState(link, ActiveState.deactivated, reason);
    if (objects.has(link.device, Name.wireless)) objects.set(link.device, Name.wireless, { ActiveAccessPoint: NO_PATH, Bitrate: 0 });
    if (this.devices.networkOf(link.device)) takeAddresses(objects, link.device);
    objects.set(link.device, Name.device, { Ip4Connectivity: 1, Ip6Connectivity: 1, Metered: 0 });
    this.#elect();
    objects.set(link.path, Name.activeConnection, { Devices: [] });
    objects.remove(link.path);
    this.#list();
    if (this.profiles.isVolatile(link.profile)) this.profiles.remove(link.profile);
  }

  #tellState(link: Link, state: number, reason: number): void {
    this.objects.service?.signal(link.path, Name.activeConnection, 'StateChanged', 'uu', [state, reason]);
    this.objects.set(link.path, Name.activeConnection, { State: state });
  }

  #flags(link: Link, flags: number): void { this.objects.set(link.path, Name.activeConnection, { StateFlags: flags }); }
  #readyFlags(to: Addressed): number { return LAYER2_READY | (hasFamily(to, 'ipv4') ? IP4_READY : 0) | (hasFamily(to, 'ipv6') ? IP6_READY : 0); }

  #tellConnectivity(link: Link): void {
    const to = this.#addressed(link);
    if (!to) return;
    const { connectivity, metered } = to.network;
    this.objects.set(link.device, Name.device, { Ip4Connectivity: hasFamily(to, 'ipv4') ? connectivity : 1, Ip6Connectivity: hasFamily(to, 'ipv6') ? connectivity : 1, Metered: metered });
    giveAddresses(to);
  }

  /** The default routes, and what the manager says of itself. */
  #elect(): void {
    const { objects } = this;
    const up = [...this.#links.values()].filter(link => !link.isOver && this.#state(link) === ActiveState.activated);
    const best = (setting: 'ipv4' | 'ipv6'): Link | null => {
      const able = up.flatMap(link => { const to = this.#addressed(link); return to && hasFamily(to, setting) ? [{ link, metric: metricOf(to, setting) }] : []; });
      return able.sort((a, b) => a.metric - b.metric)[0]?.link ?? null;
    };
    const [ip4, ip6] = [best('ipv4'), best('ipv6')];
    for (const link of this.#links.values()) objects.set(link.path, Name.activeConnection, { ...(link === ip4 ? {} : { Default: false }), ...(link === ip6 ? {} : { Default6: false }) });
    if (ip4) objects.set(ip4.path, Name.activeConnection, { Default: true });
    if (ip6) objects.set(ip6.path, Name.activeConnection, { Default6: true });
    const primary = ip4 ?? ip6;
    const connectivity = primary ? this.devices.networkOf(primary.device)?.connectivity ?? 1 : 1;
    const whole: Values = { PrimaryConnection: primary?.path ?? NO_PATH, PrimaryConnectionType: primary ? objects.get(primary.path, Name.activeConnection, 'Type') : '', Connectivity: connectivity, State: primary ? (connectivity === 4 ? 70 : 60) : 20 };
    objects.set(MANAGER_PATH, Name.manager, whole);
  }

  #radioFor(link: Link): string | null {
    if (this.objects.number(link.device, Name.device, 'DeviceType') !== DeviceType.wifi) return null;
    const ssid = (link.applied['802-11-wireless']?.['ssid'] as Variant<Buffer> | undefined)?.value;
    return this.objects.texts(link.device, Name.wireless, 'AccessPoints').find(path => ssid && this.objects.bytes(path, Name.accessPoint, 'Ssid').equals(ssid)) ?? null;
  }

  #list(): void {
    const { objects } = this;
    objects.set(MANAGER_PATH, Name.manager, { ActiveConnections: objects.paths(Name.activeConnection).reverse() });
  }
}

const copyOf = (settings: Settings): Settings => Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, { ...values }]));
