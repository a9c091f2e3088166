import { once } from 'node:events';
import { currentName, expect, test as base, windowOf } from './support/launch.ts';
import { slowDown } from './support/play.ts';
import { startTray, type TestTray } from './support/tray-host.ts';

/** The tray of a Linux desktop, with a watcher and a host of the test's own on its session bus. */

const test = base.extend<{ tray: TestTray }>({
  tray: async ({ desktop }, provide) => {
    const tray = await startTray(desktop.DBUS_SESSION_BUS_ADDRESS);
    await provide(tray);
    await tray.stop();
  },
});
test.skip(process.platform !== 'linux', 'other systems have no tray that a test can stand in for');

const walk = ['--scenario=walk-to-meeting-room', '--speed=10'];
const untilOffered = { timeout: 20_000 };

test('says what carries the traffic', async ({ tray, launch }) => {
  await launch({ args: ['--scenario=quiet-office'] });
  await expect.poll(tray.tooltip).toMatch(/: internet reached$/);
  expect((await tray.labels())[0]).toBe(await tray.tooltip());
});

test('an offer is in the menu: Migrate starts the trial, Accept keeps the new access point', async ({ tray, launch }) => {
  const handover = await launch({ args: walk });
  await expect.poll(tray.labels, untilOffered).toEqual(expect.arrayContaining(['Move to Office 5G?', 'Migrate', 'Ignore']));

  await slowDown(handover);
  await tray.choose('Migrate');
  await expect.poll(tray.enabled, untilOffered).toContain('Accept');
  expect((await tray.labels()).slice(0, 4)).toEqual(['Trying Office 5G', expect.stringMatching(/^No answer means: /), 'Accept', 'Reject']);
  expect((await handover.state()).trial).not.toBeNull();

  await tray.choose('Accept');
  await expect.poll(tray.tooltip).toBe('Office 5G: internet reached');
  expect(currentName(await handover.state())).toBe('Office 5G');
});

test('Reject goes back', async ({ tray, launch }) => {
  const handover = await launch({ args: walk });
  await expect.poll(tray.labels, untilOffered).toContain('Migrate');
  await slowDown(handover);
  await tray.choose('Migrate');
  await expect.poll(tray.enabled, untilOffered).toContain('Accept');
  await tray.choose('Reject');
  await expect.poll(tray.tooltip).toBe('Cable: no internet');
  expect(currentName(await handover.state())).toBe('Cable');
});

test('Ignore ends the offer everywhere', async ({ tray, launch }) => {
  const handover = await launch({ args: walk });
  await expect.poll(tray.labels, untilOffered).toContain('Ignore');
  await tray.choose('Ignore');
  await expect.poll(tray.labels).not.toContain('Ignore');
  expect((await handover.state()).offers).toEqual({});
});

test('roaming is paused for an hour of the host’s time, and resumed', async ({ tray, launch }) => {
  const handover = await launch({ args: walk });
  await expect.poll(tray.labels).toContain('Pause roaming for an hour');
  const before = await handover.state();
  await tray.choose('Pause roaming for an hour');
  await expect.poll(tray.labels).toContain('Resume roaming');
  const { roamingPaused, clock } = await handover.state();
  const started = before.clock.at + (Date.now() - before.clock.wall) * clock.speed;
  expect(Math.abs((roamingPaused?.until ?? 0) - started - 3_600_000)).toBeLessThan(60_000);

  await tray.choose('Resume roaming');
  await expect.poll(tray.labels).toContain('Pause roaming for an hour');
  expect((await handover.state()).roamingPaused).toBeNull();
});

test('roaming paused until quit: no offer is made', async ({ tray, launch }) => {
  const handover = await launch({ args: walk });
  await expect.poll(tray.labels).toContain('Pause roaming until quit');
  await tray.choose('Pause roaming until quit');
  await expect.poll(tray.tooltip, untilOffered).toBe('Cable: no internet');
  // A minute of the host's time after the fault, well past the point at which it offers otherwise.
  await expect.poll(async () => { const { clock } = await handover.state(); return (Date.now() - clock.wall) * clock.speed; }, untilOffered).toBeGreaterThan(75_000);
  expect((await handover.state()).offers).toEqual({});
});

declare global {
  // What a test hangs up in the main process to read later.
  var asked: string[];
}

