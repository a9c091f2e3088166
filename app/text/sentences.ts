import { showSentence } from './show-name.ts';
import type { Texts } from './texts.ts';

let chineseSentences: Readonly<Record<string, string>> = {};

/** The Chinese of our sentences is loaded with the first Chinese texts: a page in English goes without. Until then they stay English. */
export async function loadSentences(): Promise<void> {
  ({ chineseSentences } = await import('./chinese-sentences.ts'));
}

/**
 * A sentence of a driver, of the host or of a foreign program, for a person to read. Our own are said in the language of
 * `texts`; what somebody else says stays as it came, showable and isolated in its sentence.
 */
export function sentence(texts: Texts, text: string): string {
  return showSentence(texts.language === 'zh' ? inChinese(text) ?? text : text);
}

/** The Chinese of a sentence of our own; null where it is none. With or without its full stop. */
export function inChinese(text: string): string | null {
  const exact = chineseSentences[text];
  if (exact !== undefined) return exact;
  const stopped = chineseSentences[`${text}.`];
  if (stopped !== undefined) return stopped.replace(/。$/u, '');
  for (const { form, chinese } of patterns()) {
    const parts = form.exec(text)?.groups;
    // A part may be a sentence, or a stage, of our own.
    if (parts) return chinese.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => inChinese(parts[name] ?? '') ?? parts[name] ?? '');
  }
  return null;
}

interface Pattern { form: RegExp; chinese: string }
let made: { of: typeof chineseSentences; patterns: readonly Pattern[] } = { of: chineseSentences, patterns: [] };

function patterns(): readonly Pattern[] {
  if (made.of !== chineseSentences) made = { of: chineseSentences, patterns: makePatterns() };
  return made.patterns;
}

const makePatterns = (): Pattern[] => Object.entries(chineseSentences).filter(([english]) => english.includes('{{')).map(([english, chinese]) => ({
  form: new RegExp(`^${english.split(/\{\{(\w+)\}\}/u).map((piece, index) => (index % 2 === 1 ? `(?<${piece}>.+)` : literal(piece))).join('')}$`, 'su'), chinese,
}));

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
