import { describe, expect, it } from 'vitest';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { languages, resolveLanguage } from './languages.ts';
import { createTexts } from './texts.ts';

const catalogues: Record<string, Readonly<Record<string, string>>> = { en: english, zh: chinese };
const form = /_(ordinal_)?(zero|one|two|few|many|other)$/;
const base = (key: string): string => key.replace(form, '');
const places = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].sort();

describe('the catalogues', () => {
  it('have the same keys in every language', () => {
    const wanted = new Set(Object.keys(english).map(base));
    for (const language of languages) expect(new Set(Object.keys(catalogues[language]!).map(base))).toEqual(wanted);
  });

  it.each(languages)('have exactly the plural forms that %s knows', (language) => {
    const catalogue = catalogues[language]!;
    for (const key of Object.keys(catalogue).filter((one) => form.test(one))) {
      const isOrdinal = key.includes('_ordinal_');
      const known = new Intl.PluralRules(language, { type: isOrdinal ? 'ordinal' : 'cardinal' }).resolvedOptions().pluralCategories;
      const missing = known.map((category) => `${base(key)}_${isOrdinal ? 'ordinal_' : ''}${category}`).filter((one) => !(one in catalogue));
      expect(missing).toEqual([]);
    }
  });

  it('ask for the same values in every language', () => {
    const asked = (catalogue: Readonly<Record<string, string>>, key: string): string[] => [...new Set(Object.keys(catalogue).filter((one) => base(one) === key).flatMap((one) => places(catalogue[one]!)))].sort();
    // A form for one may leave its number out; the form for others decides.
    for (const key of new Set(Object.keys(english).map(base))) expect([key, asked(chinese, key)]).toEqual([key, asked(english, key)]);
  });

  it('leave no text empty but the advice that there is none', () => {
    const empty = (catalogue: Readonly<Record<string, string>>): string[] => Object.entries(catalogue).filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty(english)).toEqual(['driverFailure.advice.cancelled']);
    expect(empty(chinese)).toEqual(['driverFailure.advice.cancelled']);
  });

  it('keep the tone: no exclamation mark, no hyphen in place of a minus', () => {
    const all = Object.values(catalogues).flatMap((catalogue) => Object.values(catalogue));
    expect(all.filter((text) => /[!！]|\bplease\b|successfully|oops|(^|\s)-\d/i.test(text))).toEqual([]);
  });
});

describe('texts', () => {
  const en = createTexts('en');
  const zh = createTexts('zh');

  it('choose the form of a plural', () => {
    expect(en.t('now.heldBy', { count: 1 })).toBe('Held by 1 session');
    expect(en.t('now.heldBy', { count: 3 })).toBe('Held by 3 sessions');
    expect(zh.t('now.heldBy', { count: 1 })).toBe('由 1 个会话持有');
  });

  it('choose the form of a rank', () => {
    expect([1, 2, 3, 4, 11, 21, 22].map((count) => en.t('facts.rank', { count }))).toEqual(['1st', '2nd', '3rd', '4th', '11th', '21st', '22nd']);
    expect(zh.t('facts.rank', { count: 2 })).toBe('第 2');
  });

  it('expand nothing in a value', () => {
    const name = '{{count}} $t(tray.quit) {{name}} $1 $& %s';
    expect(en.t('offer.title', { name })).toBe(`Move to ${name}?`);
    expect(en.t('sessions.closeLeaves', { count: 2, name, who: '{{name}}' })).toBe(`Closing leaves ${name} up: {{name}} still hold it.`);
  });

  it('leave places open for elements', () => {
    expect(en.pieces('offer.title', { name: 'Office 5G' })).toEqual(['Move to ', { slot: 'name' }, '?']);
    expect(en.pieces('offer.stays', { name: 'Cable' }, { count: 1 })).toEqual(['1 stays on ', { slot: 'name' }]);
  });

  it('set a space between Han and Latin, none between Han and Han', () => {
    expect(zh.t('trial.footBack', { name: '\u2068Office\u2069' })).toBe('不作答即返回 \u2068Office\u2069。');
    expect(zh.t('trial.footBack', { name: '\u2068有线\u2069' })).toBe('不作答即返回\u2068有线\u2069。');
    expect(zh.pieces('offer.footOverlap', { name: '有线' })).toEqual(['先试用。其间', { slot: 'name' }, '保持连接，可随时返回。']);
    expect(zh.pieces('offer.footOverlap', { name: 'Office' })).toEqual(['先试用。其间 ', { slot: 'name' }, ' 保持连接，可随时返回。']);
  });

  it('write numbers with a true minus', () => {
    expect(en.number(-58)).toBe('−58');
    expect(zh.number(-58)).toBe('−58');
  });
});

describe('the language', () => {
  it('follows the setting, else the first of the system’s that is spoken, else English', () => {
    expect(resolveLanguage('zh', ['en-US'])).toBe('zh');
    expect(resolveLanguage('system', ['de-AT', 'zh-Hans-CN', 'en'])).toBe('zh');
    expect(resolveLanguage('system', ['fr'])).toBe('en');
  });
});
