/** Short marks and full names (Unicode's) of characters that cannot be seen or that bend the text around them. */
type Named = readonly [mark: string, name: string];

const c0 = 'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ');
const c0Names = ['NULL', 'START OF HEADING', 'START OF TEXT', 'END OF TEXT', 'END OF TRANSMISSION', 'ENQUIRY', 'ACKNOWLEDGE', 'BELL', 'BACKSPACE',
  'CHARACTER TABULATION', 'LINE FEED', 'LINE TABULATION', 'FORM FEED', 'CARRIAGE RETURN', 'SHIFT OUT', 'SHIFT IN', 'DATA LINK ESCAPE',
  'DEVICE CONTROL ONE', 'DEVICE CONTROL TWO', 'DEVICE CONTROL THREE', 'DEVICE CONTROL FOUR', 'NEGATIVE ACKNOWLEDGE', 'SYNCHRONOUS IDLE',
  'END OF TRANSMISSION BLOCK', 'CANCEL', 'END OF MEDIUM', 'SUBSTITUTE', 'ESCAPE', 'INFORMATION SEPARATOR FOUR', 'INFORMATION SEPARATOR THREE',
  'INFORMATION SEPARATOR TWO', 'INFORMATION SEPARATOR ONE'];

const named = new Map<number, Named>([
  ...c0.map((mark, code): [number, Named] => [code, [mark, c0Names[code]!]]),
  [0x20, ['SP', 'SPACE']], [0x7f, ['DEL', 'DELETE']], [0x85, ['NEL', 'NEXT LINE']], [0xa0, ['NBSP', 'NO-BREAK SPACE']], [0xad, ['SHY', 'SOFT HYPHEN']],
  [0x34f, ['CGJ', 'COMBINING GRAPHEME JOINER']], [0x61c, ['ALM', 'ARABIC LETTER MARK']], [0x180e, ['MVS', 'MONGOLIAN VOWEL SEPARATOR']],
  [0x200b, ['ZWSP', 'ZERO WIDTH SPACE']], [0x200c, ['ZWNJ', 'ZERO WIDTH NON-JOINER']], [0x200d, ['ZWJ', 'ZERO WIDTH JOINER']],
  [0x200e, ['LRM', 'LEFT-TO-RIGHT MARK']], [0x200f, ['RLM', 'RIGHT-TO-LEFT MARK']], [0x2028, ['LSEP', 'LINE SEPARATOR']], [0x2029, ['PSEP', 'PARAGRAPH SEPARATOR']],
  [0x202a, ['LRE', 'LEFT-TO-RIGHT EMBEDDING']], [0x202b, ['RLE', 'RIGHT-TO-LEFT EMBEDDING']], [0x202c, ['PDF', 'POP DIRECTIONAL FORMATTING']],
  [0x202d, ['LRO', 'LEFT-TO-RIGHT OVERRIDE']], [0x202e, ['RLO', 'RIGHT-TO-LEFT OVERRIDE']], [0x2060, ['WJ', 'WORD JOINER']],
  [0x2066, ['LRI', 'LEFT-TO-RIGHT ISOLATE']], [0x2067, ['RLI', 'RIGHT-TO-LEFT ISOLATE']], [0x2068, ['FSI', 'FIRST STRONG ISOLATE']],
  [0x2069, ['PDI', 'POP DIRECTIONAL ISOLATE']], [0x3000, ['IDSP', 'IDEOGRAPHIC SPACE']], [0xfeff, ['BOM', 'ZERO WIDTH NO-BREAK SPACE']],
  [0xfffd, ['U+FFFD', 'REPLACEMENT CHARACTER']],
]);

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

/** The mark to show for a character, and its code point with its name where it has one here. */
export function codePointMark(code: number): { mark: string; name: string } {
  const known = named.get(code);
  return known ? { mark: known[0], name: `U+${hex(code)} ${known[1]}` } : { mark: `U+${hex(code)}`, name: `U+${hex(code)}` };
}

// Letters that are drawn as nothing (fillers, blank Braille), beside what the categories below name.
const blankLetters = new Set([0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0, 0xfffd]);

/**
 * Whether a character has to be made visible: controls (Cc), formats (Cf: bidirectional controls, zero widths, tags), separators other than the plain
 * space (Z), private use (Co), unassigned (Cn), lone surrogates (Cs), selectors of variants, and blank letters.
 */
export const needsMark = (character: string): boolean =>
  character !== ' ' && (/[\p{C}\p{Z}\u{180B}-\u{180F}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/u.test(character) || blankLetters.has(character.codePointAt(0)!));
