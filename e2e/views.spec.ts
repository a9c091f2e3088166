import { expect, test, type Handover } from './support/launch.ts';
import { findings, resize, set, tooWide, zoom } from './support/looking.ts';

/**
 * Every view and form as a person meets them: nothing for axe to find, in both themes and languages, at twice the size, and with texts half as long
 * again. Pictures of all in each look are left in test-results/e2e, to be looked at.
 */

const ways: Record<string, (handover: Handover) => Promise<void>> = {
  accessPoints: async () => {},
  sessions: (handover) => page(handover, '2'),
  traffic: async (handover) => { await page(handover, '3'); await expect(handover.page.locator('.traffic-record')).toBeVisible(); },
  activity: async (handover) => { await page(handover, '4'); await expect(handover.page.locator('.timeline').first()).toBeVisible(); },
  settings: (handover) => page(handover, ','),
  help: async ({ page: window }) => { await window.keyboard.press('?'); await expect(window.locator('.about')).toBeVisible(); },
  report: async ({ page: window }) => { await window.keyboard.press('?'); await window.locator('.about').waitFor(); await window.locator('.help .actions').last().getByRole('button').first().click(); await window.locator('.report').scrollIntoViewIfNeeded(); },
  numbers: async (handover) => { await page(handover, ','); await handover.page.locator('.numbers summary').click(); },
  pause: async ({ page: window }) => { await window.locator('.rail-roaming .link').click(); await expect(window.getByRole('menu')).toBeVisible(); },
  openSession: async (handover) => { await page(handover, '2'); await handover.page.locator('.page-head .button').click(); await expect(handover.page.getByRole('menu')).toBeVisible(); },
  disconnect: async (handover) => { await row(handover, /Cable|有线/).click(); await pane(handover).locator('.actions .button').first().click(); await expect(handover.page.getByRole('dialog')).toBeVisible(); },
  simulator: async ({ page: window }) => { await window.getByRole('navigation').getByRole('button').nth(4).click(); await window.locator('[data-page=simulator] .plan').waitFor(); },
  joining: async (handover) => { await row(handover, /eduroam/).click(); await pane(handover).getByRole('button').first().click(); },
  hidden: (handover) => add(handover, 0),
  code: (handover) => add(handover, 1),
  serviceNetwork: (handover) => add(handover, 2),
  hotspot: (handover) => add(handover, 3),
  order: async ({ page: window }) => { await window.locator('.group-edit button').first().click(); },
  stored: async (handover) => { await more(handover, 1); await expect(pane(handover).getByRole('textbox').first()).toBeVisible(); },
  share: async (handover) => { await row(handover, /Office 5G/).click(); await more(handover, 2); await expect(pane(handover).locator('.qr')).toBeVisible(); },
  nickname: (handover) => more(handover, 0),
  radios: async ({ page: window }) => { await window.locator('.page-head .button-plain').click(); await expect(window.getByRole('dialog')).toBeVisible(); },
};
const page = async ({ page: window }: Handover, key: '1' | '2' | '3' | '4' | ',') => {
  await window.keyboard.press(`Control+${key}`);
  await window.locator(`[data-page=${{ 1: 'accessPoints', 2: 'sessions', 3: 'traffic', 4: 'activity', ',': 'settings' }[key]}]`).waitFor();
};
const pane = ({ page: window }: Handover) => window.getByRole('complementary');
const row = ({ page: window }: Handover, name: RegExp) => window.getByRole('row', { name }).first();
async function add({ page: window }: Handover, item: number): Promise<void> {
  await window.locator('.page-head .button-neutral').click();
  await window.getByRole('menuitem').nth(item).click();
  await expect(window.getByRole('menu')).toHaveCount(0);
}
async function more(handover: Handover, item: number): Promise<void> {
  await pane(handover).locator('.actions').first().locator('.button-plain').last().click();
  await handover.page.getByRole('menuitem').nth(item).click();
  await expect(handover.page.getByRole('menu')).toHaveCount(0);
}

async function reset({ page: window }: Handover): Promise<void> {
  await window.keyboard.press('Escape');
  await window.keyboard.press('Control+2');
  await window.keyboard.press('Control+1');
  await window.getByRole('row').nth(1).click();
}
/** Texts half as long again, as other languages have them; names from the air stay as they are. */
const lengthen = ({ page: window }: Handover) => window.evaluate(() => {
  const walker = document.createTreeWalker(document.querySelector('#root') ?? document.body, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  for (const node of nodes) if (!node.parentElement?.closest('bdi, kbd') && /\p{L}{2}/u.test(node.data)) node.data += ` ${node.data.slice(0, Math.ceil(node.data.length / 2))}`;
});

/** Wide, and as narrow as the window goes. */
const sizes = [[1400, 860], [900, 640]] as const;

for (const theme of ['light', 'dark'] as const) for (const language of ['en', 'zh'] as const) {
  test(`every view, ${theme}, ${language}: pictures wide and narrow, and axe finds nothing`, async ({ launch }, info) => {
    test.setTimeout(300_000);
    const handover = await launch({ args: ['--scenario=quiet-office'] });
    await set(handover, { theme, language });
    for (const [width, height] of sizes) {
      await resize(handover, width, height);
      await expect.poll(() => handover.page.evaluate(() => innerWidth)).toBe(width);
      for (const [name, way] of Object.entries(ways)) {
        await reset(handover);
        await way(handover);
        await handover.page.mouse.move(2, 2);
        await handover.page.screenshot({ path: info.outputPath(`${name}-${width}.png`) });
        expect.soft(await tooWide(handover), `${name} ${width}`).toEqual([]);
        // What axe looks at is the same in all looks but for colours and words, and narrow for what is not drawn.
        if ((theme === 'light') === (language === 'en') && (width === 1400) === (theme === 'light')) expect.soft(await findings(handover), name).toEqual([]);
      }
    }
  });
}

test('at twice the size everything is within the window, and axe finds nothing', async ({ launch }) => {
  test.setTimeout(180_000);
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  for (const [name, way] of Object.entries(ways)) {
    await zoom(handover, 1);
    await reset(handover);
    await zoom(handover, 2);
    await expect.poll(() => handover.page.evaluate(() => innerWidth)).toBeLessThan(700);
    await way(handover);
    expect.soft(await tooWide(handover), name).toEqual([]);
    expect.soft(await findings(handover), name).toEqual([]);
  }
});

test('texts half as long again fit', async ({ launch }) => {
  test.setTimeout(180_000);
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  for (const [name, way] of Object.entries(ways)) {
    await handover.page.reload();
    await handover.page.getByRole('row').first().waitFor();
    await way(handover);
    await lengthen(handover);
    // What was placed beside its button by its size is placed anew.
    await handover.page.evaluate(() => { window.dispatchEvent(new Event('resize')); });
    await expect.configure({ soft: true }).poll(() => tooWide(handover), { message: name }).toEqual([]);
  }
});
