import { app, dialog, shell, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { arch, hostname, release, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { RequestError } from '../app/contract/contract.ts';
import { packageLicence, type About, type PackageLicence, type ProgramHandlers } from '../app/contract/program.ts';
import type { HostAccess } from '../app/host/host.ts';
import { problemReport } from '../app/host/problem-report.ts';
import { chooseFile } from './choose-file.ts';
import { logFile } from './log.ts';
import { saveExport } from './save-export.ts';

export interface ProgramOptions {
  readonly window: BrowserWindow;
  readonly opening: Promise<HostAccess>;
  readonly dataFolder: string;
  /** Folder that the build put the licences of what it packed into. */
  readonly licences: string;
}

/** What the window asks of the program around it. */
export function programHandlers({ window, opening, dataFolder, licences }: ProgramOptions): ProgramHandlers {
  return {
    'program.about': () => aboutProgram(dataFolder),
    'program.licences': () => readLicences(licences),
    'program.openRuntimeLicences': async () => {
      const file = join(dirname(process.execPath), 'LICENSES.chromium.html');
      const problem = existsSync(file) ? await shell.openPath(file) : `There is no ${file}.`;
      if (problem !== '') throw new RequestError('failed', problem);
      return null;
    },
    'program.report': async () => ({
      text: problemReport({
        about: aboutProgram(dataFolder), state: await opening.then((host) => host.snapshot().state, () => null),
        log: await readFile(logFile(dataFolder), 'utf8').catch(() => ''), names: { user: userInfo().username, computer: hostname() }, now: Date.now(),
      }),
    }),
    'program.saveReport': async ({ text }) => {
      const path = await chooseFile(window, 'handover-report.json');
      if (path === null) return { path };
      try {
        await writeFile(path, text, { mode: 0o600 });
      } catch (cause) {
        throw new RequestError('failed', cause instanceof Error ? cause.message : String(cause));
      }
      return { path };
    },
    'program.saveExport': async (wanted) => {
      const path = await chooseFile(window, `handover-${wanted.what}-${new Date().toISOString().slice(0, 10)}.${wanted.format}`);
      if (path !== null) await saveExport(await opening, wanted, path);
      return { path };
    },
    'program.chooseFile': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile', 'showHiddenFiles'] });
      return { path: canceled ? null : filePaths[0] ?? null };
    },
    'program.openPortal': async ({ interface: id }) => {
      const { portal } = (await opening).snapshot().state.interfaces[id] ?? { portal: null };
      // It comes from the network: a web page it may be, nothing else that a system opens by its address.
      if (portal === null || !/^https?:\/\//i.test(portal) || !URL.canParse(portal)) throw new RequestError('notFound', 'This connection has told no sign-in page.');
      await shell.openExternal(new URL(portal).href);
      return null;
    },
  };
}

const aboutProgram = (dataFolder: string): About => ({
  version: app.getVersion(),
  runtimes: [{ name: 'Electron', version: process.versions.electron }, { name: 'Chromium', version: process.versions['chrome'] ?? '' }, { name: 'Node.js', version: process.versions.node }],
  system: `${process.platform} ${release()} ${arch()}`,
  dataFolder,
});

/** One file a built part (scripts/licences.mjs); a package of several parts is told once. */
async function readLicences(folder: string): Promise<PackageLicence[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const lists = await Promise.all(files.map(async (name) => packageLicence.array().parse(JSON.parse(await readFile(join(folder, name), 'utf8')))));
  const once = new Map(lists.flat().map((one) => [`${one.name} ${one.version}`, one]));
  return [...once.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
