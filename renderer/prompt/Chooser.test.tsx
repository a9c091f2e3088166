// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostState } from '../../app/contract/state.ts';
import { chooser, chooserFailed, chooserHostile, chooserNone, hostileNames, offer, quiet } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const pass = (ms: number): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(ms); });
const prompt = (): HTMLElement => document.querySelector<HTMLElement>('.prompt')!;
const plain = (text: string | null): string => (text ?? '').replace(/[\u2068\u2069]/g, '');
const says = (): string => plain(prompt().textContent);
const title = (): string => plain(document.getElementById(prompt().getAttribute('aria-labelledby')!)!.textContent);
const options = (): HTMLElement[] => within(prompt()).getAllByRole('option');
const option = (name: RegExp): HTMLElement => within(prompt()).getByRole('option', { name });
const chosen = (): string[] => options().filter((one) => one.getAttribute('aria-selected') === 'true').map((one) => one.querySelector('bdi')!.textContent);
const press = (key: string): void => { fireEvent.keyDown(document.activeElement!, { key }); fireEvent.keyUp(document.activeElement!, { key }); };
/** The clock of a state stands where the fixtures begin; the wall's runs with the fake timers. */
const now = (state: HostState): HostState => ({ ...state, clock: { ...state.clock, wall: Date.now() } });
const answered = (configuration: string): object => ({ name: 'question.answer', input: { question: 'question-1', configuration } });

