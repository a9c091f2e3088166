import type { Permission, SystemView } from '../../contract/management.ts';
import { allActiveLinks } from './active-links.ts';
import { allDevices, deviceOf } from './devices.ts';
import type { ManagerLife } from './manager-life.ts';
import { read, type ObjectTree } from './object-tree.ts';
import { ActiveState, MANAGER_PATH, Name, WifiCapability } from './protocol.ts';

/** NMRadioFlags: there is a radio of the kind, even one whose device is away while it is switched off. */
const RADIO_WIFI = 0x1;
const RADIO_MOBILE = 0x2;

/** The machine beside its links: what the user may do, its radios, and the access point that it offers itself. */
export function systemOf(life: ManagerLife): SystemView {
  const { tree, permissions } = life;
  const manager = tree.get(MANAGER_PATH, Name.manager);
  const flags = read.number(manager, 'RadioFlags');
  const devices = [...allDevices(tree)];
  return {
    permissions: {
      connect: permissions.of('network-control'), scan: permissions.of('wifi.scan'), changeStored: permissions.changeStored,
      switchWifi: permissions.of('enable-disable-wifi'), switchMobile: permissions.of('enable-disable-wwan'),
      hotspot: devices.some(({ path }) => canOffer(tree, path)) ? stricter(permissions.of('network-control'), permissions.of('wifi.share.protected')) : 'notSupported',
    },
    radios: {
      wifi: { present: (flags & RADIO_WIFI) !== 0 || devices.some(({ kind }) => kind === 'wifi'), on: read.flag(manager, 'WirelessEnabled'), hardwareOn: read.flag(manager, 'WirelessHardwareEnabled') },
      mobile: { present: (flags & RADIO_MOBILE) !== 0 || devices.some(({ kind }) => kind === 'mobile'), on: read.flag(manager, 'WwanEnabled'), hardwareOn: read.flag(manager, 'WwanHardwareEnabled') },
    },
    hotspot: hotspotOf(life),
  };
}

/** The device can be an access point, by its hardware and driver. */
export const canOffer = (tree: ObjectTree, device: string): boolean =>
  (read.number(tree.get(device, Name.wireless), 'WirelessCapabilities') & WifiCapability.accessPoint) !== 0;

/** The access point that this machine offers, whoever had it start. */
export function hotspotOf({ tree, profiles }: ManagerLife): SystemView['hotspot'] {
  for (const link of allActiveLinks(tree)) {
    const profile = profiles.get(link.profile);
    const device = deviceOf(tree, link.device);
    if (profile?.isHotspot && device && link.state === ActiveState.activated) {
      return { interface: device.name, name: Buffer.from(profile.ssid ?? '', 'hex').toString('utf8'), accessPoint: profile.uuid };
    }
  }
  return null;
}

const strictness: readonly Permission[] = ['yes', 'asks', 'no', 'notSupported'];
const stricter = (a: Permission, b: Permission): Permission => (strictness.indexOf(a) >= strictness.indexOf(b) ? a : b);
