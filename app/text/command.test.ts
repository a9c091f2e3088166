import { describe, expect, it } from 'vitest';
import { chineseCommand } from './chinese-command.ts';
import { commandTexts } from './command.ts';
import { englishCommand, type CommandKey } from './english-command.ts';

const keys = Object.keys(englishCommand) as CommandKey[];
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe('the command’s catalogues', () => {
  it('have the same keys, and ask for the same values', () => {
    expect(Object.keys(chineseCommand).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, places(chineseCommand[key])]).toEqual([key, places(englishCommand[key])]);
  });

  it('keep the tone of the others', () => {
    const all = [...Object.values(englishCommand), ...Object.values(chineseCommand)];
    expect(all.filter((text) => text.trim() === '' || /[!！]|\bplease\b|successfully|oops/i.test(text))).toEqual([]);
  });

  it('expand nothing in a value', () => {
    expect(commandTexts('en')('done.connected', { name: '{{name}} $&' })).toBe('Connected with {{name}} $&.');
    expect(commandTexts('zh')('done.connected', { name: 'Office' })).toBe('已连接 Office。');
  });
});
