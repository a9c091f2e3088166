import type { Security } from '../../../contract/values.ts';

/**
 * What Windows' WLAN and IP helper functions leave in memory, read by the offsets of wlanapi.h and netioapi.h on 64-bit
 * Windows (the same on x64 and ARM64). Every count is bounded before it is believed.
 */
const most = 4_096;
const guidSize = 16;

/** DOT11_SSID: length, then 32 bytes. */
const ssidAt = (memory: Buffer, at: number): string => memory.subarray(at + 4, at + 4 + Math.min(memory.readUInt32LE(at), 32)).toString('hex');
const addressAt = (memory: Buffer, at: number): string => [...memory.subarray(at, at + 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':').toUpperCase();
function wideAt(memory: Buffer, at: number, length: number): string {
  const text = memory.subarray(at, at + 2 * length).toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
const countAt = (memory: Buffer, at: number): number => Math.min(memory.readUInt32LE(at), most);

export const sizes = { interface: 532, network: 628, bss: 360, profile: 516, connection: 604, row: 1352 } as const;

export interface WlanInterface { guid: Buffer; description: string; state: number }
/** WLAN_INTERFACE_INFO_LIST */
export const interfacesIn = (memory: Buffer): WlanInterface[] => Array.from({ length: countAt(memory, 0) }, (_none, index) => {
  const at = 8 + index * sizes.interface;
  return { guid: Buffer.from(memory.subarray(at, at + guidSize)), description: wideAt(memory, at + 16, 256), state: memory.readUInt32LE(at + 528) };
});

export interface WlanNetwork { profile: string; ssid: string; security: Security; quality: number }
/** WLAN_AVAILABLE_NETWORK_LIST */
export const networksIn = (memory: Buffer): WlanNetwork[] => Array.from({ length: countAt(memory, 0) }, (_none, index) => {
  const at = 8 + index * sizes.network;
  return { profile: wideAt(memory, at, 256), ssid: ssidAt(memory, at + 512), security: securityOf(memory.readUInt32LE(at + 612), memory.readUInt32LE(at + 616)), quality: memory.readUInt32LE(at + 604) };
});

export interface WlanBss { ssid: string; bssid: string; level: number; frequency: number }
/** WLAN_BSS_LIST; its first word is its whole size. */
export const bssesIn = (memory: Buffer): WlanBss[] => Array.from({ length: countAt(memory, 4) }, (_none, index) => {
  const at = 8 + index * sizes.bss;
  return { ssid: ssidAt(memory, at), bssid: addressAt(memory, at + 40), level: memory.readInt32LE(at + 56), frequency: Math.round(memory.readUInt32LE(at + 92) / 1000) };
});

/** WLAN_PROFILE_INFO_LIST: names. */
export const profilesIn = (memory: Buffer): string[] => Array.from({ length: countAt(memory, 0) }, (_none, index) => wideAt(memory, 8 + index * sizes.profile, 256));

export interface WlanConnection { state: number; profile: string; ssid: string; bssid: string; quality: number; receiveRate: number }
/** WLAN_CONNECTION_ATTRIBUTES */
export const connectionIn = (memory: Buffer): WlanConnection => ({
  state: memory.readUInt32LE(0), profile: wideAt(memory, 8, 256), ssid: ssidAt(memory, 520), bssid: addressAt(memory, 560), quality: memory.readUInt32LE(576),
  // Kb/s
  receiveRate: memory.readUInt32LE(580),
});

export interface InterfaceRow { guid: Buffer; alias: string; hardwareAddress: string | null; received: number; sent: number; receivedPackets: number; sentPackets: number }
/** MIB_IF_TABLE2: a count, then rows at a multiple of eight. */
export const rowsIn = (memory: Buffer): InterfaceRow[] => Array.from({ length: countAt(memory, 0) }, (_none, index) => {
  const at = 8 + index * sizes.row;
  const total = (offset: number): number => Math.min(Number(memory.readBigUInt64LE(at + offset)), Number.MAX_SAFE_INTEGER);
  return {
    guid: Buffer.from(memory.subarray(at + 12, at + 28)), alias: wideAt(memory, at + 28, 257), hardwareAddress: memory.readUInt32LE(at + 1056) === 6 ? addressAt(memory, at + 1060) : null,
    received: total(1208), sent: total(1280), receivedPackets: total(1216) + total(1224), sentPackets: total(1288) + total(1296),
  };
});

/** DOT11_AUTH_ALGORITHM; of "open" the cipher tells WEP from none. */
export function securityOf(authentication: number, cipher: number): Security {
  switch (authentication) {
    case 1: return cipher === 0 ? 'open' : 'wep';
    case 2: return 'wep';
    case 3: case 6: case 11: return 'enterprise';
    case 4: case 5: return 'wpa1';
    case 7: return 'wpa2';
    case 8: return 'enterprise192';
    case 9: return 'wpa3';
    case 10: return 'owe';
    default: return 'wpa2';
  }
}
