import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestName, showName, showSentence, type ShownName } from './show-name.ts';

const hex = (text: string): { hex: string } => ({ hex: Buffer.from(text, 'utf8').toString('hex') });
const marks = (name: ShownName): string[] => name.segments.flatMap((segment) => (segment.kind === 'mark' ? [segment.mark] : []));
/** What may never stand outside a mark: controls, formats but an emoji's joiner, separators but the space, private use. */
const forbidden = /(?!\u200D)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

describe('a name from the air', () => {
  it.each([
    ['an escape sequence', 'Lobby\u001b[31m\u202egnp.trats\0', 'Lobby‹ESC›[31m‹RLO›gnp.trats‹NUL›'],
    ['line breaks and tabs', 'Free\nWi-Fi\r\n\tnow', 'Free‹LF›Wi-Fi‹CR›‹LF›‹HT›now'],
    ['bidirectional isolates', '\u2067\u202dOffice\u202c\u2069', '‹RLI›‹LRO›Office‹PDF›‹PDI›'],
    ['zero widths', 'Of\u200bfi\u200dce\ufeff', 'Of‹ZWSP›fi‹ZWJ›ce‹BOM›'],
    ['odd spaces', 'Of\u00a0fi\u3000ce', 'Of‹NBSP›fi‹IDSP›ce'],
    ['spaces that would not be seen', ' Office  5G ', '‹SP›Office ‹SP›5G‹SP›'],
    ['private use', '\ue000name\ue001', '‹U+E000›name‹U+E001›'],
    ['tags', 'a\u{e0041}b', 'a‹U+E0041›b'],
    ['fillers that are letters', 'a\u3164b', 'a‹U+3164›b'],
  ])('shows %s as marks', (_, name, plain) => { expect(showName(hex(name)).plain).toBe(plain); });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>'], ['format strings', '%s%n{{name}}$t(x)'], ['options', '--help'], ['Chinese', '二楼咖啡 2F Coffee'], ['Arabic', 'قهوة المكتب'],
    ['an emoji of several', '👩‍👩‍👧 Café ☕️'], ['Thai', 'ร้านกาแฟ'], ['Hindi', 'क्षत्रिय'], ['Vietnamese, decomposed', 'Cà phê'.normalize('NFD')],
  ])('leaves %s as it is', (_, name) => { expect(showName(hex(name))).toMatchObject({ plain: name, hasMarks: false, hasBytes: false }); });

  it('shows bytes that are no UTF-8 as numbers, and the rest as text', () => {
    expect(showName({ hex: 'ff61fe62' })).toMatchObject({ plain: '‹×FF›a‹×FE›b', hasBytes: true, hasMarks: false });
    // Overlong, surrogate, cut short: none is a character.
    for (const bytes of ['c0af', 'eda080', 'e4ba', 'f8888080']) expect(marks(showName({ hex: bytes })).filter((mark) => !mark.startsWith('×'))).toEqual([]);
  });

  it('stops a storm of combining marks after three, and says how many more', () => {
    expect(showName(hex(`Z${'\u0300'.repeat(15)}x`)).plain).toBe(`Z${'\u0300'.repeat(3)}‹+12›x`);
  });

  it('gives a combining mark without a letter one to stand on', () => { expect(showName('\u0301abc').plain).toBe('\u25cc\u0301abc'); });

  it('says the full name of a mark', () => {
    expect(showName('a\u202eb').spoken).toBe('a U+202E RIGHT-TO-LEFT OVERRIDE b');
    expect(showName({ hex: 'ff' }).spoken).toBe('byte FF');
  });

  it('cuts a long one and says so', () => {
    const name = showName('W'.repeat(500));
    expect(name.isCut).toBe(true);
    expect(name.plain).toBe(`${'W'.repeat(longestName)}…`);
  });

  it('keeps names apart that differ in bytes alone, and never takes text for hex', () => {
    expect(showName('cafe').plain).toBe('cafe');
    expect(showName({ hex: 'cafe' }).plain).toBe('‹×CA›‹×FE›');
    expect(showName('hex cafe').plain).toBe('hex cafe');
  });

  it('is harmless, one line and bounded whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 32 }), (bytes) => {
      const name = showName({ hex: Buffer.from(bytes).toString('hex') });
      expect(name.plain).not.toMatch(forbidden);
      expect(name.isolated).toBe(bytes.length === 0 ? '' : `\u2068${name.plain}\u2069`);
      expect(name.plain.length).toBeLessThanOrEqual(32 * 12);
      expect(name.isEmpty).toBe(bytes.length === 0);
    }), { numRuns: 2000 });
  });

  it('is harmless and bounded whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const { plain } = showName(text);
      expect(plain).not.toMatch(forbidden);
      expect([...plain].length).toBeLessThanOrEqual(longestName * 12);
    }), { numRuns: 2000 });
  });
});

describe('a sentence from a platform', () => {
  it('is one line, isolated, and longer than a name may be', () => {
    const sentence = showSentence(`Activation failed:\n  ${'because '.repeat(20)}\u202e`);
    expect(sentence.startsWith('\u2068Activation failed: because because')).toBe(true);
    expect(sentence.endsWith('‹RLO›\u2069')).toBe(true);
  });

  it('is bounded', () => { expect(showSentence('x'.repeat(10_000)).length).toBeLessThan(410); });
});
