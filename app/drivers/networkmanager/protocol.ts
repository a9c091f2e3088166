/**
 * Names and numbers of NetworkManager's D-Bus interface that this driver uses
 * (NetworkManager 1.42 reference; libnm-core-public/nm-dbus-interface.h).
 */
export const SERVICE = 'org.freedesktop.NetworkManager';
export const MANAGER_PATH = '/org/freedesktop/NetworkManager';
export const SETTINGS_PATH = '/org/freedesktop/NetworkManager/Settings';
/** Where NetworkManager has its object manager: above its own path. */
export const OBJECTS_PATH = '/org/freedesktop';
export const AGENTS_PATH = `${MANAGER_PATH}/AgentManager`;
/** Where every secret agent has its object, on its own connection. */
export const AGENT_PATH = `${MANAGER_PATH}/SecretAgent`;
export const NO_PATH = '/';

export const Name = {
  manager: SERVICE,
  settings: `${SERVICE}.Settings`,
  profile: `${SERVICE}.Settings.Connection`,
  activeConnection: `${SERVICE}.Connection.Active`,
  device: `${SERVICE}.Device`,
  wired: `${SERVICE}.Device.Wired`,
  wireless: `${SERVICE}.Device.Wireless`,
  statistics: `${SERVICE}.Device.Statistics`,
  wireGuard: `${SERVICE}.Device.WireGuard`,
  vpn: `${SERVICE}.VPN.Connection`,
  accessPoint: `${SERVICE}.AccessPoint`,
  ip4: `${SERVICE}.IP4Config`,
  ip6: `${SERVICE}.IP6Config`,
  dhcp4: `${SERVICE}.DHCP4Config`,
  dhcp6: `${SERVICE}.DHCP6Config`,
  agents: `${SERVICE}.AgentManager`,
  agent: `${SERVICE}.SecretAgent`,
  properties: 'org.freedesktop.DBus.Properties',
  objects: 'org.freedesktop.DBus.ObjectManager',
} as const;

/** systemd's login service (org.freedesktop.login1(5)): it says when the machine sleeps. */
export const LOGIN = { service: 'org.freedesktop.login1', path: '/org/freedesktop/login1', manager: 'org.freedesktop.login1.Manager' } as const;

/** ModemManager, which knows modems better than NetworkManager tells. */
export const MODEMS = { service: 'org.freedesktop.ModemManager1', path: '/org/freedesktop/ModemManager1', modem: 'org.freedesktop.ModemManager1.Modem' } as const;

/** NMState, as far as it is used */
export const ManagerState = { asleep: 10 } as const;

/** NMDeviceType */
export const DeviceType = {
  ethernet: 1, wifi: 2, bluetooth: 5, olpcMesh: 6, modem: 8, bridge: 13, tun: 16, veth: 20, wireguard: 29, wifiP2p: 30, loopback: 32,
} as const;

/** NMDeviceState */
export const DeviceState = {
  unknown: 0, unmanaged: 10, unavailable: 20, disconnected: 30, prepare: 40, config: 50, needAuth: 60, ipConfig: 70, ipCheck: 80,
  secondaries: 90, activated: 100, deactivating: 110, failed: 120,
} as const;

/** NMActiveConnectionState */
export const ActiveState = { unknown: 0, activating: 1, activated: 2, deactivating: 3, deactivated: 4 } as const;

/** NM80211DeviceCapabilities (NMDeviceWifiCapabilities) */
export const WifiCapability = { accessPoint: 0x40, bandsKnown: 0x100, band24: 0x200, band5: 0x400 } as const;

/** NMActivationStateFlags: the address families that are ready */
export const ReadyFlag = { ip4: 0x8, ip6: 0x10 } as const;

/** NMSettingsConnectionFlags */
export const ProfileFlag = { unsaved: 0x1, generated: 0x2, volatile: 0x4, external: 0x8 } as const;

/** NMSettingsAddConnection2Flags and NMSettingsUpdate2Flags */
export const StoreFlag = { toDisk: 0x1, inMemory: 0x2, blockAutoconnect: 0x20 } as const;

/** What NetworkManager adds to the metric of a default route whose device does not reach the internet. */
export const UNREACHED_METRIC_PENALTY = 20_000;
