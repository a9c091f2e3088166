// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostileNames, hostile, quiet, notConnected } from '../fixtures/states.ts';
import { link, radio, wireless } from '../fixtures/make.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';

const rows = (): string[] => screen.getAllByRole('row').flatMap((row) => row.dataset.row ?? []);
const row = (id: string): HTMLElement => screen.getAllByRole('row').find((one) => one.dataset.row === id)!;
/** A network that is now the strongest of the others. */
const risen = wireless('wlan:coffee', '二楼咖啡 2F Coffee', 'wpa2', [radio('c0:04:00:00:00:01', 2462, -40)], {}, { stored: false });
const fresh = wireless('wlan:new', 'New network', 'wpa2', [radio('c0:09:00:00:00:01', 2462, -30)], {}, { stored: false });

let shown: Shown;
beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const pass = (ms: number): Promise<void> => act(async () => { await vi.advanceTimersByTimeAsync(ms); });

describe('the order of the rows', () => {
  it('settles within a second when nobody is at the list', async () => {
    shown = await show(quiet());
    await pass(1000);
    expect(rows().indexOf('wlan:coffee')).toBeGreaterThan(rows().indexOf('wlan:eduroam'));
    act(() => shown.bridge.patch({ configurations: { set: { 'wlan:coffee': risen } } }));
    await pass(1000);
    expect(rows().indexOf('wlan:coffee')).toBeLessThan(rows().indexOf('wlan:eduroam'));
  });

  it('changes at most once a second', async () => {
    shown = await show(quiet());
    await pass(1000);
    const before = rows();
    act(() => shown.bridge.patch({ configurations: { set: { 'wlan:coffee': risen } } }));
    await pass(100);
    const first = rows();
    expect(first).not.toEqual(before);
    act(() => shown.bridge.patch({ configurations: { removed: ['wlan:coffee'] } }));
    await pass(800);
    expect(rows()).toEqual(first);
    await pass(100);
    expect(rows()).toEqual(before.filter((id) => id !== 'wlan:coffee'));
  });

  it.each([
    ['hovered', (list: HTMLElement) => fireEvent.pointerEnter(list), (list: HTMLElement) => fireEvent.pointerLeave(list)],
    ['focused', () => row('office').focus(), () => row('office').blur()],
    ['typed in', () => screen.getByRole('searchbox').focus(), () => screen.getByRole('searchbox').blur()],
  ])('holds still while the list is %s: nothing moves or goes, the new comes last', async (_, enter, leave) => {
    shown = await show(quiet());
    await pass(1000);
    const before = rows();
    await act(async () => { enter(screen.getByRole('treegrid')); });
    act(() => shown.bridge.patch({ configurations: { set: { 'wlan:coffee': risen, 'wlan:new': fresh }, removed: ['wlan:meeting'] } }));
    await pass(5000);
    expect(rows()).toEqual([...before, 'wlan:new']);
    expect(row('wlan:meeting').textContent).toContain('Out of reach');
    expect(row('wlan:coffee').textContent).toContain('−40 dBm');
    await act(async () => { leave(screen.getByRole('treegrid')); });
    await pass(1000);
    expect(rows()).not.toContain('wlan:meeting');
    expect(rows().indexOf('wlan:new')).toBeLessThan(rows().indexOf('wlan:eduroam'));
  });
});

describe('a network that is being joined', () => {
  it('stays in its place under its new id, and says so', async () => {
    shown = await show(quiet());
    await pass(1000);
    const before = rows();
    await act(async () => { fireEvent.pointerEnter(screen.getByRole('treegrid')); });
    const stored = wireless('uuid-1', 'Meeting Rooms', 'open', [radio('c0:02:00:00:00:01', 5200, -69)], { link: link('wlp3s0', { state: 'activating' }) });
    act(() => shown.bridge.patch({ configurations: { set: { 'uuid-1': stored }, removed: ['wlan:meeting'] } }));
    await pass(1000);
    expect(rows()).toEqual(before.map((id) => (id === 'wlan:meeting' ? 'uuid-1' : id)));
    expect(row('uuid-1').textContent).toContain('Connecting…');
  });
});

