import type { Bearer, InterfaceKind } from '../../contract/values.ts';
import { entries, number, text } from './tree.ts';

/** Kinds of hardware (if_arp.h). */
const Hardware = { ethernet: 1, ppp: 512, rawIp: 519, none: 65534 } as const;

/** What the kernel calls a device in its DEVTYPE. */
const byDeviceType: Readonly<Record<string, InterfaceKind>> = {
  wlan: 'wifi', wwan: 'mobile', bluetooth: 'bluetooth', wireguard: 'vpn', bond: 'wired', vlan: 'wired', dsa: 'wired', bridge: 'other',
};

const bearers: Readonly<Record<InterfaceKind, Bearer>> = { wired: 'ethernet', wifi: 'wlan', mobile: 'unknown', bluetooth: 'bluetooth', vpn: 'unknown', other: 'unknown' };

/** What an interface is, by its folder under /sys/class/net. The generation of a mobile link is not told there. */
export function kindOf(folder: string): { kind: InterfaceKind; bearer: Bearer } {
  const kind = interfaceKind(folder);
  return { kind, bearer: bearers[kind] };
}

function interfaceKind(folder: string): InterfaceKind {
  const names = entries(folder);
  if (names.includes('phy80211') || names.includes('wireless')) return 'wifi';
  if (names.includes('tun_flags')) return 'vpn';
  const byType = byDeviceType[/^DEVTYPE=(.+)$/m.exec(text(`${folder}/uevent`))?.[1] ?? ''];
  if (byType !== undefined) return byType;
  switch (number(`${folder}/type`)) {
    case Hardware.ethernet: return 'wired';
    case Hardware.ppp: case Hardware.rawIp: return 'mobile';
    case Hardware.none: return 'vpn';
    default: return 'other';
  }
}
