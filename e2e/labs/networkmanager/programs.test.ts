import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, StateFlag, type HandoverClient } from '../../../app/hub/client/index.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

/** Sessions of several processes on a real NetworkManager: the host without a window, a program with the library, one without. */
const root = resolve(import.meta.dirname, '../../..');
const program = join(root, 'out/host/headless.js');
const place = profileId(0);

describe.skipIf(labUnavailable() !== null || !existsSync(program))('sessions of other processes', () => {
  let lab: NetworkManagerLab;
  let folder: string;
  let host: ChildProcess;
  let other: ChildProcess | null = null;
  let own: HandoverClient;

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    folder = mkdtempSync(join(tmpdir(), 'handover-programs-'));
    host = spawn(process.execPath, [program, '--driver=networkmanager', `--data-folder=${folder}`], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: lab.busAddress } });
    const [line] = await once(createInterface({ input: host.stdout! }), 'line') as [string];
    own = await connect({ name: 'own', socket: (JSON.parse(line) as { socket: string }).socket });
  });
  afterEach(async () => {
    own?.close();
    other?.kill('SIGKILL');
    host?.kill('SIGTERM');
    if (host) await once(host, 'close');
    await lab?.down();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program in a process of its own, with a session on the place. */
  const start = (): void => { other = spawn(process.execPath, [join(root, 'app/hub/testing/holder.mjs'), join(folder, 'run/hub.sock'), place], { stdio: ['pipe', 'ignore', 'inherit'] }); };
  /** Awaited on `configurationChanged` alone. */
  const told = (state: number): Promise<void> => new Promise((done) => {
    const off = own.manager.on('configurationChanged', (configuration) => {
      if (configuration.identifier !== place || configuration.state !== state) return;
      off();
      done();
    });
  });
  const active = (): string[] => own.manager.allConfigurations(StateFlag.active).map(({ identifier }) => identifier);

  test('another process’s open() shows as active, its stop() as not active any more (STOP-15)', async () => {
    expect(active()).not.toContain(place);
    const isUp = told(StateFlag.active);
    start();
    await isUp;
    expect(active()).toContain(place);
    const isDown = told(StateFlag.discovered);
    other?.stdin?.write('stop\n');
    await isDown;
    expect(active()).not.toContain(place);
  });

  test('a stop() of one process ends the other’s session, and the link with it (STOP-14)', async () => {
    const isUp = told(StateFlag.active);
    start();
    await isUp;
    const session = await own.createSession(place);
    session.open();
    expect(await session.waitForOpened()).toBe(true);
    const ended = new Promise<void>((done) => { session.on('closed', done); });
    const isDown = told(StateFlag.discovered);
    other?.stdin?.write('stop\n');
    await ended;
    expect(session.error).toBe('sessionAbortedError');
    await isDown;
  });

  test('a process that is killed gives up its share: the link stays for the other, and goes with the last', async () => {
    const isUp = told(StateFlag.active);
    start();
    await isUp;
    const session = await own.createSession(place);
    session.open();
    expect(await session.waitForOpened()).toBe(true);
    const count = async () => (await own.request('state.get', null)).state.configurations[place]?.openSessions;
    // Theirs, ours, and the desktop's, which follows what the machine does and holds nothing.
    await expect.poll(count).toBe(3);
    other?.kill('SIGKILL');
    await expect.poll(count).toBe(2);
    expect(active()).toContain(place);
    const isDown = told(StateFlag.discovered);
    session.close();
    await isDown;
  });
});
