import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chineseSentences } from './chinese-sentences.ts';
import { inChinese, loadSentences, sentence } from './sentences.ts';
import { createTexts } from './texts.ts';

const [en, zh] = [createTexts('en'), createTexts('zh')];

/** Sentences for a person stand where failures are made: after their code, or as their detail; a stage is a word of a table. */
const told = /\b(?:fail|failed|of|refuse|RequestError)\('[a-zA-Z]+',\s*'((?:[^'\\]|\\.)*)'|\bdetail: '((?:[^'\\]|\\.)*)'/gu;

function* sourcesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['testing', 'scenarios'].includes(entry.name)) yield* sourcesIn(path);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield path;
  }
}

const said = [...['networkmanager', 'simulated', 'wifi', 'linux'].map((driver) => join('app', 'drivers', driver)), join('app', 'host')].flatMap((folder) => [...sourcesIn(folder)])
  .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(told)].map((match) => (match[1] ?? match[2] ?? '').replaceAll(String.raw`\'`, "'")));

describe('Sentences of drivers and host', () => {
  beforeAll(loadSentences);

  it('are found in the sources', () => expect(said.length).toBeGreaterThan(120));

  it('have Chinese, all of them', () => expect([...new Set(said)].filter((text) => inChinese(text) === null)).toEqual([]));

  it('have Chinese where programs meet their host, too', () => {
    const sources = ['find-host.ts', 'place.ts', 'rpc.ts'].map((name) => readFileSync(join('app/hub/client', name), 'utf8')).join('\n');
    const met = [...sources.matchAll(/new PlaceError\(`((?:[^`\\]|\\.)*)`\)/gu)].map((match) => (match[1] ?? '').replaceAll(/\$\{[^}]*\}/gu, '7'));
    expect(met.length).toBeGreaterThan(9);
    expect(met.filter((text) => inChinese(text) === null)).toEqual([]);
  });

  it('in Chinese keep what varies in them', () => {
    const places = (text: string): string => (text.match(/\{\{\w+\}\}/gu) ?? []).toSorted().join(' ');
    expect(Object.entries(chineseSentences).filter(([english, chinese]) => places(chinese) !== places(english))).toEqual([]);
  });

  it('are said in the language of the texts', () => {
    expect(sentence(en, 'The device was removed. Plug it in again.')).toContain('The device was removed.');
    expect(sentence(zh, 'The device was removed. Plug it in again.')).toContain('设备已被移除。');
    expect(sentence(zh, 'The device was removed. Plug it in again')).not.toMatch(/。\u2069?$/u);
  });

  it('are said with the parts that vary, which may be ours themselves', () => {
    expect(inChinese('NetworkManager says: (1) [x] $& {{what}}')).toBe('NetworkManager 说：(1) [x] $& {{what}}');
    expect(inChinese('No connection after 25 s; stage reached: getting an address.')).toBe('25 秒后仍未连接；已到达：获取地址。');
  });

  it('stay as they came where somebody else says them', () => {
    expect(inChinese('Inappropriate ioctl for device')).toBeNull();
    expect(sentence(zh, 'Inappropriate ioctl for device')).toContain('Inappropriate ioctl for device');
  });
});
