// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBridge } from '../fixtures/fake-bridge.ts';
import { quiet } from '../fixtures/states.ts';
import { createHost, pendingFor } from './host-store.ts';
import { hostTime } from '../../app/contract/reading.ts';
import { TrafficHistory } from './traffic-history.ts';

const turns = async (): Promise<void> => { for (let turn = 0; turn < 12; turn += 1) await Promise.resolve(); };

describe('the window’s copy of the state', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('is the snapshot with the patches applied, what did not change the same objects', async () => {
    const bridge = fakeBridge(quiet());
    const host = createHost(bridge);
    await turns();
    const before = host.getState().state!;
    bridge.patch({ sessions: { removed: ['mail'] }, values: { isOnline: false } });
    const after = host.getState().state!;
    expect(after).toEqual(bridge.state);
    expect(after.sessions.mail).toBeUndefined();
    expect(after.configurations).toBe(before.configurations);
    expect(after.sessions.rsync).toBe(before.sessions.rsync);
  });

  it('marks what was asked for until the state confirms it', async () => {
    const bridge = fakeBridge(quiet());
    const host = createHost(bridge);
    await turns();
    void host.act('mail', 'opening', () => host.request('session.open', { session: 'mail' }), (state) => state.sessions.mail!.isOpen);
    await turns();
    expect(host.getState().pending.mail?.what).toBe('opening');
    bridge.patch({ sessions: { set: { mail: { ...bridge.state.sessions.mail!, isOpen: true } } } });
    expect(host.getState().pending).toEqual({});
  });

  it('drops the mark after 3 s without confirmation', async () => {
    const bridge = fakeBridge(quiet());
    const host = createHost(bridge);
    await turns();
    void host.act('mail', 'opening', () => host.request('session.open', { session: 'mail' }));
    await vi.advanceTimersByTimeAsync(pendingFor - 1);
    expect(host.getState().pending.mail).toBeDefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(host.getState().pending).toEqual({});
  });

  it('keeps a refusal beside what it was about, until the next try', async () => {
    const bridge = fakeBridge(quiet());
    bridge.answer = () => { throw { code: 'notAllowed', message: 'polkit says no' }; };
    const host = createHost(bridge);
    await turns();
    await host.act('mail', 'opening', () => host.request('session.open', { session: 'mail' }));
    expect(host.getState()).toMatchObject({ pending: {}, failures: { mail: { code: 'notAllowed', message: 'polkit says no' } } });
    bridge.answer = () => null;
    void host.act('mail', 'opening', () => host.request('session.open', { session: 'mail' }));
    expect(host.getState().failures).toEqual({});
    host.stop();
  });

  it('keeps the old state where a new snapshot cannot be had', async () => {
    const bridge = fakeBridge(quiet());
    const host = createHost(bridge);
    await turns();
    bridge.request = async () => 'garbage';
    host.refresh();
    await turns();
    expect(host.getState().phase).toBe('ready');
    expect(host.getState().state).not.toBeNull();
  });
});

describe('the host’s time', () => {
  it('runs from its mark at its speed', () => {
    expect(hostTime({ at: 1_000_000, wall: 500, speed: 1 }, 2500)).toBe(1_002_000);
    expect(hostTime({ at: 1_000_000, wall: 500, speed: 10 }, 2500)).toBe(1_020_000);
  });
});

describe('the last minute of traffic', () => {
  it('keeps sixty seconds, and forgets interfaces that are gone', () => {
    const history = new TrafficHistory();
    const told = vi.fn<() => void>();
    history.subscribe(told);
    const rate = (receivedRate: number): Parameters<TrafficHistory['sample']>[0] => ({ eth0: { interface: 'eth0', received: 0, sent: 0, receivedRate, sentRate: 1 } });
    for (let second = 0; second < 70; second += 1) history.sample(rate(second));
    expect(history.of('eth0')?.received).toHaveLength(60);
    expect(history.of('eth0')?.received.at(-1)).toBe(69);
    expect(told).toHaveBeenCalledTimes(70);
    history.sample({});
    expect(history.of('eth0')).toBeNull();
  });
});
