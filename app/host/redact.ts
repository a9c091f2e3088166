/**
 * Takes from a text what tells who and where somebody is: names of networks and programs that are known, addresses of every
 * kind, user names in paths. What stays is what a stranger needs to find a fault.
 */
export class Redactor {
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly known: RegExp | null;

  /** @param names what stands for what; longer ones are looked for first, so that none is left half. */
  constructor(names: ReadonlyMap<string, string>) {
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
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

type Patterns = readonly (readonly [RegExp, string])[];
const replaceAll = (text: string, patterns: Patterns): string => patterns.reduce((result, [pattern, alias]) => result.replace(pattern, alias), text);

/** What a name may be a part of. */
const wholes: Patterns = [
  [/\b(?:https?|wss?|ftp):\/\/[^\s"'<>)\]]+/gi, '[web address]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[mail address]'],
];
const parts: Patterns = [
  [/(\/home\/|\/Users\/|[A-Za-z]:\\Users\\)[^/\\\s:"']+/g, '$1[user]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[uuid]'],
  [/\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi, '[hardware address]'],
  // Two colons side by side, or all eight groups: a time of day has neither.
  [/(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?)(?:%\w+)?(?![\w:])/gi, '[IPv6]'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g, '[IPv4]'],
];
