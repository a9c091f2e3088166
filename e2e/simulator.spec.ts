import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Handover } from './support/launch.ts';

/** The simulator's page in the real program: walked and broken by hand, the play stopped and changed. */

const open = async (handover: Handover): Promise<void> => {
  await handover.page.getByRole('navigation').getByRole('button', { name: 'Simulator' }).click();
  await expect(plan(handover)).toBeVisible();
};
const plan = ({ page }: Handover) => page.getByRole('application', { name: 'Plan of the simulated network' });
const position = async (handover: Handover) => { const { x, y, floor } = (await handover.state()).simulation!.way.at(-1)!; return { x, y, floor }; };
const button = ({ page }: Handover, name: string) => page.getByRole('button', { name, exact: true });

test('the user is walked with arrow keys, a drag and a click', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  await open(handover);
  const start = await position(handover);
  await plan(handover).focus();
  await handover.page.keyboard.press('ArrowRight');
  await expect.poll(() => position(handover)).toEqual({ ...start, x: start.x + 0.5 });

  const dot = await handover.page.locator('.plan-user .plan-grip').boundingBox();
  if (!dot) throw new Error('The dot is not drawn.');
  const middle = { x: dot.x + dot.width / 2, y: dot.y + dot.height / 2 };
  await handover.page.mouse.move(middle.x, middle.y);
  await handover.page.mouse.down();
  await handover.page.mouse.move(middle.x + 60, middle.y + 20, { steps: 4 });
  await handover.page.mouse.up();
  await expect.poll(async () => (await position(handover)).x).toBeGreaterThan(start.x + 1.5);

  const before = await position(handover);
  await handover.page.mouse.click(middle.x + 20, middle.y - 70);
  await expect(handover.page.locator('.plan-foot')).toContainText('Walking to');
  expect(await position(handover)).not.toEqual(before);
});

test('an access point that is broken by hand leads to an offer, and is mended', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=30'] });
  await open(handover);
  await handover.page.getByRole('button', { name: /It reaches/ }).click();
  await handover.page.getByRole('option', { name: 'Nothing', exact: true }).click();
  await expect(button(handover, 'An offer waits')).toBeVisible({ timeout: 20_000 });
  await expect(plan(handover)).toContainText('no internet');
  const { violations } = await new AxeBuilder({ page: handover.page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
  await button(handover, 'Mend it').click();
  await expect.poll(async () => (await handover.state()).offers).toEqual({});
});

test('the play is stopped, goes on at another speed, and another one is chosen', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  await open(handover);
  await button(handover, 'Pause').click();
  await expect.poll(async () => (await handover.state()).clock.speed).toBe(0);
  await handover.page.getByRole('button', { name: /Speed/ }).click();
  await handover.page.getByRole('option', { name: '30 ×' }).click();
  await button(handover, 'Go on').click();
  await expect.poll(async () => (await handover.state()).clock.speed).toBe(30);

  await handover.page.getByRole('button', { name: /Scenario$/ }).last().click();
  await handover.page.getByRole('option', { name: 'Dense venue' }).click();
  await expect.poll(async () => (await handover.state()).driver.simulation?.scenario, { timeout: 20_000 }).toBe('dense-venue');
  await expect(handover.page.locator('.plan-dots')).toHaveCount(1);
  await expect.poll(async () => (await handover.state()).settings.scenario, { timeout: 20_000 }).toBe('dense-venue');
});

test('the machine sleeps and wakes: its links go and come back', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=10'] });
  await open(handover);
  const links = async () => Object.values((await handover.state()).configurations).filter(({ accessPoint }) => accessPoint?.link?.state === 'active').length;
  await expect.poll(links).toBe(1);
  const awake = handover.page.getByRole('switch', { name: 'Awake' });
  await handover.page.getByText('Awake', { exact: true }).locator('..').locator('label').click();
  await expect.poll(links).toBe(0);
  await expect(awake).not.toBeChecked();
  await handover.page.getByText('Awake', { exact: true }).locator('..').locator('label').click();
  await expect.poll(links, { timeout: 15_000 }).toBe(1);
});

test('the network manager goes: what was known stays, says so, and is not to be changed until it is back', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=10'] });
  const { page } = handover;
  await button(handover, 'Begin').click();
  await open(handover);
  const disconnect = page.getByRole('complementary').getByRole('button', { name: /^Disconnect/ });
  const answers = page.getByText('Network manager answers', { exact: true }).locator('..').locator('label');
  await answers.click();
  await expect(page.getByRole('switch', { name: 'Network manager answers' })).not.toBeChecked();
  await page.getByRole('navigation').getByRole('button', { name: 'Access points' }).click();
  await expect(page.getByText(/does not answer/).first()).toBeVisible();
  await expect(page.getByText('Connected, as last known').first()).toBeVisible();
  await expect(disconnect).toHaveAttribute('aria-disabled', 'true');
  await open(handover);
  await answers.click();
  await page.getByRole('navigation').getByRole('button', { name: 'Access points' }).click();
  await expect(page.getByText('Connected, as last known')).toHaveCount(0);
  await expect(disconnect).not.toHaveAttribute('aria-disabled', 'true');
});
