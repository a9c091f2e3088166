import { Variant } from '../../bus.ts';
import { ActiveState, DeviceState, DeviceType, MANAGER_PATH, Name, NO_PATH } from '../../protocol.ts';
import { ServiceError } from './bus-service.ts';
import type { StubDevices } from './devices.ts';
import type { ObjectStore } from './object-store.ts';
import { textOf, type StubProfiles } from './profiles.ts';

/** NMVpnConnectionState */
const VpnState = { prepare: 1, needAuth: 2, connect: 3, ipConfig: 4, activated: 5, failed: 6, disconnected: 7 } as const;
/** NMActiveConnectionStateReason */
export const VpnEnd = { none: 1, user: 2, deviceLost: 3, timedOut: 6, noSecrets: 9, loginFailed: 10 } as const;
const ADDRESS = { address: new Variant('s', '198.51.100.7'), prefix: new Variant('u', 24) };

/** VPNs of plugins: each goes over the link that has the default route, has a device that NetworkManager takes for somebody else's, and ends with what it goes over. */
export class StubVpns {
  readonly #up = new Map<string, { base: string; tunnel: string | null }>();
  /** By UUID of the profile: why it does not come up (NMActiveConnectionStateReason), or that its server does not answer. */
  readonly endings = new Map<string, number | 'waits'>();

  constructor(readonly objects: ObjectStore, readonly profiles: StubProfiles, readonly devices: StubDevices) {}

  has(path: string): boolean { return this.#up.has(path); }
  isVpn(profile: string): boolean { return textOf(this.profiles.get(profile).settings, 'connection', 'type') === 'vpn'; }

  activate(profilePath: string): string {
    const { objects } = this;
    const base = objects.text(MANAGER_PATH, Name.manager, 'PrimaryConnection');
    if (base === NO_PATH) throw new ServiceError('org.freedesktop.NetworkManager.UnknownConnection', 'Could not find source connection.');
    const { settings } = this.profiles.get(profilePath);
    const config = objects.add(objects.nextPath('IP4Config'), { [Name.ip4]: {} });
    const path = objects.add(objects.nextPath('ActiveConnection'), {
      [Name.activeConnection]: {
        Connection: profilePath, SpecificObject: base, Id: textOf(settings, 'connection', 'id'), Uuid: textOf(settings, 'connection', 'uuid'), Type: 'vpn', Vpn: true,
        Devices: objects.texts(base, Name.activeConnection, 'Devices'), State: ActiveState.activating, Ip4Config: config,
      },
      [Name.vpn]: { VpnState: VpnState.prepare },
    });
    this.#up.set(path, { base, tunnel: null });
    void this.#run(path, config, this.endings.get(textOf(settings, 'connection', 'uuid')));
    return path;
  }

  deactivate(path: string): void { this.end(path, VpnEnd.user); }

  /** What it goes over has gone. */
  lost(): void { for (const path of [...this.#up.keys()]) this.end(path, VpnEnd.deviceLost); }

  end(path: string, reason: number): void {
    const { objects } = this;
    const tunnel = this.#up.get(path)?.tunnel;
    this.#up.delete(path);
    if (tunnel) this.devices.remove(tunnel);
    objects.set(path, Name.vpn, { VpnState: reason === VpnEnd.user ? VpnState.disconnected : VpnState.failed });
    objects.service?.signal(path, Name.activeConnection, 'StateChanged', 'uu', [ActiveState.deactivated, reason]);
    objects.set(path, Name.activeConnection, { State: ActiveState.deactivated });
    objects.remove(path);
  }

  /** Everything goes through it, or no longer. */
  takeDefault(path: string, isDefault: boolean): void { this.objects.set(path, Name.activeConnection, { Default: isDefault }); }
  paths(): string[] { return [...this.#up.keys()]; }

  async #run(path: string, config: string, ending: number | 'waits' | undefined): Promise<void> {
    const { objects } = this;
    for (const state of [VpnState.prepare, VpnState.connect, VpnState.ipConfig]) {
      await new Promise(resolve => { setImmediate(resolve); });
      if (!this.#up.has(path)) return;
      objects.set(path, Name.vpn, { VpnState: state });
    }
    if (ending === 'waits') return;
    if (ending !== undefined) return this.end(path, ending);
    const tunnel = this.devices.foreign('tun0', DeviceType.tun, DeviceState.activated);
    objects.set(objects.text(tunnel, Name.device, 'Ip4Config'), Name.ip4, { AddressData: [ADDRESS] });
    this.#up.set(path, { base: this.#up.get(path)?.base ?? '', tunnel });
    objects.set(config, Name.ip4, { AddressData: [ADDRESS] });
    objects.set(path, Name.vpn, { VpnState: VpnState.activated });
    objects.service?.signal(path, Name.activeConnection, 'StateChanged', 'uu', [ActiveState.activated, VpnEnd.none]);
    objects.set(path, Name.activeConnection, { State: ActiveState.activated });
  }
}
