import { afterEach, describe, expect, it } from 'vitest';
import { readJournal } from '../journal/read-journal.ts';
import type { RawClient } from './testing/raw-client.ts';
import { HubRig } from './testing/hub-rig.ts';

let rig: HubRig;
afterEach(() => rig.end());

const create = async (client: RawClient, configuration: string): Promise<string> => (await client.ask<{ session: string }>('session.create', { configuration })).session;

describe('the handshake', () => {
  it('tells version, program, the client’s id and its limits', async () => {
    rig = await HubRig.open();
    const client = await rig.open();
    expect(await client.ask('hello', { version: 1, name: 'rsync' })).toMatchObject({ version: 1, program: 'Handover test', client: expect.stringMatching(/^client-/) as string, limits: { sessions: 64, clients: 32 } });
  });

  it('comes first: anything else is refused with what to say, and the connection ends', async () => {
    rig = await HubRig.open();
    const client = await rig.open();
    await expect(client.ask('state.get')).rejects.toMatchObject({ word: 'noHello', message: expect.stringContaining('"method":"hello"') as string });
    await client.closed();
  });

  it('refuses a version that it does not speak, and says which it does', async () => {
    rig = await HubRig.open();
    const client = await rig.open();
    const { error } = await client.say('hello', { version: 2, name: 'rsync' });
    expect(error).toMatchObject({ code: -32012, data: { versions: [1] } });
    await client.closed();
  });
});

describe('a program', () => {
  it('opens a session, hears each of its events once and in order, and reads its link’s address', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('rsync');
    const session = await create(client, rig.id('Office 5G'));
    expect(await client.ask('session.link', { session })).toBeNull();
    await client.ask('session.open', { session });
    await client.notified('session.event', ({ event }: { event: { state?: string } }) => event.state === 'connected');
    expect(client.events(session)).toEqual(['connecting', 'opened', 'connected']);
    expect(rig.state.sessions[session]).toMatchObject({ isOpen: true, client: { name: 'rsync', pid: process.pid, isDesktop: false } });
    expect(await client.ask('session.link', { session })).toEqual({ interface: 'wlp3s0', addresses: ['10.20.4.117', '2001:db8:20:4::75'] });
    await client.ask('session.close', { session });
    await client.notified('session.event', ({ event }: { event: { event: string } }) => event.event === 'closed');
  });

  it('is told of its own sessions alone, unless it subscribed to all', async () => {
    rig = await HubRig.open();
    const [one, other, watcher] = [await rig.greet('one'), await rig.greet('other'), await rig.greet('watcher')];
    await watcher.ask('subscribe', { to: 'sessions' });
    const session = await create(one, rig.id('Office 5G'));
    await one.ask('session.open', { session });
    await watcher.notified('session.event', ({ event }: { event: { event: string } }) => event.event === 'opened');
    expect(one.events(session)).toContain('opened');
    expect(other.told.filter(({ method }) => method !== undefined)).toEqual([]);
    await expect(other.ask('session.close', { session })).rejects.toMatchObject({ word: 'notAllowed' });
  });

  it('may not decide for the user; one that says it speaks for the user may', async () => {
    rig = await HubRig.open();
    const program = await rig.greet('program');
    await expect(program.ask('roaming.pause', { until: null })).rejects.toMatchObject({ word: 'notAllowed' });
    const user = await rig.greet('command', { role: 'user' });
    await user.ask('roaming.pause', { until: null });
    await rig.until((state) => state.roamingPaused !== null);
  });

  it('gets the contract’s own refusals', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('rsync');
    await expect(client.ask('session.open', { session: 7 })).rejects.toMatchObject({ code: -32602 });
    await expect(client.ask('session.open', { session: 'session-99' })).rejects.toMatchObject({ word: 'notFound' });
    await expect(client.ask('nonsense')).rejects.toMatchObject({ code: -32601 });
    await expect(client.ask('__proto__')).rejects.toMatchObject({ code: -32601 });
  });

  it('answers offers of its own session itself: told, migrated, tested by its own probe, accepted', async () => {
    rig = await HubRig.open({ scenario: 'walk-to-meeting-room' });
    await rig.until((state) => Object.values(state.sessions).some(({ isOpen }) => isOpen));
    const network = Object.values(rig.state.configurations).find(({ type }) => type === 'serviceNetwork')!.id;
    const client = await rig.greet('call');
    const session = await create(client, network);
    await client.ask('session.answerOffers', { session, on: true });
    await client.ask('session.offerProbe', { session, on: true });
    await client.ask('session.open', { session });
    const offer = await client.notified('session.event', ({ event }: { event: { event: string } }) => event.event === 'preferredConfigurationChanged');
    expect(rig.state.sessions[session]?.roaming).toBe('answersItself');
    const { event: { configuration } } = offer.params as { event: { configuration: string } };
    await client.ask('session.migrate', { session });
    const { params } = await client.notified('session.probe');
    const { probe, link } = params as { probe: string; link: { addresses: string[] } };
    expect(await client.ask('session.link', { session })).toEqual(link);
    await client.ask('session.probed', { session, probe, works: true });
    await rig.until((state) => state.trial?.tests.some((line) => line.test === 'client' && line.status === 'passed') === true);
    // The user may answer as well, and the record says who did.
    const user = await rig.greet('handover', { role: 'user' });
    await user.ask('session.accept', { session });
    const end = await rig.until((state) => state.trial === null && state.sessions[session]?.state === 'connected');
    expect(end.sessions[session]?.activeConfiguration).toBe(configuration);
    await rig.host.stop();
    expect(readJournal(rig.folder).filter((each) => each.kind === 'answer').map((each) => [each['answer'], each['by']])).toEqual([['migrate', 'call'], ['accept', 'Desktop']]);
  });
});

