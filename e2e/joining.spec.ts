import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Handover } from './support/launch.ts';

/** A network is joined as a person does it, on the simulated network: the café's password is espresso42. */

const café = ({ page }: Handover) => page.getByRole('row', { name: /二楼咖啡 2F Coffee/ });
const pane = ({ page }: Handover) => page.getByRole('complementary', { name: 'Details' });
const button = (handover: Handover, name: string) => pane(handover).getByRole('button', { name, exact: true });
const withoutFindings = async ({ page }: Handover) => { expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]); };

test('by keyboard alone: a wrong password is asked for again, the right one connects and stores', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  const { page } = handover;
  await café(handover).focus();
  await page.keyboard.press('Enter');
  await expect(button(handover, 'Connect…')).toBeFocused();
  await page.keyboard.press('Enter');
  const field = pane(handover).getByLabel('Password', { exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.type('espresso41');
  await page.keyboard.press('Enter');
  await expect(pane(handover).getByRole('alert')).toContainText('not accepted', { timeout: 15_000 });
  await expect(field).toBeFocused();
  await withoutFindings(handover);
  await page.keyboard.type('espresso42');
  await page.keyboard.press('Enter');
  await expect(pane(handover).getByText(/^Connected for/)).toBeVisible({ timeout: 15_000 });
  const { configurations } = await handover.state();
  expect(Object.values(configurations).find(({ name }) => name === '二楼咖啡 2F Coffee')).toMatchObject({ stored: true, accessPoint: { link: { state: 'active' } } });
  expect(await handover.log()).not.toContain('espresso');
});

test('what is given up leaves nothing behind', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  await café(handover).click();
  await button(handover, 'Connect…').click();
  await pane(handover).getByLabel('Password', { exact: true }).fill('espresso42');
  await button(handover, 'Connect').click();
  await button(handover, 'Give up').click();
  await expect(pane(handover).getByText('Given up. Nothing was changed.')).toBeVisible();
  await expect.poll(async () => Object.values((await handover.state()).configurations).find(({ name }) => name === '二楼咖啡 2F Coffee')).toMatchObject({ stored: false, accessPoint: { link: null } });
});

test('a hidden network is found by its name', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  const { page } = handover;
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('menuitem', { name: 'Hidden network…' }).click();
  await withoutFindings(handover);
  await pane(handover).getByLabel('Network name').fill('facilities');
  await pane(handover).getByLabel('Password', { exact: true }).fill('mop and bucket');
  await button(handover, 'Connect').click();
  await expect(pane(handover).getByRole('heading', { name: 'facilities' })).toBeVisible({ timeout: 15_000 });
});

test('a network is shared by its code, and joined by a picture of it', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  const { page } = handover;
  await page.getByRole('row', { name: /^Office 5G/ }).click();
  await pane(handover).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Share by QR…' }).click();
  const picture = await pane(handover).getByRole('img', { name: /QR code/ }).screenshot();

  // Forgotten, so that only the picture has its password.
  await button(handover, 'Close').click();
  await pane(handover).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Forget' }).click();
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('menuitem', { name: 'Network of a QR code…' }).click();
  await withoutFindings(handover);
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await choosing).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await expect(pane(handover).getByRole('heading', { name: 'Connect to Office 5G' })).toBeVisible();
  await withoutFindings(handover);
  await button(handover, 'Connect').click();
  await expect(pane(handover).getByText(/^Connected for/)).toBeVisible({ timeout: 15_000 });
});
