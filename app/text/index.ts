/** Words for people: the one place for window, tray, notifications and command. No DOM, no React. */
export { languages, languageTag, resolveLanguage, type Language } from './languages.ts';
export { createTexts, type TextKey, type Texts } from './texts.ts';
export { lossyText, showName, showSentence, type NameSegment, type ShownName } from './show-name.ts';
export { sentence } from './sentences.ts';
export { clientName, configurationName, configurationNameById, nameLookup, networkName, userChoice, type NameOf } from './names.ts';
export * from './units.ts';
export * from './reasons.ts';
export * from './desktop.ts';
export { recordText } from './record.ts';
