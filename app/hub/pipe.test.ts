import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readNamedPipe, type Meeting, type NamedPipe } from './client/meeting.ts';
import { connect } from './client/index.ts';
import { HubRig } from './testing/hub-rig.ts';
import { RawClient } from './testing/raw-client.ts';

/** Windows' way to meet, with Linux's abstract sockets for its pipes: every user sees and reaches both. */
const meeting = { by: 'pipe', names: `\0handover-pipe-${process.pid}-` } as const satisfies Meeting;

let rig: HubRig;
const ends: (() => void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await rig.end();
});

const named = (): NamedPipe => readNamedPipe(readFileSync(rig.path, 'utf8'), meeting)!;

async function raw(): Promise<RawClient> {
  const client = await RawClient.open(named().pipe);
  ends.push(() => { client.end(); });
  return client;
}

describe('a host that is met by a pipe', () => {
  it('is found by the library through the file of its user, and holds a session', async () => {
    rig = await HubRig.open({ meeting });
    const client = await connect({ name: 'program', socket: rig.path, meeting });
    ends.push(() => { client.close(); });
    const session = await client.createSession(rig.id('Office 5G'));
    session.open();
    expect(await session.waitForOpened()).toBe(true);
  });

  it('refuses who comes without its token, or with another, and ends the connection', async () => {
    rig = await HubRig.open({ meeting });
    for (const given of [{}, { token: '' }, { token: '0'.repeat(64) }]) {
      const client = await raw();
      await expect(client.ask('hello', { version: 1, name: 'stranger', ...given })).rejects.toMatchObject({ word: 'notAllowed' });
      await client.closed();
    }
    expect(Object.values(rig.state.sessions).map(({ client }) => client.name)).toEqual(['Desktop']);
  });

  it('proves itself to who presents the token', async () => {
    rig = await HubRig.open({ meeting });
    const { token, answer } = named();
    expect(await (await raw()).ask('hello', { version: 1, name: 'program', token })).toMatchObject({ answer });
  });

  it('has another name and other words each time', async () => {
    rig = await HubRig.open({ meeting });
    const before = named();
    await rig.end();
    rig = await HubRig.open({ meeting });
    const after = named();
    expect([after.pipe === before.pipe, after.token === before.token, after.answer === before.answer]).toEqual([false, false, false]);
  });
});

it('a program that took the pipe of a host that is gone is not believed, whatever it answers', async () => {
  rig = await HubRig.open({ meeting });
  const { pipe } = named();
  const text = readFileSync(rig.path);
  rig.hub.stop();
  writeFileSync(rig.path, text, { mode: 0o600 });
  const impostor = createServer((socket) => {
    socket.on('error', () => { /* the client hangs up */ });
    socket.once('data', () => { socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, result: { version: 1, program: 'Handover', client: 'client-1', limits: {}, answer: '0'.repeat(64) } })}\n`); });
  });
  await new Promise<void>((resolve) => { impostor.listen(pipe, resolve); });
  ends.push(() => { impostor.close(); });
  await expect(connect({ name: 'program', socket: rig.path, meeting })).rejects.toMatchObject({ name: 'PlaceError', message: expect.stringContaining('another program has taken its pipe') as string });
});