test('closing the window hides it, which is told the first time; the menu brings it back', async ({ tray, launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office'] });
  const window = windowOf(handover);
  // In place of the desktop's own dialog: the first time it is cancelled, then agreed to.
  await handover.app.evaluate(({ dialog }) => {
    globalThis.asked = [];
    (dialog as { showMessageBox: unknown }).showMessageBox = async (_window: unknown, { message, buttons }: { message: string; buttons: string[] }) => {
      globalThis.asked.push(message);
      return { response: globalThis.asked.length === 1 ? buttons.indexOf('Cancel') : buttons.indexOf('Close the window') };
    };
  });
  const asked = () => handover.app.evaluate(() => globalThis.asked.length);
  await expect.poll(tray.labels).toContain('Open Handover');
  await expect.poll(window.isVisible).toBe(true);
  await window.close();
  await expect.poll(asked).toBe(1);
  expect(await window.isVisible()).toBe(true);
  await window.close();
  await expect.poll(window.isVisible).toBe(false);
  await tray.choose('Open Handover');
  await expect.poll(window.isVisible).toBe(true);
  await window.close();
  await expect.poll(window.isVisible).toBe(false);
  expect(await handover.app.evaluate(() => globalThis.asked)).toEqual(['Handover goes on in the tray', 'Handover goes on in the tray']);
});

test('started hidden, a click on the icon shows the window', async ({ tray, launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--hidden'] });
  const window = windowOf(handover);
  await expect.poll(tray.tooltip).toMatch(/: internet reached$/);
  expect(await window.isVisible()).toBe(false);
  await tray.activate();
  await expect.poll(window.isVisible).toBe(true);
});

test('Quit ends the program', async ({ tray, launch }) => {
  const { app } = await launch({ args: ['--scenario=quiet-office'] });
  // With the state come new lines, and with them new numbers: only then is a line still the same when the click arrives.
  await expect.poll(tray.tooltip).toMatch(/: internet reached$/);
  const ended = once(app.process(), 'exit');
  // The icon goes with the click, so that the click itself has no answer.
  tray.choose('Quit').catch(() => undefined);
  expect(await ended).toEqual([0, null]);
});

test('a known access point in reach is moved to from the menu, with a trial', async ({ tray, launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=2'] });
  await expect.poll(tray.labels, untilOffered).toEqual(expect.arrayContaining(['Move to', 'Office 5G']));
  await tray.choose('Office 5G');
  await expect.poll(tray.labels, untilOffered).toContain('Trying Office 5G');
  await expect.poll(tray.enabled, untilOffered).toContain('Accept');
  await tray.choose('Accept');
  await expect.poll(tray.tooltip, untilOffered).toBe('Office 5G: internet reached');
  expect(currentName(await handover.state())).toBe('Office 5G');
  await expect.poll(tray.labels, untilOffered).toEqual(expect.arrayContaining(['Move to', 'Cable']));
});

test('a question stands in the menu, and is dismissed there', async ({ tray, launch }) => {
  const handover = await launch({ args: ['--scenario=quiet-office', '--speed=6'] });
  await expect.poll(tray.tooltip).toMatch(/: internet reached$/);
  await handover.page.evaluate(async () => {
    const { handover: bridge } = globalThis as unknown as { handover: { request(name: string, input: string): Promise<string> } };
    const { ok } = JSON.parse(await bridge.request('session.create', '{"configuration":"userChoice"}')) as { ok: { session: string } };
    await bridge.request('session.open', JSON.stringify(ok));
  });
  await expect.poll(tray.labels).toEqual(expect.arrayContaining(['Which connection?', 'Choose…', 'Cancel']));
  await tray.choose('Cancel');
  await expect.poll(async () => (await handover.state()).questions).toEqual({});
});

base.describe('without a tray', () => {
  base('closing the window ends the program', async ({ launch }) => {
    const handover = await launch({ args: ['--scenario=quiet-office'] });
    const ended = once(handover.app.process(), 'exit');
    await handover.page.waitForFunction(() => document.visibilityState === 'visible');
    windowOf(handover).close().catch(() => { /* the program ends under the call */ });
    expect(await ended).toEqual([0, null]);
  });

  base('a tray that comes later gets the icon', async ({ launch, desktop }) => {
    await launch({ args: ['--scenario=quiet-office'] });
    const tray = await startTray(desktop.DBUS_SESSION_BUS_ADDRESS);
    await expect.poll(tray.tooltip).toMatch(/: internet reached$/);
    await tray.stop();
  });
});
