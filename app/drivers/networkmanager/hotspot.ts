import type { DriverHotspot } from '../../core/ports/management.ts';
import { beginVolatile, bringUpBy, takeDownLink } from './activation.ts';
import { allActiveLinks } from './active-links.ts';
import { Variant } from './bus.ts';
import { allDevices } from './devices.ts';
import { fail } from './failures.ts';
import { read } from './object-tree.ts';
import type { Settings } from './profile.ts';
import { MANAGER_PATH, Name, NO_PATH, WifiCapability } from './protocol.ts';
import { canOffer, hotspotOf } from './system.ts';
import type { ToldWorld } from './told-world.ts';

type Wanted = Parameters<DriverHotspot['start']>[0];

const TELLING_LIMIT = 5_000;

/** NetworkManager's names of the bands, and what a device tells of itself when it has them. */
const bands = {
  '2.4': { band: 'bg', capability: WifiCapability.band24, words: '2.4 GHz' },
  '5': { band: 'a', capability: WifiCapability.band5, words: '5 GHz' },
} as const;

/**
 * Has a Wi-Fi device offer an access point that shares this machine's connection. Its profile lives in memory and goes
 * with it, password included. Ends when it is up; a failure leaves nothing behind.
 */
export async function startHotspot(world: ToldWorld, wanted: Wanted): Promise<void> {
  const { life } = world;
  const { tree } = life;
  life.permissions.demand('wifi.share.protected');
  const device = [...allDevices(tree)].find(({ name }) => name === wanted.interface);
  if (!device) throw fail('notFound', 'This interface is no longer there.');
  if (device.kind !== 'wifi') throw fail('notSupported', 'Only a Wi-Fi device can offer an access point.');
  if (!device.managed) throw fail('failed', 'NetworkManager leaves this device alone. Let it manage the device first.');
  if (!read.flag(tree.get(MANAGER_PATH, Name.manager), 'WirelessEnabled')) throw fail('failed', 'Wi-Fi is switched off. Switch it on first.');
  if (!canOffer(tree, device.path)) throw fail('notSupported', 'This Wi-Fi device, or its driver, cannot be an access point.');
  if (wanted.band !== 'automatic' && !hasBand(world, device.path, wanted.band)) {
    throw fail('notSupported', `This Wi-Fi device does not have ${bands[wanted.band].words}. Choose the other band.`);
  }
  await bringUpBy(world, device.path, () => beginVolatile(world, settingsOf(wanted), device.path, NO_PATH), { signal: new AbortController().signal, secrets: 'refuse' });
  // Its profile is read after it is up; then it is told.
  await life.until(() => (hotspotOf(life)?.interface === device.name ? true : undefined), { limit: TELLING_LIMIT, what: 'to tell of the new access point' });
}

/** Ends the access point that this machine offers; nothing to do where there is none. */
export async function stopHotspot(world: ToldWorld): Promise<void> {
  const { tree, profiles } = world.life;
  for (const link of [...allActiveLinks(tree)]) if (profiles.get(link.profile)?.isHotspot) await takeDownLink(world, link.path);
}

/** A device that does not tell its bands may have any. */
function hasBand({ life }: ToldWorld, device: string, band: keyof typeof bands): boolean {
  const capabilities = read.number(life.tree.get(device, Name.wireless), 'WirelessCapabilities');
  return (capabilities & WifiCapability.bandsKnown) === 0 || (capabilities & bands[band].capability) !== 0;
}

function settingsOf({ interface: name, name: ssid, password, band }: Wanted): Settings {
  return {
    connection: { id: new Variant('s', ssid), type: new Variant('s', '802-11-wireless'), 'interface-name': new Variant('s', name), autoconnect: new Variant('b', false) },
    '802-11-wireless': {
      ssid: new Variant('ay', Buffer.from(ssid)), mode: new Variant('s', 'ap'),
      ...(band === 'automatic' ? {} : { band: new Variant('s', bands[band].band) }),
    },
    '802-11-wireless-security': {
      'key-mgmt': new Variant('s', 'wpa-psk'), proto: new Variant('as', ['rsn']), pairwise: new Variant('as', ['ccmp']), group: new Variant('as', ['ccmp']), psk: new Variant('s', password),
    },
    ipv4: { method: new Variant('s', 'shared') },
    ipv6: { method: new Variant('s', 'ignore') },
  };
}
