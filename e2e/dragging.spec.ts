import { expect, test, type Handover } from './support/launch.ts';

/** The order of a service network, by the mouse; by keys it is in keyboard.spec.ts. */

const pane = ({ page }: Handover) => page.getByRole('complementary', { name: 'Details' });
const members = (handover: Handover) => pane(handover).locator('.member');
const order = (handover: Handover) => members(handover).locator('.shown-name').allTextContents();
const kept = async (handover: Handover) => { const { configurations } = await handover.state(); return Object.values(configurations).find(({ type, stored }) => type === 'serviceNetwork' && stored)!.members.map((id) => configurations[id]!.name); };

/** Takes a member by the middle of its line, or by its handle, and lets it go just above or below another. */
async function drag(handover: Handover, from: number, to: number, { side = 'above', by = 'line' }: { side?: 'above' | 'below'; by?: 'line' | 'handle' } = {}): Promise<void> {
  const { mouse } = handover.page;
  const taken = await (by === 'handle' ? members(handover).nth(from).locator('.member-handle') : members(handover).nth(from)).boundingBox();
  const target = await members(handover).nth(to).boundingBox();
  if (!taken || !target) throw new Error('The members are not drawn.');
  const y = side === 'above' ? target.y + 3 : target.y + target.height - 3;
  await mouse.move(taken.x + taken.width / 2, taken.y + taken.height / 2);
  await mouse.down();
  await mouse.move(target.x + target.width / 2, taken.y + taken.height / 2 + Math.sign(y - taken.y) * 8, { steps: 3 });
  await mouse.move(target.x + target.width / 2, y, { steps: 8 });
  await mouse.up();
}

test('members are dragged up and down, by the line and by the handle; the order is saved', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  await handover.page.locator('.group-edit button').first().click();
  await expect(members(handover).first()).toBeVisible();
  const before = await order(handover);
  expect(before.length).toBeGreaterThan(2);
  const [first, second, third, ...rest] = before as [string, string, string];

  await drag(handover, 2, 0);
  await expect.poll(() => order(handover)).toEqual([third, first, second, ...rest]);
  await drag(handover, 0, 2, { side: 'below', by: 'handle' });
  await expect.poll(() => order(handover)).toEqual([first, second, third, ...rest]);
  await drag(handover, 0, 1, { side: 'below' });
  await expect.poll(() => order(handover)).toEqual([second, first, third, ...rest]);
  await pane(handover).getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => kept(handover)).toEqual([second, first, third, ...rest]);
});

test('let go elsewhere, or given up with Escape, nothing is moved', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  const { mouse, keyboard } = handover.page;
  await handover.page.locator('.group-edit button').first().click();
  await expect(members(handover).first()).toBeVisible();
  const before = await order(handover);
  const taken = await members(handover).first().boundingBox();
  if (!taken) throw new Error('The members are not drawn.');
  await mouse.move(taken.x + 60, taken.y + 16);
  await mouse.down();
  await mouse.move(taken.x + 60, taken.y + 60, { steps: 5 });
  await mouse.move(taken.x - 300, taken.y + 60, { steps: 5 });
  await mouse.up();
  expect(await order(handover)).toEqual(before);
  await mouse.move(taken.x + 60, taken.y + 16);
  await mouse.down();
  await mouse.move(taken.x + 60, taken.y + 60, { steps: 5 });
  await keyboard.press('Escape');
  await mouse.up();
  expect(await order(handover)).toEqual(before);
  await expect(members(handover).first()).toBeVisible();
});
