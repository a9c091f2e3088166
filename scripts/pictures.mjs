/**
 * Takes the pictures of docs/ in the real program, on the simulated network: run it when the window has changed.
 *
 *   npm run pictures
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scene } from './demo/scene.mjs';
import { root } from './setup/places.mjs';
import { runAsProgram, say } from './setup/say.mjs';
import { build, electronPath, setUp, withDisplay, withSessionBus } from './setup.mjs';

const pictures = join(root, 'docs', 'pictures');
const speed = 4;
/** px; what a page of text is wide enough for. */
const size = { width: 1_000, height: 640 };

await runAsProgram(async () => {
  await setUp({ for: 'demo' });
  await build();
  await withDisplay((display) => withSessionBus(take, { env: { ...display, LANG: 'en_US.UTF-8', LANGUAGE: 'en' } }));
});

/** @param {NodeJS.ProcessEnv} env */
async function take(env) {
  const { _electron } = await import('playwright');
  const dataFolder = await mkdtemp(join(tmpdir(), 'handover-pictures-'));
  const app = await _electron.launch({
    executablePath: electronPath(), args: [root, `--data-folder=${dataFolder}`, '--driver=simulated', '--scenario=walk-to-meeting-room', `--speed=${speed}`],
    env: /** @type {Record<string, string>} */ (env), chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = await app.firstWindow();
    await app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size);
    const scene = new Scene(page, speed, pictures);
    const shoot = async (/** @type {string} */ name, /** @type {'light' | 'dark'} */ theme = 'light') => {
      await page.mouse.move(0, 0);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
      await page.screenshot({ path: join(pictures, `${name}.png`) });
      say(`  docs/pictures/${name}.png`);
    };

    await scene.until(({ sessions }) => Object.values(sessions).some(({ isOpen }) => isOpen), 'a session on the cable');
    // What the first start says stands in the details' place.
    await scene.click('Begin');
    await shoot('list');
    await scene.heading('Move to Office 5G?', 120);
    await shoot('offer');
    await scene.click('Migrate');
    await scene.until(({ trial }) => trial?.phase === 'passed', 'the tests to pass', 60);
    await shoot('trial');
    await scene.click('Accept');
    await scene.until(({ trial }) => trial === null, 'the trial to end', 30);
    await scene.click('Simulator');
    await shoot('simulator');
    await page.evaluate(() => /** @type {{ handover: { request(name: string, input: string): Promise<string> } }} */ (/** @type {unknown} */ (globalThis)).handover.request('settings.change', '{"language":"zh"}'));
    await page.locator('html[lang^="zh"]').waitFor();
    await page.getByRole('button', { name: '接入点' }).first().click();
    await shoot('list-chinese-dark', 'dark');
  } finally {
    await app.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
