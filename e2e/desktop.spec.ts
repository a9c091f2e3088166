import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Handover } from './support/launch.ts';

/** The habits of a desktop program: its menu, the first run, what Help tells of it. */

const quiet = ['--scenario=quiet-office', '--speed=10'];
/** As a click on the item does, with the window in front; the menu is made once the page is there. */
const clickMenu = async ({ app }: Handover, id: string): Promise<void> => {
  await expect.poll(() => app.evaluate(({ Menu }, wanted) => Boolean(Menu.getApplicationMenu()?.getMenuItemById(wanted)), id)).toBe(true);
  await app.evaluate(({ BrowserWindow, Menu }, wanted) => {
    const [window] = BrowserWindow.getAllWindows();
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`The menu has no ${wanted}.`);
    (item.click as (...given: unknown[]) => void)({}, window, window?.webContents);
  }, id);
};
const zoom = ({ app }: Handover) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0);

test('the menu makes everything bigger, which is remembered, and leads to the pages', async ({ launch }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-data-'));
  const first = await launch({ args: quiet, dataFolder });
  await first.page.getByRole('heading', { name: 'Access points' }).waitFor();
  await clickMenu(first, 'sessions');
  await expect(first.page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await clickMenu(first, 'zoomIn');
  await expect.poll(() => zoom(first)).toBeGreaterThan(1);
  const bigger = await zoom(first);
  await first.app.close();

  const second = await launch({ args: quiet, dataFolder });
  await second.page.getByRole('heading', { name: 'Access points' }).waitFor();
  await expect.poll(() => zoom(second)).toBeCloseTo(bigger);
  await second.app.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('the first run explains itself beside the list, once', async ({ launch }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-data-'));
  const first = await launch({ args: quiet, dataFolder });
  await expect(first.page.getByRole('heading', { name: 'Welcome to Handover' })).toBeVisible();
  await first.page.getByRole('button', { name: 'Begin' }).click();
  await expect(first.page.getByRole('heading', { name: 'Welcome to Handover' })).toBeHidden();
  await first.app.close();

  const second = await launch({ args: quiet, dataFolder });
  await expect(second.page.getByRole('complementary').getByRole('heading', { name: 'Cable' })).toBeVisible();
  await second.app.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('Help tells versions and licences, and makes a report without names', async ({ launch }) => {
  const { page } = await launch({ args: quiet });
  await page.getByRole('heading', { name: 'Access points' }).waitFor();
  await page.keyboard.press('?');
  await expect(page.getByText('Chromium', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Show licences' }).click();
  await page.getByText(/^react-dom/).click();
  await expect(page.getByText(/^MIT License/).filter({ visible: true })).toBeVisible();
  await page.getByRole('button', { name: 'Make a report' }).click();
  const report = await page.getByRole('textbox', { name: 'The report' }).inputValue();
  expect(JSON.parse(report)).toMatchObject({ report: 'Handover problem report', driver: { name: 'simulated' } });
  for (const name of ['Office', 'Cable', 'eduroam']) expect(report).not.toContain(name);
});
