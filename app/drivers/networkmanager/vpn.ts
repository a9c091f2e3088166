import type { DriverFailure } from '../../contract/reason.ts';
import { activeLinkOf, allActiveLinks, type ActiveLink } from './active-links.ts';
import { addressesOf, allDevices, deviceOf, type Device } from './devices.ts';
import { CommandFailure, fail } from './failures.ts';
import type { OwnActivation } from './manager-life.ts';
import { read, type ObjectTree } from './object-tree.ts';
import type { Profile } from './profile.ts';
import { ActiveState, MANAGER_PATH, Name, NO_PATH } from './protocol.ts';
import { causeOf } from './secrets/unanswered.ts';
import type { ToldWorld } from './told-world.ts';

/**
 * VPNs: of NetworkManager's plugins (type vpn), which go over the link that had the default route when they came up and
 * end with it; and WireGuard, a device of its own that goes over whatever leads out.
 */

/** An authentication in a browser or by a token takes its time; NetworkManager's own limit is 60 s, and longer where a profile says so. */
const ACTIVATION_LIMIT = 180_000;

/** Is there anything that a VPN could go over? */
export function carriesVpn(tree: ObjectTree): boolean {
  for (const link of allActiveLinks(tree)) {
    const kind = deviceOf(tree, link.device)?.kind;
    if (!link.isTunnel && link.state === ActiveState.activated && kind !== undefined && kind !== 'other' && kind !== 'vpn') return true;
  }
  return false;
}

/**
 * The device that a link's traffic goes through. NetworkManager names for a plugin's VPN the device beneath it; its own
 * one is known by its addresses, once it has them.
 */
export function deviceOfLink(tree: ObjectTree, link: ActiveLink): Device | null {
  if (link.isVpn) {
    const own = new Set(([4, 6] as const).flatMap(family => addressesOf(tree, link.path, family, Name.activeConnection)).map(({ address }) => address));
    for (const device of allDevices(tree)) {
      if (device.kind === 'vpn' && ([4, 6] as const).some(family => addressesOf(tree, device.path, family).some(({ address }) => own.has(address)))) return device;
    }
  }
  return deviceOf(tree, link.device);
}

/** NMVpnConnectionState, as one would say it. */
const stages: Readonly<Record<number, string>> = { 1: 'preparing', 2: 'waiting for a password', 3: 'connecting', 4: 'getting an address' };

export const vpnStageOf = (tree: ObjectTree, link: ActiveLink): string | null => stages[read.number(tree.get(link.path, Name.vpn), 'VpnState')] ?? null;

/** NMActiveConnectionStateReason: of a VPN it tells, of all else it says the same of every failure. */
const reasons: Readonly<Record<number, Pick<DriverFailure, 'code' | 'detail'>>> = {
  2: { code: 'cancelled', detail: 'Somebody disconnected it.' },
  3: { code: 'failed', detail: 'The connection beneath the VPN was lost. Connect that one first, then the VPN.' },
  4: { code: 'failed', detail: 'The VPN service stopped. Connect again; its log may tell more.' },
  5: { code: 'noAddress', detail: 'The VPN gave an address configuration that is of no use. Ask who runs the VPN.' },
  6: { code: 'timedOut', detail: 'The VPN server did not answer in time. Check its address, and that this network lets VPNs through.' },
  7: { code: 'timedOut', detail: 'The VPN service took too long to start. Try again.' },
  8: { code: 'failed', detail: 'The VPN service could not be started. Check that NetworkManager’s plugin for this kind of VPN is installed.' },
  9: { code: 'secretNeeded', detail: 'A password is needed for the VPN and nobody gave one. Connect again and enter it.' },
  10: { code: 'wrongSecret', detail: 'The VPN server did not accept the sign-in. Check user name, password and certificate.' },
  11: { code: 'notFound', detail: 'The stored VPN was removed.' },
  12: { code: 'failed', detail: 'A connection that this one needs failed. Connect that one first.' },
  13: { code: 'failed', detail: 'The device of the VPN could not be made. Check that the system supports this kind of VPN.' },
  14: { code: 'notFound', detail: 'The device of the VPN was removed.' },
};
const USER_DISCONNECTED = 2;

/** @param reason NMActiveConnectionStateReason */
export function vpnFailure(reason: number): DriverFailure {
  return reasons[reason] ?? { code: 'failed', detail: 'The VPN ended without a reason. Its log may tell more.' };
}

export const isFailure = (reason: number): boolean => reason !== USER_DISCONNECTED;

/** Brings a VPN up, or joins an activation under way; ends when it is up. What it began and did not finish it takes down again. */
export async function bringUpVpn(world: ToldWorld, profile: Profile, existing: ActiveLink | null, signal: AbortSignal): Promise<{ link: ActiveLink; started: boolean }> {
  const { life } = world;
  const joins = existing !== null && existing.state <= ActiveState.activated;
  if (!joins && !carriesVpn(life.tree)) throw fail('failed', 'No connection is up that the VPN could go over. Connect one first.');
  /** Path of an active connection → why it ended. */
  const ends = new Map<string, number>();
  const own: OwnActivation = { secrets: 'ask', unanswered: null };
  if (!joins) life.ownActivations.set(profile.path, own);
  const stopListening = life.onLinkEnd((path, reason) => ends.set(path, reason));
  try {
    const path = joins ? existing.path : (await life.call(MANAGER_PATH, Name.manager, 'ActivateConnection', 'ooo', [profile.path, NO_PATH, NO_PATH]))[0] as string;
    try {
      const link = await life.until(() => {
        const now = activeLinkOf(life.tree, path);
        if (now?.state === ActiveState.activated) return now;
        const reason = ends.get(path);
        if (reason !== undefined) throw new CommandFailure(vpnFailure(reason));
        return undefined;
      }, { limit: ACTIVATION_LIMIT, what: 'to connect the VPN', signal });
      return { link, started: !joins };
    } catch (error) {
      if (!joins && !life.ended) await life.call(MANAGER_PATH, Name.manager, 'DeactivateConnection', 'o', [path]).catch(() => undefined);
      throw causeOf(own, error);
    }
  } finally {
    if (life.ownActivations.get(profile.path) === own) life.ownActivations.delete(profile.path);
    stopListening();
  }
}
