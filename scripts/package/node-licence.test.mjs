import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageLicence } from '../../app/contract/program.ts';
import { nodeLicence } from './node-licence.mjs';

/** @type {string} */
let folder;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'node-licence-')); mkdirSync(join(folder, 'bin')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = 'Node.js is licensed for use as follows:\n\nPermission is hereby granted\n';

describe('the licence of the Node.js that goes with the program', () => {
  it.each([['as in the archives of nodejs.org', 'LICENSE'], ['as on Windows', 'bin/LICENSE'], ['as in packages', 'share/doc/nodejs/LICENSE']])('is found %s', (_where, path) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), words);
    expect(packageLicence.parse(nodeLicence(join(folder, 'bin/node'), '20.1.0'))).toMatchObject({ name: 'Node.js', version: '20.1.0', text: words.trim() });
  });

  it('is not taken from whatever is called so; without one nothing is packaged', () => {
    writeFileSync(join(folder, 'LICENSE'), 'GNU GENERAL PUBLIC LICENSE');
    expect(() => nodeLicence(join(folder, 'bin/node'), '20.1.0')).toThrow('cannot be handed on');
  });
});
