import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HubRig } from './testing/hub-rig.ts';

/** The programs of examples/, as somebody would start them. */
const root = join(import.meta.dirname, '../..');
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined || spawnSync(program, ['-V']).status === 0;
let rig: HubRig;
afterEach(() => rig.end());

describe('the examples', () => {
  it.runIf(has('python3'))('Python opens a session, is told its events and its address, and ends with it', async () => {
    rig = await HubRig.open();
    const child = spawn('python3', [join(root, 'examples/follow.py'), 'Office 5G'], { env: { ...process.env, HANDOVER_SOCKET: rig.path }, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith('bind to')) await rig.host.request(rig.host.desktop, 'session.stop', { session: rig.sessionsOf('follow.py')[0] ?? '' });
    }
    expect(lines).toEqual(['connecting', 'opened', 'bind to 10.20.4.117 2001:db8:20:4::75', 'connected', 'closing', 'error', 'closed']);
  }, 30_000);

  it.runIf(has('socat') && has('jq'))('the shell lists all sessions', async () => {
    rig = await HubRig.open();
    await rig.until((state) => state.isOnline);
    const child = spawn('sh', [join(root, 'examples/sessions.sh')], { env: { ...process.env, HANDOVER_SOCKET: rig.path }, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) lines.push(line);
    expect(lines).toEqual(['session-1\tDesktop\tconnected']);
  }, 30_000);
});
