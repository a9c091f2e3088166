import { stripVTControlCharacters } from 'node:util';
import type { Context } from './context.ts';

const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Style = keyof typeof styles;

/** The text in a style, on a terminal with colour; else as it is. */
export const paint = ({ isColoured }: Context, style: Style, text: string): string => (isColoured && text !== '' ? `\u001B[${styles[style][0]}m${text}\u001B[${styles[style][1]}m` : text);

/** Columns that a text takes on a terminal: East Asian wide characters take two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += /\p{M}|\u200D|[\uFE00-\uFE0F]|[\u2066-\u2069]/u.test(character) ? 0 : /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  return width;
}

export interface Column { readonly title: string; readonly right?: boolean }

/** Rows under titles, in line; nothing behind the last column. */
export function table(context: Context, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, at) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))));
  const line = (cells: readonly string[]) => cells.map((cell, at) => {
    const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)));
    return columns[at]?.right ? space + cell : at === columns.length - 1 ? cell : cell + space;
  }).join('  ').trimEnd();
  return [line(columns.map(({ title }) => paint(context, 'dim', title))), ...rows.map(line)].join('\n');
}

/** Names and values, one pair a line. */
export function pairs(context: Context, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  return rows.filter(([, value]) => value !== '').map(([name, value]) => `${paint(context, 'dim', name)}${' '.repeat(width - widthOf(name))}  ${value}`).join('\n');
}

/** The one shape of all JSON that the command prints; docs/cli.schema.json. */
export const envelope = (command: string, result: unknown): string => `${JSON.stringify({ version: 1, command, result })}\n`;

/** Prints a result: as JSON, or in words. */
export function print(context: Context, command: string, result: unknown, words: string): void {
  context.write(context.json ? envelope(command, result) : `${words}\n`);
}
