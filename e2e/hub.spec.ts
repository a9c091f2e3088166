import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, expect, root, test, windowOf } from './support/launch.ts';

/** Other programs and the real window: the command as it is built, over the real socket. */

function start(socket: string, ...words: string[]): { pid: number | undefined; said: Promise<string> } {
  const child = spawn(process.execPath, [join(root, 'out/cli/handover.js'), '--socket', socket, ...words], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LANG: 'en_US.UTF-8' } });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
  return { pid: child.pid, said: once(child, 'close').then(() => text) };
}
const handover = (socket: string, ...words: string[]): Promise<string> => start(socket, ...words).said;

test('the command holds a session while its program runs, and the window shows who holds it', async ({ launch }) => {
  const { page, dataFolder } = await launch({ args: ['--scenario=quiet-office', '--speed=10'] });
  const socket = join(dataFolder, 'run', 'hub.sock');
  await page.getByRole('navigation').getByRole('button', { name: /^Sessions/ }).click();
  const holding = start(socket, 'hold', '--reason', 'nightly copy', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)');
  // Its name, and the pid by the kernel's word.
  await expect(page.getByRole('row').filter({ hasText: 'node: nightly copy' })).toContainText(`pid ${holding.pid}`, { timeout: 20_000 });
  process.kill(holding.pid!, 'SIGTERM');
  await holding.said;
  await expect(page.getByRole('row').filter({ hasText: 'node: nightly copy' })).toHaveCount(0);
});

test('a window attaches to the host that runs, saves its record, and closing it leaves the sessions alive', async ({ launch }) => {
  const folder = mkdtempSync(join(tmpdir(), 'handover-host-'));
  const host = spawn(process.execPath, [join(root, 'out/host/headless.js'), '--driver=simulated', '--scenario=quiet-office', '--speed=10', `--data-folder=${folder}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { socket } = JSON.parse(String((await once(host.stdout, 'data'))[0])) as { socket: string };
    await handover(socket, 'sessions', 'open', 'Office 5G');
    const window = await launch({ args: ['--hidden'], env: { HANDOVER_SOCKET: socket } });
    await expect.poll(async () => Object.values((await window.state()).sessions).length, { timeout: 20_000 }).toBe(2);
    const file = join(folder, 'record.csv');
    await window.app.evaluate(({ dialog }, filePath) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath }); }, file);
    await ask(window, 'program.saveExport', { what: 'records', format: 'csv', filter: {}, span: 'day', redact: false, language: 'en' });
    expect(readFileSync(file, 'utf8')).toContain('opened a session on Office 5G');
    await windowOf(window).close();
    await window.app.close();
    expect(await handover(socket, 'sessions', 'list')).toMatch(/Office 5G +connected/);
  } finally {
    host.kill('SIGTERM');
    await once(host, 'close');
    rmSync(folder, { recursive: true, force: true });
  }
});
