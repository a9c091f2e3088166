import { Name, NO_PATH } from '../../protocol.ts';

/**
 * The properties of NetworkManager's objects, with their D-Bus types and what a fresh object has, as NetworkManager 1.42
 * gives them in GetManagedObjects. Those marked deprecated in its reference are left out where nothing reads them.
 */
export type Declaration = Readonly<Record<string, readonly [signature: string, initial: unknown]>>;

const ipConfig: Declaration = {
  AddressData: ['aa{sv}', []], Gateway: ['s', ''], RouteData: ['aa{sv}', []], Domains: ['as', []], Searches: ['as', []], DnsOptions: ['as', []], DnsPriority: ['i', 0],
};

/** Interfaces that the driver has no name for. */
export const Extra = { modem: `${Name.device}.Modem`, bridge: `${Name.device}.Bridge`, bluetooth: `${Name.device}.Bluetooth`, tun: `${Name.device}.Tun` } as const;

export const declarations: Readonly<Record<string, Declaration>> = {
  [Name.manager]: {
    Devices: ['ao', []], AllDevices: ['ao', []], Checkpoints: ['ao', []], NetworkingEnabled: ['b', true], WirelessEnabled: ['b', true], WirelessHardwareEnabled: ['b', true],
    WwanEnabled: ['b', true], WwanHardwareEnabled: ['b', true], RadioFlags: ['u', 3], ActiveConnections: ['ao', []], PrimaryConnection: ['o', NO_PATH], PrimaryConnectionType: ['s', ''],
    Metered: ['u', 0], ActivatingConnection: ['o', NO_PATH], Startup: ['b', false], Version: ['s', '1.42.4'], VersionInfo: ['au', [0x12a04]], Capabilities: ['au', [1]], State: ['u', 20], Connectivity: ['u', 1],
    ConnectivityCheckAvailable: ['b', true], ConnectivityCheckEnabled: ['b', true], ConnectivityCheckUri: ['s', 'http://check.test/'], GlobalDnsConfiguration: ['a{sv}', {}],
  },
  [Name.settings]: { Connections: ['ao', []], Hostname: ['s', 'stub'], CanModify: ['b', true] },
  [Name.agents]: {},
  [Name.profile]: { Unsaved: ['b', false], Flags: ['u', 0], Filename: ['s', ''] },
  [Name.activeConnection]: {
    Connection: ['o', NO_PATH], SpecificObject: ['o', NO_PATH], Id: ['s', ''], Uuid: ['s', ''], Type: ['s', ''], Devices: ['ao', []], State: ['u', 0], StateFlags: ['u', 0], Default: ['b', false],
    Ip4Config: ['o', NO_PATH], Dhcp4Config: ['o', NO_PATH], Default6: ['b', false], Ip6Config: ['o', NO_PATH], Dhcp6Config: ['o', NO_PATH], Vpn: ['b', false], Controller: ['o', NO_PATH], Master: ['o', NO_PATH],
  },
  [Name.device]: {
    Udi: ['s', ''], Path: ['s', ''], Interface: ['s', ''], IpInterface: ['s', ''], Driver: ['s', 'stub'], DriverVersion: ['s', ''], FirmwareVersion: ['s', ''], Capabilities: ['u', 7], Ip4Address: ['u', 0],
    State: ['u', 30], StateReason: ['(uu)', [30, 0]], ActiveConnection: ['o', NO_PATH], Ip4Config: ['o', NO_PATH], Dhcp4Config: ['o', NO_PATH], Ip6Config: ['o', NO_PATH], Dhcp6Config: ['o', NO_PATH],
    Managed: ['b', true], Autoconnect: ['b', true], FirmwareMissing: ['b', false], NmPluginMissing: ['b', false], DeviceType: ['u', 0], AvailableConnections: ['ao', []], PhysicalPortId: ['s', ''], Mtu: ['u', 1500],
    Metered: ['u', 0], LldpNeighbors: ['aa{sv}', []], Real: ['b', true], Ip4Connectivity: ['u', 1], Ip6Connectivity: ['u', 1], InterfaceFlags: ['u', 1], HwAddress: ['s', ''], Ports: ['ao', []],
  },
  [Name.statistics]: { RefreshRateMs: ['u', 0], TxBytes: ['t', 0n], RxBytes: ['t', 0n] },
  [Name.wired]: { HwAddress: ['s', ''], PermHwAddress: ['s', ''], Speed: ['u', 1000], S390Subchannels: ['as', []], Carrier: ['b', true] },
  [Name.wireless]: {
    HwAddress: ['s', ''], PermHwAddress: ['s', ''], Mode: ['u', 2], Bitrate: ['u', 0], AccessPoints: ['ao', []], ActiveAccessPoint: ['o', NO_PATH], WirelessCapabilities: ['u', 0x3ff], LastScan: ['x', -1n],
  },
  [Extra.modem]: { ModemCapabilities: ['u', 0x8], CurrentCapabilities: ['u', 0x8], DeviceId: ['s', ''], OperatorCode: ['s', ''], Apn: ['s', ''] },
  [Extra.bridge]: { HwAddress: ['s', ''], Carrier: ['b', true], Slaves: ['ao', []] },
  [Extra.bluetooth]: { HwAddress: ['s', ''], Name: ['s', ''], BtCapabilities: ['u', 2] },
  [Name.wireGuard]: { PublicKey: ['ay', Buffer.alloc(0)], ListenPort: ['q', 0], FwMark: ['u', 0] },
  [Extra.tun]: { Owner: ['x', -1n], Group: ['x', -1n], Mode: ['s', 'tun'] },
  [Name.vpn]: { VpnState: ['u', 0], Banner: ['s', ''] },
  [Name.dhcp4]: { Options: ['a{sv}', {}] },
  [Name.dhcp6]: { Options: ['a{sv}', {}] },
  [Name.accessPoint]: {
    Flags: ['u', 0], WpaFlags: ['u', 0], RsnFlags: ['u', 0], Ssid: ['ay', Buffer.alloc(0)], Frequency: ['u', 2412], HwAddress: ['s', ''], Mode: ['u', 2], MaxBitrate: ['u', 54_000], Strength: ['y', 0], LastSeen: ['i', -1],
  },
  [Name.ip4]: { ...ipConfig, NameserverData: ['aa{sv}', []], WinsServerData: ['as', []] },
  [Name.ip6]: { ...ipConfig, Nameservers: ['aay', []] },
};
