import { toPlain, Variant } from '../../bus.ts';
import type { Settings } from '../../profile.ts';
import { AGENTS_PATH, DeviceType, MANAGER_PATH, Name, NO_PATH, OBJECTS_PATH, SERVICE, SETTINGS_PATH } from '../../protocol.ts';
import { StubAgents } from './agents.ts';
import { StubAir } from './air.ts';
import { BusService, ServiceError, type Answer, type IncomingCall } from './bus-service.ts';
import { network, StubDevices } from './devices.ts';
import { StubLinks } from './links.ts';
import { ObjectStore } from './object-store.ts';
import { StubProfiles, textOf } from './profiles.ts';
import { StubVpns } from './vpns.ts';
import { isRadioSwitch, StubRadios } from './radios.ts';

/** What GetPermissions lists. */
const permissionNames = [
  'checkpoint-rollback', 'enable-disable-connectivity-check', 'enable-disable-network', 'enable-disable-statistics', 'enable-disable-wifi', 'enable-disable-wimax', 'enable-disable-wwan', 'network-control', 'reload',
  'settings.modify.global-dns', 'settings.modify.hostname', 'settings.modify.own', 'settings.modify.system', 'sleep-wake', 'wifi.scan', 'wifi.share.open', 'wifi.share.protected',
] as const;
export type Permission = (typeof permissionNames)[number];
export type Grant = 'yes' | 'no' | 'auth';

const done: Answer = { signature: '', body: [] };

/**
 * A NetworkManager that does what a test says, on a bus of the test's own: the same objects, calls and signals as the
 * real one, as far as the driver uses them, and the same paths in every run. For what no laboratory gives: any Wi-Fi in the air, mobile
 * broadband, hundreds of profiles, denied permissions, every way an activation can fail. Its calls answer, and its
 * links go on, in turns of the event loop, without any time of their own.
 */
export class NetworkManagerStub {
  readonly objects = new ObjectStore();
  readonly profiles = new StubProfiles(this.objects);
  readonly devices = new StubDevices(this.objects, this.profiles);
  readonly agents = new StubAgents(this.profiles);
  readonly links = new StubLinks(this.objects, this.profiles, this.devices, this.agents);
  readonly vpns = new StubVpns(this.objects, this.profiles, this.devices);
  readonly air = new StubAir(this.objects, this.devices);
  readonly radios = new StubRadios(this.objects, this.devices);
  readonly #permissions = new Map<Permission, Grant>(permissionNames.map(name => [name, 'yes']));
  /** Methods that are never answered. */
  readonly silent = new Set<string>();
  /** Unique name of the client that called last. */
  lastCaller = '';
  #service: BusService | null = null;

  constructor() {
    this.objects.add(MANAGER_PATH, { [Name.manager]: {} });
    this.objects.add(SETTINGS_PATH, { [Name.settings]: {} });
    this.objects.add(AGENTS_PATH, { [Name.agents]: {} });
    this.profiles.onChange = () => {
      this.devices.listAvailable();
      this.#forgetWishes();
    };
  }

