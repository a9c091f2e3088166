import type { Security } from '../../contract/values.ts';

/**
 * Security from the words of a program. Standards' names (WPA3, SAE, 802.1X …) are the same in every language of the
 * system; the word for "open" is not, so whatever names no standard is open.
 */
export function securityOfWords(words: string): Security {
  const text = words.toLowerCase().replace(/[\s_-]+/g, '');
  const isEnterprise = /802\.?1x|enterprise|eap|firmen|entreprise|企业|企業/.test(text);
  if (/192|suiteb|cnsa/.test(text) && isEnterprise) return 'enterprise192';
  if (isEnterprise) return 'enterprise';
  const isWpa3 = /wpa3|sae/.test(text);
  if (isWpa3) return /wpa2|mixed|transition|wpa2\/wpa3/.test(text) ? 'wpa2wpa3' : 'wpa3';
  if (/wpa2|rsn/.test(text)) return 'wpa2';
  if (/wpa/.test(text)) return 'wpa1';
  if (/wep/.test(text)) return 'wep';
  if (/owe|enhancedopen/.test(text)) return 'owe';
  return 'open';
}
