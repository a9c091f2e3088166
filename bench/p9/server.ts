import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost } from '../../app/host/index.ts';
import { takePlace } from '../../app/hub/index.ts';
import { answer } from '../shared/answering.ts';

/**
 * Both sides of P9, each in a process of its own. Words: "hub", a host on the simulated network with its hub and the rate limit raised;
 * "echo", JSON-RPC that parses a line and sends its params back; "sessions", how many the hub's host has; "stop".
 */
const folder = mkdtempSync(join(tmpdir(), 'handover-p9-'));
let stop: () => unknown = () => undefined;
let sessions = (): number => 0;

async function hub(): Promise<{ path: string; configuration: string }> {
  const path = join(folder, 'run', 'hub.sock');
  const place = await takePlace(path);
  const host = await openHost({ dataFolder: folder, driver: 'simulated', scenario: 'quiet-office', seed: 7, speed: 20 });
  const served = await place!.serve({ host, program: 'Handover', limits: { requestRate: 1e9, clients: 64 } });
  sessions = () => Object.keys(host.snapshot().state.sessions).length;
  stop = () => { served.stop(); return host.stop(); };
  const configuration = await new Promise<string>((resolve) => {
    const off = host.on('state.patch', () => {
      const up = Object.values(host.snapshot().state.configurations).find(({ accessPoint }) => accessPoint?.link?.state === 'active');
      if (!up) return;
      off();
      resolve(up.id);
    });
  });
  return { path, configuration };
}

function echo(): Promise<{ path: string }> {
  const path = join(folder, 'echo.sock');
  const server = createServer((socket) => {
    let rest = '';
    socket.setEncoding('utf8').on('error', () => undefined).on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { id, params } = JSON.parse(line) as { id: number; params: unknown };
        socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: params })}\n`);
      }
    });
  });
  stop = () => { server.close(); unlinkSync(path); };
  return new Promise((resolve) => { server.listen(path, () => { resolve({ path }); }); });
}

await answer(async (word) => {
  switch (word) {
    case 'hub': return hub();
    case 'echo': return echo();
    case 'sessions': return { sessions: sessions() };
    case 'stop':
      await stop();
      rmSync(folder, { recursive: true, force: true });
      return {};
    default: throw new Error(`There is no word ${word}.`);
  }
});
