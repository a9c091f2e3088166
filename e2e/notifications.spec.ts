import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, currentName, expect, idOf, root, test, windowOf, type Handover, type LaunchOptions } from './support/launch.ts';
import { startNotificationServer } from './support/notification-server.ts';
import { slowDown } from './support/play.ts';
import { startTray } from './support/tray-host.ts';

/** Notifications of a Linux desktop, with a server of the test's own on its session bus. */

test.skip(process.platform !== 'linux', 'other systems have no notification server that a test can stand in for');

const walk: LaunchOptions = { args: ['--scenario=walk-to-meeting-room', '--speed=10'] };

/** Nobody looks at the window. */
async function launchHidden(launch: (options: LaunchOptions) => Promise<Handover>, options: LaunchOptions = walk): Promise<Handover> {
  const handover = await launch(options);
  await expect.poll(windowOf(handover).isVisible).toBe(true);
  await windowOf(handover).hide();
  return handover;
}

test('an offer comes with its reason and its buttons; Migrate starts the trial, Accept keeps the new access point', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launchHidden(launch);
  const offer = await server.next();
  expect(offer).toMatchObject({ title: 'Move to Office 5G?', body: expect.stringMatching(/^Cable has had no internet for \d+ s\.$/), actions: { default: 'Open Handover', migrate: 'Migrate', ignore: 'Ignore' } });

  await slowDown(handover);
  server.press(offer, 'migrate');
  const trial = await server.next();
  expect(trial).toMatchObject({ title: 'Trying Office 5G', actions: { default: 'Open Handover', accept: 'Accept', reject: 'Reject' } });

  server.press(trial, 'accept');
  await expect.poll(async () => (await handover.state()).trial).toBeNull();
  expect(currentName(await handover.state())).toBe('Office 5G');
  expect(server.shown).toHaveLength(2);
  await server.stop();
});

test('Ignore on it ends the offer', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launchHidden(launch);
  server.press(await server.next(), 'ignore');
  await expect.poll(async () => (await handover.state()).offers).toEqual({});
  await server.stop();
});

test('answered in the tray, it is taken back', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const tray = await startTray(desktop.DBUS_SESSION_BUS_ADDRESS);
  await launchHidden(launch);
  await server.next();
  await tray.choose('Ignore');
  await server.gone();
  expect(server.shown).toHaveLength(1);
  await tray.stop();
  await server.stop();
});

test('a click on it opens the window, which takes it back', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launchHidden(launch);
  server.press(await server.next(), 'default');
  await expect.poll(windowOf(handover).isVisible).toBe(true);
  await server.gone();
  expect(Object.keys((await handover.state()).offers)).toHaveLength(1);
  await server.stop();
});

test('quitting takes it back', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const { app } = await launchHidden(launch);
  await server.next();
  await Promise.all([server.gone(), app.close()]);
  await server.stop();
});

test('a server without buttons is sent none', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS, ['body']);
  await launchHidden(launch);
  const offer = await server.next();
  expect(offer.actions).toEqual({ default: 'Open Handover' });
  expect(offer.body).toMatch(/^Cable has had no internet for \d+ s\. Open Handover to answer\.$/);
  await server.stop();
});

test('to a server that reads markup a name is text all the same', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS, ['body', 'actions', 'body-markup']);
  const folder = await mkdtemp(join(tmpdir(), 'handover-scenario-'));
  const shipped = JSON.parse(await readFile(join(root, 'app/drivers/simulated/scenarios/walk-to-meeting-room.json'), 'utf8')) as { accessPoints: { id: string; name: string }[] };
  for (const accessPoint of shipped.accessPoints) if (accessPoint.id === 'cable') accessPoint.name = '<b>Free</b> & "fast"';
  const file = join(folder, 'hostile.json');
  await writeFile(file, JSON.stringify(shipped));

  await launchHidden(launch, { args: [`--scenario=${file}`, '--speed=10'] });
  expect((await server.next()).body).toMatch(/^&lt;b&gt;Free&lt;\/b&gt; &amp; &quot;fast&quot; has had no internet/);
  await rm(folder, { recursive: true });
  await server.stop();
});

test('none comes while the person looks at the window', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launch(walk);
  await handover.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.focus(); });
  await expect.poll(async () => Object.keys((await handover.state()).offers).length, { timeout: 20_000 }).toBe(1);
  await windowOf(handover).hide();
  // The offer was seen: hiding the window afterwards brings no notification, answering still ends it.
  await handover.page.evaluate(async () => { await (globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } }).handover.request('state.get', 'null'); });
  expect(server.shown).toEqual([]);
  await server.stop();
});

test('do not disturb holds an offer back until it ends', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  server.inhibit(true);
  const handover = await launchHidden(launch);
  await expect.poll(async () => Object.keys((await handover.state()).offers).length, { timeout: 20_000 }).toBe(1);
  expect(server.shown).toEqual([]);
  server.inhibit(false);
  expect((await server.next()).title).toBe('Move to Office 5G?');
  await server.stop();
});

test('a question is told; Cancel on it closes the session', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  const handover = await launchHidden(launch, { args: ['--scenario=quiet-office', '--speed=6'] });
  await handover.page.evaluate(async () => {
    const { handover: bridge } = globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } };
    const { ok } = JSON.parse(await bridge.request('session.create', '{"configuration":"userChoice"}')) as { ok: { session: string } };
    await bridge.request('session.open', JSON.stringify(ok));
  });
  const question = await server.next();
  expect(question).toMatchObject({ title: 'Which connection?', actions: { open: 'Choose…', dismiss: 'Cancel' } });
  server.press(question, 'dismiss');
  await expect.poll(async () => (await handover.state()).questions).toEqual({});
  await server.stop();
});

test('news: a sign-in page, then the loss in its place, then nothing when it is back', async ({ launch, desktop }) => {
  const server = await startNotificationServer(desktop.DBUS_SESSION_BUS_ADDRESS);
  // Only the cable: with others in reach the loss would be told by an offer.
  const folder = await mkdtemp(join(tmpdir(), 'handover-scenario-'));
  const file = join(folder, 'cable-only.json');
  await writeFile(file, JSON.stringify({
    id: 'cable-only', title: 'Cable only', description: 'A desk with a cable.', places: { desk: [0, 0] }, user: { at: 'desk' }, interfaces: [{ name: 'eth0', kind: 'wired' }],
    accessPoints: [{ kind: 'wired', id: 'cable', name: 'Cable', interface: 'eth0', place: 'desk', autoconnect: true }], connected: ['cable'],
  }));
  const handover = await launchHidden(launch, { args: [`--scenario=${file}`, '--speed=1'] });
  await ask(handover, 'simulation.set', { set: 'connectivity', accessPoint: await idOf(handover, 'Cable'), value: 'portal' });
  const portal = await server.next();
  expect(portal.title).toBe('Cable wants you to sign in');
  const cable = Object.values((await handover.state()).interfaces).find(({ kind }) => kind === 'wired')!.name;
  await ask(handover, 'simulation.set', { set: 'cable', interface: cable, pulled: true });
  await expect.poll(() => server.standing.map(({ title, body }) => [title, body]), { timeout: 15_000 }).toEqual([['Not connected', 'Cable is lost.']]);
  await ask(handover, 'simulation.set', { set: 'connectivity', accessPoint: await idOf(handover, 'Cable'), value: 'full' });
  await ask(handover, 'simulation.set', { set: 'cable', interface: cable, pulled: false });
  await server.gone();
  await rm(folder, { recursive: true, force: true });
  await server.stop();
});