describe('subscriptions', () => {
  it('give a snapshot of the parts that were asked for, and patches of them alone', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('watcher');
    const { state } = await client.ask<{ state: object }>('subscribe', { to: 'state', parts: ['sessions', 'isOnline'] });
    expect(Object.keys(state).sort()).toEqual(['isOnline', 'sessions']);
    const own = await create(client, rig.id('Office 5G'));
    const { params } = await client.notified('state.patch');
    expect((params as { patch: object }).patch).toEqual({ sequence: expect.any(Number) as number, sessions: { set: { [own]: expect.objectContaining({ id: own }) as object } } });
  });

  it('end when they are ended', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('watcher');
    const { subscription } = await client.ask<{ subscription: string }>('subscribe', { to: 'sessions' });
    await client.ask('unsubscribe', { subscription });
    await expect(client.ask('resync', { subscription })).rejects.toMatchObject({ word: 'notFound' });
  });
});

describe('a client that goes', () => {
  it('releases what it held', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('rsync');
    const session = await create(client, rig.id('Office 5G'));
    await client.ask('session.open', { session });
    await rig.until((state) => state.sessions[session]?.isOpen === true);
    client.end();
    const state = await rig.until((now) => now.sessions[session] === undefined && now.configurations[rig.id('Office 5G')]?.accessPoint?.link === null);
    expect(state.configurations[rig.id('Office 5G')]?.openSessions).toBe(0);
  });

  it('keeps it for its linger, if it asked for one', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('rsync', { linger: 200 });
    const session = await create(client, rig.id('Office 5G'));
    const watcher = await rig.greet('watcher');
    client.end();
    const before = performance.now();
    // The hub has seen it go when another has its place.
    await watcher.ask('ping');
    expect(rig.state.sessions[session]).toBeDefined();
    await rig.until((state) => state.sessions[session] === undefined);
    expect(performance.now() - before).toBeGreaterThan(150);
  });

  it('releases it too when it only shut its end', async () => {
    rig = await HubRig.open();
    const client = await rig.greet('rsync');
    const session = await create(client, rig.id('Office 5G'));
    client.socket.end();
    await rig.until((state) => state.sessions[session] === undefined);
  });
});

describe('a stop', () => {
  it('reaches the open sessions of all clients on the interface, each once (STOP-01, STOP-05)', async () => {
    rig = await HubRig.open();
    const [one, other] = [await rig.greet('one'), await rig.greet('other')];
    const place = rig.id('Office 5G');
    const [first, second] = [await create(one, place), await create(other, place)];
    await one.ask('session.open', { session: first });
    await other.ask('session.open', { session: second });
    await rig.until((state) => state.sessions[first]?.isOpen === true && state.sessions[second]?.isOpen === true);
    await one.ask('session.stop', { session: first });
    await other.notified('session.event', ({ event }: { event: { state?: string } }) => event.state === 'disconnected');
    for (const events of [one.events(first), other.events(second)]) expect(events.slice(events.indexOf('closing'))).toEqual(['closing', 'error', 'closed', 'disconnected']);
  });
});
