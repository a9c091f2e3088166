import { wifiQr } from '../../../contract/wifi-qr.ts';
import { toPlain } from '../bus.ts';
import { fail } from '../failures.ts';
import { read, type Properties } from '../object-tree.ts';
import type { Profile, Settings } from '../profile.ts';

/** The text of a QR that lets another device join. @param settings of the profile, with its secrets */
export function shareText({ ssid, security }: Profile, settings: Settings): string {
  if (ssid === null || security === null) throw fail('notSupported', 'Only a Wi-Fi network can be shared.');
  const plain = toPlain<Record<string, Properties>>(settings);
  const keys = plain['802-11-wireless-security'] ?? {};
  const password = read.text(keys, security === 'wep' ? `wep-key${read.number(keys, 'wep-tx-keyidx')}` : 'psk') || null;
  const text = wifiQr({ ssid, security, hidden: read.flag(plain['802-11-wireless'] ?? {}, 'hidden'), password });
  if (text !== null) return text;
  // Either the password is missing, or with one there would be none either.
  if (password === null && wifiQr({ ssid, security, hidden: false, password: '-' }) !== null) throw fail('secretNeeded', 'The system does not keep the password of this network, or does not give it to this user.');
  throw fail('notSupported', 'No QR can carry this network: its name is no text, or each person signs in with an own name.');
}
