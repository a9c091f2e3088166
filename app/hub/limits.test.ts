import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HubRig } from './testing/hub-rig.ts';

let rig: HubRig;
afterEach(() => rig.end());

const line = (message: unknown): string => `${JSON.stringify(message)}\n`;
const call = (id: number, method: string, params: unknown = null): string => line({ jsonrpc: '2.0', id, method, params });
const bye = (reason: RegExp) => expect.objectContaining({ method: 'bye', params: { reason: expect.stringMatching(reason) as string } }) as object;

/** Whoever misbehaves, the others are unharmed. */
async function othersAreWell(): Promise<void> {
  const other = await rig.greet('other');
  expect(await other.ask('ping')).toBeNull();
}

describe('limits', () => {
  it('size: a message above it is refused and ends the connection', async () => {
    rig = await HubRig.open({ limits: { messageSize: 1000 } });
    const client = await rig.greet('huge');
    client.write('x'.repeat(2000));
    await client.closed();
    expect(client.told).toContainEqual(expect.objectContaining({ error: expect.objectContaining({ code: -32010 }) as object }));
    await othersAreWell();
  });

  it('rate: what comes above it is not carried out, and a moment later all is well again', async () => {
    rig = await HubRig.open({ limits: { requestRate: 20 } });
    const client = await rig.greet('eager');
    client.write(Array.from({ length: 40 }, (_, index) => call(1000 + index, 'ping')).join(''));
    await client.until(() => client.told.find(({ id }) => id === 1039));
    const refused = client.told.filter(({ error }) => error?.code === -32010);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    await othersAreWell();
    // Read again as soon as it has rested; by then its allowance has grown.
    expect(await client.ask('ping')).toBeNull();
  });

  it('sessions and subscriptions of a client', async () => {
    rig = await HubRig.open({ limits: { sessions: 3, subscriptions: 2 } });
    const client = await rig.greet('many');
    const configuration = rig.id('Office 5G');
    for (let each = 0; each < 3; each += 1) await client.ask('session.create', { configuration });
    await expect(client.ask('session.create', { configuration })).rejects.toMatchObject({ word: 'limit', message: expect.stringContaining('3 sessions') as string });
    await client.ask('session.dispose', { session: rig.sessionsOf('many')[0] });
    await client.ask('session.create', { configuration });
    await client.ask('subscribe', { to: 'sessions' });
    await client.ask('subscribe', { to: 'sessions' });
    await expect(client.ask('subscribe', { to: 'sessions' })).rejects.toMatchObject({ word: 'limit' });
  });

  it('clients: one more is told so and is not taken', async () => {
    rig = await HubRig.open({ limits: { clients: 2 } });
    await rig.greet('one');
    const two = await rig.greet('two');
    const three = await rig.open();
    await three.closed();
    expect(three.told).toEqual([expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32010 }) as object })]);
    two.end();
    await rig.until(() => true);
    await othersAreWell();
  });

  it('half-open: who never says hello is dropped', async () => {
    rig = await HubRig.open({ limits: { helloTime: 30 } });
    const client = await rig.open();
    await client.closed();
    expect(client.told).toContainEqual(bye(/No hello/));
  });

  it('half a message: dropped when it does not end, its sessions released', async () => {
    rig = await HubRig.open({ limits: { messageTime: 30 } });
    const client = await rig.greet('half');
    await client.ask('session.create', { configuration: rig.id('Office 5G') });
    client.write('{"jsonrpc":"2.0","id":9,"meth');
    await client.closed();
    expect(client.told).toContainEqual(bye(/not finished/));
    expect(rig.sessionsOf('half')).toEqual([]);
  });

  it('a promise to be alive that is not kept: dropped, its sessions released', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('hung', { alive: 500 });
    await client.ask('session.create', { configuration: rig.id('Office 5G') });
    await client.closed();
    expect(client.told).toContainEqual(bye(/promise/));
    expect(rig.sessionsOf('hung')).toEqual([]);
  });

  it('garbage: each line is answered, and too many of them end the connection', async () => {
    rig = await HubRig.open({ limits: { malformed: 5 } });
    const client = await rig.greet('garbage');
    client.write(['no json', '[]', '7', '{"jsonrpc":"1.0","id":1,"method":"ping"}', '{"jsonrpc":"2.0","id":{},"method":"ping"}', ''].join('\n'));
    await client.closed();
    expect(client.told.map(({ error }) => error?.code).filter(Boolean)).toEqual([-32700, -32600, -32600, -32600, -32600]);
    await othersAreWell();
  });

  it('slow readers: a subscription lapses, is told so when it reads again, and goes on with a snapshot; nothing is kept for it', async () => {
    rig = await HubRig.open({ limits: { unread: 2000, requestRate: 1e6 } });
    const client = await rig.greet('slow');
    const { subscription } = await client.ask<{ subscription: string }>('subscribe', { to: 'sessions' });
    const busy = await rig.greet('busy');
    const up = Object.values((await rig.until((state) => state.isOnline)).configurations).find(({ accessPoint }) => accessPoint?.link?.state === 'active')!;
    const { session } = await busy.ask<{ session: string }>('session.create', { configuration: up.id });
    client.socket.pause();
    // The kernel's own buffers take the first few hundred kilobytes.
    for (let each = 0; each < 500; each += 1) {
      await busy.ask('session.open', { session });
      await busy.ask('session.close', { session });
    }
    const all = busy.events(session).length;
    client.socket.resume();
    await client.notified('lapsed');
    expect(client.events(session).length).toBeLessThan(all);
    const { state } = await client.ask<{ state: { sessions: object } }>('resync', { subscription });
    expect(Object.keys(state.sessions)).toEqual(Object.keys(rig.state.sessions));
    const before = client.events(session).length;
    await busy.ask('session.open', { session });
    await client.until(() => client.events(session).length > before || undefined);
  });

  it('who reads nothing at all is dropped, and its sessions are released', async () => {
    rig = await HubRig.open({ limits: { stalledTime: 50, unread: 2000 } });
    const client = await rig.greet('deaf');
    await client.ask('session.create', { configuration: rig.id('Office 5G') });
    client.socket.pause();
    for (let each = 0; each < 300; each += 1) client.write(call(1000 + each, 'state.get'));
    await rig.until(() => rig.sessionsOf('deaf').length === 0);
    await othersAreWell();
  });

  it('another user is refused, with whose it is', async () => {
    rig = await HubRig.open({ peerOf: () => ({ pid: 1, uid: 65_534 }) });
    const client = await rig.open();
    await client.closed();
    expect(client.told).toEqual([expect.objectContaining({ error: expect.objectContaining({ code: -32002, message: expect.stringContaining('another user') as string }) as object })]);
  });

  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')('… by the kernel’s word, even where the folder would let it in', async () => {
    rig = await HubRig.open();
    chmodSync(rig.folder, 0o755);
    chmodSync(dirname(rig.path), 0o755);
    chmodSync(rig.path, 0o666);
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const child = spawn(process.execPath, ['-e', `const s = require('node:net').connect(${JSON.stringify(rig.path)}); s.on('error', (e) => console.log(e.code)); s.pipe(process.stdout);`], { uid: 65_534, gid: 65_534 });
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
      child.on('close', () => { resolve(text); });
    });
    expect(said).toContain('another user');
  });
});
