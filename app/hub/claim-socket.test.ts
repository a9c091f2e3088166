import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimSocket } from './claim-socket.ts';
import { checkSocket, socketPath } from './client/place.ts';

let folder: string;
let path: string;
const servers: Server[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'claim-')); path = join(folder, 'handover', 'hub.sock'); });
afterEach(() => {
  for (const each of servers.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});
function server(): Server {
  const made = createServer((socket) => { socket.end(); });
  servers.push(made);
  return made;
}

/** A process that listened there and was killed: its socket stays. */
async function leaveDeadSocket(): Promise<void> {
  const child = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready')); setInterval(() => {}, 1000);`]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(existsSync(path)).toBe(true);
}

describe('the place of the socket', () => {
  it('is the user’s run-time folder; without one a folder of the user’s own; or what HANDOVER_SOCKET says', () => {
    expect(socketPath({ XDG_RUNTIME_DIR: '/run/user/1000' })).toBe('/run/user/1000/handover/hub.sock');
    expect(socketPath({})).toBe(join(tmpdir(), `handover-${process.getuid?.() ?? -1}`, 'hub.sock'));
    expect(socketPath({ XDG_RUNTIME_DIR: '/run/user/1000', HANDOVER_SOCKET: '/tmp/x.sock' })).toBe('/tmp/x.sock');
  });

  it('is made with a folder that nobody else enters, and is given back', async () => {
    const leave = await claimSocket(server(), path);
    expect(statSync(join(folder, 'handover')).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await checkSocket(path);
    leave?.();
    expect(readdirSync(join(folder, 'handover'))).toEqual([]);
  });

  it('is another host’s while that one lives', async () => {
    expect(await claimSocket(server(), path)).not.toBeNull();
    expect(await claimSocket(server(), path)).toBeNull();
    expect(readdirSync(join(folder, 'handover'))).toEqual(['hub.sock']);
  });

  it('is taken over from a host that was killed', async () => {
    mkdirSync(join(folder, 'handover'), { mode: 0o700 });
    await leaveDeadSocket();
    expect(await claimSocket(server(), path)).not.toBeNull();
    expect(readdirSync(join(folder, 'handover'))).toEqual(['hub.sock']);
  });

  it('goes to one of several processes that start at once over a dead one’s socket', async () => {
    mkdirSync(join(folder, 'handover'), { mode: 0o700 });
    await leaveDeadSocket();
    const script = `import { createServer } from 'node:net'; import { createServer as vite } from 'vite';
      const { module } = await (await import('vite')).runnerImport(${JSON.stringify(join(import.meta.dirname, 'claim-socket.ts'))}, { root: ${JSON.stringify(join(import.meta.dirname, '../..'))}, configFile: false, logLevel: 'error' });
      console.log('ready'); await new Promise((go) => process.stdin.once('data', go));
      console.log(await module.claimSocket(createServer((socket) => socket.end()), ${JSON.stringify(path)}) === null ? 'lost' : 'won');`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: join(import.meta.dirname, '../..'), stdio: ['pipe', 'pipe', 'inherit'] }));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    const said = Promise.all(children.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim()));
    for (const child of children) child.stdin.write('go\n');
    try { expect((await said).sort()).toEqual(['lost', 'lost', 'lost', 'won']); } finally { for (const child of children) child.kill('SIGKILL'); }
  }, 30_000);

  it('is refused where others may enter the folder, with how to close it', async () => {
    mkdirSync(join(folder, 'handover'));
    chmodSync(join(folder, 'handover'), 0o755);
    await expect(claimSocket(server(), path)).rejects.toThrow(`chmod 700 ${join(folder, 'handover')}`);
  });

  it('is refused where the folder is a link to elsewhere', async () => {
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'handover'));
    await expect(claimSocket(server(), path)).rejects.toThrow('is no folder');
  });

  it('is refused where the path is longer than the system takes', async () => {
    await expect(claimSocket(server(), join(folder, 'x'.repeat(120), 'hub.sock'))).rejects.toThrow('too long');
  });

  it('is not trusted by a client where it is a file', async () => {
    mkdirSync(join(folder, 'handover'), { mode: 0o700 });
    writeFileSync(path, '');
    await expect(checkSocket(path)).rejects.toThrow('is no socket');
  });
});
