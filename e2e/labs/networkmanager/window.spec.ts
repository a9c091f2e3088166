import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../../../app/journal/read-journal.ts';
import { expect, test } from '../../support/launch.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

/** The story as a person sees and clicks it, on a real NetworkManager: two wired links, the first loses its internet. */
const [first, second] = [profileId(0), profileId(1)];
const unavailable = labUnavailable();
test.skip(unavailable !== null, unavailable ?? '');

let lab: NetworkManagerLab;
let dataFolder: string;

test.beforeEach(async () => {
  lab = await NetworkManagerLab.up({ uplinks: 2 });
  dataFolder = await mkdtemp(join(tmpdir(), 'handover-window-'));
  // The rules as they are, with shorter times.
  const roaming = { noInternetFor: 1_000, holdFor: 500, linger: 1_000, offerApart: 0 };
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({
    version: 1, settings: { roaming }, order: {},
    serviceNetworks: [{ id: 'network:office', driver: 'networkmanager', name: 'Office', members: [first, second] }],
  }));
  // The second link is stored and down: only Handover brings it up.
  lab.nmcli('connection', 'modify', 'wired1', 'connection.autoconnect', 'no');
  lab.nmcli('connection', 'down', 'wired1');
});
test.afterEach(async () => {
  await lab?.down();
  await rm(dataFolder, { recursive: true, force: true });
});

const active = () => lab.nmcli('-g', 'NAME', 'connection', 'show', '--active').split('\n').filter((each) => each.startsWith('wired')).sort();

test('the window asks, both links are up in the trial, and accept keeps the new one', async ({ launch }) => {
  const { page } = await launch({ args: ['--driver=auto'], dataFolder, env: { DBUS_SYSTEM_BUS_ADDRESS: lab.busAddress } });
  await expect(page.getByRole('heading', { name: 'wired0', exact: true }).first()).toBeVisible();
  await expect(page.getByText('Simulated network')).toBeHidden();
  lab.web(0, 'limited');
  lab.nmcli('networking', 'connectivity', 'check');
  await expect(page.getByRole('heading', { name: 'Move to wired1?', exact: true })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Migrate', exact: true }).click();
  await expect(page.getByText('All 3 tests passed')).toBeVisible({ timeout: 20_000 });
  expect(active()).toEqual(['wired0', 'wired1']);
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Trying wired1', exact: true })).toBeHidden();
  await expect.poll(() => lab.run('ip', '-4', 'route', 'get', '203.0.113.1')).toContain('dev wired1');
  const kinds = () => readJournal(dataFolder).map(({ kind }) => kind);
  await expect.poll(kinds).toEqual(expect.arrayContaining(['offer', 'answer', 'trialStarted', 'trialTested', 'trialEnded']));
});

test('killed in mid-trial, Handover leaves the machine with a working link, and finds its way when it starts again', async ({ launch, desktop }) => {
  const env = { DBUS_SYSTEM_BUS_ADDRESS: lab.busAddress };
  const { page, app } = await launch({ args: ['--driver=auto'], dataFolder, env });
  lab.web(0, 'limited');
  lab.nmcli('networking', 'connectivity', 'check');
  await expect(page.getByRole('heading', { name: 'Move to wired1?', exact: true })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Migrate', exact: true }).click();
  await expect(page.getByText('All 3 tests passed')).toBeVisible({ timeout: 20_000 });
  const gone = new Promise((resolve) => { app.process().once('exit', resolve); });
  app.process().kill('SIGKILL');
  await gone;
  lab.web(0, 'full');
  lab.nmcli('networking', 'connectivity', 'check');
  await expect.poll(() => { try { return lab.run('ping', '-c', '1', '-W', '2', '203.0.113.1'); } catch { return 'no answer'; } }, { timeout: 15_000 }).toContain('1 received');
  const again = await launch({ args: ['--driver=auto'], dataFolder, env: { ...desktop, ...env } });
  await expect.poll(async () => (await again.state()).driver.available).toBe(true);
  await expect.poll(async () => Object.values((await again.state()).sessions)[0]?.isOpen).toBe(true);
  expect(lab.nmcli('-g', 'NAME,TYPE', 'connection', 'show', '--active')).not.toContain('bridge');
});
