import { chineseCommand } from './chinese-command.ts';
import { englishCommand, type CommandKey } from './english-command.ts';
import type { Language } from './languages.ts';

export type { CommandKey } from './english-command.ts';

type Places<S extends string> = S extends `${string}{{${infer P}}}${infer Rest}` ? P | Places<Rest> : never;
type Values<K extends CommandKey> = [Places<(typeof englishCommand)[K]>] extends [never] ? [] : [values: Record<Places<(typeof englishCommand)[K]>, string | number>];

/** Says a text of the command; values are put in as they are. */
export type Say = <K extends CommandKey>(key: K, ...values: Values<K>) => string;

export function commandTexts(language: Language): Say {
  const catalogue: Readonly<Record<CommandKey, string>> = language === 'zh' ? chineseCommand : englishCommand;
  return (key, ...[values]) => catalogue[key].replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String((values as Record<string, string | number> | undefined)?.[name] ?? ''));
}
