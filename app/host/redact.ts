import { createHmac, randomBytes } from 'node:crypto';

/** Made-up names hold for one run: what is written in it fits together, and nobody can try names until one fits. */
const salt = randomBytes(16);
const madeUp = (kind: string, value: string): string => `${kind}-${createHmac('sha256', salt).update(value.toLowerCase()).digest('hex').slice(0, 6)}`;

/** What a configuration is called where it may not have its name. */
export const madeUpName = (configuration: string): string => madeUp('access-point', configuration);

/** Fields of a record that hold a platform's own words, or an address: names of networks that nobody knows of may be anywhere in them. */
const foreign: ReadonlySet<string> = new Set(['detail', 'failure', 'text', 'address', 'reason', 'stage', 'portal']);

/**
 * Takes out what tells who and where somebody is: names of networks and programs that are known, addresses of every kind,
 * user names in paths. Radios and ids become made-up ones, the same throughout. What stays is what a stranger needs to
 * find a fault. Free text goes through text(), a record through record().
 */
export class Redactor {
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly known: RegExp | null;

  /** @param names what stands for what; longer ones are looked for first, so that none is left half. */
  constructor(names: ReadonlyMap<string, string> = new Map()) {
    this.aliases = new Map([...names].filter(([name]) => name.trim() !== '').map(([name, alias]) => [name.toLowerCase(), alias]));
    const wanted = [...this.aliases.keys()].sort((a, b) => b.length - a.length)
      // A short one stands in many words: only where it is a word of its own.
      .map((name) => (name.length < 5 ? `(?<![\\p{L}\\p{N}])${escape(name)}(?![\\p{L}\\p{N}])` : escape(name)));
    this.known = wanted.length > 0 ? new RegExp(wanted.join('|'), 'giu') : null;
  }

  text(text: string): string {
    const outer = replaceAll(text, wholes);
    const named = this.known ? outer.replace(this.known, (found) => `[${this.aliases.get(found.toLowerCase()) ?? 'name'}]`) : outer;
    return replaceAll(named, parts);
  }

  /** The same of something with fields: ids of configurations become made-up ones, platforms' own words are left out. */
  record<T>(value: T, isConfiguration: (text: string) => boolean): T { return this.#record(value, isConfiguration, '') as T; }

  #record(value: unknown, isConfiguration: (text: string) => boolean, field: string): unknown {
    if (typeof value === 'string') {
      if (foreign.has(field)) return '';
      return isConfiguration(value) || value.startsWith('wlan:') ? madeUpName(value) : this.text(value);
    }
    if (Array.isArray(value)) return value.map((each) => this.#record(each, isConfiguration, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [this.#record(name, isConfiguration, ''), this.#record(each, isConfiguration, name)]));
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

type Patterns = readonly (readonly [RegExp, string | ((found: string) => string)])[];
const replaceAll = (text: string, patterns: Patterns): string =>
  patterns.reduce((result, [pattern, alias]) => (typeof alias === 'string' ? result.replace(pattern, alias) : result.replace(pattern, alias)), text);

/** What a name may be a part of. */
const wholes: Patterns = [
  [/\b(?:https?|wss?|ftp):\/\/[^\s"'<>)\]]+/gi, '[web address]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[mail address]'],
];
const parts: Patterns = [
  [/(\/home\/|\/Users\/|[A-Za-z]:\\Users\\)[^/\\\s:"']+/g, '$1[user]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, (found) => madeUp('id', found)],
  [/\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi, (found) => madeUp('radio', found)],
  // Two colons side by side, or all eight groups: a time of day has neither.
  [/(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?)(?:%\w+)?(?![\w:])/gi, '[IPv6]'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g, '[IPv4]'],
];
