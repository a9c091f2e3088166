import { expect, test } from './support/launch.ts';

/** Calm, seen on the real list: what somebody points at stays where it is, whatever comes. */

test('an offer comes in above the list, and the row under the pointer stays where it is', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=walk-to-meeting-room', '--speed=6'] });
  const { app, page } = handover;
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 640); });
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 640]);
  const list = page.getByRole('treegrid');
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(6);
  // The display's own pointer may have stood in the list before the window took its size: it comes there anew.
  await page.mouse.move(2, 2);
  await expect(page.locator('.row:hover')).toHaveCount(0);
  const box = await list.boundingBox();
  // Near the lower end, so that it is still within the list when that is shorter.
  await page.mouse.move(box!.x + 80, box!.y + box!.height - 30);
  const under = () => page.evaluate(() => { const row = document.querySelector('.row:hover'); return row ? { id: row.id, top: Math.round(row.getBoundingClientRect().top) } : null; });
  await expect.poll(under).not.toBeNull();
  const before = await under();
  await expect(page.getByRole('heading', { name: 'Move to Office 5G?' })).toBeVisible({ timeout: 25_000 });
  // The prompt opens over some frames; a measure may fall between the layout of one and what follows from it.
  await expect.poll(() => page.locator(`[id="${before!.id}"]`).evaluate((row) => Math.round(row.getBoundingClientRect().top))).toBe(before!.top);
  expect((await under())?.id).toBe(before!.id);

  // What was scrolled for the pointer's sake is taken back when it leaves: the list begins where it began.
  await page.mouse.move(2, 2);
  await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
});

test('an offer comes in above a list that was clicked in: it begins where it began, and the row that has the focus is in sight', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=walk-to-meeting-room', '--speed=6'] });
  const { app, page } = handover;
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 640); });
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 640]);
  const row = page.getByRole('row', { name: /^Cable/ });
  await row.click();
  await expect(row).toBeFocused();
  await page.mouse.move(2, 2);
  await expect(page.getByRole('heading', { name: 'Move to Office 5G?' })).toBeVisible({ timeout: 25_000 });
  await expect(row).toBeInViewport({ ratio: 1 });
  expect(await page.getByRole('treegrid').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  await expect(row).toBeFocused();
});
