import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programsOnline } from './open-connections.ts';

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'handover-proc-'));
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6']) table(name);
});
afterEach(() => { rmSync(proc, { recursive: true, force: true }); });

/** As the kernel prints it: local address, state and inode of each socket. */
function table(name: string, ...sockets: (readonly [local: string, state: string, inode: number])[]): void {
  const lines = sockets.map(([local, state, inode], index) => `   ${index}: ${local}:C350 0101A8C0:01BB ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1`);
  mkdirSync(join(proc, 'net'), { recursive: true });
  writeFileSync(join(proc, 'net', name), ['  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode', ...lines, ''].join('\n'));
}
function program(id: number, name: string, ...sockets: number[]): void {
  mkdirSync(join(proc, String(id), 'fd'), { recursive: true });
  writeFileSync(join(proc, String(id), 'comm'), `${name}\n`);
  ['/dev/null', 'pipe:[7]', ...sockets.map((inode) => `socket:[${inode}]`)].forEach((target, number) => { symlinkSync(target, join(proc, String(id), 'fd', String(number))); });
}

/** 192.168.7.20 */
const own = '1407A8C0';
const other = '0101A8C0';

describe('programs with connections from an address', () => {
  it('are named, the one with most of them first, each once', async () => {
    table('tcp', [own, '01', 11], [own, '01', 12], [own, '01', 13]);
    table('udp', [own, '01', 14]);
    program(100, 'ssh', 11);
    program(200, 'firefox', 12, 13);
    program(201, 'firefox', 14);
    expect(await programsOnline(['192.168.7.20'], proc)).toEqual({ names: ['firefox', 'ssh'], areAll: true });
  });

  it('are those from this address alone, and connected', async () => {
    table('tcp', [other, '01', 11], [own, '0A', 12], [own, '06', 0], [own, '01', 15]);
    table('udp', [own, '07', 13]);
    program(100, 'elsewhere', 11);
    program(101, 'listens', 12, 13);
    program(102, 'rsync', 15);
    expect(await programsOnline(['192.168.7.20', 'fe80::1%wlan0'], proc)).toEqual({ names: ['rsync'], areAll: true });
  });

  it('are found by IPv6 too, and by IPv4 within IPv6', async () => {
    table('tcp6', ['B80D0120000000000000000075000000', '01', 21], ['0000000000000000FFFF00001407A8C0', '01', 22]);
    program(100, 'six', 21);
    program(101, 'four', 22);
    expect(await programsOnline(['2001:db8::75', '192.168.7.20'], proc)).toEqual({ names: ['four', 'six'], areAll: true });
  });

  it('of other users are told as not all', async () => {
    table('tcp', [own, '01', 11], [own, '01', 12]);
    program(100, 'ssh', 11);
    expect(await programsOnline(['192.168.7.20'], proc)).toEqual({ names: ['ssh'], areAll: false });
  });

  it('are none where nothing is open, and not told where the system does not tell', async () => {
    expect(await programsOnline(['192.168.7.20'], proc)).toEqual({ names: [], areAll: true });
    expect(await programsOnline(['192.168.7.20'], join(proc, 'nowhere'))).toBeNull();
  });

  it.runIf(process.platform === 'linux')('are named on this very machine', async () => {
    const server = createServer().listen(0, '127.0.0.9');
    await once(server, 'listening');
    const client = spawn(process.execPath, ['-e', `require('node:net').connect({ port: ${(server.address() as AddressInfo).port}, host: '127.0.0.9', localAddress: '127.0.0.9' })`], { stdio: 'ignore' });
    await once(server, 'connection');
    try {
      expect(await programsOnline(['127.0.0.9'])).toEqual({ names: [expect.stringMatching(/^(node|MainThread)$/)], areAll: true });
    } finally {
      client.kill();
      server.close();
    }
  });
});
