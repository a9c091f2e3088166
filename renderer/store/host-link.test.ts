// @vitest-environment happy-dom
import { describe, expect, it, vi, type Mock } from 'vitest';
import type { RequestError } from '../../app/contract/contract.ts';
import { fakeBridge, type FakeBridge } from '../fixtures/fake-bridge.ts';
import { emptyState } from '../fixtures/make.ts';
import { followState, send, type StateListener } from './host-link.ts';

const turns = async (): Promise<void> => { for (let turn = 0; turn < 12; turn += 1) await Promise.resolve(); };
type Spy<M extends keyof StateListener> = Mock<StateListener[M]>;
const follow = async (bridge: FakeBridge): Promise<{ snapshot: Spy<'snapshot'>; patch: Spy<'patch'>; failed: Spy<'failed'>; stop: () => void; refresh: () => void }> => {
  const listener = { snapshot: vi.fn<StateListener['snapshot']>(), patch: vi.fn<StateListener['patch']>(), failed: vi.fn<StateListener['failed']>() };
  const { stop, refresh } = followState(bridge, listener);
  await turns();
  return { ...listener, stop, refresh };
};
const scans = (count: number): { values: { scans: { count: number; lastAt: null } } } => ({ values: { scans: { count, lastAt: null } } });

describe('following the host’s state', () => {
  it('takes one snapshot, then patches in order', async () => {
    const bridge = fakeBridge(emptyState());
    const heard = await follow(bridge);
    bridge.patch(scans(1));
    bridge.patch(scans(2));
    expect(bridge.snapshots).toBe(1);
    expect(heard.patch.mock.calls.map(([patch]) => patch.sequence)).toEqual([8, 9]);
  });

  it('asks for a snapshot when a number is missed', async () => {
    const bridge = fakeBridge(emptyState());
    const heard = await follow(bridge);
    bridge.sequence += 1;
    bridge.patch(scans(5));
    await turns();
    expect(bridge.snapshots).toBe(2);
    expect(heard.patch).not.toHaveBeenCalled();
    expect(heard.snapshot.mock.lastCall?.[0].state.scans.count).toBe(5);
  });

  it('applies what came while it asked, and drops what the snapshot holds already', async () => {
    const bridge = fakeBridge(emptyState());
    const heard = await follow(bridge);
    heard.refresh();
    bridge.sendRaw(JSON.stringify({ sequence: 7, ...scans(1) }));
    bridge.sendRaw(JSON.stringify({ sequence: 8, ...scans(2) }));
    await turns();
    expect(heard.patch.mock.calls.map(([patch]) => patch.sequence)).toEqual([8]);
  });

  it.each(['not json', '{"sequence":"8"}', '{"sequence":8,"sessions":{"set":{"s":{"id":1}}}}'])('trusts no patch that does not parse: %s', async (json) => {
    const bridge = fakeBridge(emptyState());
    const heard = await follow(bridge);
    bridge.sendRaw(json);
    await turns();
    expect(heard.patch).not.toHaveBeenCalled();
    expect(bridge.snapshots).toBe(2);
  });

  it('says when no snapshot can be had', async () => {
    const bridge = { ...fakeBridge(emptyState()), request: async () => '{"ok":{"sequence":1,"state":{}}}' } as FakeBridge;
    const heard = await follow(bridge);
    expect(heard.failed).toHaveBeenCalledOnce();
    expect(heard.failed.mock.lastCall?.[0].cause).toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ path: ['state', 'clock'] })]) });
    expect(heard.snapshot).not.toHaveBeenCalled();
  });

  it('hears nothing after it was stopped', async () => {
    const bridge = fakeBridge(emptyState());
    const heard = await follow(bridge);
    heard.stop();
    bridge.patch(scans(1));
    expect(heard.patch).not.toHaveBeenCalled();
  });
});

describe('a request', () => {
  const answering = (answer: string): FakeBridge => ({ ...fakeBridge(emptyState()), request: async () => answer });
  const refused = async (answer: string): Promise<RequestError> => { try { await send(answering(answer), 'session.create', { configuration: 'x' }); } catch (error) { return error as RequestError; } throw new Error('not refused'); };

  it('gives the output that parses', async () => { expect(await send(answering('{"ok":{"session":"s1"}}'), 'session.create', { configuration: 'x' })).toEqual({ session: 's1' }); });
  it('is refused with the host’s reason', async () => { expect(await refused('{"failure":{"code":"notFound","message":"No such configuration."}}')).toMatchObject({ code: 'notFound', message: 'No such configuration.' }); });
  it.each(['', 'null', '{"ok":{"session":7}}', '{"failure":{"code":"strange"}}', '{}'])('fails where the answer makes no sense: %s', async (answer) => { expect(await refused(answer)).toMatchObject({ code: 'failed' }); });
});
