/** The steps of `npm test`: what each runs, and how its result is counted. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDisplay, withSessionBus } from '../setup/display.mjs';
import { root } from '../setup/places.mjs';
import { wifiLabUnavailable } from '../../e2e/labs/wifi/requirements.mjs';
import { labObstacle } from './labs.mjs';
import { packageObstacle } from './package.mjs';
import { believed, countPlaywright, sum } from './reports.mjs';
import { runTool } from './tool.mjs';

/**
 * @typedef {import('./reports.mjs').Counts} Counts
 * @typedef {object} Step
 * @property {string} name for --only and --skip
 * @property {string} title
 * @property {(state: { buildFailed: boolean }) => Promise<Counts>} run
 */

const tools = {
  tsc: 'node_modules/typescript/bin/tsc',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/playwright/cli.js',
};
const minutes = 60_000;

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'types',
    title: 'Types, against the current Electron and the oldest one it runs on',
    run: async () => asOneTest(await runTool(tools.tsc, ['-p', 'tsconfig.json'], { limit: 2 * minutes })
      || await runTool(tools.tsc, ['-p', 'tsconfig.electron-33.json'], { limit: 2 * minutes })),
  },
  {
    name: 'lint',
    title: 'Lint, with the rules of who may import whom',
    run: async () => asOneTest(await runTool(tools.oxlint, ['--type-aware', '--deny-warnings'], { limit: 2 * minutes })),
  },
  {
    name: 'unit',
    title: 'Units, models and contracts',
    run: () => vitest('vitest.config.ts', { ...process.env, ...noSystemBus }, 15 * minutes),
  },
  {
    name: 'build',
    title: 'Build',
    run: async (state) => {
      const code = await runTool('scripts/build.mjs', [], { limit: 2 * minutes });
      state.buildFailed = code !== 0;
      return { passed: 0, failed: state.buildFailed ? 1 : 0, skipped: [] };
    },
  },
  {
    name: 'e2e',
    title: 'The program in the real Electron, on the simulated network',
    run: async (state) => {
      const files = testFiles('e2e', '.spec.ts').filter((file) => !file.startsWith('labs'));
      if (state.buildFailed) return allSkipped(files, 'the build failed');
      return files.length === 0 ? nothing() : inDesktop(noSystemBus, (env) => playwright('e2e', env, 20 * minutes));
    },
  },
  {
    name: 'labs',
    title: 'Laboratories: a real NetworkManager, and a bare kernel, on networks of their own',
    run: async (state) => {
      const tests = testFiles('e2e/labs/networkmanager', '.test.ts');
      const programs = testFiles('e2e/labs/networkmanager', '.spec.ts');
      const obstacle = state.buildFailed ? 'the build failed' : await labObstacle();
      if (obstacle !== undefined) return allSkipped([...tests, ...programs], obstacle);
      const counts = [];
      if (tests.length > 0) counts.push(await vitest('vitest.labs.config.ts', process.env, 15 * minutes, 'e2e/labs/networkmanager/', 'e2e/labs/linux/'));
      if (programs.length > 0) counts.push(await inDesktop({}, (env) => playwright('labs', env, 15 * minutes)));
      return sum(counts);
    },
  },
  {
    name: 'package',
    title: 'The packaged program: installed in a root of its own, used as an ordinary user, removed',
    run: async (state) => {
      const obstacle = state.buildFailed ? 'the build failed' : await packageObstacle();
      if (obstacle !== undefined) return allSkipped(testFiles('e2e/labs/packaged', '.test.ts'), obstacle);
      return vitest('vitest.labs.config.ts', process.env, 10 * minutes, 'e2e/labs/packaged/');
    },
  },
  {
    name: 'wifi',
    title: 'Laboratory: a real NetworkManager on real Wi-Fi, in a virtual machine (built once, in some minutes)',
    run: async () => {
      const obstacle = wifiLabUnavailable();
      if (obstacle !== null) return allSkipped(testFiles('e2e/labs/wifi', '.test.ts'), obstacle);
      return vitest('vitest.labs.config.ts', process.env, 30 * minutes, 'e2e/labs/wifi/');
    },
  },
];

/** Tests that name no bus must not reach this machine's own NetworkManager. */
const noSystemBus = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/handover-test-bus' };

/** @returns {Counts} */
function nothing() {
  return { passed: 0, failed: 0, skipped: [] };
}

/** @param {number} code @returns {Counts} */
function asOneTest(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

/** @param {string[]} files @param {string} reason @returns {Counts} */
function allSkipped(files, reason) {
  return { ...nothing(), skipped: files.map((name) => ({ name, reason })) };
}

/**
 * @param {string} folder relative to the repository
 * @param {string} ending
 */
function testFiles(folder, ending) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
}

/**
 * @param {string} configuration
 * @param {NodeJS.ProcessEnv} env
 * @param {number} limit ms
 * @param {string[]} folders only tests in these
 */
function vitest(configuration, env, limit, ...folders) {
  return withReport(async (report) => {
    const code = await runTool(tools.vitest, ['run', ...folders, '--config', configuration, '--reporter', 'default', '--reporter', './scripts/test/vitest-reporter.mjs'],
      { env: { ...env, HANDOVER_TEST_REPORT: report }, limit });
    return believed(/** @type {Counts | undefined} */ (await readReport(report)), code);
  });
}

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {number} limit ms
 */
function playwright(project, env, limit) {
  return withReport(async (report) => {
    const code = await runTool(tools.playwright, ['test', '--project', project, '--reporter', 'list,json'], { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }, limit });
    const found = /** @type {import('./reports.mjs').PlaywrightReport | undefined} */ (await readReport(report));
    return believed(found === undefined ? undefined : countPlaywright(found), code);
  });
}

/**
 * @param {(report: string) => Promise<Counts>} work
 * @returns {Promise<Counts>}
 */
async function withReport(work) {
  const folder = await mkdtemp(join(tmpdir(), 'handover-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {Promise<unknown>} undefined when the tool wrote none
 */
async function readReport(file) {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
}

/**
 * A desktop of the tests' own: display, session bus, and folders for settings and data, so that nothing of the user's is read or changed.
 *
 * @param {NodeJS.ProcessEnv} more
 * @param {(env: NodeJS.ProcessEnv) => Promise<Counts>} work
 * @returns {Promise<Counts>}
 */
async function inDesktop(more, work) {
  const home = await mkdtemp(join(tmpdir(), 'handover-home-'));
  const folders = { XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data'), XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') };
  try {
    return await withDisplay((env) => withSessionBus(work, { env }), { env: { ...process.env, ...folders, ...more }, always: true });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
