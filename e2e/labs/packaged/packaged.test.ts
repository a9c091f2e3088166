import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { listPackage } from '@electron/asar';
import { makeDeb, makeUnpacked } from '../../../scripts/package.mjs';

interface Ran { status: number | null; stdout: string; stderr: string }
interface Report {
  installed: string[]; nodeIsHidden: boolean; left: string[]; data: string[]; writable: string[]; sandbox: number; bytes: number; asNode: string;
  window: { url: string; title: string; text: string; hasNode: boolean; processes: { user: string; seccomp: string; type: string; noSandbox: boolean }[]; ended: { code: number | null; signal: string | null } };
  host: Ran;
  /** null: the command is not built. */
  command: Ran | null;
}

/** The deb as it is made, installed for real in a root of its own, used as an ordinary user, and removed. */
let folder: string;
let unpacked: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handover-packaged-'));
  unpacked = await makeUnpacked();
  const deb = await makeDeb(unpacked, folder, { fast: true });
  const file = join(folder, 'report.json');
  await promisify(execFile)('unshare', ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', 'sh', join(import.meta.dirname, 'in-overlay.sh'), file, process.execPath, join(import.meta.dirname, 'in-overlay.mjs'), deb], { maxBuffer: 2 ** 24 });
  report = JSON.parse(readFileSync(file, 'utf8')) as Report;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packaged program', () => {
  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'handover-desktop'));
    const state = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === '1'.charCodeAt(0);
    expect({
      runAsNode: state(FuseV1Options.RunAsNode), options: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable), inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar), integrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation), file: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({ runAsNode: false, options: false, inspect: false, onlyAsar: true, integrity: true, file: false });
    expect(report.asNode).not.toContain('ran as Node');
  });

  it('holds the built program alone: no sources, no maps, no start page of bare Electron', () => {
    const files = listPackage(join(unpacked, 'resources', 'app.asar'), { isPack: false });
    expect(files).toEqual(expect.arrayContaining(['/package.json', '/out/main/index.js', '/out/preload/index.cjs', '/out/renderer/index.html', '/assets/tray/wifi-22.png']));
    // About shows them.
    expect(files.some((path) => path.startsWith('/out/licences/'))).toBe(true);
    expect(files.filter((path) => /\.(?:map|tsx?|test\.\w+)$/.test(path))).toEqual([]);
    expect(existsSync(join(unpacked, 'resources', 'default_app.asar'))).toBe(false);
  });

  it('has a command beside it that can be run as it was unpacked', () => {
    expect(() => accessSync(join(unpacked, 'resources', 'lib', 'bin', 'handover'), constants.X_OK)).not.toThrow();
  });
});

describe('the deb', () => {
  it('installs the program and its place on the desktop', () => {
    expect(report.installed).toEqual(expect.arrayContaining([
      '/opt/handover/handover-desktop', '/usr/bin/handover', '/usr/bin/handover-desktop', '/usr/share/applications/handover.desktop',
      '/usr/share/icons/hicolor/48x48/apps/handover.png', '/usr/share/icons/hicolor/scalable/apps/handover.svg',
    ]));
    expect(report.writable).toEqual([]);
    expect(report.sandbox).toBe(0o4755);
  });

  it('opens its window for an ordinary user, from its own scheme, in the sandbox', () => {
    const { url, text, hasNode, processes } = report.window;
    expect({ url: url.split(/[?#]/)[0], hasNode }).toEqual({ url: 'handover://app/', hasNode: false });
    expect(text).toContain('Access points');
    expect(processes.filter(({ type }) => type === 'renderer')).toEqual([{ user: '65534', seccomp: '2', type: 'renderer', noSandbox: false }]);
    expect(processes.some(({ noSandbox }) => noSandbox)).toBe(false);
  });

  it('ends at SIGTERM in order', () => expect(report.window.ended).toEqual({ code: 0, signal: null }));

  it('runs the host without a window on a machine without Node.js', () => {
    expect(report.nodeIsHidden).toBe(true);
    expect(report.host).toMatchObject({ status: 0, stdout: expect.stringContaining('--driver=') });
  });

  it('runs the command there, with its page, its completions and its service', ({ skip }) => {
    skip(report.command === null, 'this clone builds no command');
    expect(report.command).toMatchObject({ status: 0, stdout: expect.stringMatching(/\d+\.\d+\.\d+/) });
    expect(report.installed).toEqual(expect.arrayContaining([
      '/usr/lib/systemd/user/handover.service', '/usr/share/man/man1/handover.1.gz', '/usr/share/bash-completion/completions/handover',
      '/usr/share/zsh/vendor-completions/_handover', '/usr/share/fish/vendor_completions.d/handover.fish',
    ]));
  });

  it('leaves nothing but the user’s own data when it is removed', () => {
    expect(report.left).toEqual([]);
    expect(report.data.some((path) => path.endsWith('settings.json') || path.includes('journal'))).toBe(true);
  });
});
