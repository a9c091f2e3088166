import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, root, test, windowOf } from './support/launch.ts';

/** Other programs and the real window: the command as it is built, over the real socket. */

async function handover(socket: string, ...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'out/cli/handover.js'), '--socket', socket, ...words], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LANG: 'en_US.UTF-8' } });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
  await once(child, 'close');
  return text;
}

test('the command holds a session while its program runs, and the window shows who holds it', async ({ launch }) => {
  const { page, dataFolder, state } = await launch({ args: ['--scenario=quiet-office', '--speed=10'] });
  await expect(page.getByRole('grid', { name: 'Access points' })).toBeVisible({ timeout: 20_000 });
  const socket = join(dataFolder, 'run', 'hub.sock');
  await page.getByRole('button', { name: 'Sessions' }).or(page.getByRole('tab', { name: 'Sessions' })).or(page.getByRole('link', { name: 'Sessions' })).first().click();
  const holding = handover(socket, 'hold', '--reason', 'nightly copy', '--', process.execPath, '-e', 'process.stdin.resume(); setTimeout(() => {}, 600000); process.on("SIGTERM", () => process.exit(0)); console.log(process.ppid)');
  await expect(page.getByRole('row').filter({ hasText: 'node: nightly copy' })).toContainText(/pid \d+/, { timeout: 20_000 });
  const held = Object.values((await state()).sessions).find(({ client }) => client.name === 'node: nightly copy');
  process.kill(held!.client.pid!, 'SIGTERM');
  expect((await holding).trim()).toBe(String(held!.client.pid));
  await expect(page.getByRole('row').filter({ hasText: 'node: nightly copy' })).toHaveCount(0);
});

test('a window attaches to the host that runs, and closing it leaves the sessions alive', async ({ launch }) => {
  const folder = mkdtempSync(join(tmpdir(), 'handover-host-'));
  const host = spawn(process.execPath, [join(root, 'out/host/headless.js'), '--driver=simulated', '--scenario=quiet-office', '--speed=10', `--data-folder=${folder}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { socket } = JSON.parse(String((await once(host.stdout, 'data'))[0])) as { socket: string };
    await handover(socket, 'sessions', 'open', 'Office 5G');
    const window = await launch({ args: ['--hidden'], env: { HANDOVER_SOCKET: socket } });
    await expect.poll(async () => Object.values((await window.state()).sessions).length, { timeout: 20_000 }).toBe(2);
    await windowOf(window).close();
    await window.app.close();
    expect(await handover(socket, 'sessions', 'list')).toMatch(/Office 5G +connected/);
  } finally {
    host.kill('SIGTERM');
    await once(host, 'close');
    rmSync(folder, { recursive: true, force: true });
  }
});
