import type { SecretRequest } from '../../../core/ports/management.ts';
import { toPlain, Variant } from '../bus.ts';
import { read, type Properties } from '../object-tree.ts';
import type { Settings } from '../profile.ts';

/** A secret that NetworkManager asks for: what a person would call it, and how the answer is worded. */
export interface WantedSecret {
  kind: SecretRequest['kind'];
  message: string;
  /** The settings that hold the secret and nothing else. */
  answer: (secret: string) => Settings;
}

const MESSAGE = 'x-vpn-message:';

/**
 * @param settings the connection, without secrets
 * @param name the setting that lacks one
 * @param hints names of keys, and for a VPN what its program has to say
 * @returns null for what is not asked of a person in one word
 */
export function wantedSecret(settings: Settings, name: string, hints: readonly string[]): WantedSecret | null {
  const setting = toPlain<Properties>(settings[name] ?? {});
  const one = (kind: WantedSecret['kind'], key: string): WantedSecret => ({ kind, message: '', answer: secret => ({ [name]: { [key]: new Variant('s', secret) } }) });
  switch (name) {
    case '802-11-wireless-security': return one('password', read.text(setting, 'key-mgmt') === 'none' ? `wep-key${read.number(setting, 'wep-tx-keyidx')}` : 'psk');
    case '802-1x': {
      const isKey = hints.includes('private-key-password') || (!hints.includes('password') && read.texts(setting, 'eap').includes('tls'));
      return isKey ? one('privateKeyPassword', 'private-key-password') : one('eapPassword', 'password');
    }
    case 'gsm': case 'cdma': return hints.length === 0 || hints.includes('pin') ? one('pin', 'pin') : hints.includes('password') ? one('password', 'password') : null;
    case 'vpn': {
      const key = hints.find(hint => !hint.startsWith('x-vpn-')) ?? 'password';
      return {
        kind: 'vpn', message: hints.find(hint => hint.startsWith(MESSAGE))?.slice(MESSAGE.length) ?? '',
        answer: secret => ({ vpn: { secrets: new Variant('a{ss}', { [key]: secret }) } }),
      };
    }
    default: return null;
  }
}
