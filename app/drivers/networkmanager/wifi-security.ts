import type { Security } from '../../contract/values.ts';

/** NM80211ApFlags and NM80211ApSecurityFlags */
const PRIVACY = 0x1;
const KeyManagement = { psk: 0x100, enterprise: 0x200, sae: 0x400, owe: 0x800, oweTransition: 0x1000, enterprise192: 0x2000 } as const;

/** What an access point asks for, from its beacon as NetworkManager tells it; of several ways the strongest, mixed WPA2 and WPA3 by its own name. */
export function securityOf(flags: number, wpa: number, rsn: number): Security {
  if (rsn & KeyManagement.enterprise192) return 'enterprise192';
  if ((rsn | wpa) & KeyManagement.enterprise) return 'enterprise';
  if (rsn & KeyManagement.sae) return rsn & KeyManagement.psk ? 'wpa2wpa3' : 'wpa3';
  if (rsn & KeyManagement.psk) return 'wpa2';
  if (wpa & KeyManagement.psk) return 'wpa1';
  if (rsn & (KeyManagement.owe | KeyManagement.oweTransition)) return 'owe';
  return flags & PRIVACY ? 'wep' : 'open';
}

/** What a stored profile's security can join: "wpa-psk" serves WPA, WPA2 and mixed networks alike. */
const joins: Record<Security, readonly Security[]> = {
  open: ['open'], wep: ['wep'], owe: ['owe'], wpa1: ['wpa1', 'wpa2', 'wpa2wpa3'], wpa2: ['wpa1', 'wpa2', 'wpa2wpa3'], wpa2wpa3: ['wpa2', 'wpa2wpa3', 'wpa3'],
  wpa3: ['wpa3', 'wpa2wpa3'], enterprise: ['enterprise'], enterprise192: ['enterprise192'],
};

export const canJoin = (profile: Security, network: Security): boolean => joins[profile].includes(network);
