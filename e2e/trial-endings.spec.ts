import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../app/journal/read-journal.ts';
import { ask, currentName, expect, idOf, test, type Handover } from './support/launch.ts';

/** Trials that end by what happens to the links, and by the program's own death. Those that the user ends are in story.spec.ts. */

const heading = ({ page }: Handover, name: string) => page.getByRole('heading', { name, exact: true });
const button = ({ page }: Handover, name: string) => page.getByRole('button', { name, exact: true });
const ends = ({ dataFolder }: Handover): string[] => (readJournal(dataFolder) as unknown as { kind: string; end: { code: string } }[]).filter(({ kind }) => kind === 'trialEnded').map(({ end }) => end.code);
const endsWith = (handover: Handover, code: string) => expect.poll(() => ends(handover), { timeout: 30_000 }).toEqual([code]);
const connectedTo = (handover: Handover) => expect.poll(async () => { const state = await handover.state(); return state.trial ? 'on trial' : currentName(state); }, { timeout: 30_000 });

/** A trial of Office 5G beside the cable, asked for by the user. */
async function tryOffice(handover: Handover): Promise<void> {
  await handover.page.getByRole('row', { name: /^Office 5G/ }).click();
  await button(handover, 'Move here').click();
}
async function untilOnTrial(handover: Handover): Promise<void> {
  await expect(heading(handover, 'Trying Office 5G')).toBeVisible();
  await expect(button(handover, 'Accept')).toBeVisible({ timeout: 15_000 });
}
const quiet = ['--scenario=quiet-office', '--speed=3'];

test('the candidate is lost: back on the old link', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await tryOffice(handover);
  await untilOnTrial(handover);
  // Loss is still being measured; what is lost now would count as that.
  await expect.poll(async () => (await handover.state()).trial?.tests.every(({ status }) => status !== 'running' && status !== 'waiting')).toBe(true);
  await ask(handover, 'simulation.set', { set: 'offset', accessPoint: await idOf(handover, 'Office 5G'), offset: -100 });
  await connectedTo(handover).toBe('Cable');
  await endsWith(handover, 'candidateLost');
});

test('the old link is lost: no answer keeps the new one, and that is said', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await tryOffice(handover);
  await untilOnTrial(handover);
  const cable = Object.values((await handover.state()).interfaces).find(({ kind }) => kind === 'wired')!.name;
  await ask(handover, 'simulation.set', { set: 'cable', interface: cable, pulled: true });
  await expect(handover.page.getByText('No answer means: stay on Office 5G.')).toBeVisible();
  await connectedTo(handover).toBe('Office 5G');
  await endsWith(handover, 'keptOnSilence');
});

test('both are lost: not connected, and the window says so', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await tryOffice(handover);
  await untilOnTrial(handover);
  const cable = Object.values((await handover.state()).interfaces).find(({ kind }) => kind === 'wired')!.name;
  await ask(handover, 'simulation.set', { set: 'cable', interface: cable, pulled: true });
  await ask(handover, 'simulation.set', { set: 'offset', accessPoint: await idOf(handover, 'Office 5G'), offset: -100 });
  await connectedTo(handover).toBe(null);
  await expect(handover.page.getByText('Not connected', { exact: true })).toBeVisible();
  await endsWith(handover, 'bothLost');
});

for (const [what, fault] of [['gives no address', 'address'], ['refuses the password', 'authentication']] as const) {
  test(`the new one ${what}: the old link was up all the time`, async ({ launch }) => {
    const handover = await launch({ args: ['--scenario=quiet-office', '--speed=10'] });
    await ask(handover, 'simulation.set', { set: 'fault', accessPoint: await idOf(handover, 'Office 5G'), fault });
    await tryOffice(handover);
    await endsWith(handover, 'activationFailed');
    await connectedTo(handover).toBe('Cable');
  });
}

test('the machine sleeps in the middle of it: afterwards it is on the old link', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await tryOffice(handover);
  await untilOnTrial(handover);
  await ask(handover, 'simulation.set', { set: 'sleep', asleep: true });
  await expect.poll(async () => (await handover.state()).trial, { timeout: 30_000 }).toBeNull();
  await ask(handover, 'simulation.set', { set: 'sleep', asleep: false });
  await connectedTo(handover).toBe('Cable');
});

test('the program is killed: started again it says what it found, and holds it for a reject', async ({ launch }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-data-'));
  const first = await launch({ args: quiet, dataFolder });
  await tryOffice(first);
  await untilOnTrial(first);
  expect(existsSync(join(dataFolder, 'open-trial.json'))).toBe(true);
  const ended = once(first.app.process(), 'exit');
  first.app.process().kill('SIGKILL');
  await ended;

  const second = await launch({ args: quiet, dataFolder });
  await expect(second.page.getByText('Handover was ended in the middle of a trial. That counts as a reject.')).toBeVisible();
  await connectedTo(second).toBe('Cable');
  await endsWith(second, 'handoverEnded');
  await second.app.close();
  await rm(dataFolder, { recursive: true, force: true });
});
