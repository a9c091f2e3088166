// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostState } from '../../app/contract/state.ts';
import { offer, quiet, trial, trialActivating, trialFailed, trialPassed, trialPaused, trialReturning } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
/** What was asked for by hand: what an offer would break is asked when it is shown. */
const sent = (): Shown['bridge']['requests'] => shown.bridge.requests.filter(({ name }) => name !== 'roaming.consequences');
const pass = (ms: number): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(ms); });
const prompt = (): HTMLElement => document.querySelector<HTMLElement>('.prompt')!;
const buttons = (): string[] => within(prompt()).getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent);
const plain = (text: string | null): string => (text ?? '').replace(/[\u2068\u2069]/g, '');
const says = (): string => plain(prompt().textContent);
/** The clock of a state stands where the fixtures begin; the wall's runs with the fake timers. */
const now = (state: HostState): HostState => ({ ...state, clock: { ...state.clock, wall: Date.now() } });

describe('an offer', () => {
  it('asks, gives the reason, and says what moves, what stays and what may break', async () => {
    shown = await show(now(offer()));
    expect(document.getElementById(prompt().getAttribute('aria-labelledby')!)?.textContent).toBe('Move to Office 5G?');
    for (const part of ['Cable has had no internet for 24 s', '2 sessions move', 'Desktop, rsync (pid 4121)', '1 stays on Cable', 'Call: it asked not to be moved', 'The address changes', 'Cable stays up meanwhile']) expect(says()).toContain(part);
    expect(screen.queryByRole('region', { name: 'Current connection' })).toBeNull();
  });

  it('says whose connections may end, and whether the current one is the only way to the internet', async () => {
    shown = await show(now(offer()));
    expect(says()).toContain('Open connections of rsync and others may end after you accept');
    expect(says()).not.toContain('only way');
    const weak = offer({ reason: { code: 'currentIsWeak', level: -80, threshold: -76 } });
    await act(async () => { shown.bridge.patch({ interfaces: { set: { enp0s31f6: { ...weak.interfaces.enp0s31f6!, connectivity: 'full' } } } }); });
    expect(says()).toContain('Cable is the only way to the internet');
  });

  it('names programs with open connections, and how long former breaks lasted, as far as the host tells', async () => {
    const told = (names: string[], areAll: boolean, overlap = true, breakLasts: number | null = null) =>
      show(now(offer({ overlap })), { answer: (name) => (name === 'roaming.consequences' ? { breakLasts, programs: { names, areAll } } : null) });
    shown = await told(['firefox', 'rsync'], true);
    expect(says()).toContain('Open connections of rsync and firefox may end after you accept');
    expect(shown.bridge.requests).toEqual([{ name: 'roaming.consequences', input: { offer: 'offer-1' } }]);
    shown.end();
    shown = await told(['firefox', 'ssh', 'mail', 'chat'], true);
    expect(says()).toContain('Open connections of rsync, firefox, ssh, mail and others may end');
    shown.end();
    shown = await told(['firefox'], false, false, 5_400);
    for (const part of ['The link breaks for about 5 s', 'All open connections end with the break, those of rsync, firefox too']) expect(says()).toContain(part);
    shown.end();
    shown = await told(['firefox'], true, false);
    expect(says()).toContain('Open connections of rsync and firefox end with the break');
    shown.end();
    shown = await show(now(offer({ moves: ['desktop'] })), { answer: (name) => (name === 'roaming.consequences' ? { breakLasts: null, programs: { names: [], areAll: true } } : null) });
    expect(says()).toContain('No program has a connection open on it');
  });

  it('can be answered for good', async () => {
    shown = await show(now(offer()));
    fireEvent.click(screen.getByRole('button', { name: 'Migrate, more choices' }));
    await pass(10);
    expect(plain(screen.getByRole('menuitem').textContent)).toBe('Always, when Cable has no internet');
    fireEvent.click(screen.getByRole('menuitem'));
    await pass(10);
    expect(sent()).toEqual([{ name: 'session.migrate', input: { session: 'desktop', always: true } }]);
  });

  it('counts the time without internet on', async () => {
    shown = await show(now(offer()));
    await pass(3000);
    expect(says()).toContain('Cable has had no internet for 27 s');
  });

  it('says when the link breaks, and when the address stays', async () => {
    shown = await show(now(offer({ overlap: false, isSeamless: true })));
    for (const part of ['The link breaks for a few seconds', 'The address stays', 'you can go back to Cable']) expect(says()).toContain(part);
  });

  it('with one radio says who loses the link, and that all open connections end with the break', async () => {
    shown = await show(now(offer({ overlap: false })));
    for (const part of ['1 session loses its link', 'Call', 'All open connections end with the break']) expect(says()).toContain(part);
    expect(says()).not.toContain('stays on Cable');
  });

  it('about a lost link says what is lost already, and speaks of no way back that is not there', async () => {
    shown = await show(now(offer({ reason: { code: 'currentLost', since: Date.now() } })));
    for (const part of ['1 session has lost its link, and does not move', 'Open connections ended with the old link', 'Cable is already lost']) expect(says()).toContain(part);
    expect(says()).not.toContain('stays on Cable');
  });

  it('takes no focus; F6 goes there and back', async () => {
    shown = await show(now(quiet()));
    const row = screen.getAllByRole('row').find((one) => one.dataset.row === 'office')!;
    act(() => row.focus());
    const { offers } = offer();
    await act(async () => { shown.bridge.patch({ offers: { set: offers } }); });
    expect(document.activeElement).toBe(row);
    fireEvent.keyDown(window, { key: 'F6' });
    expect(document.activeElement).toBe(prompt());
    fireEvent.keyDown(window, { key: 'F6' });
    expect(document.activeElement?.getAttribute('role')).toBe('row');
  });

  it('is gone to with F6 from another page', async () => {
    shown = await show(now(offer()), { view: { page: 'settings' } });
    await act(async () => { fireEvent.keyDown(window, { key: 'F6' }); });
    expect(document.activeElement).toBe(prompt());
  });

  it('is answered once: the buttons say so until it is confirmed', async () => {
    shown = await show(now(offer()));
    fireEvent.click(screen.getByRole('button', { name: 'Migrate' }));
    fireEvent.click(screen.getByRole('button', { name: 'Migrate' }));
    await pass(10);
    expect(sent()).toEqual([{ name: 'session.migrate', input: { session: 'desktop' } }]);
    expect(screen.getByRole('button', { name: 'Migrate' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is ignored this time by the button, with a scope by its menu', async () => {
    shown = await show(now(offer()));
    fireEvent.click(screen.getByRole('button', { name: 'Ignore, more choices' }));
    await pass(50);
    expect(screen.getAllByRole('menuitem').map((item) => plain(item.textContent))).toEqual(['Ignore this time', 'Ignore for an hour', 'Not on this network', 'Never offer Office 5G']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Ignore for an hour' }));
    await pass(50);
    expect(sent()).toEqual([{ name: 'session.ignore', input: { session: 'desktop', scope: 'hour' } }]);
  });

  it('shows a refusal where it was asked for', async () => {
    shown = await show(now(offer()));
    shown.bridge.answer = () => { throw { code: 'notFound', message: 'The offer has lapsed.' }; };
    fireEvent.click(screen.getByRole('button', { name: 'Migrate' }));
    await pass(10);
    expect(plain(within(prompt()).getByRole('alert').textContent)).toContain('It is no longer there. The offer has lapsed.');
  });

  it('gives the focus back to the list when it goes', async () => {
    shown = await show(now(offer()));
    act(() => prompt().focus());
    await act(async () => { shown.bridge.patch({ offers: { removed: ['offer-1'] } }); });
    await settled();
    expect(document.activeElement?.getAttribute('role')).toBe('row');
  });
});

describe('a trial', () => {
  it('while the new link comes up: no countdown, no Accept', async () => {
    shown = await show(now(trialActivating()));
    expect(buttons()).toEqual(['Reject']);
    for (const part of ['Trying Office 5G', 'Connecting: Getting an address', 'The countdown starts when it is up', 'Nothing has moved yet.']) expect(says()).toContain(part);
  });

  it('while it is tested: lines, countdown, what silence means, and Accept before the last test ends', async () => {
    shown = await show(now(trial()));
    expect(buttons()).toEqual(['Pause the countdown', 'Reject', 'Accept']);
    for (const part of ['4 of 5 tests passed', 'Both links are up', 'Going back in 14 s', 'No answer means: back to Cable.']) expect(says()).toContain(part);
    await pass(4000);
    expect(says()).toContain('Going back in 10 s');
    expect(screen.getByRole('img', { name: '10 seconds left' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
    await pass(10);
    expect(sent()).toEqual([{ name: 'session.accept', input: { session: 'desktop' } }]);
  });

  it('can be paused once, and goes on when the user says so', async () => {
    shown = await show(now(trial()));
    fireEvent.click(screen.getByRole('button', { name: 'Pause the countdown' }));
    await pass(10);
    expect(shown.bridge.requests).toEqual([{ name: 'trial.pause', input: { trial: 'trial-1' } }]);
    await act(async () => { shown.bridge.patch({ values: { trial: trialPaused().trial } }); });
    for (const part of ['Countdown paused', 'Goes on at 14:50']) expect(says()).toContain(part);
    expect(buttons()).toEqual(['Let the countdown go on', 'Reject', 'Accept']);
    fireEvent.click(screen.getByRole('button', { name: 'Let the countdown go on' }));
    await pass(10);
    expect(shown.bridge.requests.at(-1)).toEqual({ name: 'trial.resume', input: { trial: 'trial-1' } });
  });

  it('counts with the host’s time where that runs faster', async () => {
    const state = now(trial());
    shown = await show({ ...state, clock: { ...state.clock, speed: 5 } });
    await pass(2000);
    expect(says()).toContain('Going back in 4 s');
  });

  it('where the old link does not serve: silence keeps the new one, and says so', async () => {
    shown = await show(now(trialPassed()));
    for (const part of ['All 5 tests passed', 'The old link does not serve', 'Staying in 14 s', 'No answer means: stay on Office 5G.', 'New connections use Office 5G']) expect(says()).toContain(part);
    expect(says()).not.toContain('Going back');
  });

  it('that failed: its row marked, the reason, on the way back, nothing to press', async () => {
    shown = await show(now(trialFailed()));
    for (const part of ['Going back to Cable', 'A test failed: Internet.', 'sign-in page', 'Cable was up all the time.']) expect(says()).toContain(part);
    expect(within(prompt()).queryAllByRole('button')).toEqual([]);
    expect(prompt().querySelector('.comparison-bad')?.textContent).toContain('sign-in page');
  });

  it('that was not answered: goes back, and says why', async () => {
    shown = await show(now(trialReturning()));
    expect(says()).toContain('No answer came in time.');
    expect(within(prompt()).queryAllByRole('button')).toEqual([]);
  });

  it('that a program answers itself can only be watched', async () => {
    const state = now(trial({ session: 'rsync' }));
    state.sessions.rsync = { ...state.sessions.rsync!, roaming: 'answersItself' };
    shown = await show(state);
    expect(within(prompt()).queryAllByRole('button')).toEqual([]);
    expect(says()).toContain('rsync answers this trial.');
  });

  it('keeps the focus in its frame when the button that has it goes', async () => {
    shown = await show(now(trial()));
    act(() => screen.getByRole('button', { name: 'Accept' }).focus());
    await act(async () => { shown.bridge.patch({ values: { trial: trialReturning().trial } }); });
    expect(document.activeElement).toBe(prompt());
  });

  it('shows the seconds in the rail, whatever page is open', async () => {
    shown = await show(now(trial()), { view: { page: 'sessions' } });
    expect(screen.getByRole('button', { name: /Access points/ }).textContent).toContain('14 s');
  });
});

describe('what is spoken', () => {
  const spoken = (): string => plain(document.querySelector('[aria-live="polite"]')!.textContent);

  it('is an offer once, with its reason', async () => {
    shown = await show(now(offer()));
    expect(spoken()).toBe('Offer: move to Office 5G? Cable has had no internet for 24 s. F6 goes there.');
    await pass(5000);
    expect(spoken()).toContain('24 s');
  });

  it('is the countdown at 20, 10 and 5 s only', async () => {
    const state = now(trial({ deadline: trial().clock.at + 22_000 }));
    shown = await show(state);
    const heard = [spoken()];
    for (let second = 0; second < 21; second += 1) { await pass(1000); if (spoken() !== heard.at(-1)) heard.push(spoken()); }
    expect(heard).toEqual(['Trying Office 5G', '20 seconds left to accept Office 5G', '10 seconds left to accept Office 5G', '5 seconds left to accept Office 5G']);
  });

  it('is why a trial ends', async () => {
    shown = await show(now(trialFailed()));
    expect(spoken()).toBe('A test failed: Internet. Going back to Cable');
  });
});
