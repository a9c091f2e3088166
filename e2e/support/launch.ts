import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { WindowRequestInput, WindowRequestName } from '../../app/contract/program.ts';
import type { HostState } from '../../app/contract/state.ts';
import { electronPath, withDisplay, withSessionBus } from '../../scripts/setup.mjs';

export const root = resolve(import.meta.dirname, '..', '..');

export interface Handover {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the page reported as wrong; empty at the end of a test, unless it says otherwise. */
  readonly complaints: string[];
  /** What the program itself wrote to its log. */
  log(): Promise<string>;
  /** The host's state, asked for as the page does. */
  state(): Promise<HostState>;
}

export interface LaunchOptions {
  /** Handover's own arguments beside the data folder, such as --scenario=…; the simulated network unless they say otherwise. */
  args?: string[];
  dataFolder?: string;
  /** Changes to the desktop's environment. */
  env?: NodeJS.ProcessEnv;
}

interface Fixtures {
  /** A display and a session bus of the test's own, as an environment. */
  desktop: NodeJS.ProcessEnv & { DBUS_SESSION_BUS_ADDRESS: string };
  /** Starts the built program. What it started ends with the test, which fails when anything complained. */
  launch: (options?: LaunchOptions) => Promise<Handover>;
  /** Complaints that the test provokes. */
  expectedComplaints: RegExp | null;
}

export const test = base.extend<Fixtures>({
  expectedComplaints: [null, { option: true }],

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed: none
  desktop: async ({}, provide) => {
    await withDisplay((env) => withSessionBus((whole) => provide(whole as Fixtures['desktop']), { env: { ...env, LANG: 'en_US.UTF-8', LANGUAGE: 'en' } }));
  },

  launch: async ({ desktop, expectedComplaints }, provide) => {
    const started: Handover[] = [];
    const folders: string[] = [];
    await provide(async ({ args = [], dataFolder, env = {} } = {}) => {
      const folder = dataFolder ?? await mkdtemp(join(tmpdir(), 'handover-data-'));
      if (dataFolder === undefined) folders.push(folder);
      const handover = await launchProgram({ ...desktop, ...env }, folder, args);
      started.push(handover);
      return handover;
    });
    for (const { app } of started) await app.close();
    for (const handover of started) {
      const unexpected = [...handover.complaints, ...(await handover.log()).split('\n').filter(Boolean)].filter((text) => !expectedComplaints?.test(text));
      expect(unexpected, 'complaints of the window and of the program').toEqual([]);
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  },
});
export { expect };

async function launchProgram(env: NodeJS.ProcessEnv, dataFolder: string, args: string[]): Promise<Handover> {
  const own = args.some((argument) => argument.startsWith('--driver=')) ? args : ['--driver=simulated', ...args];
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [root, `--data-folder=${dataFolder}`, ...own],
    env: Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    // Only root has none.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const complaints: string[] = [];
  const listen = (page: Page) => {
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console ${message.type()}: ${message.text()}`); });
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  };
  app.windows().forEach(listen);
  app.on('window', listen);
  const page = await app.firstWindow();
  await page.waitForURL('handover://app/');
  const logFile = join(dataFolder, 'handover.log');
  return {
    app, page, dataFolder, complaints,
    log: async () => (existsSync(logFile) ? readFile(logFile, 'utf8') : ''),
    state: () => page.evaluate(async () => {
      const { handover } = globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } };
      return (JSON.parse(await handover.request('state.get', 'null')) as { ok: { state: HostState } }).ok.state;
    }),
  };
}

/** The one window, from the outside. */
export const windowOf = ({ app }: Handover) => ({
  hide: () => app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.hide(); }),
  show: () => app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.show(); }),
  close: () => app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.close(); }),
  isVisible: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false),
});

/** Name of the access point that carries the desktop's own session; null: none. */
export function currentName(state: HostState): string | null {
  const session = Object.values(state.sessions).find(({ client }) => client.isDesktop);
  return (session && state.configurations[session.activeConfiguration]?.name) ?? null;
}

/** What the window's page asks the host, or the program; fails with the refusal's words. */
export const ask = <N extends WindowRequestName>({ page }: Handover, name: N, input: WindowRequestInput<N>) => page.evaluate(async ([asked, json]) => {
  const { handover } = globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } };
  const answer = JSON.parse(await handover.request(asked, json)) as { failure?: { message: string } };
  if (answer.failure) throw new Error(answer.failure.message);
}, [name, JSON.stringify(input)] as const);

/** Id of a configuration by its name. */
export const idOf = async (handover: Handover, name: string): Promise<string> => {
  const found = Object.values((await handover.state()).configurations).find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found.id;
};
