/**
 * Plays the beginning of "Walk to the meeting room" in the real program, answers as a person would by clicking, and leaves pictures
 * and the journal in demo-output/:
 *
 *   npm run demo [-- --speed N]        N times as fast as real time, 1 to 10; 4 unless said otherwise
 *
 * Without a display it brings one of its own. Exit code 1 when the story did not happen.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Scene, tell } from './demo/scene.mjs';
import { root } from './setup/places.mjs';
import { runAsProgram, SetUpError } from './setup/say.mjs';
import { build, electronPath, setUp, withDisplay, withSessionBus } from './setup.mjs';

/** @typedef {import('../app/contract/state.ts').HostState} HostState */

const output = join(root, 'demo-output');

await runAsProgram(async () => {
  const speed = chosenSpeed();
  await setUp({ for: 'demo' });
  await build();
  await rm(output, { recursive: true, force: true });
  await mkdir(output);
  return withDisplay((display) => withSessionBus((env) => play(speed, env), { env: display }));
});

function chosenSpeed() {
  const { values } = parseArgs({ options: { speed: { type: 'string', default: '4' } } });
  const speed = Number(values.speed);
  if (!(speed >= 1 && speed <= 10)) throw new SetUpError(`--speed ${values.speed}: give a number from 1 to 10.`);
  return speed;
}

/**
 * @param {number} speed
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
async function play(speed, env) {
  const { _electron } = await import('playwright');
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-demo-'));
  tell(`Handover's demo: the first minute of "Walk to the meeting room" on a simulated network, ${speed === 1 ? 'in real time' : `${speed} times as fast as real time`}.`);
  tell('Nothing here touches this computer\'s connections. Times are those of the simulated day, from the start.\n');
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [root, `--data-folder=${dataFolder}`, '--driver=simulated', '--scenario=walk-to-meeting-room', `--speed=${speed}`],
    env: /** @type {Record<string, string>} */ (env),
    // Chromium has no sandbox for root.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  /** @type {string[]} */
  const complaints = [];
  /** @type {Error | undefined} */
  let failure;
  try {
    const page = await app.firstWindow();
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    await tellStory(new Scene(page, speed, output));
  } catch (error) {
    failure = error instanceof Error ? error : new Error('For no reason given.');
    await app.windows()[0]?.screenshot({ path: join(output, 'where-it-stopped.png') }).catch(() => { /* there may be no window left to show */ });
  } finally {
    await app.close();
    if (!await copyJournal(dataFolder)) failure ??= new Error('The program left no journal.');
    await rm(dataFolder, { recursive: true, force: true });
  }
  return conclude(failure, complaints);
}

/**
 * The record as JSON lines, beside the pictures.
 *
 * @param {string} dataFolder
 */
async function copyJournal(dataFolder) {
  // In a fresh clone it is there only after the set-up.
  const { runnerImport } = await import('vite');
  /** @type {{ module: typeof import('../app/journal/read-journal.ts') }} */
  const { module } = await runnerImport(join(root, 'app/journal/read-journal.ts'), { root, configFile: false, logLevel: 'error' });
  const lines = module.readJournal(dataFolder);
  await writeFile(join(output, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return lines.length > 0;
}

/** @param {Scene} scene */
async function tellStory(scene) {
  await scene.until(({ sessions }) => Object.values(sessions).some(({ isOpen }) => isOpen), 'a session on the cable');
  await scene.tell('You sit at your desk. Cable carries your traffic and reaches the internet.', '1-at-the-desk');

  await scene.until(({ interfaces, configurations }) => interfaces[nameOfLink(configurations, 'Cable')]?.connectivity === 'none', 'the fault on the cable', 12);
  await scene.tell('A switch behind the cable fails: the plug is in, but there is no internet.');

  await scene.heading('Move to Office 5G?', 60);
  await scene.tell('Handover asks: "Move to Office 5G?" It says why, and shows both side by side.', '2-the-question');

  await scene.click('Migrate');
  await scene.tell('You click Migrate. Office 5G is brought up beside the cable; nothing has moved yet.');
  await scene.heading('Trying Office 5G', 5);
  await scene.until(({ trial }) => trial?.phase === 'passed', 'the tests to pass', 15);
  await scene.tell('On trial: address, gateway and internet are tested over the new link, and all pass.', '3-the-trial');

  await scene.click('Accept');
  await scene.until(({ trial, sessions, configurations }) => trial === null
    && Object.values(sessions).some(({ client, activeConfiguration }) => client.isDesktop && configurations[activeConfiguration]?.name === 'Office 5G'), 'Office 5G to be kept', 15);
  await scene.tell('You click Accept. Office 5G carries your traffic now.', '4-on-office-5g');

  await scene.click('Sessions');
  await scene.heading('Sessions', 1);
  await scene.tell('The session has gone on through it all: same session, its totals kept.', '5-sessions');
}

/**
 * @param {HostState['configurations']} configurations
 * @param {string} name
 */
function nameOfLink(configurations, name) {
  return Object.values(configurations).find((one) => one.name === name)?.accessPoint?.link?.interface ?? '';
}

/**
 * @param {Error | undefined} failure
 * @param {string[]} complaints
 */
function conclude(failure, complaints) {
  const folder = relative(process.cwd(), output) || '.';
  tell('');
  for (const complaint of complaints) tell(`The window complained: ${complaint}`);
  if (failure !== undefined) {
    tell(`The story did not happen. ${failure.message}`);
    tell(`What there is of it: ${folder}/ (where-it-stopped.png, journal.jsonl)`);
    return 1;
  }
  tell(complaints.length === 0 ? 'That was all: one question, one trial, one answer, and nothing was cut.' : 'The story happened, but not without complaints of the window.');
  tell(`Pictures, in light and dark: ${folder}/1-at-the-desk-light.png to ${folder}/5-sessions-dark.png`);
  tell(`Every decision with its reason, one a line: ${folder}/journal.jsonl`);
  tell('To see it with your own eyes: npm start -- --driver=simulated --scenario=walk-to-meeting-room');
  return complaints.length === 0 ? 0 : 1;
}
