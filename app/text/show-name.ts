import { codePointMark, needsMark } from './code-point-names.ts';

/**
 * The one way in which a name from the air becomes text (security rules: an SSID is 0 to 32 hostile bytes). What comes out has
 * no control, bidirectional or invisible character outside a mark, is one line, and is bounded. It proves nothing about who sent it.
 */
export type NameSegment =
  | { readonly kind: 'text'; readonly text: string }
  /** A character made visible: `mark` is short ("ESC"), `name` full ("U+001B ESCAPE"). */
  | { readonly kind: 'mark'; readonly mark: string; readonly name: string };

export interface ShownName {
  readonly segments: readonly NameSegment[];
  /** As plain text, marks as ‹ESC›; for places without elements. Not isolated. */
  readonly plain: string;
  /** `plain` between FSI and PDI, so that it bends no text around it. */
  readonly isolated: string;
  /** For a screen reader: marks by their full names. */
  readonly spoken: string;
  /** Something had to be made visible: control or invisible characters. */
  readonly hasMarks: boolean;
  /** Some bytes are no UTF-8; they are shown as numbers. */
  readonly hasBytes: boolean;
  readonly isCut: boolean;
  readonly isEmpty: boolean;
}

/** Most characters that are shown of a name; 32 bytes never reach it, a profile's name may. */
export const longestName = 64;
const longestSentence = 400;
/** More combining marks than this on one letter are a storm; no script in use needs them. */
const mostCombining = 3;

/** A name as text, or the raw bytes of an SSID in hex. */
export function showName(name: string | { readonly hex: string }): ShownName {
  const known = typeof name === 'string' ? `text ${name}` : `hex ${name.hex}`;
  const made = cache.get(known);
  if (made) return made;
  const shown = build(typeof name === 'string' ? [...name].map((text): Unit => ({ text })) : decode(bytesOf(name.hex)));
  // Names come from the air: the cache is bounded too.
  if (cache.size >= mostKnown) cache.clear();
  cache.set(known, shown);
  return shown;
}
// As many as the largest lists have.
const mostKnown = 16_384;
const cache = new Map<string, ShownName>();

/** A sentence that came from a platform or a program: showable in the same way, isolated, its line breaks as spaces, longer. */
export const showSentence = (sentence: string): string => build([...sentence.slice(0, 4000).replace(/\s+/g, ' ').trim()].map((text) => ({ text })), longestSentence).isolated;

/** The name of an SSID in hex as lossy text, to compare it with a profile's name; never to be shown. */
export const lossyText = (hex: string): string => new TextDecoder().decode(Uint8Array.from(bytesOf(hex)));

type Unit = { text: string } | { byte: number };

const bytesOf = (hex: string): number[] => (hex.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));

/** UTF-8 by hand (RFC 3629): a byte that is no part of a well-formed sequence stays a byte. */
function decode(bytes: readonly number[]): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    const rest = bytes.slice(at + 1, at + length);
    let code = length === 1 ? first : first & (0x7f >> length);
    for (const byte of rest) code = (code << 6) | (byte & 0x3f);
    const wellFormed = length > 0 && rest.length === length - 1 && rest.every((byte) => (byte & 0xc0) === 0x80)
      && code >= [0, 0, 0x80, 0x800, 0x10000][length]! && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    units.push(wellFormed ? { text: String.fromCodePoint(code) } : { byte: first });
    at += wellFormed ? length : 1;
  }
  return units;
}

function build(units: readonly Unit[], longest = longestName): ShownName {
  const segments: NameSegment[] = [];
  let hasMarks = false;
  let hasBytes = false;
  let combining = 0;
  const add = (text: string): void => {
    const last = segments.at(-1);
    if (last?.kind === 'text') segments[segments.length - 1] = { kind: 'text', text: last.text + text };
    else segments.push({ kind: 'text', text });
  };
  const mark = (shown: { mark: string; name: string }): void => { hasMarks = true; combining = 0; segments.push({ kind: 'mark', ...shown }); };

  const shown = units.slice(0, longest);
  shown.forEach((unit, index) => {
    if ('byte' in unit) {
      hasBytes = true;
      combining = 0;
      const byte = unit.byte.toString(16).toUpperCase().padStart(2, '0');
      segments.push({ kind: 'mark', mark: `×${byte}`, name: `byte ${byte}` });
      return;
    }
    const { text } = unit;
    const before = textAt(shown, index - 1);
    if (isEmojiJoin(text, before, textAt(shown, index + 1))) { add(text); return; }
    if (text === ' ') {
      combining = 0;
      // A space that nothing stands beside would not be seen.
      if (before === undefined || before === ' ' || index === units.length - 1) mark(codePointMark(0x20)); else add(text);
      return;
    }
    if (needsMark(text)) { mark(codePointMark(text.codePointAt(0)!)); return; }
    if (/\p{M}/u.test(text)) {
      combining += 1;
      if (combining > mostCombining) { hasMarks = true; storm(segments); return; }
      // A combining mark with no letter under it would sit on a neighbour that is not part of the name.
      add(segments.at(-1)?.kind === 'text' ? text : `\u25CC${text}`);
      return;
    }
    combining = 0;
    add(text);
  });
  const isCut = units.length > longest;
  if (isCut) add('…');

  const write = (one: (segment: NameSegment & { kind: 'mark' }) => string): string =>
    segments.map((segment) => (segment.kind === 'text' ? segment.text : one(segment))).join('');
  const plain = write(({ mark: short }) => `‹${short}›`);
  return {
    segments, plain, hasMarks, hasBytes, isCut, isEmpty: units.length === 0,
    isolated: plain === '' ? '' : `\u2068${plain}\u2069`,
    spoken: write(({ name }) => ` ${name} `).trim(),
  };
}

const textAt = (units: readonly Unit[], index: number): string | undefined => { const unit = units[index]; return unit && 'text' in unit ? unit.text : undefined; };

/** A joiner or selector that holds an emoji together is part of the picture, and stays. */
function isEmojiJoin(text: string, before: string | undefined, after: string | undefined): boolean {
  const isPicture = (one: string | undefined): boolean => one !== undefined && /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u.test(one);
  if (text === '\uFE0F') return before !== undefined && /\p{Extended_Pictographic}/u.test(before);
  return text === '\u200D' && isPicture(before) && isPicture(after);
}

/** Counts the combining marks left out, as one mark at the end: "+12". */
function storm(segments: NameSegment[]): void {
  const last = segments.at(-1);
  const count = last?.kind === 'mark' && last.mark.startsWith('+') ? Number(last.mark.slice(1)) + 1 : 1;
  const segment: NameSegment = { kind: 'mark', mark: `+${count}`, name: `${count} more combining marks` };
  if (count > 1) segments[segments.length - 1] = segment; else segments.push(segment);
}
