import { createInstance } from 'i18next';
import type { EnglishCatalogue } from './english.ts';
import { english } from './english.ts';
import { chinese } from './chinese.ts';
import { languageTag, type Language } from './languages.ts';
import { loadSentences } from './sentences.ts';

type Category = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<K extends string> = K extends `${infer B}_ordinal_${Category}` ? B : K extends `${infer B}_${Category}` ? B : K;

/** Key of a text; the forms of a plural share one key. */
export type TextKey = Base<keyof EnglishCatalogue>;

type Forms<K extends TextKey> = { [C in keyof EnglishCatalogue]: Base<C> extends K ? EnglishCatalogue[C] : never }[keyof EnglishCatalogue];
type Placeholders<S extends string> = S extends `${string}{{${infer P}}}${infer Rest}` ? P | Placeholders<Rest> : never;
type IsPlural<K extends TextKey> = K extends keyof EnglishCatalogue ? never : 'count';
/** What a text needs: its placeholders, and the count that chooses a plural's form. */
export type TextValues<K extends TextKey> = Record<Exclude<Placeholders<Forms<K>>, 'count'>, string | number>
  & ('count' extends Placeholders<Forms<K>> | IsPlural<K> ? { count: number } : unknown);
type Arguments<K extends TextKey> = [Placeholders<Forms<K>> | IsPlural<K>] extends [never] ? [] : [values: TextValues<K>];

/** Every form of every text of a language. */
export type Catalogue = Readonly<Record<string, string>>;
const catalogues: Record<Language, Catalogue> = { en: english, zh: chinese };

/** The texts of one language. */
export interface Texts {
  readonly language: Language;
  /** For the `lang` attribute and for Intl. */
  readonly tag: string;
  /** The text with its values; numbers are written as the language writes them. Values are taken as they are: nothing in them is expanded. */
  t<K extends TextKey>(key: K, ...values: Arguments<K>): string;
  /** A text whose key is made from data, such as `security.${security}`; the key must exist. */
  of(key: TextKey, values?: Record<string, string | number>): string;
  /** The text in pieces: the places of `slots` stay open for elements. Each slot says what will stand there, so that the spaces around it fit. */
  pieces<K extends TextKey, S extends Placeholders<Forms<K>>>(key: K, slots: Readonly<Record<S, string>>, values?: Partial<Record<Placeholders<Forms<K>> | 'count', string | number>>): readonly (string | { slot: S })[];
  /** A number with at most `digits` decimals; `fixed` keeps trailing zeros. */
  number(value: number, digits?: number, fixed?: boolean): string;
  /** Names in a row, as the language separates them: "Desktop, rsync". */
  list(items: readonly string[]): string;
  /** The same inside a sentence: "Desktop, rsync and Syncthing". */
  listInSentence(items: readonly string[]): string;
  /** Facts in a row, empty ones left out: "5 GHz, −58 dBm". */
  facts(items: readonly string[]): string;
}

// Marks the open places of `pieces()`; private-use characters, which names never contain (show-name.ts).
const slotStart = '\uE000';
const slotEnd = '\uE001';

/** The texts of a language. Cheap to call again: one instance a language. */
export function createTexts(language: Language): Texts {
  const made = instances.get(language);
  if (made) return made;
  const texts = make(language);
  if (language === 'zh') void loadSentences();
  instances.set(language, texts);
  return texts;
}
const instances = new Map<Language, Texts>();

function make(language: Language): Texts {
  const tag = languageTag(language);
  const formats = new Map<string, Intl.NumberFormat>();
  const number = (value: number, digits = 3, fixed = false): string => {
    const key = `${digits}${fixed}`;
    let format = formats.get(key);
    if (!format) formats.set(key, format = new Intl.NumberFormat(tag, { maximumFractionDigits: digits, minimumFractionDigits: fixed ? digits : 0, useGrouping: 'min2' }));
    // A true minus, whatever the locale's data says.
    return format.format(value).replace('-', '−');
  };
  const translator = createInstance();
  void translator.init({
    lng: language, fallbackLng: false, initAsync: false, keySeparator: false, nsSeparator: false, returnEmptyString: true,
    resources: { [language]: { translation: catalogues[language] } },
    // i18next chooses the form; the values are put in by `fill` below, once, so that no name is ever read as a template.
    interpolation: { escapeValue: false },
  });
  const known = new Map<string, string>();
  const look = (key: string, values?: Record<string, string | number>): string => {
    if (values !== undefined) return write(key, values);
    let text = known.get(key);
    if (text === undefined) known.set(key, text = write(key, {}));
    return text;
  };
  const write = (key: string, values: Record<string, string | number>): string => {
    const options = { skipInterpolation: true, ...('count' in values && { count: Number(values.count), ordinal: `${key}_ordinal_other` in catalogues[language] }) };
    const text = fill(translator.t(key, options), values, (value) => (typeof value === 'number' ? number(value) : value));
    return language === 'zh' ? tighten(text) : text;
  };
  return {
    language, tag, number,
    t: (key, ...values) => look(key, values[0]),
    of: (key, values) => look(key, values),
    pieces(key, slots, values = {}) {
      const open: Record<string, string> = {};
      // What stands there goes along for the spacing, and is left out again.
      for (const [slot, plain] of Object.entries<string>(slots)) open[slot] = `${slotStart}${slot}\uE002${edges(plain)}${slotEnd}`;
      const text = look(key, { ...(values as Record<string, string | number>), ...open });
      return text.split(/(\uE000[^\uE001]*\uE001)/u).filter(Boolean).map((piece) =>
        (piece.startsWith(slotStart) ? { slot: piece.slice(1, piece.indexOf('\uE002')) as keyof typeof slots } : piece));
    },
    list: (items) => items.join(language === 'zh' ? '、' : ', '),
    listInSentence: (items) => (language === 'zh' ? items.join('、') : inSentence(items)),
    facts: (items) => items.filter(Boolean).join(language === 'zh' ? '，' : ', '),
  };
}

// British English puts no comma before the last "and". Made when it is needed: it takes longer than all other texts together.
let conjunction: Intl.ListFormat | null = null;
const inSentence = (items: readonly string[]): string => (conjunction ??= new Intl.ListFormat('en-GB', { type: 'conjunction' })).format(items);

const fill = (text: string, values: Record<string, string | number>, write: (value: string | number) => string): string =>
  text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => (name in values ? write(values[name]!) : place));

// First and last character decide about a space beside them; the private-use marks of other slots never get in.
const edges = (plain: string): string => { const seen = plain.replace(/[\u2068\u2069\uE000-\uF8FF]/gu, ''); return [...seen].slice(0, 1).join('') + [...seen].slice(-1).join(''); };

/** Chinese sets a space between Han characters and Latin ones, none between two Han characters: needed where a name may be either. */
const tighten = (text: string): string => text
  .replace(/(\p{Script=Han}[\u2069\uE001]?) (?=[\u2068\p{Script=Han}])(?=\u2068?\p{Script=Han})/gu, '$1')
  .replace(/(\p{Script=Han}) (?=\uE000[^\uE002]*\uE002\p{Script=Han})/gu, '$1');
