/** Languages Handover speaks. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The language to use: the setting, or the first of the system's preferences that is spoken here, or English. */
export function resolveLanguage(setting: 'system' | Language, preferences: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const preference of preferences) {
    const base = preference.toLowerCase().split(/[-_]/)[0];
    const known = languages.find((language) => language === base);
    if (known) return known;
  }
  return 'en';
}

/** Tag for the `lang` attribute and for Intl; the Chinese of the catalogue is written in simplified characters. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-Hans' : 'en');
