import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differences, expectationSchema, parseFile, parseTrace, replay } from '../../app/core/roaming/replay/index.ts';
import { presets } from '../../app/core/roaming/settings.ts';
import { traces } from './index.ts';

const folder = join(import.meta.dirname, '..', '..', 'e2e', 'roaming');
const names = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
const read = (name: string, file: string) => readFileSync(join(folder, name, file), 'utf8');

describe('the scenarios of roaming, with the balanced settings', () => {
  it('each is made by scripts/make-traces.mjs', () => { expect(names.toSorted()).toEqual(Object.keys(traces).toSorted()); });

  it.each(names)('%s: asked as the rules say', async (name) => {
    const trace = parseTrace(`${name}/trace.json`, read(name, 'trace.json'));
    const expected = parseFile('expectation', `${name}/expected.json`, read(name, 'expected.json'), expectationSchema);
    const outcome = await replay(trace, presets.balanced);
    expect(differences(expected, outcome)).toEqual([]);
  });
});
