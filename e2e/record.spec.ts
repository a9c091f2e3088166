import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './support/launch.ts';

/** Activity and traffic in the real program: what happened is there, is found, and is saved where the person says. */

test('what was asked stands in Activity with its reason, and is saved as a file; traffic has its history', async ({ launch }) => {
  const folder = await mkdtemp(join(tmpdir(), 'handover-export-'));
  const { app, page } = await launch({ args: ['--scenario=walk-to-meeting-room', '--speed=10'] });
  await page.getByRole('button', { name: 'Ignore', exact: true }).click({ timeout: 15_000 });

  await page.keyboard.press('Control+4');
  await expect(page.getByText(/Ignored: .*Office 5G/)).toBeVisible();
  await page.getByRole('radio', { name: 'Sessions' }).click({ force: true });
  await expect(page.getByText(/opened a session on .*Cable/)).toBeVisible();
  await expect(page.getByText(/Ignored: .*Office 5G/)).toHaveCount(0);
  await page.getByRole('radio', { name: 'Decisions' }).click({ force: true });
  await page.getByRole('button', { name: /^Why: Move from/ }).click();
  await expect(page.getByRole('table').getByText('Internet').first()).toBeVisible();

  const file = join(folder, 'record.csv');
  await app.evaluate(({ dialog }, filePath) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath }); }, file);
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('button', { name: 'Save as…' }).click();
  await expect(page.getByText(`Saved: ${file}`)).toBeVisible();
  const saved = await readFile(file, 'utf8');
  expect(saved).toMatch(/^time,kind,what,why,access points,program\r\n/);
  expect(saved).toContain('ignored,Ignored: Office 5G');
  // As filtered.
  expect(saved).not.toContain('sessionOpened');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+3');
  await expect(page.locator('.chart canvas')).toBeVisible();
  await expect(page.getByRole('table', { name: /by access point/ }).getByRole('row', { name: /Cable/ })).toBeVisible();
  await page.getByRole('button', { name: /Data cap of .*Cable/ }).click();
  await page.getByRole('textbox', { name: /Gigabytes/ }).fill('0.000001');
  await page.getByRole('button', { name: 'Set cap' }).click();
  await expect(page.getByText(/of 1.0 kB this month: reached/)).toBeVisible();
  await rm(folder, { recursive: true, force: true });
});
