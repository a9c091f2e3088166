import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, root, test, type Handover } from './support/launch.ts';

/** A user choice as a person opens and answers it, on the simulated network. */

const quiet = ['--scenario=quiet-office', '--speed=6'];
const heading = ({ page }: Handover, name: string) => page.getByRole('heading', { name, exact: true });
const button = ({ page }: Handover, name: string) => page.getByRole('button', { name, exact: true });
const prompt = ({ page }: Handover) => page.getByRole('region', { name: 'Which connection?' });
const connect = (handover: Handover) => prompt(handover).getByRole('button', { name: 'Connect', exact: true }).click();
const option = ({ page }: Handover, name: RegExp) => page.getByRole('option', { name });
/** The one session on a user choice: its state, and the names of what it was resolved to and of what it uses. */
const choice = (handover: Handover) => expect.poll(async () => {
  const { sessions, configurations } = await handover.state();
  const session = Object.values(sessions).find(({ configuration }) => configuration === 'userChoice');
  return session && [session.state, configurations[session.userChoiceConfiguration]?.name ?? '', configurations[session.activeConfiguration]?.name ?? ''];
}, { timeout: 20_000 });

const rail = ({ page }: Handover, name: RegExp) => page.getByRole('navigation').getByRole('button', { name });
const goTo = (handover: Handover, page: RegExp) => rail(handover, page).click();

async function openChoice(handover: Handover): Promise<void> {
  await goTo(handover, /^Sessions/);
  await button(handover, 'Open a session').click();
  await handover.page.getByRole('menuitem', { name: /^Ask me each time/ }).click();
  await expect(heading(handover, 'Which connection?')).toBeVisible();
}

const row = (handover: Handover) => handover.page.getByRole('row').filter({ hasText: 'User choice' });

test('a user choice is opened from Sessions, answered with Office 5G, and connected', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await openChoice(handover);
  await choice(handover).toEqual(['connecting', '', '']);
  await expect(rail(handover, /^Access points/)).toContainText('A session waits for your choice');
  // What is only seen cannot be chosen.
  await expect(option(handover, /^Cable/)).toBeVisible();
  await expect(option(handover, /^eduroam/)).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page: handover.page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);

  await option(handover, /^Office 5G/).click();
  await connect(handover);
  await choice(handover).toEqual(['connected', 'Office 5G', 'Office 5G']);
  await expect(heading(handover, 'Which connection?')).toBeHidden();
  await goTo(handover, /^Sessions/);
  await expect(row(handover)).toContainText('Office 5G');
  await expect(row(handover)).toContainText('Connected');
});

test('it is answered with the keyboard alone: F6, arrow keys, Enter', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await openChoice(handover);
  const { page } = handover;
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await expect(prompt(handover).getByRole('option').first()).toBeFocused();
  const names = await prompt(handover).getByRole('option').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  for (let at = names.findIndex((name) => name.startsWith('Office 5G')); at > 0; at -= 1) await page.keyboard.press('ArrowDown');
  await expect(option(handover, /^Office 5G/)).toBeFocused();
  await page.keyboard.press('Enter');
  await choice(handover).toEqual(['connected', 'Office 5G', 'Office 5G']);
});

test('dismissed: the session is closed, and says why', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  await openChoice(handover);
  await button(handover, 'Cancel').click();
  await choice(handover).toEqual(['disconnected', '', '']);
  await goTo(handover, /^Sessions/);
  await expect(row(handover)).toContainText('Disconnected');
  await row(handover).click();
  await expect(handover.page.getByText('The session was aborted by the user or system.')).toBeVisible();
  // It asks again each time it is opened.
  await button(handover, 'Open').click();
  await button(handover, 'Choose…').click();
  await expect(heading(handover, 'Which connection?')).toBeVisible();
});

test('what was chosen does not work: it asks again, with the reason, and another choice does', async ({ launch }) => {
  const folder = await mkdtemp(join(tmpdir(), 'handover-scenario-'));
  const scenario = JSON.parse(await readFile(join(root, 'app/drivers/simulated/scenarios/quiet-office.json'), 'utf8')) as { accessPoints: { id: string; fails?: string }[] };
  scenario.accessPoints.find(({ id }) => id === 'office-5g')!.fails = 'authentication';
  const path = join(folder, 'refused.json');
  await writeFile(path, JSON.stringify(scenario));
  const handover = await launch({ args: [`--scenario=${path}`, '--speed=6'] });
  await openChoice(handover);
  await option(handover, /^Office 5G/).click();
  await connect(handover);
  await expect(handover.page.getByText(/^\u2068?Office 5G\u2069?: The password was not accepted$/)).toBeVisible({ timeout: 20_000 });
  await choice(handover).toEqual(['connecting', '', '']);

  await option(handover, /^Cable/).click();
  await expect(option(handover, /^Cable/)).toHaveAttribute('aria-selected', 'true');
  await connect(handover);
  await choice(handover).toEqual(['connected', 'Cable', 'Cable']);
  await rm(folder, { recursive: true, force: true });
});
