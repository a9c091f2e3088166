import type { Permission } from '../../contract/management.ts';
import { fail, type CommandFailure } from './failures.ts';
import { isOwn, type Settings } from './profile.ts';
import { Name, SERVICE } from './protocol.ts';

/**
 * What this user may do, as NetworkManager tells it (GetPermissions, which asks polkit). What is denied is refused
 * here, with the reason, before it is tried; what the system asks for a password first is given the time for that.
 */

/** NetworkManager's own names, without their prefix. */
const words = {
  'network-control': 'bring links up and down',
  'wifi.scan': 'look for Wi-Fi networks',
  'settings.modify.system': 'change connections that are stored for everybody',
  'settings.modify.own': 'change own stored connections',
  'enable-disable-wifi': 'switch Wi-Fi on and off',
  'enable-disable-wwan': 'switch mobile broadband on and off',
  'enable-disable-statistics': 'set how often traffic is counted',
  'wifi.share.protected': 'share the connection as an access point',
} as const;
export type PermissionName = keyof typeof words;

const viewOf: Readonly<Record<string, Permission>> = { yes: 'yes', auth: 'asks', no: 'no' };

export class Permissions {
  #granted: ReadonlyMap<string, string> = new Map();
  #asked = 0;

  /**
   * Reads what GetPermissions says; an answer that a later question has overtaken is dropped. Where NetworkManager does
   * not tell, everything counts as allowed: trying shows.
   */
  async read(ask: () => Promise<unknown[]>): Promise<void> {
    const turn = this.#asked += 1;
    const [told] = await ask().catch(() => [{}]);
    if (turn === this.#asked) this.#granted = new Map(Object.entries(told as Record<string, string>));
  }

  of(name: PermissionName): Permission { return viewOf[this.#granted.get(`${SERVICE}.${name}`) ?? 'yes'] ?? 'asks'; }

  /** Connections stored for everybody are the usual ones; who may not change those may still have some of the user's own. */
  get changeStored(): Permission {
    const system = this.of('settings.modify.system');
    return system === 'no' ? this.of('settings.modify.own') : system;
  }

  /** @throws CommandFailure notAllowed where it is denied */
  demand(name: PermissionName): void { if (this.of(name) === 'no') throw denied(name); }
}

const denied = (name: PermissionName): CommandFailure =>
  fail('notAllowed', `The rules of this computer do not let this user ${words[name]} (${SERVICE}.${name}). An administrator can change them.`);

/** The permission that NetworkManager will ask polkit for; null: none, or none that it tells of beforehand. */
export function permissionFor(interfaceName: string, member: string, body: readonly unknown[], isOwnProfile: boolean): PermissionName | null {
  switch (`${interfaceName}.${member}`) {
    case `${Name.manager}.ActivateConnection`: case `${Name.manager}.AddAndActivateConnection2`: case `${Name.manager}.DeactivateConnection`:
    case `${Name.device}.Reapply`: case `${Name.device}.Disconnect`:
      return 'network-control';
    case `${Name.wireless}.RequestScan`: return 'wifi.scan';
    case `${Name.settings}.AddConnection2`: return isOwn(body[0] as Settings) ? 'settings.modify.own' : 'settings.modify.system';
    case `${Name.profile}.Update2`: case `${Name.profile}.Delete`: return isOwnProfile ? 'settings.modify.own' : 'settings.modify.system';
    case `${Name.properties}.Set`: return permissionToSet(String(body[1]));
    default: return null;
  }
}

function permissionToSet(property: string): PermissionName | null {
  switch (property) {
    case 'WirelessEnabled': return 'enable-disable-wifi';
    case 'WwanEnabled': return 'enable-disable-wwan';
    case 'RefreshRateMs': return 'enable-disable-statistics';
    default: return null;
  }
}
