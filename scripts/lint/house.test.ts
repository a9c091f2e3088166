import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../setup/command.mjs';
import { root } from '../setup/places.mjs';
import { problemOf } from './import-rules.mjs';

describe('who may import whom', () => {
  it.each([
    ['app/contract/state.ts', './values.ts'],
    ['app/contract/state.ts', 'zod'],
    ['app/text/reasons.ts', '../contract/reason.ts'],
    ['app/core/roaming/engine.ts', '../ports/driver.ts'],
    ['app/core/session.ts', './roaming/engine.ts'],
    ['app/drivers/simulated/index.ts', '../../core/ports/driver.ts'],
    ['app/drivers/networkmanager/bus.ts', 'node:fs'],
    ['app/host/open-host.ts', '../core/session.ts'],
    ['app/host/open-host.ts', '../drivers/simulated/index.ts'],
    ['app/hub/server.ts', '../host/host.ts'],
    ['main/index.ts', 'electron'],
    ['main/index.ts', '../app/hub/server.ts'],
    ['main/window.ts', '../assets/icon.png'],
    ['preload/index.ts', 'electron'],
    ['renderer/main.tsx', 'react-dom/client'],
    ['renderer/main.tsx', '../app/text/index.ts'],
    ['cli/index.ts', '../app/hub/client/index.ts'],
    ['e2e/story.spec.ts', '../app/core/session.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(problemOf(file, specifier)).toBeUndefined();
  });

  it.each([
    ['app/contract/state.ts', '../text/index.ts', 'app/contract may import nothing of ours, not app/text'],
    ['app/text/reasons.ts', '../core/session.ts', 'not app/core'],
    ['app/core/session.ts', '../drivers/simulated/index.ts', 'not app/drivers'],
    ['app/core/session.ts', 'node:fs', 'runs without Node'],
    ['app/core/ports/driver.ts', '../session.ts', 'not app/core'],
    ['app/drivers/simulated/index.ts', '../../core/session.ts', 'not app/core'],
    ['app/journal/journal.ts', '../drivers/shared/x.ts', 'not app/drivers'],
    ['app/host/open-host.ts', '../hub/server.ts', 'not app/hub'],
    ['app/hub/server.ts', '../core/session.ts', 'not app/core'],
    ['app/hub/client/index.ts', '../server.ts', 'not app/hub'],
    ['app/host/open-host.ts', 'electron', 'Only main and preload'],
    ['app/host/open-host.ts', 'react', 'Only renderer'],
    ['app/host/open-host.ts', '../stray.ts', 'no part of the program'],
    ['main/index.ts', '../app/core/session.ts', 'not app/core'],
    ['main/index.ts', '../renderer/main.tsx', 'not renderer'],
    ['preload/index.ts', '../app/host/host.ts', 'not app/host'],
    ['preload/index.ts', 'fs/promises', 'runs without Node'],
    ['renderer/main.tsx', '../app/host/host.ts', 'not app/host'],
    ['renderer/main.tsx', 'electron', 'Only main and preload'],
    ['cli/index.ts', '../app/hub/server.ts', 'not app/hub'],
  ])('%s may not import %s', (file, specifier, why) => {
    expect(problemOf(file, specifier)).toContain(why);
  });

  it('keeps the tests\' helpers out of the program', () => {
    expect(problemOf('app/core/testing/rig.ts', '../../drivers/shared/fake-clock.ts')).toBeUndefined();
    expect(problemOf('app/core/session.test.ts', './testing/rig.ts')).toBeUndefined();
    expect(problemOf('app/core/session.ts', './testing/rig.ts')).toContain('is for tests only');
  });

  it('lets a test bring fakes of other rooms, but not of the other end of the house', () => {
    expect(problemOf('app/core/session.test.ts', '../drivers/shared/fake-clock.ts')).toBeUndefined();
    expect(problemOf('app/core/session.test.ts', 'node:fs')).toBeUndefined();
    expect(problemOf('app/core/session.test.ts', '../../renderer/main.tsx')).toContain('not renderer');
    expect(problemOf('app/core/session.test.ts', 'electron')).toContain('Only main and preload');
  });
});

describe('the linter, with our configuration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handover-lint-'));
    await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    await mkdir(join(folder, 'scripts'));
    await symlink(join(root, 'scripts', 'lint'), join(folder, 'scripts', 'lint'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const lint = async (file: string, text: string) => {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), text);
    return run(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'unix', file], { cwd: folder });
  };

  it('passes an allowed import', async () => {
    expect(await lint('app/core/session.ts', "export { clock } from './ports/clock.ts';\n")).toMatchObject({ code: 0 });
  });

  it.each([
    ['a plain import', "import { driver } from '../drivers/simulated/index.ts';\nexport const mine = driver;\n"],
    ['an import of types', "import type { Driver } from '../drivers/simulated/index.ts';\nexport type Mine = Driver;\n"],
    ['an export of another file', "export * from '../drivers/simulated/index.ts';\n"],
    ['a late import', "export const late = () => import('../drivers/simulated/index.ts');\n"],
  ])('fails %s that the house forbids', async (_, text) => {
    const { code, output } = await lint('app/core/session.ts', text);
    expect(code).not.toBe(0);
    expect(output).toContain('house(imports)');
  });

  it.each([
    ['a property', "export const fill = (element: HTMLElement, name: string) => { element.innerHTML = name; };\n"],
    ['an attribute', 'export const Name = ({ name }: { name: string }) => <b dangerouslySetInnerHTML={{ __html: name }} />;\n'],
  ])('fails text that becomes markup through %s', async (_, text) => {
    const { code, output } = await lint('renderer/name.tsx', text);
    expect(code).not.toBe(0);
    expect(output).toContain('house(no-markup-from-text)');
  });
});
