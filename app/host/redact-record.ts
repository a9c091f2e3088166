import { createHmac, randomBytes } from 'node:crypto';

/** Made-up names hold for one run: two files of it fit together, and nobody can try names until one fits. */
const salt = randomBytes(16);
const madeUp = (kind: string, value: string): string => `${kind}-${createHmac('sha256', salt).update(value).digest('hex').slice(0, 6)}`;

const hardwareAddress = /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi;
/** Fields that hold a platform's own words or an address: names of networks may be anywhere in them. */
const foreign = new Set(['detail', 'text', 'address', 'reason', 'stage', 'portal']);

/**
 * The same without what tells places and networks: ids and names of configurations and BSSIDs become made-up ones, the
 * same ones throughout; addresses and platforms' own words are left out. What was decided and why stays.
 */
export function redact<T>(value: T, isConfiguration: (text: string) => boolean): T { return redacted(value, isConfiguration, '') as T; }

/** What a configuration is called in redacted files. */
export const redactedName = (id: string): string => madeUp('access-point', id);

function redacted(value: unknown, isConfiguration: (text: string) => boolean, key: string): unknown {
  if (typeof value === 'string') {
    if (foreign.has(key)) return '';
    if (isConfiguration(value) || value.startsWith('wlan:')) return redactedName(value);
    return value.replace(hardwareAddress, (address) => madeUp('radio', address.toLowerCase()));
  }
  if (Array.isArray(value)) return value.map((each) => redacted(each, isConfiguration, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [String(redacted(name, isConfiguration, '')), key === 'names' ? redactedName(name) : redacted(each, isConfiguration, name)]));
}
