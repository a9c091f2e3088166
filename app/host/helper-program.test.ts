import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { helperProgram } from './helper-program.ts';

it('the Wi-Fi helper runs on the Node.js that an installed program brings, else on this one', () => {
  const resources = mkdtempSync(join(tmpdir(), 'handover-resources-'));
  try {
    expect(helperProgram(resources).node).toEqual({ program: process.execPath, env: {} });
    mkdirSync(join(resources, 'lib'));
    const own = join(resources, 'lib', process.platform === 'win32' ? 'node.exe' : 'node');
    writeFileSync(own, '');
    expect(helperProgram(resources)).toEqual({ script: join(resources, 'lib', 'wifi', 'child.js'), node: { program: own, env: {} } });
  } finally {
    rmSync(resources, { recursive: true, force: true });
  }
});
