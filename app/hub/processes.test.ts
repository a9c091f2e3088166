import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HubRig } from './testing/hub-rig.ts';

/** Clients in processes of their own, ended as processes end. */
let rig: HubRig;
const children: Holder[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill();
  await rig.end();
});

class Holder {
  readonly lines: string[] = [];
  readonly child: ChildProcessByStdio<null, Readable, null>;
  #text = '';
  #look: () => void = () => undefined;

  constructor(...given: string[]) {
    this.child = spawn(process.execPath, [join(import.meta.dirname, 'testing/holder.mjs'), rig.path, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#text + text).split('\n');
      this.#text = lines.pop() ?? '';
      this.lines.push(...lines);
      this.#look();
    });
    children.push(this);
  }

  get pid(): number { return this.child.pid ?? -1; }

  printed(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => { if (this.lines.includes(line)) resolve(); };
      this.#look();
    });
  }

  kill(): void { this.child.kill('SIGKILL'); }
}

const holderSessions = () => rig.sessionsOf('holder').map((id) => rig.state.sessions[id]!);

/** ms from the kill until nothing is held any more. */
async function released(holder: Holder): Promise<number> {
  const before = performance.now();
  holder.kill();
  await rig.until((state) => Object.values(state.sessions).every(({ client }) => client.name !== 'holder'));
  return performance.now() - before;
}

describe('a client’s process', () => {
  it('killed while it holds: released within a second, and the link goes with it', async () => {
    rig = await HubRig.open();
    const holder = new Holder(rig.id('Office 5G'));
    await holder.printed('opened');
    expect(holderSessions()).toEqual([expect.objectContaining({ isOpen: true, client: expect.objectContaining({ pid: holder.pid }) as object })]);
    expect(await released(holder)).toBeLessThan(1000);
    await rig.until((state) => state.configurations[rig.id('Office 5G')]?.accessPoint?.link === null);
  });

  it('killed in the middle of a trial that it answers: the trial goes back, and others can be asked', async () => {
    rig = await HubRig.open({ scenario: 'walk-to-meeting-room' });
    await rig.until((state) => Object.values(state.sessions).some(({ isOpen }) => isOpen));
    const network = Object.values(rig.state.configurations).find(({ type }) => type === 'serviceNetwork')!.id;
    const holder = new Holder(network, 'answer');
    await rig.until((state) => state.trial?.phase === 'testing' || state.trial?.phase === 'passed');
    expect(await released(holder)).toBeLessThan(1000);
    const state = await rig.until((now) => now.trial === null);
    const desktop = Object.values(state.sessions).find(({ client }) => client.isDesktop);
    expect(state.configurations[desktop?.activeConfiguration ?? '']?.name).toBe('Cable');
  });

  it('killed with half a message said: released all the same', async () => {
    rig = await HubRig.open();
    const holder = new Holder(rig.id('Office 5G'), 'half');
    await holder.printed('opened');
    expect(await released(holder)).toBeLessThan(1000);
  });

  it('stopped by another process: its session is closed, told so once, and the process lives', async () => {
    rig = await HubRig.open();
    const holder = new Holder(rig.id('Office 5G'));
    await holder.printed('connected');
    const user = await rig.greet('command', { role: 'user' });
    await user.ask('session.stop', { session: holderSessions()[0]?.id });
    await holder.printed('disconnected');
    expect(holder.lines.filter((line) => line === 'closed')).toHaveLength(1);
    expect(holder.lines).not.toContain('hung up');
  });
});

describe('many of them', () => {
  it('32 clients with 64 sessions each count together, and none is left when they go', async () => {
    rig = await HubRig.open();
    const up = Object.values((await rig.until((state) => state.isOnline)).configurations).find(({ accessPoint }) => accessPoint?.link?.state === 'active')!;
    const clients = await Promise.all(Array.from({ length: 32 }, (_, index) => rig.greet(`client ${index}`)));
    await Promise.all(clients.map(async (client) => {
      const made = await Promise.all(Array.from({ length: 64 }, () => client.ask<{ session: string }>('session.create', { configuration: up.id })));
      await Promise.all(made.map(({ session }) => client.ask('session.open', { session })));
    }));
    // The desktop's own is one more.
    const state = await rig.until((now) => now.configurations[up.id]?.openSessions === 32 * 64 + 1);
    expect(Object.values(state.sessions)).toHaveLength(32 * 64 + 1);
    for (const client of clients) client.end();
    await rig.until((now) => now.configurations[up.id]?.openSessions === 1);
    expect(Object.keys(rig.state.sessions)).toHaveLength(1);
  }, 60_000);
});

describe('malformed messages', () => {
  // `npm run test:long` says 100,000.
  const count = Number(process.env['HANDOVER_MALFORMED'] ?? 2_000);
  const pieces = ['no json', '{', '[]', '[[[[', '"', '{}', 'null', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1,"method":7}', '{"jsonrpc":"2.0","id":{},"method":"ping"}', '{"__proto__":{"x":1}}', '\u0000\u0001', '{"jsonrpc":"2.0","id":1,"method":"hello","params":{"version":1,"name":""}}', `{"a":${'['.repeat(500)}`];

  it(`${count} of them: no crash, no session, no client left`, async () => {
    rig = await HubRig.open({ limits: { malformed: 50 } });
    const pipes = () => process.getActiveResourcesInfo().filter((each) => each === 'PipeWrap').length;
    const before = pipes();
    for (let from = 0; from < count; from += 100) {
      const client = await rig.open();
      const lines = Array.from({ length: 100 }, (_, index) => pieces[(from + index) % pieces.length]!);
      client.write(`${lines.join('\n')}\n`);
      await client.closed();
    }
    await expect.poll(pipes).toBe(before);
    expect(await (await rig.greet('well')).ask('ping')).toBeNull();
    expect(Object.keys(rig.state.sessions)).toHaveLength(1);
  }, 600_000);
});