describe('the chooser', () => {
  it('asks for the client, and lists the user’s service networks, then what is stored and in reach', async () => {
    shown = await show(now(chooser()));
    expect(title()).toBe('Which connection for backup-nightly?');
    expect(options().map((one) => plain(one.textContent))).toEqual([
      'OfficeService network, 4 in reach', 'CableNo internet since 14:311 Gbit/s', 'Office 5GConnectedWPA35 GHz−58 dBm', 'OfficeWPA22.4 GHz−71 dBm', 'PhoneMeteredMobile4G',
    ]);
    expect(option(/^Office 5G/).getAttribute('aria-label')).toBe('Office 5G, Wi-Fi, Connected, secured with WPA3, 5 GHz, signal −58 dBm');
    expect(screen.queryByRole('region', { name: 'Current connection' })).toBeNull();
  });

  it('asks plainly for a session of this window', async () => {
    shown = await show(now(chooserHostile()));
    expect(title()).toBe('Which connection?');
  });

  it('says what failed before and why, and does not choose it again by itself', async () => {
    const state = chooserFailed();
    shown = await show(now({ ...state, questions: { ...state.questions, 'question-1': { ...state.questions['question-1']!, failed: { ...state.questions['question-1']!.failed!, configuration: 'net-office' } } } }));
    for (const part of ['Office: The password was not accepted', 'Enter it again.', 'The system says: 4-way handshake failed. Reached: associating.', '1 more question waits']) expect(says()).toContain(part);
    expect(chosen()).toEqual(['Cable']);
  });

  it('takes no focus; F6 goes there and back', async () => {
    shown = await show(now(quiet()));
    const row = screen.getAllByRole('row').find((one) => one.dataset.row === 'office')!;
    act(() => row.focus());
    await act(async () => { shown.bridge.patch({ questions: { set: chooser().questions } }); });
    expect(document.activeElement).toBe(row);
    fireEvent.keyDown(window, { key: 'F6' });
    expect(document.activeElement).toBe(prompt());
    fireEvent.keyDown(window, { key: 'F6' });
    expect(document.activeElement?.getAttribute('role')).toBe('row');
  });

  it('is answered with a click and the button', async () => {
    shown = await show(now(chooser()));
    expect(chosen()).toEqual(['Office']);
    fireEvent.click(option(/^Office 5G/));
    expect(chosen()).toEqual(['Office 5G']);
    expect(shown.bridge.requests).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([answered('office5')]);
    expect(within(prompt()).getByRole('button', { name: 'Cancel' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is answered with the arrow keys and Enter', async () => {
    shown = await show(now(chooser()));
    act(() => option(/^Office, Service network/).focus());
    press('ArrowDown');
    press('ArrowDown');
    expect(chosen()).toEqual(['Office 5G']);
    press('Enter');
    await pass(10);
    expect(shown.bridge.requests).toEqual([answered('office5')]);
  });

  it('is answered with a double click', async () => {
    shown = await show(now(chooser()));
    fireEvent.click(option(/^Phone/));
    fireEvent.doubleClick(option(/^Phone/));
    await pass(10);
    expect(shown.bridge.requests).toEqual([answered('phone')]);
  });

  it('is dismissed', async () => {
    shown = await show(now(chooser()));
    fireEvent.click(within(prompt()).getByRole('button', { name: 'Cancel' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([{ name: 'question.dismiss', input: { question: 'question-1' } }]);
  });

  it('shows a refusal where it was asked for', async () => {
    shown = await show(now(chooser()));
    shown.bridge.answer = () => { throw { code: 'notFound', message: 'That question is over.' }; };
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await pass(10);
    expect(plain(within(prompt()).getByRole('alert').textContent)).toContain('It is no longer there. That question is over.');
  });

  it('says how long it stays, in steps that are seldom', async () => {
    shown = await show(now(chooser()));
    const heard = [says().match(/Ends in \d+ (min|s)/)?.[0]];
    for (let second = 0; second < 114; second += 1) { await pass(1000); const left = says().match(/Ends in \d+ (min|s)/)?.[0]; if (left !== heard.at(-1)) heard.push(left); }
    expect(heard).toEqual(['Ends in 2 min', 'Ends in 60 s', 'Ends in 50 s', 'Ends in 40 s', 'Ends in 30 s', 'Ends in 20 s', 'Ends in 10 s']);
  });

  it('keeps its rows where they stand: one that goes out of reach says so and cannot be chosen, a new one comes last', async () => {
    shown = await show(now(chooser()));
    fireEvent.click(option(/^Cable/));
    const { cable, home } = shown.bridge.state.configurations;
    await act(async () => { shown.bridge.patch({ configurations: { set: { cable: { ...cable!, state: 2, accessPoint: { ...cable!.accessPoint!, link: null } }, home: { ...home!, state: 6 } } } }); });
    expect(options().map((one) => one.querySelector('bdi')!.textContent)).toEqual(['Office', 'Cable', 'Office 5G', 'Office', 'Phone', 'Home']);
    expect(option(/^Cable/).textContent).toContain('Out of reach');
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([]);
    expect(document.getElementById(screen.getByRole('button', { name: 'Connect' }).getAttribute('aria-describedby')!)?.textContent).toContain('Out of reach');
  });

  it('says when there is nothing to choose', async () => {
    shown = await show(now(chooserNone()));
    expect(says()).toContain('Nothing that this computer knows is in reach.');
    expect(screen.getByRole('button', { name: 'Connect' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('shows hostile names as marks, never as what they claim', async () => {
    shown = await show(now(chooserNone()));
    expect([...prompt().querySelectorAll('h2 .mark')].map((mark) => mark.textContent)).toEqual(['RLO', 'ESC']);
    expect(prompt().querySelector('h2 b')).toBeNull();
    shown.end();
    shown = await show(now(chooserHostile()));
    expect(options()).toHaveLength(5 + Object.keys(hostileNames).length);
    // oxlint-disable-next-line no-control-regex -- exactly those must not be there
    expect(options().map((one) => plain(one.textContent)).join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066\u2067]/);
    expect(prompt().querySelector('img')).toBeNull();
  });

  it('waits behind an offer, and shows in the rail whatever page is open', async () => {
    shown = await show(now({ ...offer(), questions: chooser().questions }));
    expect(title()).toBe('Move to Office 5G?');
    await act(async () => { shown.bridge.patch({ offers: { removed: ['offer-1'] } }); });
    expect(title()).toBe('Which connection for backup-nightly?');
    act(() => shown.view.go('settings'));
    expect(screen.getByRole('button', { name: /Access points/ }).textContent).toContain('A session waits for your choice');
  });

  it('is spoken once', async () => {
    shown = await show(now(chooser()));
    const spoken = (): string => plain(document.querySelector('[aria-live="polite"]')!.textContent);
    expect(spoken()).toBe('Question: Which connection for backup-nightly? F6 goes there.');
    await pass(30_000);
    expect(spoken()).toBe('Question: Which connection for backup-nightly? F6 goes there.');
    const { failed } = chooserFailed().questions['question-1']!;
    await act(async () => { shown.bridge.patch({ questions: { removed: ['question-1'], set: { again: { ...shown.bridge.state.questions['question-1']!, id: 'again', failed } } } }); });
    await settled();
    expect(spoken()).toBe('Office: The password was not accepted. Question: Which connection for backup-nightly? F6 goes there.');
  });
});
