import { expect, test, type Handover } from './support/launch.ts';
import { findings, tooWide, zoom } from './support/looking.ts';
import { stop } from './support/play.ts';
import { startPortal } from './support/portal.ts';

/** What the system asks of every window: its theme, its own few colours, no motion, everything bigger. Pictures are left in test-results/e2e, to be looked at. */

const quiet = { args: ['--scenario=quiet-office'] };
const walk = { args: ['--scenario=walk-to-meeting-room', '--speed=6'] };
const heading = ({ page }: Handover, name: string) => page.getByRole('heading', { name, exact: true });
const button = ({ page }: Handover, name: string) => page.getByRole('button', { name, exact: true });
const offered = (handover: Handover) => expect(heading(handover, 'Move to Office 5G?')).toBeVisible({ timeout: 25_000 });

test('the system’s theme is followed at once, by the page and by the ground beneath it', async ({ launch, desktop }) => {
  test.skip(process.platform !== 'linux', 'other systems have no settings that a test can stand in for');
  const portal = await startPortal(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launch(quiet);
  // Playwright would decide it otherwise.
  await handover.page.emulateMedia({ colorScheme: null });
  const grounds = async () => [
    await handover.page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    await handover.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase()),
  ];
  portal.become('dark');
  await expect.poll(grounds).toEqual(['rgb(27, 31, 32)', '#1b1f20']);
  portal.become('light');
  await expect.poll(grounds).toEqual(['rgb(255, 255, 255)', '#ffffff']);
  await portal.stop();
});

/** Drawn shapes that are lost on the system's ground: neither line nor filling has a contrast of 3 with it. What only decorates is left out. */
const lost = ({ page }: Handover) => page.evaluate(() => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'background: Canvas; forced-color-adjust: none';
  const rgb = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string) => rgb(colour).slice(0, 3).map((part) => { const share = part / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; }).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0);
  const ground = light(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const isSeen = (colour: string) => colour.startsWith('rgb') && (rgb(colour)[3] ?? 1) > 0.5 && (Math.max(light(colour), ground) + 0.05) / (Math.min(light(colour), ground) + 0.05) >= 3;
  const shapes = [...document.querySelectorAll('svg :is(path, rect, circle, line, polyline)')].filter((shape) => !shape.matches('.spark-ground, .spark-area, .ring > :first-child, .plan-grip, .plan-ring') && !shape.closest('.qr, .hidden, .button-main') && shape.getBoundingClientRect().width > 0);
  return { count: shapes.length, lost: [...new Set(shapes.filter((shape) => { const { stroke, fill } = getComputedStyle(shape); return !isSeen(stroke) && !isSeen(fill); }).map((shape) => `${shape.closest('svg')?.getAttribute('class')} ${shape.getAttribute('class')}`))] };
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`in the system’s own colours (${colorScheme}) everything drawn is seen, and axe finds nothing`, async ({ launch }, info) => {
    test.setTimeout(120_000);
    const handover = await launch(walk);
    const { page } = handover;
    await handover.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1180, 760); });
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const look = async (name: string) => {
      await page.screenshot({ path: info.outputPath(`${name}.png`) });
      const drawn = await lost(handover);
      expect(drawn.count, name).toBeGreaterThan(20);
      expect.soft(drawn.lost, name).toEqual([]);
      expect.soft(await findings(handover), name).toEqual([]);
    };
    await page.getByRole('row').nth(1).click();
    await look('points');
    for (const key of ['2', '3', '4', ',']) {
      await page.keyboard.press(`Control+${key}`);
      await expect(page.locator('[data-page=accessPoints]')).toHaveCount(0);
      if (key === '3') await expect(page.locator('.traffic-record')).toBeVisible();
      await look(`page ${key}`);
    }
    await page.getByRole('navigation').getByRole('button', { name: 'Simulator' }).click();
    await page.locator('.plan').waitFor();
    await look('simulator');
    await page.keyboard.press('Control+1');
    await offered(handover);
    await button(handover, 'Ignore, more choices').click();
    await page.keyboard.press('ArrowDown');
    await look('offer');
    await page.keyboard.press('Escape');
    await button(handover, 'Migrate').click();
    await expect(button(handover, 'Accept')).toBeVisible();
    await stop(handover);
    await look('trial');
  });
}

test('without motion nothing moves; what is under way is said, and its icon stays', async ({ launch }, info) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=1'] });
  const { page } = handover;
  const moving = () => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  await stop(handover);
  await page.getByRole('row', { name: /^Office 5G/ }).click();
  await button(handover, 'Move here').click();
  await expect(heading(handover, 'Trying Office 5G')).toBeVisible();
  const spinner = page.locator('.spin:visible').first();
  await expect(spinner).toBeVisible();
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  await expect(spinner).toBeVisible();
  await page.screenshot({ path: info.outputPath('still.png') });
});

test('at twice the size an offer and a trial are within the window, and axe finds nothing', async ({ launch }, info) => {
  const handover = await launch(walk);
  await zoom(handover, 2);
  await expect.poll(() => handover.page.evaluate(() => innerWidth)).toBeLessThan(700);
  const look = async (name: string) => {
    await handover.page.screenshot({ path: info.outputPath(`${name}.png`) });
    expect.soft(await tooWide(handover), name).toEqual([]);
    expect.soft(await findings(handover), name).toEqual([]);
  };
  await offered(handover);
  await look('offer');
  await button(handover, 'Migrate').click();
  await expect(button(handover, 'Accept')).toBeVisible();
  await stop(handover);
  await look('trial');
});