describe('the keyboard', () => {
  it('goes through the rows, and what is chosen shows its details', async () => {
    shown = await show(quiet());
    act(() => row('office5').focus());
    fireEvent.keyDown(row('office5'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(row('office'));
    expect(within(screen.getByRole('complementary')).getByText('Office')).toBeTruthy();
    fireEvent.keyDown(row('office'), { key: 'Home' });
    expect(document.activeElement).toBe(row('cable'));
    fireEvent.keyDown(row('cable'), { key: 'End' });
    expect(document.activeElement?.getAttribute('data-row')).toBe(rows().at(-1));
  });

  it('leaves one row in the tab order', async () => {
    shown = await show(quiet());
    expect(screen.getAllByRole('row').filter((one) => one.tabIndex === 0).map((one) => one.dataset.row)).toEqual(['office5']);
  });

  it('unfolds and folds the radios of a network', async () => {
    shown = await show(quiet());
    act(() => row('wlan:eduroam').focus());
    expect(row('wlan:eduroam').getAttribute('aria-expanded')).toBe('false');
    fireEvent.keyDown(row('wlan:eduroam'), { key: 'ArrowRight' });
    expect(screen.getByText('c0:01:00:00:00:02')).toBeTruthy();
    fireEvent.keyDown(row('wlan:eduroam'), { key: 'ArrowLeft' });
    expect(screen.queryByText('c0:01:00:00:00:02')).toBeNull();
  });

  it('goes to the search with "/", and back out of it with Escape', async () => {
    shown = await show(quiet());
    fireEvent.keyDown(window, { key: '/' });
    const field = screen.getByRole<HTMLInputElement>('searchbox');
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'office 5' } });
    expect(rows()).toEqual(['office5']);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe('');
  });

  it('keeps the focus in the list when the row that has it goes', async () => {
    shown = await show(quiet(), { view: { search: { accessPoints: 'o', sessions: '' } } });
    act(() => row('wlan:coffee').focus());
    await act(async () => { shown.view.searchFor('accessPoints', 'office'); });
    expect(document.activeElement?.getAttribute('data-row')).toBe('office5');
  });
});

describe('a row', () => {
  it('reads as a sentence', async () => {
    shown = await show(quiet());
    expect(screen.getByRole('row', { name: 'Office 5G, Wi-Fi, number 2, Connected, secured with WPA3, 5 GHz, signal −58 dBm' })).toBe(row('office5'));
  });

  it('shows what was asked for at once, and drops it after 3 s', async () => {
    shown = await show(quiet(), { view: { accessPoint: 'office' } });
    fireEvent.click(screen.getByRole('button', { name: 'Move here' }));
    await settled();
    expect(shown.bridge.requests).toEqual([{ name: 'session.roamTo', input: { session: 'desktop', configuration: 'office' } }]);
    expect(row('office').textContent).toContain('Connecting…');
    await pass(3000);
    expect(row('office').textContent).not.toContain('Connecting…');
  });

  it('offers another try where it failed', async () => {
    const state = notConnected();
    const office = state.configurations.office!;
    const failure = { at: 0, failure: { code: 'noAddress' as const, detail: 'no lease' } };
    shown = await show({ ...state, configurations: { ...state.configurations, office: { ...office, accessPoint: { ...office.accessPoint!, failure } } } });
    fireEvent.click(within(row('office')).getByRole('button', { name: 'Try again' }));
    await settled();
    expect(shown.bridge.requests.map(({ name }) => name)).toEqual(['session.create']);
  });

  it.each(Object.keys(hostileNames))('shows the hostile name "%s" in one line, its marks named, as text alone', async (key) => {
    shown = await show(hostile(), { view: { search: { accessPoints: '', sessions: '' } } });
    const configuration = shown.host.getState().state!.configurations[`wlan:${key}`]!;
    await act(async () => { shown.bridge.patch({ configurations: { removed: Object.keys(shown.bridge.state.configurations).filter((id) => id !== configuration.id) } }); });
    await pass(1000);
    const title = row(configuration.id).querySelector('.row-title')!;
    expect(title.textContent).not.toMatch(/(?!\u200D)[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u);
    expect(title.textContent).not.toBe('');
    expect(title.querySelectorAll('*:not(span)')).toHaveLength(0);
    for (const mark of title.querySelectorAll('.mark')) expect(mark.getAttribute('aria-label')).toMatch(/^(U\+[0-9A-F]{4,6}|byte [0-9A-F]{2}|\d+ more combining marks)/);
  });
});

describe('who looks', () => {
  it('is told to the host, while the page is open', async () => {
    shown = await show(quiet());
    expect(shown.bridge.watches).toEqual([{ what: 'accessPoints', on: true }, { what: 'traffic', on: true }]);
    await act(async () => { shown.view.go('settings'); });
    expect(shown.bridge.watches.slice(2)).toEqual([{ what: 'accessPoints', on: false }, { what: 'traffic', on: false }]);
  });
});
