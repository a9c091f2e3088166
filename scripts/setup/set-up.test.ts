import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNodeVersion } from './node-version.mjs';
import { nodePackagesMatch } from './node-packages.mjs';
import { root } from './places.mjs';
import { asArgument, notInstalled, wanted } from './system-packages.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '26.0.0'])('%s is new enough', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it.each(['18.20.4', '20.18.1'])('%s is refused, with what is needed and what is there', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(`needs Node 20.19 or newer; this is ${version}`);
  });
});

describe('the npm packages', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handover-packages-'));
    await mkdir(join(folder, 'node_modules'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const zod = { version: '4.0.0', integrity: 'sha512-a' };
  const forMac = { version: '1.0.0', integrity: 'sha512-b', optional: true };
  const asked = (packages: object) => writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  const there = (packages: object) => writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));

  it('are as asked for when npm put the same versions there', async () => {
    await asked({ 'node_modules/zod': zod });
    await there({ 'node_modules/zod': zod });
    expect(await nodePackagesMatch(folder)).toBe(true);
  });

  it('may lack what is optional, for another platform', async () => {
    await asked({ 'node_modules/zod': zod, 'node_modules/for-mac': forMac });
    await there({ 'node_modules/zod': zod });
    expect(await nodePackagesMatch(folder)).toBe(true);
  });

  it.each([
    ['nothing was installed', undefined],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/zod': { ...zod, version: '4.0.1' } }],
    ['one has another content', { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } }],
    ['one is left from before', { 'node_modules/zod': zod, 'node_modules/old': zod }],
  ])('are installed again when %s', async (_, packages) => {
    await asked({ 'node_modules/zod': zod });
    if (packages !== undefined) await there(packages);
    expect(await nodePackagesMatch(folder)).toBe(false);
  });
});

describe('package-lock.json', () => {
  interface Locked { version?: string, resolved?: string, optionalDependencies?: Record<string, string> }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

  it('names no download addresses', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  // npm leaves out what its registry does not offer at that moment, and `npm ci` then refuses the whole file.
  it('has every optional package, those of other platforms as well', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies)
      .filter((name) => packages[`${path}/node_modules/${name}`] === undefined && packages[`node_modules/${name}`] === undefined));
    expect(missing).toEqual([]);
  });
});

describe('the system packages', () => {
  const architecture = new Map([['x64', 'amd64'], ['arm64', 'arm64'], ['arm', 'armhf']]).get(process.arch);
  const sound = { names: ['libasound2t64', 'libasound2'], optional: false };

  it('count as there under any of their names', () => {
    expect(notInstalled([sound], `installed ${architecture} libasound2\n`)).toEqual([]);
    expect(notInstalled([sound], `installed ${architecture} libasound2t64\n`)).toEqual([]);
  });

  it('count as missing when removed but configured, or there for another architecture only', () => {
    expect(notInstalled([sound], `config-files ${architecture} libasound2\n`)).toEqual([sound]);
    expect(notInstalled([sound], 'installed riscv64 libasound2\n')).toEqual([sound]);
  });

  it('of a start are Electron\'s libraries; the demo adds a display, the tests a NetworkManager', () => {
    const names = (purpose: 'start' | 'demo' | 'test') => wanted(purpose).flatMap((want) => want.names);
    expect(names('start')).toContain('libgtk-3-0t64');
    expect(names('start')).not.toContain('xvfb');
    expect(names('demo')).toContain('xvfb');
    expect(names('demo')).not.toContain('network-manager');
    expect(names('test')).toContain('network-manager');
  });

  it('are told to the installer with all their names, the best first', () => {
    expect(asArgument(sound)).toBe('libasound2t64,libasound2');
    expect(asArgument({ names: ['fonts-inter'], optional: true })).toBe('optional:fonts-inter');
  });
});
