import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../app/journal/read-journal.ts';
import { expect, test, windowOf, type Handover } from './support/launch.ts';

/** The window's life: shown, hidden, remembered; and what the program leaves behind when it ends. */

const quiet = ['--scenario=quiet-office', '--speed=10'];
const journal = ({ dataFolder }: Handover) => readJournal(dataFolder) as { kind: string; asked?: string; end?: { code: string } }[];

/** Seconds of the host's time since it began. */
async function hostSeconds(handover: Handover): Promise<number> {
  const { clock } = await handover.state();
  return ((Date.now() - clock.wall) * clock.speed) / 1000;
}
const passes = async (handover: Handover, seconds: number) => {
  const until = await hostSeconds(handover) + seconds;
  await expect.poll(() => hostSeconds(handover), { timeout: 15_000 }).toBeGreaterThan(until);
};

declare global {
  // What a test counts in the page.
  var patches: number;
}

test('a hidden window gets no patch; shown again, it shows what has become of the world', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=walk-to-meeting-room', '--speed=4'] });
  const { page } = handover;
  await expect(page.getByText(/^Internet reached since/)).toBeVisible();
  await page.evaluate(() => {
    globalThis.patches = 0;
    (globalThis as unknown as { handover: { onPatch(told: () => void): void } }).handover.onPatch(() => { globalThis.patches += 1; });
  });
  await windowOf(handover).hide();
  const before = await page.evaluate(() => globalThis.patches);
  await expect.poll(async () => Object.keys((await handover.state()).offers), { timeout: 45_000 }).toHaveLength(1);
  expect(await page.evaluate(() => globalThis.patches)).toBe(before);

  await windowOf(handover).show();
  await expect(page.getByRole('heading', { name: 'Move to Office 5G?', exact: true })).toBeVisible();
});

test('the list is scanned for while the window is seen, and not while it is hidden', async ({ launch }) => {
  const handover = await launch({ args: quiet });
  const listScans = () => journal(handover).filter(({ kind, asked }) => kind === 'scan' && asked === 'list').length;
  await expect.poll(listScans, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  await windowOf(handover).hide();
  await passes(handover, 5);
  const before = listScans();
  await passes(handover, 45);
  expect(listScans()).toBe(before);
});

test('place and size are remembered', async ({ launch }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-data-'));
  const first = await launch({ args: quiet, dataFolder });
  await first.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1000, height: 700 }); });
  const bounds = (handover: Handover) => handover.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(() => bounds(first)).toEqual({ x: 40, y: 30, width: 1000, height: 700 });
  await first.app.close();
  const second = await launch({ args: quiet, dataFolder });
  await expect.poll(() => bounds(second)).toEqual({ x: 40, y: 30, width: 1000, height: 700 });
  await second.app.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('in dark the window is dark before its page is painted, at the next start too', async ({ launch }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-data-'));
  const ground = (handover: Handover) => handover.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase());
  const first = await launch({ args: quiet, dataFolder });
  await first.page.evaluate(() => (globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } }).handover.request('settings.change', '{"theme":"dark"}'));
  await expect.poll(() => ground(first)).toBe('#1b1f20');
  await first.app.close();

  const second = await launch({ args: ['--hidden', ...quiet], dataFolder });
  expect(await ground(second)).toBe('#1b1f20');
  await second.app.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('ended by the system in the middle of a trial, it goes back and says so in the journal', async ({ launch }) => {
  const handover = await launch({ args: ['--scenario=walk-to-meeting-room', '--speed=10'] });
  await handover.page.getByRole('button', { name: 'Migrate', exact: true }).click({ timeout: 15_000 });
  await expect(handover.page.getByRole('button', { name: 'Accept', exact: true })).toBeVisible();
  const ended = once(handover.app.process(), 'exit');
  handover.app.process().kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(journal(handover).filter(({ kind }) => kind === 'trialEnded').map(({ end }) => end)).toEqual([{ code: 'handoverEnded' }]);
});

test('with no session bus at all there is the window', async ({ launch }) => {
  const handover = await launch({ args: quiet, env: { DBUS_SESSION_BUS_ADDRESS: undefined, XDG_RUNTIME_DIR: undefined } });
  await expect(handover.page.getByText(/^Internet reached since/)).toBeVisible();
});