  /** Comes onto the bus. Again after leave(): the same objects, as after a restart that took links over. */
  async join(busAddress: string): Promise<void> {
    const service = await BusService.own(busAddress, SERVICE, call => this.#answer(call));
    service.onLeave(client => {
      this.agents.left(client);
      this.links.left(client);
    });
    this.#service = service;
    this.objects.service = this.agents.service = service;
  }

  async leave(): Promise<void> {
    const service = this.#service;
    this.#service = null;
    this.objects.service = this.agents.service = null;
    await service?.close();
  }

  async stop(): Promise<void> {
    this.links.stop();
    this.devices.stop();
    await this.leave();
  }

  /** Messages since the last forgetMessages(): calls that came, answers and signals that went. */
  get messages(): { calls: number; answers: number; signals: number; byMethod: Record<string, number> } {
    const { calls, answers, signals } = this.#service?.counts ?? { calls: new Map<string, number>(), answers: 0, signals: 0 };
    return { calls: [...calls.values()].reduce((sum, count) => sum + count, 0), answers, signals, byMethod: Object.fromEntries(calls) };
  }
  forgetMessages(): void { this.#service?.forgetCounts(); }

  grant(permission: Permission, grant: Grant): void {
    this.#permissions.set(permission, grant);
    this.#service?.signal(MANAGER_PATH, Name.manager, 'CheckPermissions', '', []);
  }

  #answer(call: IncomingCall): Answer {
    this.lastCaller = call.sender;
    if (this.silent.has(call.member)) return null;
    const { path, body } = call;
    const isThere = call.interface === Name.properties ? this.objects.has(path, body[0] as string) : path === OBJECTS_PATH || this.objects.has(path, call.interface);
    if (!isThere) throw new ServiceError('org.freedesktop.DBus.Error.UnknownMethod', `No such interface “${call.interface}” on object at path ${path}`);
    switch (`${call.interface}.${call.member}`) {
      case `${Name.objects}.GetManagedObjects`:
        return { signature: 'a{oa{sa{sv}}}', body: [this.objects.managed()] };
      case `${Name.properties}.Get`: return this.#get(path, body[0] as string, body[1] as string);
      case `${Name.properties}.GetAll`: return { signature: 'a{sv}', body: [this.objects.wrappedProperties(path, body[0] as string)] };
      case `${Name.properties}.Set`: return this.#set(path, body[0] as string, body[1] as string, body[2] as Variant);
      case `${Name.manager}.GetPermissions`: return { signature: 'a{ss}', body: [Object.fromEntries([...this.#permissions].map(([name, grant]) => [`${SERVICE}.${name}`, grant]))] };
      case `${Name.manager}.CheckConnectivity`:
        this.#demand('network-control');
        return { signature: 'u', body: [this.links.check()] };
      case `${Name.manager}.GetDeviceByIpIface`: {
        const device = this.devices.find(body[0] as string);
        if (device === null) throw new ServiceError(`${SERVICE}.UnknownDevice`, 'No device found for the requested iface.');
        return { signature: 'o', body: [device] };
      }
      case `${Name.manager}.ActivateConnection`:
        this.#demand('network-control');
        if (this.vpns.isVpn(body[0] as string)) return { signature: 'o', body: [this.vpns.activate(body[0] as string)] };
        this.#makeTunnel(body[0] as string);
        return { signature: 'o', body: [this.links.activate(body[0] as string, body[1] as string, body[2] as string, { startedBy: call.sender })] };
      case `${Name.manager}.AddAndActivateConnection2`: return this.#addAndActivate(call);
      case `${Name.manager}.DeactivateConnection`:
        this.#demand('network-control');
        if (this.vpns.has(body[0] as string)) this.vpns.deactivate(body[0] as string);
        else this.links.deactivate(body[0] as string);
        return done;
      case `${Name.settings}.ListConnections`: return { signature: 'ao', body: [this.profiles.all().map(profile => profile.path)] };
      case `${Name.settings}.AddConnection2`: {
        this.#demand('settings.modify.system', `${Name.settings}.PermissionDenied`);
        const profile = this.profiles.addByCall(body[0] as Settings, body[1] as number);
        this.#wish(profile.settings);
        return { signature: 'oa{sv}', body: [profile.path, {}] };
      }
      case `${Name.profile}.GetSettings`: return { signature: 'a{sa{sv}}', body: [this.profiles.readable(path)] };
      case `${Name.profile}.Delete`:
        this.#demand('settings.modify.system', `${Name.settings}.PermissionDenied`);
        this.profiles.get(path);
        this.profiles.remove(path);
        return done;
      case `${Name.profile}.Update2`:
        this.#demand('settings.modify.system', `${Name.settings}.PermissionDenied`);
        this.profiles.change(path, body[0] as Settings, body[1] as number);
        return { signature: 'a{sv}', body: [{}] };
      case `${Name.profile}.GetSecrets`:
        this.#demand('settings.modify.system', `${Name.settings}.PermissionDenied`);
        return { signature: 'a{sa{sv}}', body: [this.profiles.secretsOf(path, body[0] as string)] };
      case `${Name.profile}.ClearSecrets`:
        this.#demand('settings.modify.system', `${Name.settings}.PermissionDenied`);
        this.profiles.clearSecrets(path);
        return done;
      case `${Name.agents}.RegisterWithCapabilities`:
        this.agents.register(call.sender);
        return done;
      case `${Name.device}.GetAppliedConnection`: {
        const { settings, version } = this.links.applied(path);
        return { signature: 'a{sa{sv}}t', body: [settings, version] };
      }
      case `${Name.device}.Reapply`:
        this.#demand('network-control');
        this.links.reapply(path, body[0] as Settings, body[1] as bigint);
        return done;
      case `${Name.wireless}.RequestScan`:
        this.#demand('wifi.scan');
        this.air.requestScan(path);
        return done;
    }
    throw new ServiceError('org.freedesktop.DBus.Error.UnknownMethod', `No such method “${call.member}” on ${path}`);
  }

  #get(path: string, name: string, property: string): Answer {
    const value = this.objects.wrappedProperties(path, name)[property];
    if (value === undefined) throw new ServiceError('org.freedesktop.DBus.Error.InvalidArgs', `No such property “${property}”`);
    return { signature: 'v', body: [value] };
  }

  #set(path: string, name: string, property: string, value: Variant): Answer {
    if (name === Name.manager && isRadioSwitch(property)) {
      this.#demand(property === 'WirelessEnabled' ? 'enable-disable-wifi' : 'enable-disable-wwan');
      this.radios.set(property, toPlain<boolean>(value));
      return done;
    }
    if (name !== Name.statistics || property !== 'RefreshRateMs') throw new ServiceError('org.freedesktop.DBus.Error.PropertyReadOnly', `Property “${property}” is not writable`);
    this.#demand('enable-disable-statistics');
    this.devices.refreshEvery(path, toPlain<number>(value));
    return done;
  }

  #addAndActivate({ body, sender }: IncomingCall): Answer {
    this.#demand('network-control');
    const [settings, device, specific, options] = body as [Settings, string, string, Record<string, Variant>];
    if (textOf(settings, '802-11-wireless', 'mode') === 'ap') this.#demand('wifi.share.protected');
    if (!this.objects.has(device, Name.device)) throw new ServiceError(`${SERVICE}.UnknownDevice`, 'Device not found');
    const persist = toPlain<string | undefined>(options['persist']) ?? 'disk';
    const isBound = toPlain(options['bind-activation']) === 'dbus-client';
    const profile = this.profiles.store(this.#tiedTo(device, settings), { inMemory: persist !== 'disk', isVolatile: persist === 'volatile' });
    try {
      const link = this.links.activate(profile.path, device, specific === '' ? NO_PATH : specific, { startedBy: sender, boundTo: isBound ? sender : null });
      return { signature: 'ooa{sv}', body: [profile.path, link, {}] };
    } catch (error) {
      this.profiles.remove(profile.path);
      throw error;
    }
  }

  /** WireGuard's device comes with its activation. */
  #makeTunnel(profile: string): void {
    const { settings } = this.profiles.get(profile);
    const name = textOf(settings, 'connection', 'interface-name');
    if (textOf(settings, 'connection', 'type') === 'wireguard' && this.devices.find(name) === null) this.devices.tunnel(name, DeviceType.wireguard, network(8, { ip6: null }));
  }

  /** A new Wi-Fi profile gets the name of the device that it first comes up on. */
  #tiedTo(device: string, settings: Settings): Settings {
    if (!('802-11-wireless' in settings)) return settings;
    return { ...settings, connection: { ...settings['connection'], 'interface-name': new Variant('s', this.objects.text(device, Name.device, 'Interface')) } };
  }

  /** A profile of a virtual device makes the device known, before it is there. */
  #wish(settings: Settings): void {
    const name = textOf(settings, 'connection', 'interface-name');
    if (textOf(settings, 'connection', 'type') === 'bridge' && this.devices.find(name) === null) this.devices.wished(name);
  }

  /** Virtual devices that no profile asks for any more. */
  #forgetWishes(): void {
    for (const path of this.objects.paths(Name.device)) {
      if (this.objects.number(path, Name.device, 'DeviceType') !== DeviceType.bridge) continue;
      const name = this.objects.text(path, Name.device, 'Interface');
      if (!this.profiles.all().some(profile => textOf(profile.settings, 'connection', 'interface-name') === name)) this.devices.remove(path);
    }
  }

  #demand(permission: Permission, errorName = `${SERVICE}.PermissionDenied`): void {
    if (this.#permissions.get(permission) === 'yes') return;
    throw new ServiceError(errorName, permission === 'network-control' ? 'Not authorized to control networking.' : 'Not authorized to perform this operation');
  }
}
