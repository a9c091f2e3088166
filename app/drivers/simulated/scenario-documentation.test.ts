import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenarioText } from './load-scenario.ts';
import { scenarioJsonSchema } from './json-schema.ts';
import { Play } from './test-play.ts';

const page = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
const example = /```json\n([\s\S]*?)```/.exec(page)![1]!;

/** Every key that a scenario file can have, wherever it stands, and every word that one of them can be. */
function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, enum: values, const: value } = schema as { properties?: object; enum?: unknown[]; const?: unknown };
  return [...Object.keys(properties ?? {}), ...(values ?? []), ...(typeof value === 'string' ? [value] : []), ...Object.values(schema).flatMap(wordsOf)].map(String);
}

describe('docs/scenarios.md', () => {
  it('has every key and every word of the schema', () => {
    const words = new Set(wordsOf(JSON.parse(scenarioJsonSchema())));
    // Words of the page that stand as code, inside braces too.
    const documented = new Set([...page.replace(example, '').matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.match(/[$\w.]+/g) ?? []));
    expect(words.size).toBeGreaterThan(60);
    expect([...words].filter((word) => !documented.has(word))).toEqual([]);
  });

  it('has the JSON schema beside it that belongs to the program’s own (node scripts/scenario-schema.mjs)', () => {
    expect(readFileSync(new URL('../../../docs/scenario.schema.json', import.meta.url), 'utf8')).toBe(scenarioJsonSchema());
  });

  it('has an example that does what it says', async () => {
    const play = await Play.start(parseScenarioText('docs/scenarios.md', example));
    const level = (id: string): number => play.accessPoint(id)!.level!;
    expect(play.isActive('flat')).toBe(true);
    const atDesk = { flat: level('flat'), hotspot: level('hotspot') };
    await play.advance(110);
    await play.ends(play.driver.scan());
    expect(level('flat')).toBeLessThan(atDesk.flat - 20);
    expect(Math.abs(level('hotspot') - atDesk.hotspot)).toBeLessThan(20);
    await play.advance(90);
    expect(play.interface('wlp3s0').connectivity).toBe('limited');
    await play.advance(60);
    expect(play.driver.control.position()).toEqual({ x: 2, y: 2, floor: 0 });
    expect(play.witness.faults).toEqual([]);
  });
});
