import { expect, test, type Handover } from './support/launch.ts';

/** All that the window offers, by the keyboard alone: Tab, arrows, Enter, Space, Escape and the shortcuts under "?". */

const quiet = ['--scenario=quiet-office', '--speed=10'];
const press = async ({ page }: Handover, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
/** As a finger does it: a menu that opens takes the focus while the key is down. */
const held = ({ page }: Handover, key: string) => page.keyboard.press(key, { delay: 80 });
const focused = ({ page }: Handover) => page.evaluate(() => { const { activeElement: on } = document; return `${on?.classList.contains('row') ? 'row ' : ''}${on?.getAttribute('aria-label') ?? on?.textContent ?? ''}`; });

/** Tab until something of that name has the focus: what cannot be reached so is not there for everybody. */
async function tabTo(handover: Handover, name: RegExp): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    if (name.test(await focused(handover))) return;
    await press(handover, 'Tab');
  }
  throw new Error(`Tab never came to ${name}; it is on ${await focused(handover)}.`);
}
const heading = ({ page }: Handover, name: string | RegExp) => page.getByRole('heading', { name });
const pane = ({ page }: Handover) => page.getByRole('complementary');
/** The focus is somewhere that can be seen. */
const focusIsSeen = ({ page }: Handover) => page.evaluate(() => { const { activeElement: on } = document; return on !== null && on !== document.body && on.getClientRects().length > 0; });

async function begin(launch: (options: { args: string[] }) => Promise<Handover>): Promise<Handover> {
  const handover = await launch({ args: quiet });
  await handover.page.getByRole('row').nth(3).waitFor();
  await handover.page.waitForFunction(() => document.visibilityState === 'visible');
  await tabTo(handover, /^Begin$/);
  await press(handover, 'Enter');
  await expect(heading(handover, 'Welcome to Handover')).toBeHidden();
  return handover;
}

test('the pages and the way back', async ({ launch }) => {
  const handover = await begin(launch);
  for (const [key, name] of [['Control+2', 'Sessions'], ['Control+3', 'Traffic'], ['Control+,', 'Settings'], ['?', 'Help'], ['Control+1', 'Access points']] as const) {
    await press(handover, key);
    await expect(heading(handover, name).first()).toBeVisible();
  }
  await tabTo(handover, /^Simulator/);
  await press(handover, 'Enter');
  await expect(heading(handover, 'Simulator')).toBeVisible();
});

test('rows, details and forms: each is opened, left with Escape, and the focus is never lost', async ({ launch }) => {
  const handover = await begin(launch);
  const toList = async () => { await press(handover, 'Control+2', 'Control+1', '/', 'Tab'); await tabTo(handover, /^row /); };
  await toList();
  await press(handover, 'Home', 'ArrowDown');
  const name = await pane(handover).getByRole('heading').first().textContent();
  await press(handover, 'ArrowDown');
  await expect(pane(handover).getByRole('heading').first()).not.toHaveText(name ?? '');
  await press(handover, 'Enter');
  expect(await pane(handover).evaluate((details) => details.contains(document.activeElement))).toBe(true);
  await press(handover, 'Escape');
  await expect.poll(() => focused(handover)).toMatch(/^row /);

  for (const [item, title] of [[0, 'Connect to a hidden network'], [1, 'Connect by a QR code'], [2, 'New service network'], [3, 'Hotspot']] as const) {
    await press(handover, '/');
    await tabTo(handover, /^Add$/);
    await held(handover, 'Enter');
    await expect.poll(() => focused(handover)).toMatch(/^Hidden network/);
    await press(handover, ...Array.from({ length: item }, () => 'ArrowDown'), 'Enter');
    await expect(heading(handover, title)).toBeVisible();
    await expect.poll(() => pane(handover).evaluate((form) => form.contains(document.activeElement))).toBe(true);
    await press(handover, 'Escape');
    await expect(heading(handover, title)).toBeHidden();
    expect(await focusIsSeen(handover)).toBe(true);
  }
});

test('a service network is made and put in order', async ({ launch }) => {
  const handover = await begin(launch);
  await press(handover, '/');
  await tabTo(handover, /^Add$/);
  await held(handover, 'Enter');
  await expect.poll(() => focused(handover)).toMatch(/^Hidden network/);
  await press(handover, 'ArrowDown', 'ArrowDown', 'Enter');
  await expect(heading(handover, 'New service network')).toBeVisible();
  await handover.page.keyboard.type('Desk');
  for (let member = 0; member < 2; member += 1) {
    await tabTo(handover, /Add a member|Choose…/);
    await press(handover, 'Enter', 'ArrowDown', 'Enter');
    await expect(pane(handover).locator('.member')).toHaveCount(member + 1);
  }
  const members = () => pane(handover).locator('.member .shown-name').allTextContents();
  const before = await members();
  await press(handover, 'Shift+Tab');
  // Tab goes back into the list where it was left last: on a line, or on its button.
  const isLast = (await focused(handover)).includes(before[1] ?? '');
  await press(handover, isLast ? 'Alt+ArrowUp' : 'Alt+ArrowDown');
  await expect.poll(members).toEqual([...before].reverse());
  await tabTo(handover, /^Save$/);
  await held(handover, 'Enter');
  await expect.poll(async () => Object.values((await handover.state()).configurations).some(({ name, type }) => type === 'serviceNetwork' && name === 'Desk')).toBe(true);
});

test('a stored access point is forgotten and brought back', async ({ launch }) => {
  const handover = await begin(launch);
  await press(handover, '/', 'Tab');
  await tabTo(handover, /^row /);
  await press(handover, 'Home', 'ArrowDown');
  await press(handover, 'Enter');
  await tabTo(handover, /^More/);
  await press(handover, 'Enter', 'End', 'Enter');
  const undo = handover.page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await tabTo(handover, /^Undo$/);
  await press(handover, 'Enter');
  await expect(undo).toBeHidden();
  expect(await focusIsSeen(handover)).toBe(true);
});

test('a trial is begun and accepted', async ({ launch }) => {
  const handover = await begin(launch);
  await press(handover, '/');
  await handover.page.keyboard.type('Office 5G');
  await press(handover, 'Tab');
  await tabTo(handover, /^row /);
  await press(handover, 'Home', 'Enter');
  await tabTo(handover, /^Move here$/);
  await press(handover, 'Enter');
  await expect(heading(handover, 'Trying Office 5G')).toBeVisible();
  await expect(handover.page.getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 20_000 });
  await press(handover, 'F6');
  await tabTo(handover, /^Accept$/);
  await press(handover, 'Enter');
  await expect(heading(handover, 'Trying Office 5G')).toBeHidden({ timeout: 20_000 });
  expect(await focusIsSeen(handover)).toBe(true);
});
