// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quiet, userChoices } from '../fixtures/states.ts';
import { show, type Shown } from '../fixtures/render.tsx';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const pass = (ms: number): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(ms); });
const state = (): ReturnType<typeof quiet> => ({ ...quiet(), clock: { ...quiet().clock, wall: Date.now() } });
const row = (text: string): HTMLElement => screen.getAllByRole('row').find((one) => one.textContent.includes(text))!;
const cells = (text: string): string[] => within(row(text)).getAllByRole('gridcell').map((cell) => cell.textContent.replace(/[\u2068\u2069]/g, ''));

describe('the table of sessions', () => {
  it('shows every session of every client', async () => {
    shown = await show(state(), { view: { page: 'sessions' } });
    expect(screen.getAllByRole('row').slice(1).map((one) => one.querySelector('bdi')!.textContent)).toEqual(['Desktop', 'backup-nightly', 'Call', 'Mail', 'rsync', 'Syncthing']);
    expect(cells('rsync')).toEqual(['rsyncpid 4121', 'OfficeOffice 5G', 'Connected', '1 h 12 m', '10.3 GB', '3.8 GB', 'Follows your answer', 'Normal']);
    expect(cells('Mail')).toEqual(['Mailpid 2277', 'Homeout of reach', 'Not available', '–', '–', '–', 'Follows your answer', 'Normal']);
    expect(cells('Call')[2]).toBe('Connectedno internet');
  });

  it('counts the active time on', async () => {
    shown = await show(state(), { view: { page: 'sessions' } });
    await pass(60_000);
    expect(cells('rsync')[3]).toBe('1 h 13 m');
  });

  it('keeps counters of patches, to the byte it can show', async () => {
    shown = await show(state(), { view: { page: 'sessions' } });
    act(() => shown.bridge.patch({ sessions: { set: { rsync: { ...shown.bridge.state.sessions.rsync!, received: 12_345_678_901 } } } }));
    expect(cells('rsync')[4]).toBe('12.3 GB');
  });

  it('is searched, and gone through by arrow keys', async () => {
    shown = await show(state(), { view: { page: 'sessions', session: 'rsync' } });
    act(() => row('rsync').focus());
    fireEvent.keyDown(row('rsync'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(row('Syncthing'));
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'mail' } });
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });
});

describe('the chosen session', () => {
  it('says what closing and stopping mean, and stops only after it was confirmed whom it hits', async () => {
    shown = await show(state(), { view: { page: 'sessions', session: 'rsync' } });
    fireEvent.click(screen.getByRole('button', { name: 'Stop for 3…' }));
    await pass(50);
    const dialog = screen.getByRole('dialog');
    expect(dialog.textContent.replace(/[\u2068\u2069]/g, '')).toContain('It ends for Desktop, rsync and Syncthing.');
    expect(shown.bridge.requests).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Stop' }));
    await pass(50);
    expect(shown.bridge.requests).toEqual([{ name: 'session.stop', input: { session: 'rsync' } }]);
  });

  it('is closed at once', async () => {
    shown = await show(state(), { view: { page: 'sessions', session: 'rsync' } });
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([{ name: 'session.close', input: { session: 'rsync' } }]);
  });

  it('that cannot be opened says why', async () => {
    shown = await show(state(), { view: { page: 'sessions', session: 'mail' } });
    const open = screen.getByRole('button', { name: 'Open' });
    expect(open.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(open.getAttribute('aria-describedby')!)?.textContent).toContain('out of reach');
    fireEvent.click(open);
    await pass(10);
    expect(shown.bridge.requests).toEqual([]);
  });
});

describe('opening a session', () => {
  it('is on a configuration that is chosen', async () => {
    shown = await show(state(), { view: { page: 'sessions' } });
    shown.bridge.answer = (name) => (name === 'session.create' ? { session: 's9' } : null);
    fireEvent.click(screen.getByRole('button', { name: 'Open a session' }));
    await pass(50);
    fireEvent.click(screen.getByRole('menuitem', { name: /Meeting Rooms/ }));
    await pass(50);
    expect(shown.bridge.requests).toEqual([{ name: 'session.create', input: { configuration: 'wlan:meeting' } }, { name: 'session.open', input: { session: 's9' } }]);
  });
});

describe('a user choice', () => {
  const choices = (): ReturnType<typeof quiet> => ({ ...userChoices(), clock: { ...quiet().clock, wall: Date.now() } });
  const places = (): string[] => screen.getAllByRole('row').slice(1).flatMap((one) => { const text = within(one).getAllByRole('gridcell')[1]!.textContent.replace(/[\u2068\u2069]/g, ''); return text.startsWith('User choice') ? [text.slice('User choice'.length)] : []; });

  it('stands with what it was resolved to, or that it waits', async () => {
    shown = await show(choices(), { view: { page: 'sessions' } });
    expect(places()).toEqual(['Office 5G', 'not open', 'Office, Office 5G', '', 'waits for your choice']);
  });

  it('that was dismissed says why it is not open, and can be opened again', async () => {
    shown = await show(choices(), { view: { page: 'sessions', session: 'dismissed' } });
    expect(document.querySelector('.strip')!.textContent).toContain('The session was aborted by the user or system.');
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([{ name: 'session.open', input: { session: 'dismissed' } }]);
  });

  it('that waits leads to its question', async () => {
    shown = await show(choices(), { view: { page: 'sessions', session: 'backup' } });
    fireEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await pass(10);
    expect(document.activeElement).toBe(document.querySelector('.prompt'));
  });

  it('is opened like any other, and leads to its question at once', async () => {
    shown = await show(state(), { view: { page: 'sessions' } });
    shown.bridge.answer = (name) => (name === 'session.create' ? { session: 's9' } : null);
    fireEvent.click(screen.getByRole('button', { name: 'Open a session' }));
    await pass(50);
    fireEvent.click(screen.getByRole('menuitem', { name: /Ask me each time/ }));
    await pass(50);
    expect(shown.bridge.requests).toEqual([{ name: 'session.create', input: { configuration: 'userChoice' } }, { name: 'session.open', input: { session: 's9' } }]);
    const at = shown.bridge.state.clock.at;
    const waiting = { ...userChoices().sessions.trying!, id: 's9' };
    await act(async () => { shown.bridge.patch({ sessions: { set: { s9: waiting } }, questions: { set: { q: { id: 'q', session: 's9', client: 'Handover', failed: null, at, expiresAt: at + 120_000 } } } }); });
    await pass(50);
    expect(screen.getByRole('heading', { name: 'Which connection?' })).toBeTruthy();
    expect(document.activeElement).toBe(document.querySelector('.prompt'));
  });
});
