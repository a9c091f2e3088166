import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimPlace } from './claim-place.ts';
import type { Meeting } from './client/meeting.ts';
import { findHost } from './client/find-host.ts';
import { socketPath } from './client/place.ts';

let folder: string;
let path: string;
const servers: Server[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'claim-')); path = join(folder, 'handover', 'hub'); });
afterEach(() => {
  for (const each of servers.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});
function server(): Server {
  const made = createServer((client) => { client.end(); });
  servers.push(made);
  return made;
}

const socket: Meeting = { by: 'socket' };
/** Linux's abstract sockets are like Windows' pipes in what counts: seen by all, and gone with their process. */
const pipe: Meeting = { by: 'pipe', names: `\0handover-test-${process.pid}-` };

/** What a host leaves that was killed: its socket, or the file that names its pipe. */
async function leaveDead(meeting: Meeting): Promise<void> {
  mkdirSync(join(folder, 'handover'), { mode: 0o700 });
  if (meeting.by === 'pipe') {
    writeFileSync(path, JSON.stringify({ pipe: meeting.names + '0'.repeat(32), token: '1'.repeat(64), answer: '2'.repeat(64) }), { mode: 0o600 });
    return;
  }
  const child = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready')); setInterval(() => {}, 1000);`]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(existsSync(path)).toBe(true);
}

it('the place is the user’s run-time folder; without one a folder of the user’s own; or what HANDOVER_SOCKET says', () => {
  expect(socketPath({ XDG_RUNTIME_DIR: '/run/user/1000' }, socket)).toBe('/run/user/1000/handover/hub.sock');
  expect(socketPath({}, socket)).toBe(join(tmpdir(), `handover-${process.getuid?.() ?? 'user'}`, 'hub.sock'));
  expect(socketPath({ XDG_RUNTIME_DIR: '/run/user/1000', HANDOVER_SOCKET: '/tmp/x.sock' }, socket)).toBe('/tmp/x.sock');
  expect(socketPath({ LOCALAPPDATA: '/local' }, pipe)).toBe('/local/Handover/run/hub.json');
});

describe.each([socket, pipe])('the place of a host that is met by a $by', (meeting) => {
  it('is made with a folder that nobody else enters, and is given back', async () => {
    const claim = await claimPlace(server(), path, meeting);
    expect(statSync(join(folder, 'handover')).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await findHost(path, meeting)).toMatchObject({ words: claim?.words });
    claim?.leave();
    expect(readdirSync(join(folder, 'handover'))).toEqual([]);
    expect(await findHost(path, meeting)).toBeNull();
  });

  it('is another host’s while that one lives', async () => {
    expect(await claimPlace(server(), path, meeting)).not.toBeNull();
    expect(await claimPlace(server(), path, meeting)).toBeNull();
    expect(readdirSync(join(folder, 'handover'))).toEqual(['hub']);
  });

  it('is taken over from a host that was killed', async () => {
    await leaveDead(meeting);
    expect(await claimPlace(server(), path, meeting)).not.toBeNull();
    expect(readdirSync(join(folder, 'handover'))).toEqual(['hub']);
  });

  it('is taken over, too, where a process was killed while it cleared away', async () => {
    await leaveDead(meeting);
    const lock = join(folder, 'handover', '.lock');
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0);
    expect(await claimPlace(server(), path, meeting)).not.toBeNull();
    expect(readdirSync(join(folder, 'handover'))).toEqual(['hub']);
  });

  it('goes to one of several processes that start at once over what a dead one left', async () => {
    await leaveDead(meeting);
    const script = `import { createServer } from 'node:net';
      const { module } = await (await import('vite')).runnerImport(${JSON.stringify(join(import.meta.dirname, 'claim-place.ts'))}, { root: ${JSON.stringify(join(import.meta.dirname, '../..'))}, configFile: false, logLevel: 'error' });
      console.log('ready'); await new Promise((go) => process.stdin.once('data', go));
      console.log(await module.claimPlace(createServer((socket) => socket.end()), ${JSON.stringify(path)}, ${JSON.stringify(meeting)}) === null ? 'lost' : 'won');`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: join(import.meta.dirname, '../..'), stdio: ['pipe', 'pipe', 'inherit'] }));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    const said = Promise.all(children.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim()));
    for (const child of children) child.stdin.write('go\n');
    try { expect((await said).sort()).toEqual(['lost', 'lost', 'lost', 'won']); } finally { for (const child of children) child.kill('SIGKILL'); }
  }, 30_000);

  it('is refused where others may enter the folder, with how to close it', async () => {
    mkdirSync(join(folder, 'handover'));
    chmodSync(join(folder, 'handover'), 0o755);
    await expect(claimPlace(server(), path, meeting)).rejects.toThrow(`chmod 700 ${join(folder, 'handover')}`);
  });

  it('is refused where the folder is a link to elsewhere', async () => {
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'handover'));
    await expect(claimPlace(server(), path, meeting)).rejects.toThrow('is no folder');
  });
});

it('a path that is longer than the system takes is refused', async () => {
  await expect(claimPlace(server(), join(folder, 'x'.repeat(120), 'hub.sock'), socket)).rejects.toThrow('too long');
});

describe('a client trusts no', () => {
  beforeEach(() => { mkdirSync(join(folder, 'handover'), { mode: 0o700 }); });

  it('socket that is a file', async () => {
    writeFileSync(path, '');
    await expect(findHost(path, socket)).rejects.toThrow('is no socket');
  });

  it('file of a pipe that others can read, or that is a link', async () => {
    writeFileSync(join(folder, 'other'), '{}', { mode: 0o600 });
    symlinkSync(join(folder, 'other'), path);
    await expect(findHost(path, pipe)).rejects.toThrow('is no file');
    rmSync(path);
    writeFileSync(path, '{}', { mode: 0o644 });
    chmodSync(path, 0o644);
    await expect(findHost(path, pipe)).rejects.toThrow(`chmod 600 ${path}`);
  });

  it.each([
    ['is no JSON', 'pipe'], ['is null', 'null'], ['has no words', JSON.stringify({ pipe: `\0handover-test-${process.pid}-${'0'.repeat(32)}` })],
    ['names a pipe of another machine', JSON.stringify({ pipe: `\\\\elsewhere\\pipe\\handover-${'0'.repeat(32)}`, token: '1'.repeat(64), answer: '2'.repeat(64) })],
  ])('file of a pipe that %s', async (_what, text) => {
    writeFileSync(path, text, { mode: 0o600 });
    await expect(findHost(path, pipe)).rejects.toThrow('names no pipe of Handover');
  });
});
