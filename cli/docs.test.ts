import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import about from '../package.json' with { type: 'json' };
import { manPage, markdown } from './docs.ts';
import { jsonSchema } from './json.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

it('the documents are what the command says of itself; else run node scripts/cli-docs.mjs', () => {
  expect(read('docs/cli.md')).toBe(markdown());
  expect(read('assets/man/handover.1')).toBe(manPage(about.version));
  expect(read('docs/cli.schema.json')).toBe(jsonSchema());
});
