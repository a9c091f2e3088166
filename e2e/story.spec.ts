import { expect, currentName, test, type Handover } from './support/launch.ts';
import { goOn, stop } from './support/play.ts';

/** The whole story as a person sees and clicks it, on the simulated network. */

const walk = ['--scenario=walk-to-meeting-room', '--speed=6'];
const heading = ({ page }: Handover, name: string) => page.getByRole('heading', { name, exact: true });
const button = ({ page }: Handover, name: string) => page.getByRole('button', { name, exact: true });
const untilOffered = { timeout: 25_000 };

async function migrate(handover: Handover): Promise<void> {
  await expect(heading(handover, 'Move to Office 5G?')).toBeVisible(untilOffered);
  await button(handover, 'Migrate').click();
  await expect(heading(handover, 'Trying Office 5G')).toBeVisible();
}
/** The countdown stands still meanwhile: on a busy machine it would be over before the click. */
async function answer(handover: Handover, word: 'Accept' | 'Reject'): Promise<void> {
  await expect(button(handover, 'Accept')).toBeVisible();
  await stop(handover);
  await button(handover, word).click();
  await goOn(handover);
}

const connectedTo = (handover: Handover) => expect.poll(async () => { const state = await handover.state(); return state.trial ? 'on trial' : currentName(state); }, { timeout: 20_000 });

test('an offer comes with its reason, both access points side by side, and its two answers', async ({ launch }) => {
  const handover = await launch({ args: walk });
  await expect(heading(handover, 'Move to Office 5G?')).toBeVisible(untilOffered);
  await expect(handover.page.getByText(/^\u2068?Cable\u2069? has had no internet for \d+ s$/)).toBeVisible();
  await expect(button(handover, 'Migrate')).toBeEnabled();
  await expect(button(handover, 'Ignore')).toBeEnabled();
  await expect(handover.page.getByText('Simulated network', { exact: true })).toBeVisible();
});

test('migrate, then accept: the new access point is kept', async ({ launch }) => {
  const handover = await launch({ args: walk });
  await migrate(handover);
  await answer(handover, 'Accept');
  await connectedTo(handover).toBe('Office 5G');
  await expect(heading(handover, 'Trying Office 5G')).toBeHidden();
});

test('migrate, then reject: back on the old access point, which was up all the time', async ({ launch }) => {
  const handover = await launch({ args: walk });
  await migrate(handover);
  await answer(handover, 'Reject');
  await connectedTo(handover).toBe('Cable');
  await expect(heading(handover, 'Trying Office 5G')).toBeHidden();
});

test('reject while the new one still connects: it is given up, the old one stays', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  await handover.page.getByRole('row', { name: /^Office 5G/ }).click();
  await stop(handover);
  await button(handover, 'Move here').click();
  await button(handover, 'Reject').click();
  await goOn(handover);
  await connectedTo(handover).toBe('Cable');
});

test('ignore: the question goes, the connection stays', async ({ launch }) => {
  const handover = await launch({ args: walk });
  await expect(heading(handover, 'Move to Office 5G?')).toBeVisible(untilOffered);
  await button(handover, 'Ignore').click();
  await expect(heading(handover, 'Move to Office 5G?')).toBeHidden();
  expect(currentName(await handover.state())).toBe('Cable');
});

test('silence, where the old link has no internet and the new one passed: the new one stays, as was said before', async ({ launch }) => {
  const handover = await launch({ args: walk });
  await migrate(handover);
  await expect(handover.page.getByText('No answer means: stay on Office 5G.')).toBeVisible();
  await connectedTo(handover).toBe('Office 5G');
});

test('silence, where the old link serves: back to it when the countdown ends', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  await handover.page.getByRole('row', { name: /^Office 5G/ }).click();
  await button(handover, 'Move here').click();
  await expect(heading(handover, 'Trying Office 5G')).toBeVisible();
  await expect(handover.page.getByText('No answer means: back to Cable.')).toBeVisible();
  await connectedTo(handover).toBe('Cable');
});

test('a best access point that is broken: the test fails, and it goes back without a question', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=broken-best', '--speed=4'] });
  await migrate(handover);
  await expect(heading(handover, 'Going back to Office')).toBeVisible({ timeout: 20_000 });
  // Whichever of the two is asked first: neither is answered there.
  await expect(handover.page.getByText(/^A test failed: (Names|Internet)\.$/)).toBeVisible();
  await expect(button(handover, 'Accept')).toBeHidden();
  await connectedTo(handover).toBe('Office');
});
