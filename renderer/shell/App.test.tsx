// @vitest-environment happy-dom
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostState } from '../../app/contract/state.ts';
import { fakeBridge } from '../fixtures/fake-bridge.ts';
import * as simulation from '../fixtures/simulation.ts';
import * as states from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import { Provide } from '../store/context.tsx';
import { createHost } from '../store/host-store.ts';
import { createView, type Page } from '../store/view-store.ts';
import { App } from './App.tsx';

let shown: Shown | undefined;
// The plan of the simulator watches its size and draws a walk with every frame: here once.
beforeEach(() => { vi.stubGlobal('ResizeObserver', class { observe() { /* the size stays as it is */ } disconnect() { /* nothing to end */ } }); vi.stubGlobal('requestAnimationFrame', () => 1); });
afterEach(() => { shown?.end(); shown = undefined; vi.restoreAllMocks(); vi.unstubAllGlobals(); });
const root = document.documentElement;

describe('the window', () => {
  it('has its frame before the first snapshot, and says what it does', async () => {
    const bridge = fakeBridge(states.quiet());
    const view = render(<Provide host={createHost(bridge)} view={createView()}><App /></Provide>);
    expect(screen.getByRole('status').textContent).toBe('Reading the network…');
    await settled();
    expect(screen.getByRole('treegrid')).toBeTruthy();
    view.unmount();
  });

  it('says when nothing answers, and asks again', async () => {
    const bridge = fakeBridge(states.quiet());
    const { request } = bridge;
    bridge.request = () => Promise.reject(new Error('gone'));
    const view = render(<Provide host={createHost(bridge)} view={createView()}><App /></Provide>);
    await settled();
    expect(screen.getByRole('alert').textContent).toContain('could not be read');
    bridge.request = request;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await settled();
    expect(screen.getByRole('treegrid')).toBeTruthy();
    view.unmount();
  });

  it('asks for the state anew when it is seen again', async () => {
    shown = await show(states.quiet());
    const before = shown.bridge.snapshots;
    await act(async () => { document.dispatchEvent(new Event('visibilitychange')); });
    await settled();
    expect(shown.bridge.snapshots).toBe(before + 1);
  });
});

describe('banners', () => {
  it('say that a network is simulated, and cannot be closed', async () => {
    shown = await show(states.quiet());
    const banner = screen.getByRole('note');
    expect(banner.textContent.replace(/[\u2068\u2069]/g, '')).toContain('Simulated networkNothing here touches this computer’s connections. Office walk, seed 7.');
    expect([...banner.querySelectorAll('button')].map((button) => button.textContent)).toEqual(['Scenario', 'Use real network', 'Look at this computer']);
  });

  it('say that the manager has gone, and why', async () => {
    shown = await show(states.managerGone());
    expect(document.querySelector('.banner-warn')!.textContent.replace(/[\u2068\u2069]/g, '')).toContain('NetworkManager does not answerThe last known state is shown; nothing can be changed until it is back. The name left the system bus.');
    expect(screen.getByRole('button', { name: 'Disconnect' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('of what happened can be dismissed', async () => {
    shown = await show(states.managerGone());
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await settled();
    expect(shown.bridge.requests).toEqual([{ name: 'notice.dismiss', input: { id: 'n1' } }]);
  });
});

describe('look and language', () => {
  const change = (settings: object): Promise<void> => act(async () => { shown!.bridge.patch({ values: { settings: { ...shown!.bridge.state.settings, ...settings } } }); });

  it('follow the settings at once', async () => {
    shown = await show(states.quiet());
    await change({ theme: 'dark', language: 'zh' });
    expect([root.dataset.theme, root.lang]).toEqual(['dark', 'zh-Hans']);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('接入点');
    await change({ theme: 'light', language: 'en' });
    expect([root.dataset.theme, root.lang]).toEqual(['light', 'en']);
  });

  it('follow the system’s theme at once', async () => {
    let isDark = false;
    const listeners = new Set<() => void>();
    vi.spyOn(window, 'matchMedia').mockImplementation(() => ({ get matches() { return isDark; }, addEventListener: (_: string, tell: () => void) => listeners.add(tell), removeEventListener: (_: string, tell: () => void) => listeners.delete(tell) }) as unknown as MediaQueryList);
    shown = await show(states.quiet());
    expect(root.dataset.theme).toBe('light');
    isDark = true;
    act(() => listeners.forEach((tell) => tell()));
    expect(root.dataset.theme).toBe('dark');
  });

  it('are saved when they are changed', async () => {
    shown = await show(states.quiet(), { view: { page: 'settings' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await settled();
    expect(shown.bridge.requests).toContainEqual({ name: 'settings.change', input: { theme: 'dark' } });
  });

  // Words of three letters and more that stand in Chinese texts as they are: names, units, terms.
  const allowed = /\b(Handover|NetworkManager|Linux|office door|meeting room|desk|corridor|library|Shift|Page Up|Page Down|Wi-Fi|WPA\d?|WEP|802|IPv[46]|GHz|MHz|dBm|bit|[kMG]bit|Office|desk|office door|corridor|meeting room|library|Shift|Page Up|Page Down|Phone|Home|Hotel|Lux|Desktop|eduroam|Meeting|Rooms|Lobby|ESCAPE|RIGHT-TO-LEFT OVERRIDE|NULL|ESC|RLO|NUL|gnp|trats|evil|client|Coffee|DIRECT|LaserPrint|Series|rsync|Syncthing|backup-nightly|Mail|pid|English|walk|http:\/\/[\w./]+|wlp3s0|enp0s31f6|wwan0|db8|From|the desk[^。]*|Getting an address|4-way handshake failed|associating|The name left the system bus|EACCES: permission denied)\b/g;
  const { quiet, chooser, chooserFailed, chooserNone, userChoices, offer, trial, trialActivating, trialPassed, trialFailed, notConnected, managerGone, nothing } = states;
  const pages: [() => HostState, Page][] = [...[quiet, offer, trial, trialActivating, trialPassed, trialFailed, notConnected, managerGone, nothing, chooser, chooserFailed, chooserNone].map((make): [() => HostState, Page] => [make, 'accessPoints']),
    [quiet, 'sessions'], [userChoices, 'sessions'], [quiet, 'traffic'], [quiet, 'settings'], [nothing, 'sessions'], [nothing, 'traffic'], [simulation.simulator, 'simulator'], [simulation.simulatorWalking, 'simulator'], [simulation.simulatorUpstairs, 'simulator']];
  it.each(pages)('are complete in Chinese: %s, %s', async (make, page) => {
    const state = make();
    shown = await show({ ...state, settings: { ...state.settings, language: 'zh' } }, { view: { page, session: 'rsync', accessPoint: make === notConnected ? 'office' : null }, answer: simulation.answerWith(simulation.floorsPlan) });
    const labels = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) => ['aria-label', 'title', 'placeholder'].map((attribute) => one.getAttribute(attribute) ?? ''));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words: string[] = [];
    while (walker.nextNode()) words.push(walker.currentNode.textContent ?? '');
    const strange = [...words, ...labels].map((text) => text.replace(allowed, '').match(/[A-Za-z]{3,}.*/)?.[0]).filter((text) => text !== undefined && !/^[0-9a-f]+$/i.test(text));
    expect(strange).toEqual([]);
  });
});
